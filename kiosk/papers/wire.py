"""What the node and its child process say to each other, over the child's stdin and stdout."""

import json
import struct
from collections.abc import Mapping
from typing import Any

# An order: format and length, then the file. An answer: lengths of head and data, then both.
ORDER = struct.Struct(">4sI")
ANSWER = struct.Struct(">HI")


def order(format: str, size: int) -> bytes:
    return ORDER.pack(format.encode("ascii"), size)


def format_and_size(head: bytes) -> tuple[str, int]:
    format, size = ORDER.unpack(head)
    return format.rstrip(b"\0").decode("ascii"), size


def answer(head: Mapping[str, Any], data: bytes = b"") -> bytes:
    said = json.dumps(head).encode("ascii")
    return ANSWER.pack(len(said), len(data)) + said + data
