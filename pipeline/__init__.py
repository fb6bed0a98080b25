"""Aktenlage: what the files say.

file -> Document -> Text -> Mentions -> Claims -> store -> Findings. Read `build.py` first.
"""

__version__ = "0.1.0"
