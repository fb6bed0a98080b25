"""What a document claims: its header (title, issuers, date) and every statement of quantity and event in its body.

    header = read_header(document, blocks, head, body, head_mentions, known)
    claims = extract_claims(document, header, body, mentions, known)

Curated properties (knowledge/de/properties) say what is worth comparing between documents; every other number becomes
an open-domain claim, so that nothing counted is lost.
"""

from .extract import extract_claims
from .header import read_header

__all__ = ["extract_claims", "read_header"]
