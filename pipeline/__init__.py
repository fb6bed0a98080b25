"""Aktenlage: what the files say.

file -> Document -> Text -> Mentions -> Claims -> store -> Findings. Read `build.py` first.
"""

import os

# Documents are read side by side in processes of their own, so numpy's matrix library needs no threads beside them; with
# one thread it also adds up in the same order on every machine. It reads this when numpy is first loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
