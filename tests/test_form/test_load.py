"""Load: a crowd is served or asked to come back, and nobody who got a receipt is forgotten.

Short runs of benchmarks/form_load.py, which has the long ones.
"""

from pathlib import Path

import pytest

from .conftest import benchmark

pytestmark = pytest.mark.load

ALLOWED = {200, 201, 303, 429, 503}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def database(request: pytest.FixtureRequest):
    """The address of the database: none for SQLite in the campaign's folder."""
    if request.param == "sqlite":
        yield ""
        return
    with benchmark("form_postgres").running() as url:
        yield url


def test_a_crowd_is_served_in_time_and_every_receipt_is_kept(database: str, tmp_path: Path):
    load = benchmark("form_load")
    campaign = load.make_campaign(tmp_path / "campaign")
    # Three tries: what else the machine does meanwhile is not the form's doing.
    for _ in range(3):
        calm = load.run_load(campaign, database, per_second=100, seconds=3)
        assert set(calm.statuses) <= ALLOWED
        assert load.lost(campaign, calm.receipts, database) == []
        if calm.p99() <= 250:
            break
    assert calm.p99() <= 250
    crowd = load.run_load(campaign, database, per_second=500, seconds=3)
    assert set(crowd.statuses) <= ALLOWED
    assert len(crowd.receipts) / 3 >= 100
    receipts = calm.receipts + crowd.receipts
    assert len(set(receipts)) == len(receipts)
    assert load.lost(campaign, receipts, database) == []


def test_a_killed_server_forgets_no_receipt(database: str, tmp_path: Path):
    load = benchmark("form_load")
    campaign = load.make_campaign(tmp_path / "campaign")
    receipts = []
    for _ in range(2):
        outcome = load.run_kill(campaign, database, per_second=150, seconds=2)
        assert outcome.statuses["broken"], "the server was killed before the load ended"
        receipts += outcome.receipts
    assert receipts
    assert load.lost(campaign, receipts, database) == []
