"""A campaign's own notebook: run on protected tables, quoted in the letter, shown as a page."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import pipeline
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import HOME

PARAMETERS = 'campaign_dir: str = "."\nas_of: str = ""'
START = """
from helpers import facts, figures, settings, store, style

campaign = settings.load(campaign_dir, as_of)
"""
WEEKEND = """
days = store.read(campaign, "04_days")
shown = days[~days["suppressed"]]
weekend = int(shown.loc[shown["day"].dt.day_of_week >= 5, "n_reports"].sum())
book = facts.book(campaign, "own_weekend", [campaign.processed / "04_days.parquet"])
book.add("own.weekend", facts.count(weekend, "am Wochenende", "at weekends", weekend))
facts.write(campaign, book)
"""
PICTURE = """
fig = style.figure(2)
axes = fig.subplots()
axes.barh(["weekend"], [weekend])
data = shown[["day", "n_reports"]]
meaning = {"day": figures.Column("Tag", "day"), "n_reports": figures.Column("Zahl", "number")}
figures.save(
    campaign, "weekend", fig, data, title="Am Wochenende", subtitle="Meldungen",
    footer=figures.footer(campaign, weekend), alt_de="Balken", alt_en="Bar", columns=meaning,
    n=weekend,
)
"""
SENTENCE = '\n\nAm Wochenende: {{ fact("own.weekend") }} Meldungen.\n\n{{ figure("weekend") }}\n'


def notebook(*cells: str):
    first = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    code = [new_code_cell(cell.strip()) for cell in (START, *cells)]
    return new_notebook(cells=[new_markdown_cell("# Reports at weekends\n\nOurs."), first, *code])


@pytest.fixture
def campaign(sample, tmp_path):
    folder = tmp_path / "Kölner Straßen 2011"  # a folder as people name them
    shutil.copytree(sample.dir, folder, ignore=shutil.ignore_patterns(".snakemake"))
    (folder / "notebooks").mkdir()
    return settings_module.load(folder)


def test_its_number_and_its_picture_reach_the_letter(campaign):
    nbformat.write(notebook(WEEKEND, PICTURE), campaign.dir / "notebooks/weekend.ipynb")
    (campaign.dir / "templates").mkdir(exist_ok=True)
    letter = (HOME / "templates/letter.de.md.j2").read_text(encoding="utf-8")
    (campaign.dir / "templates/letter.de.md.j2").write_text(letter + SENTENCE, encoding="utf-8")
    pipeline.run(campaign)
    text = (campaign.out / "letter/index.html").read_text(encoding="utf-8")
    assert "Am Wochenende:" in text
    assert "figures/weekend.svg" in text
    page = (campaign.out / "notebooks/own_weekend.html").read_text(encoding="utf-8")
    assert "Reports at weekends" in page


def test_it_reads_no_table_of_single_reports(campaign, capfd):
    peek = 'store.read(campaign, "02_located")'
    nbformat.write(notebook(peek), campaign.dir / "notebooks/peek.ipynb")
    with pytest.raises(CampaignError, match="the run stopped"):
        pipeline.run(campaign)
    said = capfd.readouterr()
    assert "protected tables only" in said.out + said.err
