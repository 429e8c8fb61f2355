"""Each promise of the README is true: its numbers, its links, its commands."""

import json
import re
import subprocess
import sys
from pathlib import Path

from helpers.settings import HOME

README = (HOME / "README.md").read_text()


def test_the_findings_numbers_are_the_facts(sample):
    facts = json.loads((sample.processed / "facts.json").read_text())["facts"]
    finding = README.split("<!-- finding")[1].split("<!-- end of finding -->")[0]
    bold = re.findall(r"\*\*([\d.,]+)\*\*", finding)
    interval = "{lower_per_10k[en]} to {upper_per_10k[en]}"
    mannheim = {
        name: facts[f"city.08222000.{name}"]
        for name in ("reports_per_10k", "lower_per_10k", "upper_per_10k")
    }
    ratio = facts["bigcity.rate_ratio"]
    assert bold == [
        facts["total.n_reports"]["en"],
        facts["total.n_kreise"]["en"],
        facts["city.11000000.n_reports"]["en"],
        mannheim["reports_per_10k"]["en"],
        ratio["en"],
    ]
    assert interval.format(**mannheim) in finding
    low, high = (facts[f"bigcity.rate_ratio.{end}"]["en"] for end in ("lower", "upper"))
    assert f"({low} to {high})" in finding
    for day in (facts["total.first_day"], facts["total.last_day"]):
        assert day["en"].split()[0] in finding


def test_the_map_in_the_readme_is_the_one_that_the_run_draws(sample):
    shown = (HOME / "docs/map_rates.svg").read_text()
    drawn = (sample.out / "figures/map_rates.en.svg").read_text()
    paths = [re.findall(r' d="([^"]+)"', text) for text in (shown, drawn)]
    assert len(paths[0]) == len(paths[1])


def test_every_link_of_the_readme_leads_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (HOME / target).exists(), target


def test_the_column_tables_are_those_that_the_code_checks():
    printed = subprocess.run(
        [Path(sys.executable).with_name("einzelfall"), "tables"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (HOME / "docs/tables.md").read_text() == printed
