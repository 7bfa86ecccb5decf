"""A hub, its stations and the lines between them; and what has to hold once all is quiet."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kiosk.app import content_stamp, create_app, read_library
from kiosk.content.library import Library
from kiosk.engine.pack import Pack
from kiosk.settings import read
from kiosk.store.migrate import upgrade
from tests.faults.offline.proxy import running
from tests.faults.station import environ, flows_in
from tests.faults.stations.line import Line
from tests.faults.stations.node import Mother, Node, node
from tests.faults.stations.people import Crowd

PACE = "0.2"
"""Of the rounds of a station, in seconds."""
COMMUNES = ("00074", "00115", "00070")


class Ground(NamedTuple):
    """What all nodes of a test run stand on: flows, packs compiled once, an empty database."""

    mother: Mother
    flows: Path
    packs: Path
    migrated: Path
    library: Library

    @property
    def form(self) -> Pack:
        return self.library.flows["anh-giay"].pack("vi")


def ground_in(folder: Path, mother: Mother) -> Ground:
    flows = flows_in(folder)
    settings = read(environ(folder / "first", flows))
    library = read_library(create_app(settings).state, settings, content_stamp(settings))
    migrated = folder / "migrated.db"
    upgrade(f"sqlite:///{migrated}")
    return Ground(mother, flows, settings.packs_dir, migrated, library)


@dataclass
class Station:
    """A node below the hub, the line that it has, and who is there. `names` are what the hub has
    called it so far, the last one counts; `is_told` whether the hub still tells it anything."""

    node: Node
    line: Line
    commune: str
    crowd: Crowd
    names: list[str] = field(default_factory=list)
    is_told: bool = True

    @property
    def name(self) -> str:
        return self.names[-1]


@dataclass
class Country:
    """`crowd` are devices that reach the hub itself; stations come by `settle`. `refused` are ids
    that the hub will not take from a station."""

    ground: Ground
    folder: Path
    hub: Node
    crowd: Crowd
    stack: ExitStack
    stations: list[Station] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def settle(self, commune: str = COMMUNES[0], **more: str) -> Station:
        """A new station, enrolled as people do it, and alive."""
        one = self.found(commune, **more)
        furnish(self.ground, one.node)
        self.enrol(one)
        one.node.be_born()
        return one

    def copy(self, other: Station) -> Station:
        """A machine with the same disk, at a line of its own. Neither is alive."""
        one = self.found(other.commune)
        shutil.copytree(other.node.folder, one.node.folder)
        one.names.extend(other.names)
        return one

    def found(self, commune: str, **more: str) -> Station:
        line = self.stack.enter_context(running(Line(self.hub.port)))
        place = self.folder / f"station-{len(self.stations) + 1}"
        asked = {"KIOSK_UPSTREAM": line.url, "TEST_SECONDS": PACE, "KIOSK_COMMUNE": commune}
        made = node(self.ground.mother, place, self.ground.flows, **(asked | more))
        one = Station(made, line, commune, Crowd(made.url, self.ground.form))
        self.stations.append(one)
        self.stack.callback(bury, made)
        self.stack.callback(one.crowd.vanish)
        return one

    def enrol(self, one: Station) -> None:
        """By the two commands, one on each side."""
        invited = self.hub.does("stations", "invite", "Nhà văn hoá", "--commune", one.commune)
        assert invited.code == 0, invited
        code = next(
            line.removeprefix("code: ")
            for line in invited.out.splitlines()
            if line.startswith("code: ")
        )
        done = one.node.does("enrol", code)
        assert done.code == 0, done
        one.names.append(done.out.split()[3])


@contextmanager
def country(ground: Ground, folder: Path, **more: str) -> Iterator[Country]:
    """With a hub that is alive. It has SQLite, unless `KIOSK_DATABASE_URL` says otherwise."""
    hub = node(ground.mother, folder / "hub", ground.flows, **more)
    furnish(ground, hub)
    crowd = Crowd(hub.url, ground.form)
    with ExitStack() as stack:
        stack.callback(bury, hub)
        stack.callback(crowd.vanish)
        hub.be_born()
        yield Country(ground, folder, hub, crowd, stack)


def furnish(ground: Ground, one: Node) -> None:
    one.folder.mkdir(parents=True)
    shutil.copytree(ground.packs, one.folder / "packs")
    if one.database.startswith("sqlite"):
        shutil.copyfile(ground.migrated, one.folder / "kiosk.db")


def bury(one: Node) -> None:
    if one.is_alive:
        one.die()
