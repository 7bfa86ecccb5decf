"""Whether the segments of a JPEG lead anywhere (ITU-T T.81, annex B): a decoder would look for the
picture through 20 MB of nothing."""

MOST_STEPS = 4_000
"""Telephones write some dozens of segments; each byte of junk between two counts as a step."""
_START_OF_SCAN, _END = 0xDA, 0xD9
_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})


def has_picture(data: bytes) -> bool:
    """Whether the lines of a picture begin somewhere, after however odd segments."""
    at = 2
    for _ in range(MOST_STEPS):
        if at + 4 > len(data):
            return False
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xFF:
            at += 1
        elif marker == _START_OF_SCAN:
            return True
        elif marker == _END:
            return False
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return False
