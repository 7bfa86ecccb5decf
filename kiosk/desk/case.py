"""One dossier with everything that a paper about it needs, taken out of the store at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kiosk.commune.actions import CommuneSettings, settings_of
from kiosk.content.library import Edition, Library
from kiosk.desk import actions
from kiosk.dossier import actions as dossiers
from kiosk.dossier.actions import Event, Record
from kiosk.dossier.filing import DossierFile, file_of
from kiosk.dossier.opening import walk_file
from kiosk.engine.pack import Pack
from kiosk.engine.walk import Context, Walk
from kiosk.flow.node import Node
from kiosk.people.rules import Staff
from kiosk.sync.keys import KeyRing

ORIGINAL = "vi"


@dataclass(frozen=True)
class Case:
    """In clear, as long as a request lasts. `file` is None where the answers cannot be opened any
    more, `edition` where the questions were never here."""

    record: Record
    events: tuple[Event, ...]
    names: Mapping[str, str]
    settings: CommuneSettings
    edition: Edition | None
    file: DossierFile | None = field(repr=False)

    def pack(self, locale: str = ORIGINAL) -> Pack | None:
        return self.edition.pack(locale) if self.edition else None

    @property
    def locale(self) -> str:
        """In which the citizen answered."""
        packs = self.edition.packs.values() if self.edition else ()
        return next((one.locale for one in packs if one.sha256 == self.record.pack), ORIGINAL)

    def last(self, kind: str) -> Event | None:
        return next((event for event in reversed(self.events) if event.kind == kind), None)


@dataclass(frozen=True)
class Reading:
    """The answers walked again in one language, as of the day of receipt: what was in time then
    stays in time."""

    pack: Pack
    file: DossierFile
    result: Walk
    context: Context


def open_case(db: Connection, library: Library, ring: KeyRing, staff: Staff, id: str) -> Case:
    """Raises `desk.no_such_dossier`, for another commune's dossier too. The caller puts on record
    what it is for."""
    record = actions.find(db, staff, id)
    return Case(
        record,
        dossiers.events_of(db, id),
        actions.names(db),
        settings_of(db, record.commune),
        library.edition_with(db, record.pack),
        file_of(db, library, ring, id),
    )


def reading(node: Node, case: Case, locale: str = ORIGINAL) -> Reading | None:
    """None where the answers or the questions are missing."""
    pack = case.pack(locale)
    if pack is None or case.file is None:
        return None
    reference = node.guide.context(locale).reference
    context = Context(case.file.days[0], case.record.commune, reference)
    return Reading(pack, case.file, walk_file(pack, case.file, context), context)


def answer_of(case: Case, name: str) -> str:
    """The text of one answer as it was sent, whether it holds or not; "" where there is none."""
    value = case.file.answers.get(name) if case.file else None
    return value if isinstance(value, str) else ""
