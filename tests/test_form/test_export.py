"""Export: the pipeline gets every report, unchanged, and only when something is new."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers import store as files
from helpers.errors import CampaignError
from helpers.form import export
from helpers.intake import snapshots

from .conftest import hidden, rows


def test_the_export_has_every_report_with_its_status(person, moderator, campaign):
    codes = [person.report(city=city) for city in ("Berlin", "Hamburg", "Köln")]
    person.client.post("/receipt/withdrawn", data={"receipt": codes[1]})
    person.client.post("/receipt/fixed", data={"receipt": codes[0], "answer": "partly"})
    token = hidden(moderator.get("/moderation").text)["token"][0]
    spam = {"token": token, "report_id": rows(campaign)[2]["report_id"], "mark": "spam"}
    moderator.post("/moderation/mark", data={**spam, "reason": "Werbung"})
    table = export.frame(campaign)
    assert list(table.columns[: len(snapshots.HEADERS)]) == snapshots.HEADERS
    assert table["status"].tolist() == ["new", "withdrawn", "spam"]
    assert table["status_reason"].tolist() == ["", "withdrawn by the person", "Werbung"]
    assert table["city"].tolist() == ["Berlin", "", "Köln"]
    assert table["contact_email"].tolist() == ["erika@example.org", "", "erika@example.org"]
    assert table["fixed"].tolist() == ["partly", "", ""]
    assert table["categories"][0] == "data_slow|calls_drop"
    assert table["extra_consent_public"][0] == "yes"


def test_an_export_as_rows_for_the_pipeline(person, campaign):
    person.report(consent_operator="")
    rows_in = snapshots.contract(export.frame(campaign), "data/raw/reports/form_snapshot.csv")
    (row,) = rows_in.to_dict("records")
    assert row["source_row"] == 2
    assert row["city_raw"] == "Mannheim"
    assert row["consent_operator"] == "no"
    assert row["submitted_at"] == pd.Timestamp(row["submitted_raw"])
    assert row["status"] == "new"


def test_every_answer_to_is_it_fixed_is_exported(person, campaign):
    code = {"receipt": person.report()}
    for answer in ("no", "yes"):
        person.client.post("/receipt/fixed", data={**code, "answer": answer})
    table = export.fixes(campaign)
    assert table["answer"].tolist() == ["no", "yes"]
    assert set(table["report_id"]) == {rows(campaign)[0]["report_id"]}


def test_an_empty_form_exports_a_table_without_rows(client, campaign):
    table = export.frame(campaign)
    assert table.empty
    assert snapshots.contract(table, "x.csv").empty


def test_times_are_local(person, campaign, monkeypatch):
    from datetime import datetime

    from helpers.form import store

    monkeypatch.setattr(store, "now", lambda: datetime(2011, 11, 12, 23, 30, 5, 999))
    person.report()
    assert export.frame(campaign)["submitted_at"].tolist() == ["2011-11-13 00:30:05"]


def test_a_snapshot_is_written_only_when_something_changed(person, campaign):
    path = snapshots.path(campaign)
    code = person.report()
    first = export.snapshot(campaign, path)
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert export.snapshot(campaign, path) == first == files.sha256(path)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    person.client.post("/receipt/withdrawn", data={"receipt": code})
    assert export.snapshot(campaign, path) != first
    assert "Mannheim" not in path.read_text(encoding="utf-8")


def test_an_export_goes_to_a_file_only(person, campaign, tmp_path):
    for place in (tmp_path, "/dev/full"):
        with pytest.raises(CampaignError, match="expected a file"):
            export.snapshot(campaign, Path(place))


FORMULAS = st.sampled_from(["=1+1", "@SUM(A1)", "+49", "-1", "'x", "''", " =1", '"', "a\nb", "ä,;"])


@given(texts=st.lists(FORMULAS | st.text(st.characters(exclude_categories=["Cs", "Cc"]))))
def test_a_text_comes_back_as_it_was_and_is_no_formula(tmp_path_factory, texts):
    table = pd.DataFrame({header: [""] * len(texts) for header in snapshots.HEADERS}, dtype="str")
    table["description"] = pd.Series(texts, dtype="str")
    content = snapshots.to_csv(table)
    path = tmp_path_factory.mktemp("export") / "export.csv"
    path.write_bytes(content)
    assert snapshots.read(path)["description"].tolist() == texts
    written = pd.read_csv(path, dtype="str", keep_default_na=False)["description"]
    assert not written.str.lstrip(" ").str.startswith(("=", "+", "-", "@")).any()


def test_a_file_that_is_no_export_is_explained(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CampaignError, match="'report_id' is missing"):
        snapshots.read(tmp_path / "other.csv")
    with pytest.raises(CampaignError, match="expected an export"):
        snapshots.read(tmp_path / "none.csv")


def test_purging_deletes_contacts_and_nothing_else(person, campaign):
    import typer

    from helpers.cli import privacy

    code = person.report(contact_email="erika.muster@example.org")
    day = export.frame(campaign)["submitted_at"][0][:10]
    cli = typer.Typer()
    privacy.register(cli)
    there = ["purge", "--campaign", str(campaign.dir), "--yes", "--before"]
    assert "nothing to remove" in CliRunner().invoke(cli, [*there, day]).output
    dry = CliRunner().invoke(cli, [*there, "2999-01-01", "--dry-run"])
    assert "1 reports" in dry.output
    assert rows(campaign)[0]["contact_name"] == "Erika Muster"
    done = CliRunner().invoke(cli, [*there, "2999-01-01"])
    assert "Removed" in done.output
    (report,) = rows(campaign)
    assert (report["contact_name"], report["contact_email"]) == ("", "")
    assert report["city"] == "Mannheim"
    kept = b"".join(path.read_bytes() for path in (campaign.dir / "data/form").glob("form.sqlite*"))
    assert b"erika.muster@example.org" not in kept
    assert "Mannheim" in person.client.post("/receipt", data={"receipt": code}).text


def test_the_command_line_exports_and_hashes(person, campaign, tmp_path):
    import argon2
    import typer

    from helpers.cli import form

    cli = typer.Typer()
    form.register(cli)
    run = CliRunner().invoke
    person.report()
    there = ["--campaign", str(campaign.dir)]
    done = run(cli, ["form", "export", *there])
    assert "1 reports" in done.output
    assert len(snapshots.read(snapshots.path(campaign))) == 1
    run(cli, ["form", "export", *there, "--fixes", str(tmp_path / "fixes.csv")])
    assert (tmp_path / "fixes.csv").read_text() == "report_id,answered_at,answer\n"
    sentence = "ein langer Satz"
    done = run(cli, ["form", "hash-password"], input=f"{sentence}\n{sentence}\n")
    assert argon2.PasswordHasher().verify(done.output.splitlines()[-1], sentence)
    assert "12 characters" in str(
        run(cli, ["form", "hash-password"], input="kurz\nkurz\n").exception
    )
