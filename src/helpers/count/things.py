"""Things: what is reported beside a place (a lift, a station, a pharmacy, a line), counted like
one.

A campaign maps a column `thing`, and may bring a list of known things with their coordinates
(`things.file`): then a spelling is the list's, and a report that names no place stands where its
thing does.
"""

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings


def per_thing(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count reports by the thing that they name: `thing, n_reports`, most first.

    Spellings that differ by case, blanks or signs alone are one, called as the list of known things
    calls it, else as most reports do. A report whose thing holds a masked piece names none.
    """
    named = pd.DataFrame({"written": reports["thing"].str.strip(), "key": keys(reports["thing"])})
    named = named[named["key"].ne("") & ~named["written"].str.contains("[", regex=False)]
    spelt = named.groupby(["key", "written"]).size().rename("n").reset_index()
    spelt = spelt.sort_values(["key", "n", "written"], ascending=[True, False, True])
    names = spelt.drop_duplicates("key").set_index("key")["written"].to_dict()
    names |= {row.key: row.thing for row in known(settings).itertuples() if row.key in names}
    counts = named["key"].map(names).value_counts().rename_axis("thing").rename("n_reports")
    table = counts.reset_index().astype({"thing": "str", "n_reports": "int64"})
    return table.sort_values(["n_reports", "thing"], ascending=[False, True], ignore_index=True)


def placed(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Give a report without city, postcode and coordinates those of its known thing.

    reports: `thing, city_raw, district_raw, postcode_raw, lat, lon`.
    """
    points = known(settings).set_index("key")
    written = reports[["city_raw", "district_raw", "postcode_raw"]].ne("").any(axis=1)
    lost = ~written & reports["lat"].isna()
    found = keys(reports["thing"])
    return reports.assign(
        **{n: reports[n].mask(lost, found.map(points[n]).astype("float64")) for n in ("lat", "lon")}
    )


def known(settings: Settings) -> pd.DataFrame:
    """Read the campaign's list of things: `key, thing, lat, lon` (NaN = not told); may be empty.

    Raises CampaignError naming a file or a column that is not there.
    """
    if not settings.things.file:
        columns = {"key": "str", "thing": "str", "lat": "float64", "lon": "float64"}
        return pd.DataFrame(columns=list(columns)).astype(columns)
    path, wanted = settings.dir / settings.things.file, settings.things
    if not path.is_file():
        raise CampaignError(f"{path}: named in campaign.yml (things.file), and not there.")
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    missing = [name for name in (wanted.name, wanted.lat, wanted.lon) if name not in table]
    if missing:
        raise CampaignError(
            f"{path}: expected the columns {wanted.name}, {wanted.lat}, {wanted.lon} "
            f"(campaign.yml, "
            f"things), got {', '.join(table.columns)}."
        )
    made = pd.DataFrame({"key": keys(table[wanted.name]), "thing": table[wanted.name].str.strip()})
    for ours, theirs in (("lat", wanted.lat), ("lon", wanted.lon)):
        numbers = pd.to_numeric(table[theirs].str.replace(",", "."), errors="coerce")
        made[ours] = numbers.astype("float64")
    return made.drop_duplicates("key", ignore_index=True)


def keys(names: pd.Series) -> pd.Series:
    """Reduce names to what tells them apart.

    >>> keys(pd.Series(["Niendorf-Markt ", "niendorf markt"])).tolist()
    ['niendorfmarkt', 'niendorfmarkt']
    """
    return names.str.casefold().str.replace(r"[\W_]+", "", regex=True).astype("str")
