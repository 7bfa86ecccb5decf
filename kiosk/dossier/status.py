"""What a status page says: the words for a state, the steps with their times, the due date."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from kiosk.content.library import Edition, Library
from kiosk.dossier import actions
from kiosk.dossier.actions import Followed, Progress
from kiosk.people.actions import name_of
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.language import Language
from kiosk.web.screens import Screen
from kiosk.web.words import N_

# The five that citizens are told, and the two ends that have words of their own.
TOLD = {
    "submitted": N_("Đã nộp, chờ tiếp nhận"),
    "in_progress": N_("Đã tiếp nhận, đang xử lý"),
    "supplement": N_("Cần bổ sung"),
    "refused": N_("Bị từ chối"),
    "done": N_("Đã xử lý xong"),
    "withdrawn": N_("Đã rút hồ sơ"),
    "stopped": N_("Đã dừng giải quyết"),
}
HAPPENED = {
    "submitted": N_("Đã nộp"),
    "accepted": N_("Đã tiếp nhận"),
    "handed_over": N_("Đã chuyển vào hệ thống của Nhà nước"),
    "supplement": N_("Cán bộ yêu cầu bổ sung"),
    "refused": N_("Bị từ chối"),
    "done": N_("Đã xử lý xong"),
    "returned": N_("Đã trả kết quả"),
    "withdrawn": N_("Đã rút hồ sơ"),
    "stopped": N_("Đã dừng giải quyết"),
}
AHEAD = {
    "submitted": (N_("Chờ tiếp nhận"), N_("Xử lý hồ sơ"), N_("Có kết quả")),
    "in_progress": (N_("Đang xử lý"), N_("Có kết quả")),
    "supplement": (N_("Chờ bạn bổ sung"), N_("Có kết quả")),
}
MOOD = {"supplement": "warning", "refused": "bad", "withdrawn": "bad", "stopped": "bad"}
WITH_REASON = ("supplement", "refused", "stopped")
UNSURE = "M"


@dataclass(frozen=True)
class Step:
    label: str
    state: Literal["done", "now", "todo"]
    at: str = ""


@dataclass(frozen=True)
class StatusScreen(Screen):
    template: ClassVar[str] = "dossier/status.html"

    groups: tuple[str, ...]
    state: str
    mood: str
    due: str
    is_promised: bool
    steps: tuple[Step, ...]
    known: bool
    procedure: str = ""
    reason: str = ""
    handler: str = ""
    official: str = ""


@dataclass(frozen=True)
class Standing:
    """A dossier's progress and the edition it belongs to, None when that was never here."""

    progress: Progress
    edition: Edition | None


@dataclass(frozen=True)
class Particulars:
    """What only the holder of the secret sees as well."""

    followed: Followed
    handler: str | None


def standing_by_code(db: Connection, library: Library, code: str) -> Standing:
    """Raises `dossier.no_such_dossier`."""
    return standing(db, library, actions.progress_by_code(db, code))


def standing_by_secret(
    db: Connection, library: Library, secret: str
) -> tuple[Standing, Particulars]:
    """Raises `dossier.no_such_dossier`."""
    found = actions.followed(db, secret)
    handler = name_of(db, found.handler) if found.handler else None
    return standing(db, library, found.progress), Particulars(found, handler)


def standing(db: Connection, library: Library, progress: Progress) -> Standing:
    return Standing(progress, library.edition_with(db, progress.pack))


def screen(
    language: Language, found: Standing, particulars: Particulars | None = None
) -> StatusScreen:
    """By code: progress and times only. With the secret: the procedure, reason, handler too."""
    progress = found.progress
    told = progress.told
    known = particulars is not None
    return StatusScreen(
        groups=tuple(codes.shown(progress.code).split("-")),
        state=language.gettext(TOLD[told]),
        mood=MOOD.get(told, "good"),
        due=due(language, found),
        is_promised=told == "in_progress",
        steps=steps(language, progress),
        known=known,
        procedure=procedure(language, found.edition) if known else "",
        reason=(particulars.followed.reason or "") if particulars and told in WITH_REASON else "",
        handler=(particulars.handler or "") if particulars else "",
        official=(particulars.followed.official_code or "") if particulars else "",
    )


def steps(language: Language, progress: Progress) -> tuple[Step, ...]:
    """Everything that happened, with its time, then what is on now and what is to come."""
    formats = Formats(language.locale)
    behind = [
        Step(language.gettext(HAPPENED[kind]), "done", formats.moment(at))
        for kind, at in progress.events
        if kind in HAPPENED
    ]
    now, *later = [language.gettext(label) for label in AHEAD.get(progress.told, ())] or [""]
    ahead = [Step(now, "now")] if now else []
    return (*behind, *ahead, *(Step(label, "todo") for label in later))


def due(language: Language, found: Standing) -> str:
    """The date, while one is waited for and its rule was read in a source, not only remembered."""
    progress, edition = found.progress, found.edition
    if progress.due_on is None or progress.told not in ("submitted", "in_progress"):
        return ""
    flow = edition.pack(language.code).flow if edition else None
    if flow is None or flow.sources[flow.time_limit.source].confidence == UNSURE:
        return ""
    return Formats(language.locale).day(progress.due_on)


def procedure(language: Language, edition: Edition | None) -> str:
    return edition.pack(language.code).flow.procedure.name if edition else ""
