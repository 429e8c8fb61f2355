"""No shape of a campaign stops count, evaluation or figures, nor makes a library warn."""

import contextlib
import io
import json
import warnings
from pathlib import Path

import notebook_fixtures
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from helpers import gazetteer, schema, settings, store
from helpers.count import places
from helpers.evaluate import faults, funnel, hotspots, impute, overview, rates, shrink

HAMBURG = "02000000"
SHAPES = {
    "one city with strays": ([(HAMBURG, 400), ("01056", 1), ("01060", 1)], [], 2, 10),
    "one city in scope": ([(f"{HAMBURG}/Altona", 60), (HAMBURG, 30), ("01056", 4)],
                          ["Hamburg"], 2, 9),
    "a city within a Kreis": ([("03241001", 60), ("03241", 4), ("", 5)], ["03241001"], 1, 9),
    "one report": ([(HAMBURG, 1)], ["Hamburg"], 2, 9),
    "none located": ([("", 40)], ["Hamburg"], 2, 9),
    "no report": ([], [], 2, 9),
    "no category, one day": ([(HAMBURG, 50), ("14626", 9)], ["Hamburg", "Sachsen"], 0, 1),
    "two Kreise": ([("14626", 26), ("14521", 25)], ["14626", "14521"], 1, 9),
}  # fmt: skip
"""Name → reports by place, scope, number of categories, days."""


def located(told: list[tuple[str, int]], n_categories: int, days: int) -> pd.DataFrame:
    """Make located reports: (code of Kreis or municipality, perhaps with /district; how many)."""
    kreise = gazetteer.kreise().set_index("ags5")["kreis"]
    towns = gazetteer.municipalities().set_index("ags8")["city"]
    chance = np.random.default_rng(16)
    rows = []
    for place, n in told:
        code, _, district = place.partition("/")
        ags8 = code if len(code) == 8 else ""
        row = (code[:5], kreise.get(code[:5], ""), ags8, towns.get(ags8, ""), district)
        rows += [row] * n
    frame = pd.DataFrame(rows, columns=["ags5", "kreis", "ags8", "city", "district"])
    n, known = len(frame), schema.TABLES["02_located"].columns
    moments = chance.integers(0, days, n) * 24 + chance.integers(7, 22, n)
    ticked = chance.random((n, n_categories)) < 0.5
    frame = frame.assign(
        report_id=[f"R{number:06d}" for number in range(n)],
        submitted_at=pd.Timestamp("2025-03-01") + pd.to_timedelta(moments, "h"),
        categories=["|".join(f"c{at}" for at in np.flatnonzero(row)) for row in ticked],
        consent_operator=True,
        locate_status=np.where(frame["ags5"] == "", "no_place", "located"),
        locate_score=0.0,
    )
    frame = frame.reindex(columns=list(known)).fillna("")
    return frame.astype({name: column.dtype for name, column in known.items()})


def campaign(folder: Path, reports: pd.DataFrame, where: list[str], n_categories: int, days: int):
    listed = ", ".join(f'"{one}"' for one in where)
    named = ", ".join(f"{{id: c{at}, de: K{at}}}" for at in range(n_categories))
    text = (
        f"id: x\nname: X\nfirst_day: 2025-03-01\nas_of: 2025-03-{days:02d}\nscope: [{listed}]\n"
        "operator: {name: Y}\ncontact: {name: Z, email: z@example.org}\n"
        f"categories: [{named}]\n"
    )
    folder.mkdir()
    (folder / "campaign.yml").write_text(text, encoding="utf-8")
    loaded = settings.load(folder)
    store.writer(loaded, "02_located")(reports)
    for name in ("01_fixed", "02_others"):
        store.writer(loaded, name)(schema.empty(name))
    total = {"value": len(reports), "de": str(len(reports)), "en": str(len(reports))}
    (loaded.processed / "01_facts.json").write_text(
        json.dumps({"facts": {"total.n_reports": total}}), encoding="utf-8"
    )
    return loaded


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_stops_the_stages(tmp_path, shape):
    told, where, n_categories, days = SHAPES[shape]
    reports = located(told, n_categories, days)
    loaded = campaign(tmp_path / "c", reports, where, n_categories, days)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("error")
        for stage in ("03_count", "04_evaluate", "05_figures"):
            notebook_fixtures.execute(stage, loaded.dir)
    facts = json.loads((loaded.processed / "04_facts.json").read_text(encoding="utf-8"))["facts"]
    assert "claim.regional" not in facts
    if where == ["Hamburg"]:
        assert not any(name.startswith(("claim.big", "claim.hot", "hotspots")) for name in facts)


@st.composite
def areas_of(draw) -> pd.DataFrame:
    """Draw a few Kreise with counts, among them nothing but zeros and one alone."""
    every = gazetteer.kreise()
    chosen = draw(
        st.lists(st.sampled_from(range(len(every))), min_size=1, max_size=12, unique=True)
    )
    table = places.population_of(every.iloc[sorted(chosen)].reset_index(drop=True), 2018)
    counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 100_000))
    return table.assign(n_reports=[draw(counts) for _ in range(len(table))])


@given(areas_of())
@effort(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_evaluation_of_few_areas_gives_numbers_or_says_that_there_is_none(areas):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        known = hotspots.listed(rates.related(areas), 0.05)
        known = hotspots.above_national(known, 0.05)
        curves = funnel.limits(known)
        counts, people = areas["n_reports"].to_numpy(), areas["population"].to_numpy()
        shrunk = shrink.towards_mean(counts, people)
        moran, p_value = overview.alike(known.assign(suppressed=False))
    assert not curves["population"].duplicated().any()
    assert len(shrunk) == len(areas)
    assert pd.isna(moran) == pd.isna(p_value)
    if len(areas) < 20:
        assert pd.isna(moran)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
@effort(max_examples=40, deadline=None)
def test_a_city_that_has_all_reports_is_compared_with_nothing(n_city, n_named, n_all):
    asked = max(n_city, n_all)
    named = min(n_named, n_city)
    rows = [("", "", "c", named, asked), (HAMBURG, "Hamburg", "c", named, n_city)]
    table = pd.DataFrame(rows, columns=["ags8", "city", "category", "n_reports", "n_asked"])
    assert len(faults.by_city(table)) == (n_city < asked)


def test_faults_of_a_campaign_that_asks_for_none():
    pairs, categories = schema.empty("03_cooccurrence"), schema.empty("03_categories")
    total = pd.DataFrame({"what": ["reports"], "n_least": [9]})
    assert faults.together(pairs, faults.shares(categories), total).empty
    assert faults.by_city(schema.empty("03_place_faults")).empty


def test_a_single_area_takes_what_the_totals_leave():
    kreise = pd.DataFrame(
        {
            "land": ["Hamburg"],
            "population": [1.8e6],
            "n_reports": [None],
            "n_least": [1],
            "n_most": [4],
        }
    )
    laender = pd.DataFrame({"land": ["Hamburg"], "n_least": [1], "n_most": [4]})
    total = pd.DataFrame({"what": ["reports", "unlocated"], "n_least": [9, 5], "n_most": [9, 9]})
    assert impute.counts(kreise, laender, total).tolist() == [2]
