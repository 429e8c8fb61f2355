"""Quotes and the reading of texts: nobody is quoted unread, without consent, or where k forbids."""

import pandas as pd
import pytest

from helpers import proofread, quotes
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import HOME


@pytest.fixture
def reports():
    return pd.DataFrame(
        {
            "report_id": ["R1", "R2", "R3", "R4"],
            "description": [
                "Kein Netz am Fenster. Seit Wochen.",
                "Ruft [Telefon] an. Kein Netz.",
                "Kein Netz im Dorf.",
                "Kein Netz im Bad.",
            ],
            "ags5": ["11000", "09162", "07111", "11000"],
            "kreis": ["Berlin", "München", "Koblenz", "Berlin"],
            "ags8": ["11000000", "09162000", "07111000", "11000000"],
            "city": ["Berlin", "München", "Koblenz", "Berlin"],
            "consent_quote": ["", "yes", "", ""],
        }
    )


@pytest.fixture
def checked(reports):
    rows = reports.loc[:2, ["report_id", "description"]].rename(columns={"description": "text"})
    return rows.assign(answer="fine", who="Redaktion", date="2011-12-01")


def chosen(*rows):
    frame = pd.DataFrame(rows, columns=["report_id", "sentence", "level", "consent_quote"])
    return frame.assign(invented="no", who="Redaktion", date="2011-12-01")


def test_a_text_that_nobody_checked_is_never_quoted(reports, checked):
    unread = chosen(("R4", "Kein Netz im Bad.", "none", "yes"))
    assert quotes.check(unread, reports, checked).tolist() == ["unchecked"]
    hidden = checked.assign(answer="hide")
    assert quotes.check(chosen(("R1", "Seit Wochen.", "none", "yes")), reports, hidden)[0] != ""


def test_a_text_that_changed_after_the_check_has_to_be_read_again(reports, checked):
    changed = reports.replace("Kein Netz am Fenster. Seit Wochen.", "Kein Netz am Fenster. Neu.")
    quote = chosen(("R1", "Kein Netz am Fenster.", "city", "yes"))
    assert quotes.check(quote, reports, checked)[0] == ""
    assert quotes.check(quote, changed, checked)[0] == "unchecked"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("R1", "Kein Netz am Fenster.", "city", "no"), "consent"),
        (("R9", "Kein Netz am Fenster.", "city", "yes"), "report"),
        (("R1", "Gar kein Netz.", "city", "yes"), "words"),
        (("R2", "Ruft [Telefon] an.", "city", "yes"), "mark"),
    ],
)
def test_what_may_not_be_quoted_says_why(reports, checked, row, reason):
    assert quotes.check(chosen(row), reports, checked).tolist() == [reason]
    assert quotes.published(chosen(row), reports, checked, {"11000"}, {"11000000"}).empty


def test_no_editor_overrules_a_no_of_the_export(reports, checked):
    quote = chosen(("R1", "Kein Netz am Fenster.", "city", "yes"))
    assert quotes.check(quote, reports, checked)[0] == ""
    said_no = reports.assign(consent_quote="no")
    assert quotes.check(quote, said_no, checked)[0] == "consent"


def test_a_place_stands_only_where_its_count_is_printed(reports, checked):
    rows = chosen(
        ("R1", "Seit Wochen.", "city", "yes"),
        ("R2", "Kein Netz.", "city", "yes"),
        ("R3", "Kein Netz im Dorf.", "kreis", "yes"),
    )
    printed = quotes.published(rows, reports, checked, {"11000", "09162"}, {"11000000"})
    assert printed[["kreis", "city"]].to_numpy().tolist() == [
        ["Berlin", "Berlin"],
        ["München", ""],
        ["", ""],
    ]
    assert "report_id" not in printed


def test_a_wrong_word_names_file_and_row(tmp_path):
    (tmp_path / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
    campaign = settings_module.load(tmp_path)
    campaign.handmade.mkdir(parents=True)
    (campaign.handmade / "quotes.csv").write_text(
        ",".join(quotes.COLUMNS) + "\nR1,Kein Netz.,house,yes,no,A,2011-12-01\n", encoding="utf-8"
    )
    with pytest.raises(CampaignError, match=r"quotes\.csv: row 2: level is 'house'"):
        quotes.read(campaign)


def test_the_samples_quotes_may_be_printed_and_are_marked_as_invented():
    campaign = settings_module.load(HOME)
    chosen_ones = quotes.read(campaign)
    checked = proofread.read(campaign)
    texts = checked.rename(columns={"text": "description"}).assign(consent_quote="")
    assert (quotes.check(chosen_ones, texts, checked) == "").all()
    assert (chosen_ones["invented"] == "yes").all()
    assert len(chosen_ones) >= 3


def test_the_most_doubtful_text_comes_first_and_a_read_one_goes(reports):
    texts = reports.assign(
        description=["kein Netz", "Gruß [Name], Zimmer 47112", "Herr Qwx sagt nein", ""]
    )
    nobody = pd.DataFrame(columns=proofread.COLUMNS, dtype="str")
    listed = proofread.to_check(texts, nobody)
    assert listed["report_id"].tolist() == ["R2", "R3"]
    assert listed["doubt"].is_monotonic_decreasing
    read = pd.DataFrame(
        [("R2", "Gruß [Name], Zimmer 47112", "fine", "A", "2011-12-01")], columns=proofread.COLUMNS
    )
    assert proofread.to_check(texts, read)["report_id"].tolist() == ["R3"]
