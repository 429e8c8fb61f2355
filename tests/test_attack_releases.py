"""Two attackers with two releases: A has all that is published, B is the operator too."""

import pandas as pd
import pytest
from disclosure_fixtures import release, reports, tables

from helpers import extract, suppress
from helpers import settings as settings_module
from helpers.attack import subtract
from helpers.attack.counts import with_least
from helpers.extract.coarsen import PLACE_AND_WEEK
from helpers.settings import HOME

K = 5
PLACES = ("laender", "kreise", "cities", "districts")
EVERY = reports(450, 7)
FIRST = 350


def seen(published: dict) -> dict:
    cells = published["cells"].set_index("cell")
    return {name: with_least(published[name], name, cells) for name in PLACES}


@pytest.fixture(scope="module")
def two():
    """True and published tables of release 1 and release 2."""
    true = [tables(EVERY.iloc[:FIRST]), tables(EVERY)]
    first = suppress.publish(true[0], K)
    second = suppress.publish(true[1], K, [release(1, first)])
    return true, [first, second]


def small_counts(true: dict, prefix: str) -> dict[str, int]:
    found = {}
    for name in PLACES[1:]:
        few = true[name][true[name]["n_reports"].between(1, K - 1)]
        found |= dict(zip(prefix + subtract.keys(name, few), few["n_reports"], strict=True))
    return found


def linked(two) -> subtract.Equations:
    """Write both releases into one system; no count is smaller in the second."""
    true, published = two
    both = subtract.Equations()
    for number, (counted, printed) in enumerate(zip(true, published, strict=True), start=1):
        one = subtract.places(seen(printed), int(counted["kreise"]["n_reports"].sum()))
        for name in one.number:
            both.add(f"{number} {name}", one.number[name], one.least[name])
        both.rows += [{f"{number} {n}": sign for n, sign in row.items()} for row in one.rows]
    for name in [n[2:] for n in both.number if n.startswith("1 ") and f"2 {n[2:]}" in both.number]:
        both.add(f"new {name}", float("nan"))
        both.total(f"2 {name}", [f"1 {name}", f"new {name}"])
    return both


def test_a_finds_no_small_count_of_either_release_in_both_together(two):
    true, _ = two
    small = small_counts(true[0], "1 ") | small_counts(true[1], "2 ")
    assert len(small) > 100
    assert subtract.recovered(linked(two), small, K) == []


def test_a_finds_no_small_growth_of_a_printed_count(two):
    true, published = two
    grown = {}
    for name in PLACES[1:]:
        keys = subtract.keys(name, true[1][name])
        now = true[1][name]["n_reports"].set_axis(keys)
        then = published[0][name].set_index(subtract.keys(name, published[0][name]))["n_reports"]
        more = (now - then.dropna().astype(int)).dropna()
        grown |= {f"new {key}": int(n) for key, n in more[more.between(1, K - 1)].items()}
    assert len(grown) >= 3
    assert subtract.recovered(linked(two), grown, K) == []


def test_printing_the_true_counts_each_time_would_be_found(two):
    """The attack is no decoration: two releases made without regard to each other are broken."""
    true, published = two
    careless = (true, [published[0], suppress.publish(true[1], K)])
    then = published[0]["kreise"].set_index("ags5")["n_reports"]
    now = careless[1][1]["kreise"].set_index("ags5")["n_reports"]
    more = (now - then).dropna()
    grown = {f"new kreise {ags5}": int(n) for ags5, n in more[more.between(1, K - 1)].items()}
    assert grown
    assert len(subtract.recovered(linked(careless), grown, K)) == len(grown)


@pytest.fixture(scope="module")
def extracts(two, tmp_path_factory):
    """The operator's extracts of both releases."""
    folder = tmp_path_factory.mktemp("campaign")
    (folder / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
    settings = settings_module.load(folder)
    _, published = two
    first = extract.build(EVERY.iloc[:FIRST], {1: published[0]}, settings)
    handed_out = set(extract.handed_out(first)["report_id"])
    batch = pd.Series(2, index=EVERY.index).mask(EVERY["report_id"].isin(handed_out), 1)
    return first, extract.build(EVERY, {1: published[0], 2: published[1]}, settings, batch)


def test_b_finds_nobody_alone_in_place_and_week(extracts):
    for made in extracts:
        assert made.rows.groupby(PLACE_AND_WEEK).size().min() >= K


def test_b_finds_nobody_alone_among_the_new_rows(extracts):
    first, second = (made.rows.groupby(PLACE_AND_WEEK).size() for made in extracts)
    new = second.sub(first, fill_value=0)
    assert new.sum() > 0
    assert (new[new != 0] >= K).all()


def test_b_finds_no_withheld_place_named(two, extracts):
    for published, made in zip(two[1], extracts, strict=True):
        hidden = published["cities"].loc[published["cities"]["suppressed"], "city"]
        still = set(hidden) & set(made.rows["city"])
        printed_before = two[1][0]["cities"].loc[~two[1][0]["cities"]["suppressed"], "city"]
        assert still <= set(printed_before)


def test_b_narrows_no_small_count_by_the_rows_of_the_extract(two, extracts):
    """Rows that name a place are a least for its count, and for every place that holds it."""
    true, published = two
    for counted, printed, made in zip(true, published, extracts, strict=True):
        known = subtract.places(seen(printed), int(counted["kreise"]["n_reports"].sum()))
        levels = {
            "land": ("laender", "land"),
            "kreis": ("kreise", "kreis"),
            "city": ("cities", "city"),
        }
        for column, (table, name) in levels.items():
            rows = made.rows[made.rows[column] != ""].groupby(column).size()
            frame = printed[table]
            for key, place in zip(subtract.keys(table, frame), frame[name], strict=True):
                known.least[key] = max(known.least[key], float(rows.get(place, 0)))
        assert subtract.recovered(known, small_counts(counted, ""), K) == []
