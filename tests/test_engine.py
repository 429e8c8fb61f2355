"""A Dask cluster gives the same result as this process."""

import pandas as pd
import pytest
from dask.distributed import LocalCluster

from helpers import engine, settings
from helpers.errors import CampaignError
from helpers.settings import HOME


def shouted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(city=frame["city"].str.upper(), n=frame["n"] * 2)


@pytest.fixture
def frame():
    index = range(5, 125_005)
    return pd.DataFrame({"city": "Köln", "n": index}, index=index).astype({"city": "str"})


def test_dask_equals_pandas(frame):
    ours = settings.load(HOME)
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as c:
        there = ours.model_copy(update={"engine": "dask", "scheduler": c.scheduler_address})
        pd.testing.assert_frame_equal(
            engine.map_rows(shouted, frame, there), engine.map_rows(shouted, frame, ours)
        )


def test_a_scheduler_that_is_not_there_is_said(frame, monkeypatch):
    import dask.distributed

    def refuse(address, **_):
        raise OSError(f"no connection to {address}")

    monkeypatch.setattr(dask.distributed, "Client", refuse)
    ours = settings.load(HOME).model_copy(
        update={"engine": "dask", "scheduler": "tcp://127.0.0.1:1"}
    )
    with pytest.raises(CampaignError, match=r"tcp://127\.0\.0\.1:1"):
        engine.map_rows(shouted, frame, ours)
