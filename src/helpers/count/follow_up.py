"""Follow-up: reports of a place before and after the measures, and answers to "is it fixed?".

Both are crossings: they are handed to `protect`, which prints a place as a whole or not at all.
"""

from datetime import date

import pandas as pd

from helpers.count.faults import LEAST_REPORTS
from helpers.settings import Settings

WINDOWS = ("chosen", "before_1", "before_2", "after", "other")
"""Until the places were chosen; two halves of the time before; after; all else (gaps, no day)."""
COMPARED = ("before_1", "before_2", "after")
FAULTS = ("touched", "other", "both", "none")
"""What a report names: faults that the measures can touch, others, both, none that was asked."""
ALL = "all"
"""Instead of FAULTS in windows that are not compared, and where no fault is named that the measures
can touch: what nobody needs apart is not told apart."""
ANSWERS = ("yes", "partly", "no", "?")


def per_window(
    located: pd.DataFrame, named: pd.DataFrame, asked: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Count the reports of each larger Kreis, and all (`ags5` ""), per window and kind of fault.

    named, asked: as `count.faults` returns them; a sender who was not shown all kinds names none.
    Returns `ags5, window, fault, n_reports, n_asked` (all reports of the place), a row for each
    window and fault, and `checked` rows: what follows of it beside the faults of a place, or its
    reports in the press wave, which must be safe, too. Without buildout.follow_up in
    campaign.yml there is no row.
    """
    plan = settings.buildout.follow_up
    kinds = {"ags5": "str", "window": "str", "fault": "str", "n_reports": "int64",
             "n_asked": "int64", "checked": "bool"}  # fmt: skip
    if plan is None:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    whole = asked.all(axis=1)
    touched = [one for one in named.columns if one in plan.touches]
    rest = [one for one in named.columns if one not in plan.touches]
    fault = _faults(named[touched].any(axis=1) & whole, named[rest].any(axis=1) & whole)
    listed = FAULTS if touched and rest else (ALL,)
    fault = fault if touched and rest else pd.Series(ALL, index=located.index, dtype="str")
    when = _windows(located["submitted_at"], settings)
    waves = _beside_wave(when, located["submitted_at"], settings.evaluation.wave)
    sizes = located.loc[located["ags5"] != "", "ags5"].value_counts()
    groups = [("", pd.Series(True, index=located.index))]
    groups += [
        (code, located["ags5"].eq(code)) for code in sorted(sizes.index[sizes >= LEAST_REPORTS])
    ]
    rows = []
    for code, here in groups:
        n = int(here.sum())
        counts = pd.crosstab(when[here], fault[here])
        for window in WINDOWS:
            here_in = counts.reindex(index=[window], fill_value=0).loc[window]
            split = listed if window in COMPARED else (ALL,)
            numbers = {one: int(here_in.get(one, 0)) for one in split}
            if split == (ALL,):
                numbers = {ALL: int(here_in.sum())}
            rows += [(code, window, kind, number, n, False) for kind, number in numbers.items()]
        if listed == FAULTS:
            sides = ((touched, ("touched", "both")), (rest, ("other", "both")))
            for side, of in sides:
                union = int(fault[here].isin(of).sum())
                follows = _follows(named[here & whole][side], union, settings.privacy.k)
                rows += [(code, "", name, number, n, True) for name, number in follows]
        of_waves = waves[here.reindex(waves.index, fill_value=False)].value_counts()
        rows += [(code, "", name, int(number), n, True) for name, number in of_waves.items()]
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def per_answer(located: pd.DataFrame, fixed: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count the answers to "is it fixed?" per Kreis, and of all reports (`ags5` "").

    located: `report_id, ags5`. fixed: `report_id, fixed, fixed_on`; an answer from before the
    measures are done (`after` in campaign.yml) tells nothing about them and is left out. Returns
    `ags5, fixed, n_reports, n_asked` (answers of the place), a row for each of ANSWERS.
    """
    plan = settings.buildout.follow_up
    if plan is not None:
        fixed = fixed[fixed["fixed_on"].ge(pd.Timestamp(plan.after[0])).fillna(False)]
    kinds = {"ags5": "str", "fixed": "str", "n_reports": "int64", "n_asked": "int64"}
    if fixed.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    answered = located[["report_id", "ags5"]].merge(fixed, on="report_id", validate="1:1")
    everywhere = pd.concat([answered.assign(ags5=""), answered[answered["ags5"].ne("")]])
    counts = pd.crosstab(everywhere["ags5"], everywhere["fixed"])
    counts = counts.reindex(columns=list(ANSWERS), fill_value=0)
    long = counts.reset_index().melt("ags5", var_name="fixed", value_name="n_reports")
    long = long.sort_values("ags5", kind="stable", ignore_index=True)
    long["n_asked"] = long["ags5"].map(counts.sum(axis=1))
    return long.astype(kinds)


def _faults(touched: pd.Series, other: pd.Series) -> pd.Series:
    kind = pd.Series("none", index=touched.index, dtype="str")
    return kind.mask(other, "other").mask(touched, "touched").mask(touched & other, "both")


def _windows(days: pd.Series, settings: Settings) -> pd.Series:
    """Say in which window each report came; the time before is halved."""
    plan = settings.buildout.follow_up
    assert plan is not None
    day = days.dt.normalize()
    first, last = (pd.Timestamp(end) for end in plan.before)
    middle = first + ((last - first) / 2).floor("D")
    window = pd.Series("other", index=days.index, dtype="str")
    start = pd.Timestamp(settings.first_day)
    window = window.mask(day.between(start, pd.Timestamp(plan.chosen_until)), "chosen")
    window = window.mask(day.between(first, middle), "before_1")
    window = window.mask(day.gt(middle) & day.le(last), "before_2")
    return window.mask(day.between(*map(pd.Timestamp, plan.after)), "after")


def _beside_wave(when: pd.Series, days: pd.Series, wave: list[date]) -> pd.Series:
    """Say of each report what follows from windows and press wave (`count.times`) together.

    The wave is printed per place, too: where it lies within a window, one subtraction leaves the
    reports of the window's other days.
    """
    if not wave:
        return when.iloc[:0]
    within = days.dt.normalize().between(pd.Timestamp(wave[0]), pd.Timestamp(wave[-1]))
    return when.mask(within, when + " in the wave")


def _follows(named: pd.DataFrame, union: int, k: int) -> list[tuple[str, int]]:
    """Return what a reader gets from the reports of a side and the counts of its faults.

    named: columns of truth, the faults of the side. How many name none but one follows only as far
    as the other counts bind it: it is returned where they leave fewer than k−1 numbers.
    """
    counts = named.sum()
    found = [(f"without {one}", union - int(n)) for one, n in counts.items()]
    for one, n in counts.items():
        others = counts.drop(one)
        least = max(0, union - int(others.sum()))
        most = min(int(n), union - int(others.max())) if len(others) else int(n)
        if most - least < k - 2:
            alone = named[one] & ~named.drop(columns=one).any(axis=1)
            found.append((f"only {one}", int(alone.sum())))
    if named.shape[1] == 2:
        found.append((" and ".join(named.columns), int(named.all(axis=1).sum())))
    return found
