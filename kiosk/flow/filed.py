"""A draft that was handed in, and what its receipt tells of it in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.clock import local_date
from kiosk.dossier import actions as dossiers
from kiosk.dossier.days_off import due_on as day_due
from kiosk.engine.fee import FeeLine
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Field, Paper, Step, TimeLimit, Value
from kiosk.engine.show import show
from kiosk.engine.view import amount
from kiosk.engine.walk import Context, Walk, name_of_group, walk
from kiosk.flow import actions, problems
from kiosk.flow.actions import DraftKey, Guide, OpenDraft, Redo
from kiosk.problem import Problem
from kiosk.sync import codes, inbox
from kiosk.sync.wire import moment
from kiosk.web.formats import Formats
from kiosk.web.language import Language
from kiosk.web.words import N_

UNSURE = "M"
SAME_DAY = N_("Trong ngày làm việc.")
LATE = N_("Nộp sau 15 giờ thì có kết quả vào ngày làm việc tiếp theo.")


@dataclass(frozen=True)
class Filed:
    """In clear, as long as a request lasts. `due_on` is null until the hub has it. `in_time` is
    false of a supplement that found its dossier moved on."""

    opened: OpenDraft
    key: DraftKey
    code: str
    commune: str
    at: datetime
    accepted: bool
    due_on: str | None
    in_time: bool = True

    @property
    def redo(self) -> Redo | None:
        return self.opened.held.redo

    @property
    def secret(self) -> str:
        """Of the dossier: a supplement has none of its own."""
        if self.redo:
            return self.redo.secret
        return codes.follow_secret(self.key.secret, self.key.id)


def filed(db: Connection, guide: Guide, code: str, keys: Mapping[str, bytes]) -> Filed | None:
    """None for a reader without the key, and once the citizen's copy is gone."""
    try:
        found = actions.draft_of_code(db, guide, code, keys)
    except Problem as problem:
        if problem.kind != problems.no_such_draft:
            raise
        return None
    envelope = inbox.envelope_by_id(db, found[1].id) if found else None
    if found is None or envelope is None:
        return None
    opened, key = found
    at = moment(envelope.header.made_at)
    accepted = inbox.receipts_of(db, key.id).accepted is not None
    due_on = day_due(db, opened.pack(envelope.header.locale), at) if accepted else None
    redo = opened.held.redo
    in_time = redo is None or not accepted or dossiers.took_in(db, redo.parent, key.id)
    return Filed(opened, key, code, envelope.header.commune, at, accepted, due_on, in_time)


class FeeRow(NamedTuple):
    """`total` reads "ask the officer" where nobody can be certain."""

    name: str
    total: str
    why: str


class Answer(NamedTuple):
    label: str
    text: str


@dataclass(frozen=True)
class Account:
    """`result` is the walk of the day of the hand-in: a reload past midnight says the same."""

    filed: Filed
    pack: Pack
    result: Walk
    context: Context
    language: Language

    @property
    def commune(self) -> str:
        name = self.context.reference.commune_name(self.filed.commune)
        return name or self.filed.commune

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(one for one in self.result.papers if one.show_or_attach != "none")

    @property
    def fees(self) -> tuple[FeeRow, ...]:
        return tuple(
            FeeRow(line.name or "", amount(self.pack, self.sure_total(line)), line.why or "")
            for line in self.result.fee.lines
        )

    @property
    def fee(self) -> str:
        totals = [self.sure_total(line) for line in self.result.fee.lines]
        known = [total for total in totals if total is not None]
        return amount(self.pack, sum(known) if known and len(known) == len(totals) else None)

    @property
    def time_limit(self) -> str:
        limit = self.pack.flow.time_limit
        return "" if self.is_unsure(limit.source) else time_limit(self.language, limit)

    @property
    def due(self) -> str:
        if self.filed.due_on is None or not self.time_limit:
            return ""
        return Formats(self.language.locale).day(self.filed.due_on)

    def sure_total(self, line: FeeLine) -> int | None:
        return None if line.source and self.is_unsure(line.source) else line.total

    def is_unsure(self, source: str) -> bool:
        """Remembered, not read anywhere: never told as certain."""
        return self.pack.flow.sources[source].confidence == UNSURE


def account(guide: Guide, filed: Filed, language: Language) -> Account:
    pack = filed.opened.pack(language.code)
    context = replace(
        guide.context(language.code),
        today=local_date(filed.at).isoformat(),
        commune=filed.commune,
    )
    result = walk(pack.flow, filed.opened.draft.answers, context)
    return Account(filed, pack, result, context, language)


def time_limit(language: Language, limit: TimeLimit) -> str:
    days = limit.working_days
    if days == 0:
        said = language.gettext(SAME_DAY)
    else:
        said = limit_words(language, days) % {"count": days}
    return said if limit.after_15h is None else f"{said} {language.gettext(LATE)}"


def limit_words(language: Language, days: int) -> str:
    """With `%(count)s` where the number goes."""
    return language.translations.ngettext(
        "Trong %(count)s ngày làm việc.", "Trong %(count)s ngày làm việc.", days
    )


def answers(told: Account) -> Iterator[Answer]:
    """Every answer that counted, in the order of the questions, and what was declared last."""
    env = told.result.env
    walked = {place.step for place in told.result.path}
    for step in told.pack.flow.steps:
        if step.id not in walked:
            continue
        if step.group is not None:
            yield from members(told, step)
        else:
            yield from shown(told, step.fields, env)
    if told.pack.flow.declaration:
        yield from shown(told, told.pack.flow.declaration.fields, told.filed.opened.draft.answers)


def members(told: Account, step: Step) -> Iterator[Answer]:
    each = step.group.each if step.group else ""
    for n, member in enumerate(told.result.env.get(name_of_group(step)) or [], start=1):
        for label, text in shown(told, step.fields, member):
            yield Answer(f"{each} {n}: {label}", text)


def shown(
    told: Account, fields: tuple[Field, ...], values: Mapping[str, Value]
) -> Iterator[Answer]:
    for one in fields:
        value = values.get(one.id)
        yield Answer(one.label, show(one, value, told.pack.words, told.context.reference))
