"""Score the reading of values on phrases with known ones; run as `python -m tests.bench_numbers`."""

from __future__ import annotations

import subprocess
import sys

from .support import BENCH


def main() -> int:
    """Run the score of the policy phrases."""
    folder = BENCH / "bench" / "numbers"
    if not folder.is_dir():
        print(f"skipped: {folder} is not there")
        return 0
    return subprocess.run([sys.executable, str(folder / "score.py"), str(folder / "policy.tsv"), "0.97", "0.97"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
