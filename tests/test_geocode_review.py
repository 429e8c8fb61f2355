"""What people decide wins, what they should decide is listed, and each answer is explained."""

import pandas as pd
import pytest
import typer
import yaml
from test_geocode import entries
from typer.testing import CliRunner

from helpers import facts, geocode, schema, settings
from helpers.cli import locate as locate_command
from helpers.errors import CampaignError
from helpers.geocode import answers, decide, explaining
from helpers.settings import HOME


def aliases(*rows: tuple[str, str, str]) -> pd.DataFrame:
    whole = [(*row, "K. Mayer", "2011-12-01", "asked the sender") for row in rows]
    return pd.DataFrame(whole, columns=answers.COLUMNS, dtype="str")


@pytest.fixture
def campaign(tmp_path):
    """A campaign folder with an empty data/raw/handmade."""
    content = yaml.safe_load((HOME / "campaign.yml").read_text(encoding="utf-8"))
    (tmp_path / "campaign.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    (tmp_path / "data" / "raw" / "handmade").mkdir(parents=True)
    return settings.load(tmp_path)


def write(campaign, text: str) -> None:
    (campaign.handmade / "place_aliases.csv").write_text(text, encoding="utf-8")


HEADER = "entry,ags,district,who,date,reason\n"


def test_a_persons_answer_wins_over_everything():
    mine = aliases(("Berlin", "05315000", "Kalk"), ("Neustadt", "07316000", ""))
    found = geocode.locate(entries(("Berlin", "", "10999"), ("NEUSTADT",), ("Berlin-Mitte",)), mine)
    assert found["ags5"].tolist() == ["05315", "07316", "11000"]
    assert found["locate_how"].tolist() == ["reviewed", "reviewed", "compound"]
    assert found["district"].tolist()[0] == "Kalk"


def test_an_answer_for_all_fields_is_more_special_than_one_for_the_city():
    mine = aliases(("Neustadt", "07316000", ""), ("Neustadt | Nord", "03241000", ""))
    mine.loc[1, "ags"] = "03241"
    found = geocode.locate(entries(("Neustadt", "Nord"), ("Neustadt", "Süd")), mine)
    assert found["ags5"].tolist() == ["03241", "07316"]
    assert found["ags8"].tolist() == ["", "07316000"]


def test_an_answer_without_a_district_keeps_the_written_one():
    found = geocode.locate(entries(("Bärlin", "Kreuzberg")), aliases(("Bärlin", "11000000", "")))
    assert found.loc[0, "district"] == "Kreuzberg"


def test_a_person_may_decide_that_it_is_no_place():
    found = geocode.locate(entries(("Kassel",)), aliases(("Kassel", "-", "")))
    assert found.loc[0, ["ags5", "locate_status", "locate_reason"]].tolist() == [
        "", "no_place", "reviewed",
    ]  # fmt: skip


def test_an_alias_that_matches_no_report_is_reported():
    mine = aliases(("Ffm", "06412000", ""), ("Neustadt | Nord", "07316000", ""))
    found = geocode.problems(mine, entries(("ffm", "Höchst"), ("Neustadt", "Süd")))
    assert found.to_numpy().tolist() == [["Neustadt | Nord", "matches no report"]]


def test_an_alias_with_an_unknown_code_is_reported_and_not_used():
    mine = aliases(("Berlin", "99999999", ""))
    written = entries(("Berlin",))
    assert "unknown code '99999999'" in geocode.problems(mine, written).loc[0, "problem"]
    assert geocode.locate(written, mine).loc[0, "ags5"] == "11000"


def test_an_alias_given_twice_is_reported():
    mine = aliases(("Ffm", "06412000", ""), ("FFM ", "12053000", ""))
    assert geocode.problems(mine, entries(("Ffm",)))["problem"].tolist() == [
        "given twice: the last one counts"
    ]


def test_a_campaign_without_aliases_has_none(campaign):
    assert geocode.aliases(campaign).empty
    assert geocode.problems(geocode.aliases(campaign), entries(("Berlin",))).empty


def test_aliases_are_read_with_leading_zeros(campaign):
    write(campaign, HEADER + "HH,02000000,,K. Mayer,2011-12-01,usual\n")
    assert geocode.aliases(campaign)["ags"].tolist() == ["02000000"]


def test_an_alias_without_a_reason_is_refused_with_its_row(campaign):
    write(campaign, HEADER + "HH,02000000,,K. Mayer,2011-12-01,\n")
    with pytest.raises(CampaignError, match=r"place_aliases\.csv: row 2: reason is empty"):
        geocode.aliases(campaign)


def test_a_wrong_header_is_refused_with_what_was_expected(campaign):
    write(campaign, "entry,kreis\nHH,02000\n")
    with pytest.raises(CampaignError, match=r"expected the columns .*ags, .* got .*kreis"):
        geocode.aliases(campaign)


def test_review_lists_what_a_person_could_decide_most_frequent_first():
    located = geocode.locate(
        entries(("Neustadt", "Nord"), *[("Schönberg",)] * 3, ("test",), ("Berlin",), ("überall",))
    )
    listed = geocode.review(located)
    assert listed["entry"].tolist() == ["Schönberg", "Neustadt | Nord"]
    assert listed["count"].tolist() == [3, 1]
    assert listed["candidates"].str.contains(r"\d{8} Schönberg").tolist() == [True, False]


def test_an_entry_copied_from_the_review_works_as_an_alias():
    written = entries(("Neustadt", "Nord", ""), ("Neustadt", "", ""), ("", "Altstadt", ""))
    listed = geocode.review(geocode.locate(written))["entry"]
    answered = geocode.locate(written, aliases(*[(entry, "07316000", "") for entry in listed]))
    assert answered["locate_how"].eq("reviewed").all()


def test_unsure_guesses_are_listed_for_review():
    located = geocode.locate(entries(("Schmalbenberg",)))  # Schmallenberg, or Schmalenberg
    listed = geocode.review(located)
    assert listed.loc[0, ["status", "reason"]].tolist() == ["located", "unsure guess"]


def test_the_outcome_is_said_in_whole_per_cent_and_small_counts_are_not():
    """Notebook 02's page is public, and that one report is ambiguous would be a small count."""
    located = geocode.locate(
        entries(*[("Berlin",)] * 199, *[("Neustadt",)] * 100, ("test",), ("Wien",))
    )
    told = geocode.outcome(located)
    assert told.loc[0].tolist() == ["located", "exact", "66%"]
    assert told["share"].tolist() == ["66%", "33%", "under 1%", "under 1%"]
    assert set(told.columns) == {"locate_status", "how_or_why", "share"}
    assert "66% of the reports are located" in geocode.say(located)


@pytest.mark.parametrize(("n_others", "said"), [(0, "100%"), (2, "over 99%"), (4, "98%")])
def test_of_few_unlocated_reports_no_number_is_told(n_others, said):
    located = geocode.locate(entries(*[("Berlin",)] * (201 - n_others), *[("test",)] * n_others))
    assert f"{said} of the reports" in geocode.say(located)


def test_the_facts_name_no_count_and_whose_postcodes_were_used(campaign):
    book = geocode.book(campaign)
    assert set(book.facts) == {"locate.postcode_source"}
    facts.write(campaign, book)
    assert (campaign.processed / "02_facts.json").exists()


def test_each_column_that_locating_adds_is_described():
    added = [name for name in geocode.locate(entries()) if not name.endswith("_raw")]
    assert set(added) <= set(schema.dictionary("02_located")["column"])


@pytest.mark.parametrize(("words", "said"), [
    (["Prenzlberg"], ["stays unlocated", "never decides the city", "Berlin, Prenzlauer Berg"]),
    (["Ffm"], ["is Frankfurt am Main", "AGS 06412", "abbreviation"]),
    (["Gesenkirchen"], ["is Gelsenkirchen", "slip of the pen", "Less likely", "Geilenkirchen"]),
    (["Neustadt", "--postcode", "67433"], ["Neustadt an der Weinstraße", "OpenStreetMap"]),
    (["Köln", "--district", "Kalk"], ["is Köln, Kalk"]),
    (["überall"], ["stays unlocated (no_place)", "everywhere"]),
    (["Wien"], ["(abroad)"]),
])  # fmt: skip
def test_the_command_explains_in_words(words, said, tmp_path):
    app = typer.Typer()
    locate_command.register(app)
    shown = CliRunner().invoke(app, [*words, "--campaign", str(tmp_path)])
    assert shown.exit_code == 0
    for part in said:
        assert part in shown.stdout


def test_every_reason_has_words():
    written = entries(*[(text,) for text in (
        "", "test", "Handy", "überall", "Bayern", "A7", "ICE", "Flughafen München", "Wien", "Rom",
        "Bodensee", "Neustadt", "Weelheim", "Köln/Bonn", "Raum Köln", "X-Berg", "Posemuckel", "=1",
    )], ("", "", "99998"), ("", "", "1067"), ("Berlin", "", "80331"))  # fmt: skip
    reasons = set(geocode.locate(written)["locate_reason"])
    assert reasons - {""} <= set(explaining.WHY)
    assert set(decide.STATUS) <= set(explaining.WHY)
    assert len(reasons) > 15
