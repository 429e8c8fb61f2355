"""A value that a person corrected counts until its source says something else."""

import pandas as pd
import pytest
from import_fixtures import campaign

from helpers import clean, correct, intake
from helpers.errors import CampaignError

HEAD = ",".join(correct.COLUMNS) + "\n"
LINE = "R000001,city_raw,Köllen,Köln,sender answered,2024-03-05\n"


@pytest.fixture
def ours(tmp_path):
    ours = campaign(tmp_path, {"submitted_at": "Wann", "city_raw": "Ort", "categories": "Was"})
    (ours.raw / "reports/x.csv").write_text(
        "Wann;Ort;Was\n01.03.2024 08:00:00;Köllen;Lärm\n02.03.2024 08:00:00;Bonn;Lärm\n"
    )
    ours.handmade.mkdir()
    return ours


def test_a_corrected_value_is_the_one_that_counts(ours):
    correct.path(ours).write_text(HEAD + LINE + "R000002,categories,noise,outage|noise,x,2024\n")
    kept = clean.clean(correct.correct(intake.read(ours), ours), ours, frozenset()).reports
    assert kept["city_raw"].tolist() == ["Köln", "Bonn"]
    assert kept["categories"].tolist() == ["noise", "outage|noise"]
    assert correct.say(ours).endswith("city_raw (1), categories (1).")
    assert "Köln" not in correct.say(ours)


def test_without_the_table_nothing_changes(ours):
    raw = intake.read(ours)
    pd.testing.assert_frame_equal(correct.correct(raw, ours), raw)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE.replace("Köllen", "Kölle"), r"row 2: expected 'Kölle' in city_raw of R000001"),
        (LINE.replace("R000001", "R9"), "row 2: no report that counts has the id 'R9'"),
        (LINE.replace("city_raw", "city"), 'row 2: "city" cannot be corrected.*city_raw'),
        (LINE.replace("city_raw", "contact_name"), "cannot be corrected"),
        (LINE.replace("sender answered", ""), "expected a reason and a date"),
        ("R000001,categories,noise,lärm,x,2024\n", "no category has the id lärm"),
        (LINE + "one,cell,too,many,in,this,row\n", "expected a table in UTF-8"),
    ],
)
def test_a_line_that_does_not_fit_stops_the_run(ours, line, words):
    correct.path(ours).write_text(HEAD + line)
    with pytest.raises(CampaignError, match=words):
        correct.correct(intake.read(ours), ours)
