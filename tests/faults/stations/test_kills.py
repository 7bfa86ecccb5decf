"""Row 31 of the failure catalogue: hub and stations fall at any moment, while people hand in.

A hundred deaths, and more: python -m tests.faults.stations.soak 100 --seed 1
"""

from tests.faults.stations.country import Country
from tests.faults.stations.soak import Soak

KILLS = 10


def test_row_31_whatever_falls_and_when_every_receipt_leads_to_one_dossier(land: Country) -> None:
    soak = Soak(land, seed=31)
    soak.run(KILLS)
    assert soak.counts["hub killed"]
    assert soak.counts["station killed"]
    assert soak.counts["requests lost"], "nobody fell while somebody asked"
