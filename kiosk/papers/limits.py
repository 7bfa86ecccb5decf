"""What the child process may use, set by itself before it sees a file."""

import math
import os
import resource
from contextlib import suppress
from pathlib import Path

# Anonymous memory of one child. The worst that is taken, a WebP of 20 megapixels, needs 330 MB.
MEMORY = 400 * 1024 * 1024
# A few for the system's fonts, which a PDF may rely on.
OPEN_FILES = 16


def give_up_rights() -> None:
    """No file may grow, few may be opened, nothing new be started; last in line for the machine."""
    with suppress(OSError):  # Linux only: if memory runs out, this goes and the node stays
        Path("/proc/self/oom_score_adj").write_text("800", "ascii")
    os.nice(5)
    _limit(resource.RLIMIT_DATA, MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)  # a core dump would hold somebody's papers
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_NPROC, 0)


def allow_seconds(seconds: int) -> None:
    """The process is killed once it has computed for so many more seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def _limit(which: int, most: int) -> None:
    hard = resource.getrlimit(which)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))
