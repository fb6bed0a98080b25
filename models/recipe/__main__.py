"""Build models/ anew from public data: python -m models.recipe DATA

DATA is the folder with ner/, ocr/ and reference/. One part after the other, because later ones read earlier ones.
"""

import sys
from pathlib import Path

from models.recipe import language, lexicon, repair, sentence, sentence_pairs, spelling

PARTS = (lexicon, repair, spelling, sentence, sentence_pairs, language)

if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "ner").is_dir():
        raise SystemExit("usage: python -m models.recipe DATA, where DATA holds ner/, ocr/ and reference/")
    for part in PARTS:
        print(part.__name__, flush=True)
        part.main(Path(sys.argv[1]))
