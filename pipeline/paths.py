"""Where the files live that are no code: models beside the checkout, or inside an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent


def models() -> Path:
    """The folder with what programs learned: AKTENLAGE_MODELS, the checkout's models/, or the wheel's copy."""
    if override := os.environ.get("AKTENLAGE_MODELS"):
        return Path(override)
    beside = HERE.parent / "models"
    return beside if (beside / "MANIFEST.toml").exists() else HERE / "_models"
