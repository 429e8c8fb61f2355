"""Times: days add up to weeks and to weekdays, hours to weekdays."""

import numpy as np
import pandas as pd

from helpers.errors import CampaignError
from helpers.suppress.system import System, cells, check, sums


def system(days: pd.DataFrame, hours: pd.DataFrame) -> System:
    """Link daily, weekly, weekday and hourly counts.

    days: `day, n_reports`, one row per day in order; hours: `weekday` (0 = Monday), `hour`,
    `n_reports`. The total stays shown. A weekday's total is no printed number of its own, but it
    follows from the days.
    Raises CampaignError when the counts contradict each other.
    """
    day = pd.to_datetime(days["day"])
    stamp = day.dt.strftime("%Y-%m-%d").astype("str").to_numpy()
    frame = pd.DataFrame(
        {
            "n": days["n_reports"].astype(int).to_numpy(),
            "day": "day:" + stamp,
            "week": "week:" + week_of(day).to_numpy(),
            "weekday": "weekday:" + day.dt.day_of_week.astype("str").to_numpy(),
        }
    )
    rows = [("time", int(frame["n"].sum()), True, True)]
    rows += [(cell, int(n), True, False) for cell, n in frame.groupby("week")["n"].sum().items()]
    rows += [(cell, int(n), True, False) for cell, n in zip(frame["day"], frame["n"], strict=True)]
    pairs = [("time", week) for week in frame["week"].unique()]
    pairs += list(zip(frame["week"], frame["day"], strict=True))
    hour_rows, hour_sums = _hours(frame, hours)
    built = System(
        cells(rows + hour_rows),
        pd.concat([sums(pairs), hour_sums], ignore_index=True),
    )
    if wrong := check(built):
        raise CampaignError(f"published times: the parts of {wrong[0]} do not add up to it")
    return built


def week_of(day: pd.Series) -> pd.Series:
    """Return the ISO week of each day.

    >>> week_of(pd.Series(pd.to_datetime(["2011-11-14", "2012-01-01"]))).tolist()
    ['2011-W46', '2011-W52']
    """
    parts = day.dt.isocalendar()
    year, week = parts["year"].astype("str"), parts["week"].astype("str")
    return (year + "-W" + week.str.zfill(2)).astype("str")


def curve_known(days: pd.DataFrame, shown: dict[str, bool]) -> pd.Series:
    """Say on which days the running total follows from the shown days, weeks and total anyway.

    Only there it is printed, so that the curve tells nothing that the tables withhold.
    """
    day = pd.to_datetime(days["day"])
    weeks = week_of(day).to_numpy()
    day_shown = ("day:" + day.dt.strftime("%Y-%m-%d").astype("str")).map(shown).to_numpy(bool)
    week_shown = pd.Series("week:" + weeks).map(shown).to_numpy(bool)
    first = np.searchsorted(weeks, weeks, side="left")  # where the day's week begins
    known = np.zeros(len(days) + 1, bool)  # known[i]: the total before day i
    known[[0, -1]] = True
    for _ in range(2):  # a second round carries what the way back has found
        for i in range(1, len(days) + 1):
            ends_week = i == len(days) or weeks[i] != weeks[i - 1]
            known[i] |= known[i - 1] & day_shown[i - 1]
            known[i] |= ends_week & week_shown[i - 1] & known[first[i - 1]]
        for i in range(len(days) - 1, -1, -1):
            known[i] |= known[i + 1] & day_shown[i]
    return pd.Series(known[1:], index=days.index)


def _hours(frame: pd.DataFrame, hours: pd.DataFrame) -> tuple[list, pd.DataFrame]:
    """Tie hours to weekdays, with a cell for what one side knows and the other does not."""
    if hours.empty:
        return [], sums([])
    hour = "hour:" + hours["weekday"].astype("str") + ":" + hours["hour"].astype("str")
    weekday = "weekday:" + hours["weekday"].astype("str")
    counts = hours["n_reports"].astype(int)
    totals = pd.DataFrame(
        {"hours": counts.groupby(weekday).sum(), "days": frame.groupby("weekday")["n"].sum()}
    ).fillna(0)
    whole = totals.max(axis=1).astype(int)
    rows = [(cell, int(n), True, False) for cell, n in zip(hour, counts, strict=True)]
    rows += [(cell, int(n), False, False) for cell, n in whole.items()]
    tied = [(list(zip(weekday, hour, strict=True)), "hours"), (_day_pairs(frame), "days")]
    tables = []
    for pairs, side in tied:
        rest = whole - totals[side].astype(int)
        if rest.any():
            rows += [(f"no-{side}:{cell}", int(n), False, False) for cell, n in rest.items()]
            pairs = pairs + [(cell, f"no-{side}:{cell}") for cell in rest.index]
        tables.append(sums(pairs, f" by {side}"))
    return rows, pd.concat(tables, ignore_index=True)


def _day_pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["weekday"], frame["day"], strict=True))
