"""What the parts cost and how good they are: python -m tests.benchmarks DATA"""

import sys
from pathlib import Path

from tests.benchmarks import language_model, reconcile, reconcile_store, repair

BENCHMARKS = (language_model, reconcile, reconcile_store, repair)

if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit("usage: python -m tests.benchmarks DATA, where DATA holds ner/ and ocr/")
    for benchmark in BENCHMARKS:
        print(f"\n{benchmark.__name__}", flush=True)
        benchmark.main(Path(sys.argv[1]))
