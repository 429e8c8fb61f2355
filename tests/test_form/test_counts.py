"""Counts: nobody can tell single people from the public counter, however long they watch."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.form import app, countmap, counts, store, suggest
from helpers.form.counts import Shown, step

AREAS = ["01001", "02000", "11000", ""]
MOVES = st.lists(
    st.dictionaries(st.sampled_from(AREAS), st.integers(0, 12), max_size=4), max_size=25
)


@given(MOVES, st.integers(2, 10))
def test_every_number_moves_by_nothing_or_by_k_and_is_never_small(arrivals, k):
    true: dict[str, int] = {}
    shown = Shown()
    for arriving in arrivals:
        for area, n in arriving.items():
            true[area] = true.get(area, 0) + n
        kreise = {area: n for area, n in true.items() if area}
        following = step(shown, sum(true.values()), kreise, k)
        _check_move(shown, following, k)
        assert following.total <= sum(true.values())
        assert all(n <= true[area] for area, n in following.kreise.items())
        assert following.rest <= sum(true.values()) - sum(following.kreise.values())
        shown = following


@given(MOVES, MOVES, st.integers(2, 10))
def test_withdrawals_are_hidden_in_the_same_steps(arrivals, withdrawals, k):
    true: dict[str, int] = {}
    shown = Shown()
    for sign, moves in ((1, arrivals), (-1, withdrawals)):
        for moving in moves:
            for area, n in moving.items():
                true[area] = max(0, true.get(area, 0) + sign * n)
            kreise = {area: n for area, n in true.items() if area and n}
            following = step(shown, sum(true.values()), kreise, k)
            _check_move(shown, following, k)
            shown = following


@given(st.dictionaries(st.sampled_from(AREAS), st.integers(0, 60)), st.integers(2, 10))
def test_the_counter_follows_within_k_per_area(true, k):
    kreise = {area: n for area, n in true.items() if area}
    shown = step(Shown(), sum(true.values()), kreise, k)
    assert sum(true.values()) - shown.total < k
    assert all(n - shown.kreise.get(area, 0) < k for area, n in kreise.items())


def _check_move(before: Shown, after: Shown, k: int) -> None:
    """All that a watcher can read or subtract: each Kreis, the total, the rest."""
    pairs = [(before.total, after.total), (before.rest, after.rest)]
    areas = {*before.kreise, *after.kreise}
    pairs += [(before.kreise.get(area, 0), after.kreise.get(area, 0)) for area in areas]
    for was, now in pairs:
        assert now == 0 or now >= k
        assert was == now or abs(now - was) >= k


def test_the_running_counter_shows_steps_only(person, client, campaign):
    here = client.app.state.desk
    shown = []
    for _ in range(11):
        person.report()
        with store.writing(here.engine) as connection:
            connection.execute(
                store.shown_counts.update().values(shown_at=store.now().replace(2001))
            )
        client.portal.call(app.tick, here)
        shown.append(client.get("/counts.json").json())
    assert [s["total"] for s in shown] == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]
    assert shown[-1]["kreise"] == {"08222": 10}
    page = client.get("/counts").text
    assert re.search(r"Mannheim</th><td class=\"n\">10<", page)
    assert "<title>Mannheim: 10</title>" in client.get("/map.svg").text
    assert "<strong>10</strong> Meldungen" in client.get("/").text


def test_the_counter_waits_for_its_time(person, client):
    here = client.app.state.desk
    client.portal.call(app.tick, here)
    for _ in range(6):
        person.report()
    client.portal.call(app.tick, here)
    assert client.get("/counts.json").json() == {"total": 0, "kreise": {}}


def test_spam_and_withdrawn_reports_do_not_count(person, client, campaign):
    code = person.report()
    person.report()
    person.client.post("/receipt/withdrawn", data={"receipt": code})
    with store.reading(client.app.state.desk.engine) as connection:
        assert counts.true_counts(connection)[0] == 1


def test_the_map_names_no_hidden_area():
    svg = countmap.draw(Shown(12, {"11000": 7}), 5, "de", *countmap.outlines())
    assert re.findall(r"<title>([^<]*)</title>", svg) == ["Berlin: 7"]
    assert svg.count("<path") == 400


def test_places_are_suggested_by_name_district_and_postcode():
    index = suggest.index()
    assert index.find("frankf")[0].city == "Frankfurt am Main"
    kreuzberg = index.find("Kreuzberg")[0]
    assert (kreuzberg.city, kreuzberg.district) == ("Berlin", "Kreuzberg")
    assert index.find("10999")[0].postcode == "10999"
    assert index.find("koeln")[0].city == index.find("Köln")[0].city == "Köln"
    assert index.find("x") == index.find("") == index.find("qqqqqq") == []
    assert len(index.find("neu")) == suggest.MOST


def test_a_suggested_place_is_located_where_it_was_meant():
    import pandas as pd

    from helpers import gazetteer, geocode

    index = suggest.index()
    typed = ["Neustadt", "Mühlhausen", "Frankfurt", "Kreuzberg", "Altona", "Oldenburg"]
    places = [place for text in typed for place in index.find(text)]
    reports = pd.DataFrame(
        {
            "report_id": [str(number) for number in range(len(places))],
            "city_raw": [place.city for place in places],
            "district_raw": [place.district for place in places],
            "postcode_raw": [place.postcode for place in places],
        },
        dtype="str",
    )
    located = geocode.locate(reports)
    wanted = [place.ags8[:5] for place in places]
    known = set(gazetteer.kreise()["ags5"])
    wrong = located[(located["ags5"] != "") & (located["ags5"] != pd.Series(wanted))]
    assert set(wanted) <= known
    assert wrong.empty, wrong
    assert (located["ags5"] != "").mean() > 0.95


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("10115 Berlin", "10115 Berlin"),
        ("Kreuzberg Berlin", "Berlin, Kreuzberg"),
        ("Kreuzberg, Berlin", "Berlin, Kreuzberg"),
        ("Sankt Pauli", "Hamburg, St. Pauli"),
        ("St. Augustin", "Sankt Augustin"),
        ("frankfrut", "Frankfurt am Main"),
        ("Manheim", "Mannheim"),
        ("Müchen", "München"),
        ("Berln", "Berlin"),
        ("Hambrug", "Hamburg"),
        ("Düseldorf", "Düsseldorf"),
        ("Kreutzberg", "Berlin, Kreuzberg"),
        ("Lepzig", "Leipzig"),
        ("koln", "Köln"),
        ("Munchen", "München"),
    ],
)
def test_places_are_found_however_people_type_them(typed, label):
    assert label in [place.label for place in suggest.index().find(typed)[:3]]


def test_a_wild_guess_finds_nothing_and_costs_little():
    index = suggest.index()
    start = time.perf_counter()
    for text in ("xqwzkyv", "asdfghjkl", "99999x", "!!!!", "a" * 80):
        assert index.find(text) == []
    assert time.perf_counter() - start < 1
