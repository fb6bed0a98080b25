"""Web pages: our own German ones for a fact, a conflict, a document and search, and Datasette for tables and SQL.

Everything is read-only and answers on this machine only, unless somebody asks for more.
"""

from .server import serve

__all__ = ["serve"]
