"""Times: days add up to weeks and to weekdays, hours to weekdays, as one system."""

import pandas as pd

from helpers.count.times import week_of
from helpers.errors import CampaignError
from helpers.protect.system import System, cells, sums, wrong_sums

ALL = "all"
HOUR, DAY, WEEK = range(3)


def system(days: pd.DataFrame, hours: pd.DataFrame, n_reports: int) -> System:
    """Link daily, weekly, weekday and hourly counts.

    days: `day, n_reports`, one row per day in order; hours: `weekday` (0 = Monday), `hour`,
    `n_reports`; n_reports: all reports, which stays printed. A weekday's total is no printed
    number of its own, but follows from the days; so do reports without a day or an hour.
    Raises CampaignError when the counts contradict each other.
    """
    day = pd.to_datetime(days["day"])
    known = pd.DataFrame(
        {
            "n": days["n_reports"].astype(int).to_numpy(),
            "day": ("day:" + day.dt.strftime("%Y-%m-%d").astype("str")).to_numpy(),
            "week": ("week:" + week_of(day)).to_numpy(),
            "weekday": ("weekday:" + day.dt.day_of_week.astype("str")).to_numpy(),
        }
    )
    rows = [(ALL, n_reports, True, True, WEEK, 0)]
    undated = n_reports - int(known["n"].sum())
    if undated:  # else readers may take it that each report has a day
        rows.append(("undated", undated, False, False, WEEK, 0))
    weekly = known.groupby("week", sort=True)["n"].sum()
    rows += [(week, int(n), True, False, WEEK, 0) for week, n in weekly.items()]
    rows += [
        (d, int(n), True, False, DAY, 0) for d, n in zip(known["day"], known["n"], strict=True)
    ]
    pairs = [*([(ALL, "undated")] if undated else []), *((ALL, week) for week in weekly.index)]
    pairs += list(zip(known["week"], known["day"], strict=True))
    hour_rows, hour_sums = _hours(known, hours)
    built = System(cells(rows + hour_rows), pd.concat([sums(pairs), hour_sums], ignore_index=True))
    if wrong := wrong_sums(built):
        raise CampaignError(f"times: the parts of {wrong[0]} do not add up to it")
    return built


def _hours(known: pd.DataFrame, hours: pd.DataFrame) -> tuple[list, pd.DataFrame]:
    """Tie hours to weekdays, with a cell for what one side knows and the other does not."""
    if hours.empty:
        return [], sums([])
    hour = "hour:" + hours["weekday"].astype("str") + ":" + hours["hour"].astype("str")
    weekday = "weekday:" + hours["weekday"].astype("str")
    counts = hours["n_reports"].astype(int)
    of_hours, of_days = counts.groupby(weekday).sum(), known.groupby("weekday")["n"].sum()
    totals = pd.DataFrame({"hours": of_hours, "days": of_days}).fillna(0).astype(int)
    whole = totals.max(axis=1)
    early = hours["hour"].astype(float)  # at night fewer report anyway: these become vague first
    rows = [
        (cell, int(n), True, False, HOUR, size)
        for cell, n, size in zip(hour, counts, early, strict=True)
    ]
    rows += [(cell, int(n), False, False, HOUR, 0) for cell, n in whole.items()]
    sides = {
        "hours": list(zip(weekday, hour, strict=True)),
        "days": list(zip(known["weekday"], known["day"], strict=True)),
    }
    tables = []
    for side, pairs in sides.items():
        rest = whole - totals[side]
        if rest.any():
            rows += [(f"no-{side}:{c}", int(n), False, False, HOUR, 0) for c, n in rest.items()]
            pairs += [(cell, f"no-{side}:{cell}") for cell in rest.index]
        tables.append(sums(pairs, f" by {side}"))
    return rows, pd.concat(tables, ignore_index=True)
