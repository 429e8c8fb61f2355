"""Every row ends in the ledger once, with a reason that a person understands."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpers import clean, settings
from helpers.settings import HOME

CAMPAIGN = settings.load(HOME)
TEXT = "Seiten laden minutenlang in der U-Bahn."


def raw(*rows: dict) -> pd.DataFrame:
    """Make raw rows as intake hands them over; what a row does not name is usual."""
    usual = {
        "source_file": "x.csv",
        "submitted_raw": "",
        "submitted_at": pd.Timestamp("2011-11-15 10:00"),
        "city_raw": "Berlin",
        "district_raw": "",
        "postcode_raw": "",
        "categories": "data_slow",
        "categories_unknown": "",
        "categories_not_asked": "",
        "description": TEXT,
        "device": "iPhone 4",
        "tariff": "",
        "thing": "",
        "consent_operator": "yes",
        "contact_name": "",
        "contact_email": "",
        "problem": "",
        "withdrawn": False,
    }
    numbered = [
        {**usual, "source_row": n, "report_id": f"R{n}", **row} for n, row in enumerate(rows, 2)
    ]
    frame = pd.DataFrame(numbered)
    return frame.assign(submitted_at=frame["submitted_at"].astype("datetime64[us]"))


def ledger(*rows: dict, withdrawn=frozenset()) -> pd.DataFrame:
    return clean.clean(raw(*rows), CAMPAIGN, withdrawn).ledger


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"city_raw": "", "categories": "", "description": ""}, "empty"),
        ({"city_raw": "test", "description": "Test test!"}, "a test of the form"),
        ({"city_raw": "asdf", "description": "asdfasdf"}, "a test of the form"),
        ({"city_raw": "<script>alert(1)</script>"}, "program code"),
        ({"description": '<IMG SRC="x" onerror=alert(1)>'}, "program code"),
        ({"city_raw": '=HYPERLINK("http://example.com")'}, "program code"),
        ({"description": "x'; DROP TABLE reports; --"}, "program code"),
        ({"description": "Buy cheap viagra at pills.example.com"}, "advertising"),
        ({"description": "cheap pills http://example.com/buy"}, "advertising"),
        ({"submitted_at": pd.NaT, "submitted_raw": "gestern"}, "not readable"),
        ({"submitted_at": pd.Timestamp("1911-11-12")}, "before the form opened"),
        ({"submitted_at": pd.Timestamp("2011-12-01")}, "after the last day counted"),
        ({"problem": "9 cells where the header has 5"}, "9 cells"),
    ],
)
def test_what_is_no_report_is_rejected_with_its_reason(row, words):
    (line,) = ledger(row).to_dict("records")
    assert line["status"] == "rejected"
    assert words in line["reason"]


@pytest.mark.parametrize(
    "row",
    [
        {"description": "Teste seit Wochen jeden Tag, immer dasselbe"},
        {"description": "Geschwindigkeit < 10 KB/s, > 3 s Ping", "city_raw": "Köln"},
        {"description": "siehe http://example.org/karte und meine Messung"},
        {"description": "- kein Netz\n- keine SMS"},
        {"city_raw": "", "district_raw": "", "description": "kein Netz im Kredithaus"},
        {"city_raw": "68159", "description": ""},
        {"city_raw": "", "postcode_raw": "68159", "description": "-"},
        {"description": "- Internet (LTE) fällt aus"},
        {"description": "versprach Rabatt, siehe https://forum.example.org/7"},
        {"description": "Test: https://a.example.org https://b.example.org https://c.example.org"},
        {"description": "", "categories": "data_none"},
        {"submitted_at": pd.Timestamp("2011-11-30 23:59:59")},
    ],
)
def test_an_odd_but_honest_report_is_kept(row):
    assert ledger(row)["status"].tolist() == ["kept"]


def minutes_later(n: float, **row) -> dict:
    return {"submitted_at": pd.Timestamp("2011-11-15 10:00") + pd.Timedelta(minutes=n), **row}


def test_a_double_click_counts_once_and_points_to_the_first():
    lines = ledger({}, minutes_later(0.2))
    assert lines["status"].tolist() == ["kept", "repeat"]
    assert lines["repeat_of"].tolist() == ["", "R2"]


def test_a_report_sent_again_with_other_spelling_is_a_repeat():
    again = minutes_later(9, city_raw="berlin", description=TEXT + " !")
    assert ledger({}, again)["status"].tolist() == ["kept", "repeat"]


def test_the_same_trouble_a_day_later_counts_again():
    assert ledger({}, minutes_later(60 * 24))["status"].tolist() == ["kept", "kept"]


def test_other_faults_or_another_device_is_another_report():
    assert set(ledger({}, minutes_later(5, device="Nexus S"))["status"]) == {"kept"}
    assert set(ledger({}, minutes_later(5, categories="sms_late"))["status"]) == {"kept"}


def test_without_a_description_only_a_double_click_is_a_repeat():
    bare = {"description": ""}
    assert ledger(bare, minutes_later(1, **bare))["status"].tolist() == ["kept", "repeat"]
    assert ledger(bare, minutes_later(20, **bare))["status"].tolist() == ["kept", "kept"]


def test_a_chain_of_repeats_points_to_its_first_report():
    rows = [minutes_later(n) for n in (0, 50, 100)]
    assert ledger(*rows)["repeat_of"].tolist() == ["", "R2", "R2"]


def test_contact_data_decides_nothing():
    rows = [{"contact_email": "a@example.org"}, minutes_later(5, contact_email="b@example.org")]
    other = [{"contact_email": "c@example.org"}, minutes_later(5)]
    assert ledger(*rows).equals(ledger(*other))


def test_a_withdrawn_report_takes_its_double_click_along():
    cleaned = clean.clean(raw({}, minutes_later(5)), CAMPAIGN, frozenset({"R2"}))
    assert cleaned.ledger["status"].tolist() == ["withdrawn", "withdrawn"]
    assert cleaned.reports.empty


def test_the_ledger_repeats_nothing_that_a_person_wrote():
    row = {"submitted_at": pd.NaT, "submitted_raw": "ruft an:\nCem Böttcher, 0170 5550143"}
    assert "Böttcher" not in ledger(row).to_csv()


def test_people_who_say_the_same_one_after_another_are_no_chain():
    bare = [minutes_later(2 * n, description="", device="") for n in range(30)]
    assert (ledger(*bare)["status"] == "kept").sum() == 15


def test_reports_without_a_clock_time_are_not_taken_for_double_clicks():
    day = {"submitted_at": pd.Timestamp("2011-11-15"), "description": ""}
    assert set(ledger(day, day)["status"]) == {"kept"}


def test_other_free_answers_are_other_reports_and_count_as_said():
    rows = [{"categories": "", "categories_unknown": word, "description": ""} for word in "ab"]
    assert set(ledger(rows[0], minutes_later(1, **rows[1]))["status"]) == {"kept"}
    alone = {**rows[0], "city_raw": ""}
    assert ledger(alone)["status"].tolist() == ["kept"]


def test_contact_data_and_unmasked_text_do_not_leave():
    row = {
        "contact_name": "Cem Böttcher",
        "contact_email": "cem.boettcher@example.net",
        "description": "Ruft mich an: 0170 5550143. Gruß Cem Böttcher",
        "city_raw": "Berlin, Cem Böttcher",
        "consent_operator": "",
    }
    cleaned = clean.clean(raw(row), CAMPAIGN, frozenset())
    (report,) = cleaned.reports.to_dict("records")
    assert not any("contact" in name for name in report)
    left = " ".join(map(str, [*report.values(), *cleaned.ledger.to_numpy().ravel()]))
    assert "Böttcher" not in left
    assert "5550143" not in left
    assert report["consent_operator"] is False


def test_a_place_that_is_also_the_senders_name_stays():
    row = {"city_raw": "Essen", "contact_name": "Anna Essen", "description": TEXT}
    assert clean.clean(raw(row), CAMPAIGN, frozenset()).reports["city_raw"].tolist() == ["Essen"]


@pytest.mark.parametrize(
    ("district", "sender", "kept"),
    [
        ("Marten", "", "Marten"),
        ("Marten", "Klaus Marten", "[Name]"),
        ("Hans Petersen", "", "[Name]"),
        ("Herr Marten", "", "Herr [Name]"),
    ],
)
def test_a_part_of_a_city_that_is_a_surname_too_stays_a_place(district, sender, kept):
    row = {"city_raw": "Dortmund", "district_raw": district, "contact_name": sender,
           "description": TEXT}  # fmt: skip
    reports = clean.clean(raw(row), CAMPAIGN, frozenset()).reports
    assert reports["district_raw"].tolist() == [kept]


texts = st.sampled_from(["", "test", "Berlin", "<script>", "kein Netz seit Tagen", "=cmd|'/C'!A0"])
times = st.sampled_from(
    [pd.NaT, *map(pd.Timestamp, ["2011-11-15", "2011-11-15 00:01", "2031-01-01"])]
)


@given(
    st.lists(
        st.fixed_dictionaries({"city_raw": texts, "description": texts, "submitted_at": times}),
        min_size=1,
        max_size=12,
    ),
    st.frozensets(st.sampled_from(["R2", "R3", "R4"])),
)
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_row_is_lost_or_counted_twice(rows, withdrawn):
    cleaned = clean.clean(raw(*rows), CAMPAIGN, withdrawn)
    counts = cleaned.ledger["status"].value_counts()
    assert counts.sum() == len(rows)
    assert counts.get("kept", 0) == len(cleaned.reports)
    assert counts.get("repeat", 0) == len(cleaned.repeats)
    assert set(cleaned.repeats["repeat_of"]) <= set(cleaned.reports["report_id"])
    assert "categories_unknown" not in cleaned.reports
