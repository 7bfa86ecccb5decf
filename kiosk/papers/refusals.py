"""Why a file is not taken: raised in the child process, told to the person by its message."""

# One file as it is sent, and as it is kept: it is sealed as one blob of the sync protocol. Written
# out, for kiosk.sync.header would take the child longer to import than a photograph to clean.
MOST_SENT = 20 * 1024 * 1024
MOST_KEPT = 20 * 1024 * 1024


class Refused(Exception):
    """`id` and `params` are those of a message. No bytes of the file may get into them."""

    def __init__(self, id: str, **params: str) -> None:
        super().__init__(id)
        self.id = id
        self.params = params


def too_large() -> Refused:
    return Refused("file.too_large", most=f"{MOST_SENT // 1024 // 1024} MB")


def unreadable() -> Refused:
    return Refused("file.unreadable")
