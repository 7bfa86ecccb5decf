"""python -m tests.twin [RUNS] [FROM]: more cases than a test has time for; exits 1 on a difference.

One in forty is a citizen in a real flow, compared as HTML; the others are made-up flows.
KIOSK_TWIN_RUNS is another way to say how many.
"""

import os
import sys
import time

from kiosk.cli.twin import twin
from tests.twin.run import run


def main() -> int:
    given = [int(one) for one in sys.argv[1:]]
    runs = given[0] if given else int(os.environ.get("KIOSK_TWIN_RUNS", "100000"))
    start = given[1] if len(given) > 1 else 0
    began, wrong = time.monotonic(), 0
    with twin() as started:
        for kind, count in (("made up", runs - runs // 40), ("lived", runs // 40)):
            for first in range(start, start + count, 1000):
                found = run(started, kind, range(first, min(first + 1000, start + count)))
                wrong += len(found)
                sys.stdout.writelines(f"{one}\n" for one in found)
                sys.stderr.write(f"{kind}: {first - start} of {count} and more, {wrong} wrong\n")
    took = time.monotonic() - began
    sys.stdout.write(f"{runs} cases in {took:.0f} s, {wrong} disagreements\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
