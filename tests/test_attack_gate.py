"""The attack test finds what is planted, and nothing in the finished sample campaign."""

import io
import json
import shutil
import zipfile

import pandas as pd
import pytest
from PIL import Image, PngImagePlugin

from helpers import attack, intake, store
from helpers import settings as settings_module
from helpers.attack import counts, haystack, needles, pieces, search
from helpers.errors import CampaignError


@pytest.fixture
def copied(sample, tmp_path):
    """A copy of the finished sample campaign that a test may spoil."""
    target = tmp_path / "campaign"
    shutil.copytree(sample.dir, target)
    return settings_module.load(target)


@pytest.fixture(scope="module")
def sender(sample):
    """Name and address of one sender of the sample campaign."""
    raw = intake.read(sample)
    both = raw[raw["contact_name"].str.contains(" ") & raw["contact_email"].str.contains("@")]
    return both.iloc[0]


def test_the_finished_sample_has_no_leak(sample):
    attack.gate(sample)


def test_there_is_something_to_look_for(sample):
    wanted, _ = needles.collect(sample)
    kinds = pd.Series([needle.kind for needle in wanted]).value_counts()
    assert len(wanted) > 500
    assert {"contact_name", "contact_email", "mail", "phone", "iban", "address"} <= set(kinds.index)


def _in_html(path, text):
    store.write_text(f"<p>von {text.replace('@', '&#64;')}</p>", path / "index.html")


def _in_json(path, text):
    store.write_text(json.dumps({"a": [f"x {text}"]}, ensure_ascii=True), path / "popup.json")


def _in_parquet(path, text):
    store.write_parquet(pd.DataFrame({"a": ["x", f"Grüße, {text}"]}), path / "table.parquet")


def _in_zip(path, text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("inside.csv", f"a\n{text}\n")
    store.write_bytes(stream.getvalue(), path / "kit.zip")


def _in_png(path, text):
    properties = PngImagePlugin.PngInfo()
    properties.add_text("Author", text)
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG", pnginfo=properties)
    store.write_bytes(stream.getvalue(), path / "figure.png")


def _in_xlsx(path, text):
    stream = io.BytesIO()
    pd.DataFrame({"a": [text]}).to_excel(stream, index=False)
    store.write_bytes(stream.getvalue(), path / "book.xlsx")


def _in_pdf(path, text):
    import typst

    source = path / "page.typ"
    store.write_text(f"Gemeldet von {text.replace('@', chr(92) + '@')}", source)
    content = typst.compile(str(source))
    source.unlink()
    store.write_bytes(content, path / "letter.pdf")


@pytest.mark.parametrize(
    "plant", [_in_html, _in_json, _in_parquet, _in_zip, _in_png, _in_xlsx, _in_pdf]
)
@pytest.mark.parametrize("field", ["contact_name", "contact_email"])
def test_contact_data_is_found_in_every_kind_of_file(sample, sender, tmp_path, plant, field):
    wanted = [
        needles.Needle(needles.words(sender[field]), field, "row 1"),
        needles.Needle(needles.words("ganz anderer name"), field, "row 2"),
    ]
    plant(tmp_path, sender[field])
    leaks = search.find(sample, wanted, haystack.files(tmp_path))
    assert len(leaks) == 1
    assert "row 1" in leaks[0]
    assert sender[field] not in leaks[0]


@pytest.mark.parametrize("written", ["+49 176 98142365", "0049176-98142365", "0176 / 98 14 23 65"])
def test_a_phone_number_is_found_however_it_is_written(sample, tmp_path, written):
    store.write_text(f"Rufnummer: {written}\n", tmp_path / "a.md")
    needle = needles.Needle(needles.words("0176-98142365"), "phone", "row 7")
    assert len(search.find(sample, [needle], haystack.files(tmp_path))) == 1


def test_the_campaigns_own_contact_is_no_leak(sample):
    needle = needles.Needle(needles.words(sample.contact.email), "contact_email", "row 1")
    assert search.find(sample, [needle], haystack.files(sample.out)) == []


def test_a_placeholder_is_nobody(sample):
    wanted, _ = needles.collect(sample)
    assert ("test",) not in {needle.words for needle in wanted}
    assert not needles._means_somebody(needles.Needle(("max", "mustermann"), "contact_name", ""))


@pytest.mark.parametrize("typed", ["Bad Homburg", "Anna B.", "x", "Name Vorname"])
def test_a_place_or_an_initial_in_the_name_field_stops_no_publication(typed):
    field = needles.Needle(needles.words(typed), "contact_name", "row 1")
    assert not needles._means_somebody(field)


def test_the_gate_stops_and_names_the_file_not_the_person(copied, sender):
    store.write_text(f"<p>{sender['contact_name']}</p>", copied.out / "danke.html")
    with pytest.raises(CampaignError, match=r"reports/danke\.html: contact_name") as stopped:
        attack.gate(copied)
    assert sender["contact_name"] not in str(stopped.value)


def test_an_identifier_left_in_a_text_is_found(copied, sender):
    kept = store.read(copied, "01_reports")
    kept.loc[0, "description"] = "Ruft mich an: 0176-98142365"
    store.write_parquet(kept, copied.processed / "01_reports.parquet")
    assert any("still readable" in leak for leak in pieces.leaked(copied))


def test_the_gate_names_a_small_count_that_is_printed(copied):
    frame = store.read(copied, "03_published_kreise")
    true = store.read(copied, "03_kreise")
    small = true["n_reports"].between(1, copied.privacy.k - 1).idxmax()
    frame.loc[small, ["n_reports", "suppressed"]] = [true["n_reports"][small], False]
    store.write_parquet(frame, copied.processed / "03_published_kreise.parquet")
    cells = store.read(copied, "03_published_cells")
    cells.loc[cells["cell"] == f"kreis:{true['ags5'][small]}", "exact"] = True
    store.write_parquet(cells, copied.processed / "03_published_cells.parquet")
    assert any(f"kreise {true['ags5'][small]}: " in leak for leak in counts.leaked(copied))


def test_the_gate_names_a_csv_that_prints_a_withheld_place(copied):
    frame = store.read(copied, "03_published_cities")
    hidden = frame.loc[frame["suppressed"], "city"].iloc[0]
    path = copied.out / "figures" / "spoiled.csv"
    store.write_text(f"city,n_reports\n{hidden},3\nBerlin,1224\n", path)
    found = [leak for leak in counts.leaked(copied) if "spoiled" in leak]
    assert found == [f"reports/figures/spoiled.csv: n_reports of {hidden}"]


def test_the_gate_names_a_popup_that_prints_a_withheld_place(copied):
    frame = store.read(copied, "03_published_kreise")
    hidden = frame.loc[frame["suppressed"], "kreis"].iloc[0]
    page = f'<script>popup("<b>{hidden}</b><br>3 Meldungen")</script> {hidden}, Berlin 9 Meldungen'
    store.write_text(page, copied.out / "figures" / "spoiled.html")
    found = [leak for leak in counts.leaked(copied) if "spoiled" in leak]
    assert found == [f"reports/figures/spoiled.html: a count of {hidden}"]


def test_the_gate_names_a_fact_about_a_withheld_place(copied):
    frame = store.read(copied, "03_published_cities")
    hidden = frame.loc[frame["suppressed"], "ags8"].iloc[0]
    path = copied.processed / "facts.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["facts"][f"city.{hidden}.n_reports"] = facts["facts"]["total.n_reports"]
    store.write_json(facts, path)
    assert any(f"fact city.{hidden}.n_reports" in leak for leak in counts.leaked(copied))
