"""What a status page says: the words for a state, the steps with their times, the due date."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from kiosk.content.library import Edition, Library
from kiosk.dossier import actions
from kiosk.dossier.actions import Followed, Progress
from kiosk.engine.holes import Values
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.language import Language
from kiosk.web.words import N_

# The five that citizens are told, and the two ends that have words of their own.
TOLD = {
    # At a node, until its hub has it; and should the hub never take it.
    "waiting": N_("Máy này đã nhận, đang chờ gửi"),
    "contact": N_("Cần liên hệ cán bộ"),
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
    "supplemented": N_("Đã gửi phần bổ sung"),
    "supplemented_late": N_("Phần bổ sung đến muộn"),
    "extended": N_("Hẹn lại ngày"),
    "refused": N_("Bị từ chối"),
    "done": N_("Đã xử lý xong"),
    "returned": N_("Đã trả kết quả"),
    "withdrawn": N_("Đã rút hồ sơ"),
    "stopped": N_("Đã dừng giải quyết"),
}
AHEAD = {
    "waiting": (N_("Chờ gửi đến nơi giải quyết"), N_("Xử lý hồ sơ"), N_("Có kết quả")),
    "submitted": (N_("Chờ tiếp nhận"), N_("Xử lý hồ sơ"), N_("Có kết quả")),
    "in_progress": (N_("Đang xử lý"), N_("Có kết quả")),
    "supplement": (N_("Chờ bạn bổ sung"), N_("Có kết quả")),
}
MOOD = {
    "contact": "warning",
    "supplement": "warning",
    "refused": "bad",
    "withdrawn": "bad",
    "stopped": "bad",
}
EXTENDED = N_("Hẹn lại ngày %(day)s")
UNSURE = "M"


@dataclass(frozen=True)
class Step:
    label: str
    state: Literal["done", "now", "todo"]
    at: str = ""


@dataclass(frozen=True)
class StatusScreen:
    """What the page "status" of the shell tells: see dossier/status.html."""

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
    secret: str = ""
    redo: tuple[str, ...] = ()
    may_withdraw: bool = False
    may_rate: bool = False
    rated: bool = False


@dataclass(frozen=True)
class Standing:
    """A dossier's progress and the edition it belongs to, None when that was never here."""

    progress: Progress
    edition: Edition | None


@dataclass(frozen=True)
class Particulars:
    """What only the holder of the secret sees as well. `secret` goes into the page's forms, since
    what the holder does next has to prove it again."""

    followed: Followed
    handler: str | None
    secret: str


def standing_by_code(db: Connection, library: Library, code: str) -> Standing:
    """Raises `dossier.no_such_dossier`."""
    return standing(db, library, actions.progress_by_code(db, code))


def standing_by_follow(db: Connection, library: Library, secret: str) -> Standing:
    """As it was last heard of here. Raises `dossier.no_such_dossier`."""
    return standing(db, library, actions.followed(db, secret).progress)


def standing(db: Connection, library: Library, progress: Progress) -> Standing:
    return Standing(progress, library.edition_with(db, progress.pack))


def screen(
    language: Language, found: Standing, particulars: Particulars | None = None
) -> StatusScreen:
    """By code: progress and times only. With the secret: the procedure, reason, handler too, and
    what can be done."""
    progress = found.progress
    told = progress.told
    plain = StatusScreen(
        groups=tuple(codes.shown(progress.code).split("-")),
        state=language.gettext(TOLD[told]),
        mood=MOOD.get(told, "good"),
        due=due(language, found),
        is_promised=told == "in_progress",
        steps=steps(language, progress),
        known=False,
    )
    return with_particulars(language, plain, found, particulars) if particulars else plain


def status_values(shown: StatusScreen) -> Values:
    """The holes of a status page. `static/worker/views/status.js` mirrors it."""
    return {
        "code": " ".join(shown.groups),
        "procedure": shown.procedure,
        "state": shown.state,
        "mood": shown.mood,
        "reason": shown.reason,
        "due": shown.due,
        "promised": shown.is_promised,
        "supplement": bool(shown.redo),
        "redo": [{"ask": question} for question in shown.redo],
        "may_rate": shown.may_rate,
        "rated": shown.rated,
        "act": bool(shown.redo) or shown.may_rate,
        "steps": [step_values(step) for step in shown.steps],
        "particulars": bool(shown.handler or shown.official),
        "handler": shown.handler,
        "official": shown.official,
        "known": shown.known,
        "may_withdraw": shown.may_withdraw,
        "secret": shown.secret,
    }


def step_values(step: Step) -> Values:
    now, done = step.state == "now", step.state == "done"
    return {"label": step.label, "state": step.state, "done": done, "now": now, "at": step.at}


def with_particulars(
    language: Language, plain: StatusScreen, found: Standing, particulars: Particulars
) -> StatusScreen:
    followed = particulars.followed
    return replace(
        plain,
        known=True,
        procedure=procedure(language, found.edition),
        reason=followed.reason or "",
        handler=particulars.handler or "",
        official=followed.official_code or "",
        secret=particulars.secret,
        redo=questions(language, found.edition, followed.asked),
        may_withdraw=followed.is_open,
        may_rate=followed.may_rate,
        rated=followed.rated,
    )


def questions(
    language: Language, edition: Edition | None, steps: tuple[str, ...]
) -> tuple[str, ...]:
    """The words of the questions to answer again, in the order of the flow."""
    flow = edition.pack(language.code).flow if edition else None
    return tuple(step.ask for step in flow.steps if step.id in steps) if flow else ()


def steps(language: Language, progress: Progress) -> tuple[Step, ...]:
    """Everything that happened, with its time, then what is on now and what is to come."""
    formats = Formats(language.locale)
    behind = [
        Step(happened(language, kind, progress.extended_to), "done", formats.moment(at))
        for kind, at in progress.events
        if kind in HAPPENED
    ]
    now, *later = [language.gettext(label) for label in AHEAD.get(progress.told, ())] or [""]
    ahead = [Step(now, "now")] if now else []
    return (*behind, *ahead, *(Step(label, "todo") for label in later))


def happened(language: Language, kind: str, extended_to: str | None) -> str:
    if kind == "extended" and extended_to:
        return language.gettext(EXTENDED) % {"day": Formats(language.locale).day(extended_to)}
    return language.gettext(HAPPENED[kind])


def due(language: Language, found: Standing) -> str:
    day = due_day(found)
    return Formats(language.locale).day(day) if day else ""


def due_day(found: Standing) -> str | None:
    """The date, while one is waited for, if an officer named it or its rule was read in a source,
    not only remembered."""
    progress, edition = found.progress, found.edition
    if progress.due_on is None or progress.told not in ("submitted", "in_progress"):
        return None
    if progress.due_on == progress.extended_to:
        return progress.due_on
    flow = edition.flow if edition else None
    if flow is None or flow.sources[flow.time_limit.source].confidence == UNSURE:
        return None
    return progress.due_on


def procedure(language: Language, edition: Edition | None) -> str:
    return edition.pack(language.code).flow.procedure.name if edition else ""
