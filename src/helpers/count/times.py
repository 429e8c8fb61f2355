"""Times: reports per day, week, weekday and hour of the local clock."""

from datetime import date

import pandas as pd


def per_day(located: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Count reports per day of the campaign, days without reports included: `day, n_reports`.

    located: `submitted_at` (NaT: no day is known, counted nowhere here). Reports dated outside
    the campaign's period are left out as well.
    """
    days = pd.date_range(first, last, freq="D")
    counts = located["submitted_at"].dt.normalize().value_counts()
    counts = counts.reindex(days, fill_value=0).astype("int64").to_numpy()
    return pd.DataFrame({"day": days.astype("datetime64[us]"), "n_reports": counts})


def per_week(days: pd.DataFrame) -> pd.DataFrame:
    """Add the days up to ISO weeks: `week` (2011-W46), `n_reports`."""
    return days.groupby(week_of(days["day"]).rename("week"))["n_reports"].sum().reset_index()


def per_place(located: pd.DataFrame, first: date, last: date, wave: list[date]) -> pd.DataFrame:
    """Count the reports of each Kreis, and of all (`ags5` ""), on parts of the days.

    Parts are `odd` and `even` days of the campaign (the first is odd): two half samples that the
    same places and people made; and, where the campaign names a press wave (its first and last
    day), `wave` and `calm`. Returns `ags5, part, n_reports` (of the part), `n_asked` (all days).
    """
    day = located["submitted_at"].dt.normalize()
    inside = day.between(pd.Timestamp(first), pd.Timestamp(last))
    day, place = day[inside], located.loc[inside, "ags5"]
    odd = (day - pd.Timestamp(first)).dt.days % 2 == 0
    parts = {"odd": odd, "even": ~odd}
    if wave:
        within = day.between(pd.Timestamp(wave[0]), pd.Timestamp(wave[-1]))
        parts |= {"wave": within, "calm": ~within}
    by_kreis = pd.DataFrame(parts).groupby(place).sum()
    counts = pd.concat([pd.DataFrame(parts).sum().to_frame("").T, by_kreis[by_kreis.index != ""]])
    whole = counts["odd"] + counts["even"]
    long = counts.rename_axis("ags5").reset_index().melt("ags5", var_name="part")
    long = long.rename(columns={"value": "n_reports"}).assign(n_asked=long["ags5"].map(whole))
    long = long.sort_values(["ags5", "part"], ignore_index=True)
    kinds = {"ags5": "str", "part": "str", "n_reports": "int64", "n_asked": "int64"}
    return long.astype(kinds)


def week_of(day: pd.Series) -> pd.Series:
    """Return the ISO week of each day.

    >>> week_of(pd.Series(pd.to_datetime(["2011-11-14", "2012-01-01"]))).tolist()
    ['2011-W46', '2011-W52']
    """
    parts = day.dt.isocalendar()
    year, week = parts["year"].astype("str"), parts["week"].astype("str")
    return (year + "-W" + week.str.zfill(2)).astype("str")


def per_hour(located: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Count reports per `weekday` (0 = Monday) and `hour`: 168 rows with `n_reports`.

    The same reports as `per_day` counts.
    """
    when = located["submitted_at"]
    when = when[when.dt.normalize().between(pd.Timestamp(first), pd.Timestamp(last))]
    slots = pd.MultiIndex.from_product([range(7), range(24)], names=["weekday", "hour"])
    counts = when.groupby([when.dt.day_of_week, when.dt.hour]).size()
    return counts.reindex(slots, fill_value=0).astype("int64").rename("n_reports").reset_index()
