"""A zip file that is sent while it is made: no more than one file of it is ever in memory, and
what it holds in clear never touches the disk."""

from datetime import datetime
from io import BytesIO
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from kiosk.clock import local_time

UNIX, READABLE = 3, 0o100644 << 16
PIECE = 256 * 1024


class Window:
    """A file to write, of which what was taken is gone. Enough of one for ZipFile: it goes back
    only into the member that it is writing."""

    def __init__(self) -> None:
        self._gone = 0
        self._held = BytesIO()

    def write(self, data: bytes) -> int:
        return self._held.write(data)

    def tell(self) -> int:
        return self._gone + self._held.tell()

    def seek(self, to: int, whence: int = 0) -> int:
        self._held.seek(to - self._gone)
        return to

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        data = self._held.getvalue()
        self._gone += len(data)
        self._held = BytesIO()
        return data


class Archive:
    """The same bytes for the same members; nothing is compressed, since photographs and PDF are."""

    def __init__(self, at: datetime) -> None:
        self._window = Window()
        self._zip = ZipFile(cast(IO[bytes], self._window), "w", ZIP_STORED)
        self._at = local_time(at).timetuple()[:6]

    def add(self, path: str, data: bytes) -> bytes:
        """The bytes of the archive up to the end of this member."""
        info = ZipInfo(path, self._at)
        info.create_system, info.external_attr = UNIX, READABLE
        self._zip.writestr(info, data)
        return self._window.take()

    def end(self) -> bytes:
        self._zip.close()
        return self._window.take()


def pieces(data: bytes) -> list[bytes]:
    """Small enough that a slow reader holds up little."""
    return [data[start : start + PIECE] for start in range(0, len(data), PIECE)]
