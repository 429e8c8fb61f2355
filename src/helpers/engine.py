"""Engine: apply a row-wise function in this process, or in parts on a Dask cluster."""

from collections.abc import Callable

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings

ROWS_PER_PART = 50_000


def map_rows(
    function: Callable[[pd.DataFrame], pd.DataFrame], frame: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return `function(frame)`, computed where campaign.yml says (`engine`, `scheduler`).

    function: looks at each row by itself and keeps index and order, so that the parts' results
    are the whole's. With `engine: dask`, parts run on the scheduler at `scheduler`
    (`tcp://host:port`), or on a local cluster of this machine's cores where that is empty.
    Raises CampaignError when the scheduler cannot be reached.
    """
    if settings.engine == "pandas" or frame.empty:
        return function(frame)
    import dask.dataframe as dd
    from dask.distributed import Client

    parts = -(-len(frame) // ROWS_PER_PART)
    try:
        client = Client(settings.scheduler, timeout="20s") if settings.scheduler else Client()
    except (OSError, TimeoutError, ValueError) as error:
        raise CampaignError(
            f"campaign.yml: scheduler: expected a Dask scheduler at {settings.scheduler!r}, "
            f"got: {error}"
        ) from error
    with client:
        numbered = frame.reset_index(drop=True)
        lazy = dd.from_pandas(numbered, npartitions=parts)
        meta = function(numbered.iloc[:0])
        result = lazy.map_partitions(function, meta=meta).compute()
    # Dask has its own string type; the result must equal that of one process.
    return result.astype(meta.dtypes).set_index(frame.index)
