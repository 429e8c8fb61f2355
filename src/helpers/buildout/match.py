"""Match: say of each place whether the plan names it, in words that hold."""

import re

import pandas as pd
from rapidfuzz import fuzz, process

from helpers import gazetteer, schema
from helpers.buildout import plans
from helpers.evaluate import ahead
from helpers.geocode.normalise import fold

COVERAGE = ("dated", "undated", "parts", "parts_undated", "unclear", "dropped", "absent")
"""Named with a date; without; parts of it named, with a date or without; unclear; named in an
earlier version only; not named."""
NOT_NAMED = ("dropped", "absent")
ALIKE = 80
"""From which likeness (0 to 100) on an unreadable entry may be a misspelt name."""
AREAS = ("everywhere", "region")
"""Reasons of the geocoder for an entry that names more than one town."""
EVERYWHERE = re.compile(r"\b(?:alle|saemtliche|ueberall|deutschland|bundesweit|grossstaedte)\b")
LAENDER = {
    "nrw": "nordrhein westfalen",
    "bw": "baden wuerttemberg",
    "mv": "mecklenburg vorpommern",
    "rlp": "rheinland pfalz",
}
KIND = re.compile(r"\b(?:landkreis|kreis|städteregion|region|landeshauptstadt)\b")
QUALIFIER = re.compile(r"\s(?:am|an|a\.|bei|in|im|i\.|ob|vor|/)[\s.].*|\(.*|,.*")


def trouble(kreise: pd.DataFrame, n_most: int) -> pd.DataFrame:
    """List the places that a plan should cover: hot spots, and those with the most reports.

    kreise: the published table; a suppressed Kreis is not listed, nor one that a range may exceed.
    n_most: how many by count.
    Returns `ags5, kreis, land, population, n_reports, expected, excess, why` (hot_spot |
    most_reports), most reports first.
    """
    shown = kreise[kreise["n_reports"].gt(0).fillna(False)]
    ranked = shown.sort_values(["n_reports", "ags5"], ascending=[False, True], ignore_index=True)
    hot = ranked["is_hotspot"].eq(True).fillna(False).astype(bool)
    why = pd.Series("most_reports", index=ranked.index, dtype="str").mask(hot, "hot_spot")
    sure = ranked["ags5"].isin(ahead.surely(kreise)["ags5"])
    listed = ranked.assign(why=why)[hot | (sure & (ranked.index < n_most))]
    columns = ["ags5", "kreis", "land", "population", "n_reports", "expected", "excess", "why"]
    return listed[[name for name in columns if name in listed]].reset_index(drop=True)


def compare(places: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Say for each place what the plan holds for it (columns of 07_buildout).

    places: `ags5, kreis, land`, and what else is known of them. plan: one version, as `plans.read`
    returns it. Adds `n_entries` (that name it), `parts_planned`, `measures`, `next_due` (earliest
    date of the whole place, or of a part where only parts are named) and `coverage` (COVERAGE). An
    entry without a district names the place, and none of its parts. Absent is only what no entry
    names, not even misspelt, in a list, as an area or in another cell: else it is unclear.
    """
    named = plan[plan["ags5"].ne("")]
    part = named["district"].where(named["district"].ne(""), named["district_part"])
    town = named["ags8"].ne("") & ~named["ags8"].str.endswith("000")
    part = part.where(part.ne("") | ~town, named["city"])
    named = named.assign(section=part, whole=part.eq(""))
    found = places["ags5"].map(named.groupby("ags5").size()).fillna(0).astype("int64")
    whole, parts = (named[named["whole"].eq(kind)].groupby("ags5") for kind in (True, False))
    sides = {"whole": whole, "parts": parts}
    first = {
        kind: group["due"].min().reindex(places["ags5"]).set_axis(places.index)
        for kind, group in sides.items()
    }
    has = {kind: places["ags5"].isin(list(group.groups)) for kind, group in sides.items()}
    coverage = pd.Series("absent", index=places.index, dtype="str")
    coverage = coverage.mask(unclear(places, plan), "unclear")
    for state, holds in (
        ("parts_undated", has["parts"]),
        ("parts", has["parts"] & first["parts"].notna()),
        ("undated", has["whole"]),
        ("dated", has["whole"] & first["whole"].notna()),
    ):
        coverage = coverage.mask(holds, state)
    everything = named.groupby("ags5")
    return places.assign(
        n_reports=places["n_reports"].astype("Int64"),
        n_entries=found,
        parts_planned=_mapped(places, everything["section"]),
        measures=_mapped(places, everything["measure"]),
        next_due=first["whole"].fillna(first["parts"]),
        coverage=coverage,
    )


def against_all(places: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Compare places with the newest version; what only earlier ones name is dropped, not absent.

    versions: all versions, as `plans.read_all` returns them; else as `compare`.
    """
    found = compare(places, plans.newest(versions))
    ever = compare(places, versions)["coverage"].ne("absent")
    gone = found["coverage"].eq("absent") & ever
    return found.assign(coverage=found["coverage"].mask(gone, "dropped"))


def shown(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return what readers get of the places (columns of 07_buildout)."""
    return coverage[list(schema.TABLES["07_buildout"].columns)]


def unclear(places: pd.DataFrame, plan: pd.DataFrame) -> pd.Series:
    """Tell the places that some entry may name without saying so plainly."""
    found = pd.Series(False, index=places.index)
    names = pd.Series(_base(places["kreis"]), index=places.index)
    lands = places["land"].map(fold)
    columns = ["city_raw", "district_raw", "measure"]
    texts = [fold(" ".join(cells)) for cells in plan[columns].itertuples(index=False)]
    for text, entry in zip(texts, plan.itertuples(), strict=True):
        readable = entry.ags5 != ""
        if not readable:
            codes = {code[:5] for code, _ in plans.candidates(entry.locate_candidates)}
            found |= places["ags5"].isin(codes)
            if entry.locate_reason in AREAS or EVERYWHERE.search(text):
                found |= _in_area(text, lands)
        own = names[places["ags5"].eq(entry.ags5)].tolist()
        found |= _names(text, names, misspelt=not readable) & ~names.isin(own)
    return found


def _in_area(text: str, lands: pd.Series) -> pd.Series:
    """Tell the places of the Land that is named; of an area whose limits nobody says, all."""
    words = f" {text} "
    for short, land in LAENDER.items():
        words = words.replace(f" {short} ", f" {land} ")
    named = {land for land in gazetteer.kreise()["land"].map(fold).unique() if land in words}
    return lands.isin(named) if named else pd.Series(True, index=lands.index)


def _names(text: str, names: pd.Series, misspelt: bool) -> pd.Series:
    """Tell which names stand in a text as words; misspelt: also if they are only alike."""
    words = text.split()
    spans = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, a + 5)}
    stands = names.isin(spans)
    if misspelt:
        for span in (span for span in spans if len(span) > 4):
            near = process.extract(span, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            stands.loc[[index for _, _, index in near]] = True
    return stands


def _base(kreise: pd.Series) -> list[str]:
    """Return what a Kreis is called in passing: "frankfurt" for Frankfurt am Main."""
    return [fold(QUALIFIER.sub("", KIND.sub(" ", name.casefold()))) for name in kreise]


def _mapped(places: pd.DataFrame, groups: object) -> pd.Series:
    joined = groups.agg(lambda texts: "; ".join(sorted({text for text in texts if text})))
    return places["ags5"].map(joined).astype("str").fillna("")
