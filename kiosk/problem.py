"""What can go wrong, named once: a code, an HTTP status, and the exception that carries them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One named problem. Call it to make the exception: `raise no_such_draft(id=…)`."""

    code: str
    status: int

    def __call__(self, **params: object) -> "Problem":
        return Problem(self, params)


class Problem(Exception):
    """Raised from anywhere; web makes it a page, the sync API JSON, the command line one line.

    `params` fill the sentence and are shown to machines too, so no personal data in them.
    `retry_after` (seconds) also becomes the header of that name.
    """

    def __init__(self, kind: Kind, params: dict[str, object]) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.params = params

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def status(self) -> int:
        return self.kind.status


_kinds: dict[str, Kind] = {}


def kind(code: str, status: int) -> Kind:
    """Name a problem. The code is `<feature>.<what>`; one code has one status everywhere."""
    known = _kinds.setdefault(code, Kind(code, status))
    if known.status != status:
        raise ValueError(f"{code} is already a problem with status {known.status}")
    return known


def kinds() -> tuple[Kind, ...]:
    """Every kind named by the modules imported so far."""
    return tuple(_kinds.values())
