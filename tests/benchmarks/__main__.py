"""`python -m tests.benchmarks`: the table, or one of the growth benches."""

from __future__ import annotations

import sys

from tests.benchmarks.command import main

if __name__ == "__main__":
    sys.exit(main())
