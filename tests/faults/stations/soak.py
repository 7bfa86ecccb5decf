"""Hub and stations that fall at any moment while people hand in:
`python -m tests.faults.stations.soak 100 [--seed N] [--postgres]`. What falls and when follows from
the seed; what it hits does not."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from tests.faults.stations.country import COMMUNES, Country, Station, country, ground_in
from tests.faults.stations.node import LOOK_SECONDS, Node, mothering
from tests.faults.stations.officer import Officer
from tests.faults.stations.truth import check, check_database, kept
from tests.postgres import serving

MOST_STEPS = 60
"""Between two deaths: pages, pieces of files and requests on the lines."""
PATIENCE_SECONDS = 3.0


class Soak:
    """`counts` tells what was done and what befell it."""

    def __init__(self, land: Country, seed: int) -> None:
        self.land, self.chance = land, Random(seed)
        self.officer = Officer(land.hub, land.ground.library, self.chance)
        self.counts: Counter[str] = Counter()
        for commune in COMMUNES[:2]:
            one = land.settle(commune)
            one.crowd.come(citizens=2, photographers=1, telephones=1)
        land.crowd.come(telephones=1)

    def run(self, kills: int) -> None:
        """So many deaths; then all is quiet, and what was promised has to hold."""
        try:
            self.live(kills)
            self.end()
        except Exception as error:
            lines = [line for one in self.land.stations for line in one.line.log[-8:]]
            logs = [line for one in self.nodes for line in one.complaints[-8:]]
            error.add_note("\n".join(map(str, [dict(self.counts), *lines, *logs])))
            raise

    def live(self, kills: int) -> None:
        while self.counts["kills"] < kills:
            self.wait(self.chance.randint(0, MOST_STEPS))
            if self.land.hub.has_workers and self.chance.random() < 0.3:
                self.land.hub.lose_a_worker(self.chance)
                self.counts["kills"] += 1
                self.counts["worker killed"] += 1
                continue
            fallen = self.chance.sample(self.nodes, self.chance.choice((1, 1, 1, 2)))
            for one in fallen:
                self.kill(one)
            if self.chance.random() < 0.3:  # the others notice
                self.wait(self.chance.randint(0, MOST_STEPS // 2))
            self.officer.work(self.chance.randint(0, 3))
            for one in fallen:
                one.conceive()
                if self.chance.random() < 0.9:  # else it may fall again while it starts
                    one.until_up()

    @property
    def nodes(self) -> list[Node]:
        return [self.land.hub, *(one.node for one in self.land.stations)]

    @property
    def steps(self) -> int:
        told = [one.crowd.told for one in self.land.stations]
        lines = sum(len(one.line.log) for one in self.land.stations)
        return lines + sum(one.pages.pages + one.pieces for one in told)

    def wait(self, steps: int) -> None:
        """For that much to happen; when everything is down, nothing does."""
        enough, end = self.steps + steps, monotonic() + PATIENCE_SECONDS
        while self.steps < enough and monotonic() < end:
            sleep(LOOK_SECONDS)

    def kill(self, one: Node) -> None:
        one.die()
        self.counts["kills"] += 1
        self.counts[f"{'hub' if one is self.land.hub else 'station'} killed"] += 1
        check_database(one)
        for station in self.land.stations:
            if station.node is one:
                self.look_into(station)

    def look_into(self, one: Station) -> None:
        """A dead station has whatever it promised."""
        told = one.crowd.told
        promised = {*dict(told.pages.receipts), *dict(told.receipts)}
        here = one.node.reads(kept)
        assert promised <= set(here.digests)
        tokens = set(here.tokens.values())
        assert all(given <= tokens for given in dict(told.receipts).values())

    def end(self) -> None:
        for one in self.nodes:
            one.until_up()
        for crowd in (self.land.crowd, *(one.crowd for one in self.land.stations)):
            crowd.go()
        self.officer.work(3)
        hub = check(self.land)
        logged = [line for one in self.nodes for line in one.complaints]
        assert not [line for line in logged if "exception" in line], logged
        self.counts["dossiers"] = len(hub.dossiers)
        self.counts["files"] = sum(map(len, hub.blobs.values()))
        self.counts["acts"] = self.officer.acts
        for one in self.land.stations:
            told = one.crowd.told
            self.counts["pages"] += told.pages.pages
            self.counts["receipts shown"] += told.count
            self.counts["requests"] += len(one.line.log)
            self.counts["requests lost"] += sum(e.status is None for e in one.line.log)


@contextmanager
def bench(on_postgres: bool) -> Iterator[Country]:
    """All that it takes, for the command."""
    with TemporaryDirectory() as name, mothering() as mother, ExitStack() as stack:
        more = {}
        if on_postgres:
            url = stack.enter_context(stack.enter_context(serving()).database())
            more = {"KIOSK_DATABASE_URL": url, "KIOSK_PROCESSES": "4"}
        ground = ground_in(Path(name), mother)
        yield stack.enter_context(country(ground, Path(name) / "land", **more))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="the hub: 4 processes on it")
    asked = parser.parse_args()
    began = monotonic()
    with bench(asked.postgres) as land:
        soak = Soak(land, asked.seed)
        soak.run(asked.kills)
    counted = ", ".join(f"{name} {times}" for name, times in soak.counts.items())
    sys.stdout.write(f"seed {asked.seed}: fine; {counted}; {monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
