"""Changes: what a newer version of the plan adds, moves, drops or delays without a word."""

import pandas as pd

from helpers.geocode.normalise import fold

CHANGES = ("added", "dropped", "delayed", "undated", "earlier", "dated", "kept")
"""What became of an entry; delayed: its date is later now; undated: its date is gone."""
SAID = r"verschoben|verzöger|verspät|später|delay|postpon"
"""A status that says a delay; without it, it is a quiet one."""


def between(plan: pd.DataFrame) -> pd.DataFrame:
    """Compare each version of the plan with the one before it.

    plan: all versions, as `plans.read_all` returns them. An entry is the same one if place,
    district and measure are; if only one of a place and district is in both versions, it is that
    one, whatever its measure is called. Returns one row per entry and step: `version` (the newer
    one), `change` (CHANGES), `place` and `measure` as written, `due_before`, `due`, `said` (the
    status speaks of a delay); unreadable places are compared as they are written.
    """
    steps = []
    for newer in sorted(plan["version"].unique())[1:]:
        before, after = (plan[plan["version"].eq(n)] for n in (newer - 1, newer))
        steps.append(_step(before, after).assign(version=newer))
    columns = ["version", "change", "place", "measure", "due_before", "due", "said"]
    if not steps:
        kinds = {"version": "int64", "due_before": "datetime64[us]", "due": "datetime64[us]"}
        kinds |= {"said": "bool"}
        return pd.DataFrame({c: pd.Series(dtype=kinds.get(c, "str")) for c in columns})
    return pd.concat(steps, ignore_index=True)[columns]


def _step(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    old, new = _keyed(before), _keyed(after)
    pairs = _paired(old, new)
    both = [_changed(old.loc[one], new.loc[other]) for one, other in pairs]
    gone = old.drop(index=[one for one, _ in pairs])
    came = new.drop(index=[other for _, other in pairs])
    rows = [
        *both,
        *(_row(row, "dropped", row["due"], pd.NaT) for _, row in gone.iterrows()),
        *(_row(row, "added", pd.NaT, row["due"]) for _, row in came.iterrows()),
    ]
    table = pd.DataFrame(rows)
    times = {name: "datetime64[us]" for name in ("due_before", "due")}
    order = {name: place for place, name in enumerate(CHANGES)}
    table = table.sort_values(
        ["change", "place"], key=lambda c: c.map(order) if c.name == "change" else c, kind="stable"
    )
    return table.astype({**times, "said": "bool"}).reset_index(drop=True)


def _keyed(entries: pd.DataFrame) -> pd.DataFrame:
    """Give each entry the key of its place and that of its measure, and a running number."""
    district = entries["district"].where(entries["district"].ne(""), entries["district_part"])
    written = entries["city_raw"].map(fold) + "|" + entries["district_part"].map(fold)
    found = entries["ags8"].where(entries["ags8"].ne(""), entries["ags5"])
    located = found + "|" + district.map(fold)
    where = written.where(entries["ags5"].eq(""), located)
    what = where + "|" + entries["measure"].map(fold)
    times = what.groupby(what).cumcount().astype("str")
    return entries.assign(where=where, what=what + "|" + times).reset_index(drop=True)


def _paired(old: pd.DataFrame, new: pd.DataFrame) -> list[tuple[int, int]]:
    """Pair entries of two versions: by place and measure, then by place where each has but one."""
    pairs = []
    for key in ("what", "where"):
        left = old.drop(index=[one for one, _ in pairs]).reset_index()
        right = new.drop(index=[other for _, other in pairs]).reset_index()
        left, right = (side[~side[key].duplicated(keep=False)] for side in (left, right))
        found = left.merge(right, on=key, suffixes=("_old", "_new"))
        pairs += list(zip(found["index_old"], found["index_new"], strict=True))
    return pairs


def _changed(old: pd.Series, new: pd.Series) -> dict[str, object]:
    was, now = old["due"], new["due"]
    change = "kept"
    if pd.isna(was) != pd.isna(now):
        change = "dated" if pd.isna(was) else "undated"
    elif not pd.isna(was) and was != now:
        change = "delayed" if now > was else "earlier"
    return _row(new, change, was, now)


def _row(entry: pd.Series, change: str, was: object, now: object) -> dict[str, object]:
    place = entry["kreis"] or entry["city_raw"]
    part = entry["district"] or entry["district_part"]
    if not part and entry["city"] and entry["city"] != place:
        part = entry["city"]
    return {
        "change": change,
        "place": f"{place}, {part}" if part else place,
        "measure": entry["measure"],
        "due_before": was,
        "due": now,
        "said": bool(pd.Series([entry["status"]]).str.contains(SAID, case=False)[0]),
    }
