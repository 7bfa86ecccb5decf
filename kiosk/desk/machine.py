"""The node's page: what it serves, what it had to leave out, and whether its keys are safe."""

from importlib import metadata

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy import Connection

from kiosk.content.yaml import Trouble
from kiosk.desk.pages import Req, must_export
from kiosk.desk.screens import MachineScreen
from kiosk.desk.words import STATES
from kiosk.dossier import actions as dossiers
from kiosk.dossier.days_off import days_off
from kiosk.flow.node import Node, node_of
from kiosk.people.rules import Staff
from kiosk.web.places import commune_name
from kiosk.web.screens import reader_language, show

Counts = tuple[dict[str, int], int, int]


@get("/may")
async def machine(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node, language = node_of(request), reader_language(request)
    today = node.guide.clock.today().isoformat()
    by_state, overdue, days_off = await node.store.read_long(counts, staff.commune, today)
    screen = MachineScreen(
        staff,
        commune=commune_name(request, node.settings.commune),
        version=version(),
        address=node.settings.public_url,
        flows=flows(node, language.code),
        troubles=tuple(one.said(language.gettext) for one in troubles(request)),
        counts=tuple((STATES[state], by_state[state]) for state in STATES if state in by_state),
        overdue=overdue,
        days_off=days_off,
        must_export=must_export(node),
    )
    return show(request, screen)


def counts(db: Connection, commune: str, today: str) -> Counts:
    """Dossiers by state, how many are overdue, and the days in the table of days off."""
    return (
        dossiers.counts_by_state(db, commune),
        dossiers.overdue_count(db, commune, today),
        len(days_off(db)),
    )


def troubles(request: Req) -> tuple[Trouble, ...]:
    """Why flows, lessons or tables are not what their authors or the hub have."""
    state = request.app.state
    return (*state.library.troubles, *state.lessons.troubles, *state.references.troubles)


def flows(node: Node, lang: str) -> tuple[tuple[str, str, bool], ...]:
    """Name, version, and whether an officer has confirmed the content."""
    served = (edition.pack(lang).flow for edition in node.guide.library.flows.values())
    return tuple((one.procedure.name, one.version, one.reviewed.by is not None) for one in served)


def version() -> str:
    """As installed; "" where the program runs without having been installed."""
    try:
        return metadata.version("tram-so")
    except metadata.PackageNotFoundError:
        return ""
