"""A first look at an unknown export: columns are proposed, and what is wrong with it is said."""

import pytest
import yaml

from helpers import intake, settings
from helpers.errors import CampaignError
from helpers.intake import propose, tables
from helpers.intake.formats import PLAIN, detect
from helpers.publish import new
from helpers.settings.guess import role


@pytest.fixture
def fresh(tmp_path):
    new.create(tmp_path / "c")
    return settings.load(tmp_path / "c")


def written(tmp_path, text: str, name: str = "export.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def proposed(path) -> dict[str, str]:
    table = tables.read(path)
    return propose.columns(table, detect(table))


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("Postleitzahl (fünfstellig)", "postcode_raw"),
        ("In welcher Stadt?", "city_raw"),
        ("Where did it happen?", "city_raw"),
        ("Dürfen wir Ihre Meldung weitergeben?", "consent_operator"),
        ("Código", ""),
        ("May we publish your answer without your name?", "consent_operator"),
        ("Was ist mit den Toiletten los?  (Mehrfachauswahl möglich)", "categories"),
        ("Möchten Sie noch etwas erzählen?", "description"),
        ("Which bank ran it?", "thing"),
        ("Welche Probleme treten auf?", "categories"),
    ],
)
def test_a_header_is_understood_by_its_words(header, ours):
    assert role(header) == ours


def test_a_question_about_the_name_that_is_answered_by_yes_is_consent(tmp_path):
    rows = "\n".join(f"2025-03-{day:02d} 10:00;Ulm;{ok}" for day in range(1, 20)
                     for ok in ["Ja, ich stimme zu"])  # fmt: skip
    path = written(tmp_path, f"Datum;Ort;Ohne Ihren Namen zeigen?\n{rows}\n")
    assert proposed(path)["consent_operator"] == "Ohne Ihren Namen zeigen?"
    table = tables.read(path)
    assert 'consent_yes: ["Ja, ich stimme zu"]' in propose.block(table, detect(table))


def test_cells_tell_where_headers_are_in_another_language(tmp_path):
    """Dutch headers: place, day, postcode and answer show themselves."""
    rows = "\n".join(
        f"{day:02d}-1;{day:02d}.03.2025;{town};{code};{what};{text};{ok}"
        for day, (town, code) in enumerate(
            [("Leer", "26789"), ("Emden", "26721"), ("Aurich", "26603")] * 6, start=1
        )
        for what, text, ok in [("lek", f"Er is al {day} weken geen water in de straat hier.", "ja")]
    )
    path = written(tmp_path, f"nr;dag;plaats;pc;soort;verhaal;akkoord\n{rows}\n")
    found = proposed(path)
    assert found["submitted_at"] == "dag"
    assert found["city_raw"] == "plaats"
    assert found["postcode_raw"] == "pc"
    assert found["categories"] == "soort"
    assert found["description"] == "verhaal"
    assert found["consent_operator"] == "akkoord"


def test_the_first_inspect_proposes_lines_that_campaign_yml_takes(fresh, tmp_path):
    rows = "\n".join(f"0{n}.03.2025;Köln;Tor klemmt;Ja" for n in range(1, 10))
    path = written(tmp_path, f"Wann;Wo;Was ist kaputt?;Weitergabe\n{rows}\n")
    with pytest.raises(CampaignError) as error:
        intake.understand(fresh, path)
    said = str(error.value)
    block = said[said.index("  columns:") : said.index("and, for the answers")]
    lines = yaml.safe_load("reports:\n" + block)["reports"]
    assert lines["columns"] == {
        "submitted_at": "Wann",
        "city_raw": "Wo",
        "categories": "Was ist kaputt?",
        "consent_operator": "Weitergabe",
    }
    assert lines["consent_yes"] == ["Ja"]
    assert "matches: [Tor klemmt]" in said


def test_a_file_without_headers_is_named_so(fresh, tmp_path):
    path = written(tmp_path, "01.03.2025;Köln;50667\n02.03.2025;Bonn;53111\n")
    with pytest.raises(CampaignError, match="expected a header in its first line, got an answer"):
        intake.understand(fresh, path)


def test_a_web_page_saved_as_csv_is_named_so(fresh, tmp_path):
    path = written(tmp_path, "<!DOCTYPE html>\n<html><body>Login</body></html>\n")
    with pytest.raises(CampaignError, match="got a web page"):
        intake.understand(fresh, path)


def mapped(tmp_path, text: str, **columns: str):
    campaign = tmp_path / "m"
    new.create(campaign)
    file = campaign / "campaign.yml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["reports"] = {"columns": columns}
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    settings._load.cache_clear()
    loaded = settings.load(campaign)
    return intake.understand(loaded, written(tmp_path, text))[0]


def test_slashed_dates_of_a_plain_table_are_read_in_the_one_order_that_fits(tmp_path):
    said = mapped(
        tmp_path, "when,town\n03/04/2025,Köln\n26/04/2025,Bonn\n", submitted_at="when",
        city_raw="town",
    )  # fmt: skip
    assert said.time_formats == {"%d/%m/%Y": 2}


def test_two_digit_years_are_read(tmp_path):
    said = mapped(tmp_path, "when,town\n03.04.25,Köln\n", submitted_at="when", city_raw="town")
    assert not said.times_unread


def test_a_date_that_is_not_read_says_what_was_expected(tmp_path):
    said = mapped(tmp_path, "when,town\ngestern,Köln\n", submitted_at="when", city_raw="town")
    assert "expected: 31.12.2024" in said.as_text()


def test_another_group_separator_of_kobo_is_named(tmp_path):
    head = "_id,_uuid,_submission_time,g.town,g.what.a,g.what.b"
    with pytest.raises(CampaignError, match='Export again with "/" as group separator'):
        mapped(
            tmp_path, f"{head}\n1,u,2025-03-01T10:00:00,Köln,1,0\n", city_raw="g.town",
            categories="g/what",
        )  # fmt: skip


def test_ushahidi_two_is_known(tmp_path):
    head = "#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY"
    path = written(tmp_path, f"{head}\n1,Leck,2013-03-01 10:00:00,Köln,Wasser,Rohr\n")
    table = tables.read(path)
    assert detect(table).name == "ushahidi2"
    assert detect(table) is not PLAIN


def test_yes_without_quotes_is_the_word(tmp_path):
    assert settings.Reports(consent_yes=[True], consent_no=False).consent_yes[0] == "yes"


def test_an_unknown_key_lists_the_allowed_ones(tmp_path):
    new.create(tmp_path / "c")
    file = tmp_path / "c" / "campaign.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("    postcode_raw: PLZ", "    plz: PLZ"),
        encoding="utf-8",
    )
    settings._load.cache_clear()
    with pytest.raises(CampaignError, match=r'Did you mean "postcode_raw"\? Allowed: report_id'):
        settings.load(tmp_path / "c")


def test_a_day_that_is_none_says_how_to_write_it(tmp_path):
    new.create(tmp_path / "c")
    file = tmp_path / "c" / "campaign.yml"
    text = file.read_text(encoding="utf-8").replace("2024-01-01 ", "1.1.2024   ")
    file.write_text(text, encoding="utf-8")
    settings._load.cache_clear()
    with pytest.raises(CampaignError, match="expected a day as YYYY-MM-DD"):
        settings.load(tmp_path / "c")
