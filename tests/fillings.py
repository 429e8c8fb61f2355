"""Other reports behind the same printed numbers: what a reader must think just as possible.

Written from the printed tables alone, by an integer program with random goals, and then made true
row by row: whole reports move between places, and between hours, that are withheld.
"""

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers import gazetteer, protect, schema
from helpers.count import faults, follow_up, places, things, times
from helpers.settings import Settings

MANY = 5
"""Counts from here on stay as they are: which of them is a range hangs on their last digit."""


def another(located: pd.DataFrame, printed: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """Return `located` with other counts behind the withheld ones; every printed number stays."""
    chance = np.random.default_rng(seed)
    return _other_hours(_other_places(located, printed, chance), printed, chance)


def with_the_same_choice(located, printed, settings, n: int, tries: int = 60):
    """Return `n` fillings whose tables come out as printed: the plan stays as it was made.

    Where another filling leads to another choice of ranges, its tables differ and prove nothing;
    how often that is, `benchmarks/protect.py` tells.
    """
    found = []
    for seed in range(tries):
        filled = another(located, printed, seed)
        counted = everything(filled, settings)
        made = protect.tables(counted, len(filled), settings.privacy.k, [])
        if all(made[name][list(printed[name])].equals(printed[name]) for name in printed):
            found.append(filled)
        if len(found) == n:
            break
    return found


def _other_places(located, printed, chance) -> pd.DataFrame:
    """Move whole reports between withheld Kreise, and to and from reports without a place."""
    kreise = printed["kreise"].set_index("ags5")
    hidden = kreise.index[kreise["suppressed"] & (kreise["n_most"] < MANY)]
    lost = printed["total"].set_index("what").loc["unlocated"]
    if len(hidden) == 0:
        return located
    places = [*hidden, ""]
    low = [*kreise.loc[hidden, "n_least"].astype(float), float(lost["n_least"])]
    high = [*kreise.loc[hidden, "n_most"].astype(float), float(lost["n_most"])]
    counts = located["ags5"].value_counts().reindex(kreise.index).fillna(0)
    stay = counts.drop(hidden)
    total = float(printed["total"].set_index("what")["n_least"]["reports"] - stay.sum())
    rows, ends = [np.ones(len(places))], [(total, total)]
    for land in printed["laender"].itertuples():
        of_land = kreise.loc[hidden, "land"] == land.land
        if of_land.any():
            shown = stay[kreise["land"].reindex(stay.index) == land.land].sum()
            rows.append(np.r_[of_land.to_numpy(float), 0.0])
            ends.append((float(land.n_least - shown), float(land.n_most - shown)))
    answer = milp(
        chance.normal(size=len(places)),
        integrality=np.ones(len(places)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(np.array(rows), *np.array(ends).T),
    )
    wanted = pd.Series(np.round(answer.x).astype(int), index=places)
    return _exchanged(_moved(located, wanted, kreise, chance), hidden, chance)


def _exchanged(located: pd.DataFrame, hidden: pd.Index, chance) -> pd.DataFrame:
    """Let the reports of withheld Kreise change places with each other: counts stay."""
    place = [name for name in located if name.startswith("locate_")]
    place += ["ags5", "kreis", "ags8", "city", "district"]
    rows = located.index[located["ags5"].isin(hidden)]
    made = located.copy()
    made.loc[rows, place] = located.loc[chance.permutation(rows), place].to_numpy()
    return made.astype(located.dtypes.to_dict())


def _moved(located, wanted: pd.Series, kreise, chance) -> pd.DataFrame:
    """Give each withheld place the wanted number of reports: some go, others take their place."""
    made = located.copy()
    now = made["ags5"].value_counts().reindex(wanted.index).fillna(0).astype(int)
    free: list[int] = []
    for code, n in (now - wanted).clip(lower=0).items():
        here = made.index[made["ags5"] == code].to_numpy()
        free += list(chance.choice(here, n, replace=False))
    towns = gazetteer.municipalities().groupby("ags5")[["ags8", "city"]].first()
    for code, n in (wanted - now).clip(lower=0).items():
        for row in [free.pop() for _ in range(n)]:
            made.loc[row, ["ags5", "ags8", "city", "district"]] = [code, "", "", ""]
            made.loc[row, "kreis"] = kreise["kreis"].get(code, "")
            made.loc[row, "locate_status"] = "located" if code else "ambiguous"
            if code and chance.random() < 0.5:
                made.loc[row, ["ags8", "city"]] = towns.loc[code].tolist()
    assert not free
    return made


def _other_hours(located, printed, chance) -> pd.DataFrame:
    """Move reports between withheld hours of the same weekday, on their own day."""
    made = located.copy()
    hours = printed["hours"][printed["hours"]["suppressed"]]
    hours = hours[hours["n_most"] < MANY]
    when = made["submitted_at"]
    for weekday, group in hours.groupby("weekday"):
        slots = group["hour"].tolist()
        rows = made.index[(when.dt.day_of_week == weekday) & when.dt.hour.isin(slots)]
        counts = when[rows].dt.hour.value_counts().reindex(slots).fillna(0).astype(int)
        low, high = (group.set_index("hour")[c].astype(int) for c in ("n_least", "n_most"))
        for _ in range(20):
            one, other = chance.choice(slots, 2, replace=len(slots) < 2)
            if counts[one] > low[one] and counts[other] < high[other]:
                row = chance.choice(rows[made.loc[rows, "submitted_at"].dt.hour == one])
                made.loc[row, "submitted_at"] = made.loc[row, "submitted_at"].replace(
                    hour=int(other)
                )
                counts[one] -= 1
                counts[other] += 1
    return made


def everything(located: pd.DataFrame, settings: Settings) -> dict[str, pd.DataFrame]:
    """Return all exact counts by name, as notebook 03 hands them to `protect.tables`.

    located: `ags5, ags8, city, district` ("" where unknown), `submitted_at`, `categories`,
    `categories_not_asked`.
    """
    days = times.per_day(located, settings.first_day, settings.as_of)
    named, asked = faults.named(located, settings), faults.asked(located, settings)
    return {
        "kreise": places.per_kreis(located, places.areas(settings)),
        "cities": places.per_city(located, places.towns(settings)),
        "districts": places.per_district(located),
        "things": things.per_thing(located, settings),
        "days": days,
        "weeks": times.per_week(days),
        "hours": times.per_hour(located, settings.first_day, settings.as_of),
        "categories": faults.per_category(named, asked, settings),
        "cooccurrence": faults.together(named),
        "place_faults": faults.per_place(located, named, asked),
        "place_times": times.per_place(
            located, settings.first_day, settings.as_of, settings.evaluation.wave
        ),
        "place_operators": places.per_kreis(located.iloc[:0], places.areas(settings))[
            ["ags5", "n_reports"]
        ],
        "follow_up": follow_up.per_window(located, named, asked, settings),
        "fixed": follow_up.per_answer(located, schema.empty("01_fixed"), settings),
    }


def published(settings: Settings) -> dict[str, bytes]:
    """Return every file that readers can get, by its path: reports/ and data/releases/."""
    files = [*settings.out.rglob("*"), *settings.releases.rglob("*")]
    return {str(f.relative_to(settings.dir)): f.read_bytes() for f in files if f.is_file()}
