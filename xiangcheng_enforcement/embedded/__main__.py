"""`python -m xiangcheng_enforcement.embedded remove VAR`: delete the servers' data under VAR.

As root the data lies outside the checkout, so deleting the checkout alone leaves it behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from . import remove


def main(arguments: list[str]) -> int:
    match arguments:
        case ["remove", folder]:
            kept = [str(state) for state in Path(folder).glob("**/embedded") if not remove(state)]
            for state in kept:
                sys.stderr.write(f"in use, stop the platform first: {state}\n")
            return 1 if kept else 0
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2


sys.exit(main(sys.argv[1:]))
