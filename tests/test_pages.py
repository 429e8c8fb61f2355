"""Pages: one shell, closed against third parties; notebooks as pages without code and scripts."""

import base64
import hashlib
import re
import shutil

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from nbformat import v4

from helpers import settings as settings_module
from helpers import store
from helpers.errors import CampaignError
from helpers.publish import disclosure, notebooks, page
from helpers.publish.cleaned import clean
from helpers.settings import HOME

HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(2)">'


@pytest.fixture
def campaign(tmp_path):
    shutil.copy(HOME / "campaign.yml", tmp_path)
    settings = settings_module.load(tmp_path)
    facts = {"facts": {"total.n_reports": {"value": 7691}}, "caveats": {}, "inputs": {}}
    store.write_json(facts, settings.processed / "facts.json")
    table = pd.DataFrame({"ags5": ["11000"], "n_reports": [1224]})
    store.write_parquet(table, settings.processed / "04_kreise.parquet")
    return settings


def render(settings, **more: object) -> str:
    given_ = {"title": "Titel", "description": "Ein Satz.", "body": Markup("<h1>Titel</h1>")}
    return page.render(settings, "base.html", **(given_ | more))


def policy_of(html: str) -> dict[str, str]:
    meta = BeautifulSoup(html, "html.parser").find(
        "meta", attrs={"http-equiv": "Content-Security-Policy"}
    )
    return dict(rule.split(" ", 1) for rule in meta["content"].split("; "))


def test_a_page_has_title_language_description_and_one_main(campaign):
    soup = BeautifulSoup(render(campaign), "html.parser")
    assert soup.html["lang"] == "de"
    assert soup.title.string == "Titel – Kein Einzelfall"
    assert soup.find("meta", attrs={"name": "description"})["content"] == "Ein Satz."
    assert len(soup.find_all("main")) == 1
    assert soup.find("a", class_="skip")["href"] == "#main"


def test_a_page_prints_n_the_last_day_the_hash_and_that_it_is_a_draft(campaign):
    text = BeautifulSoup(render(campaign), "html.parser").get_text(" ")
    assert "7.691 Meldungen" in text
    assert "30. November 2011" in text
    assert page.published_hash(campaign) in text
    assert "Entwurf" in text
    assert "künstlich erzeugt" in text


def test_a_page_speaks_english_where_asked(campaign):
    text = BeautifulSoup(render(campaign, language="en"), "html.parser").get_text(" ")
    assert "7,691 reports, last day counted: 30 November 2011" in text
    assert "synthetic" in text


def test_a_real_campaign_is_not_called_synthetic(campaign):
    real = campaign.model_copy(update={"synthetic": False})
    assert "künstlich" not in render(real)


def test_text_from_reports_is_escaped(campaign):
    html = render(campaign, body=HOSTILE, title=HOSTILE, description=f'"{HOSTILE}')
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all("script") == []
    assert soup.find_all("img") == []
    assert HOSTILE in soup.main.get_text()


def test_only_the_styles_and_scripts_that_a_page_names_may_act(campaign):
    script = "document.title = 'x';"
    html = render(campaign, scripts=[script], body=Markup("<h1>x</h1><script>evil()</script>"))
    rules = policy_of(html)
    assert rules["default-src"] == "'none'"
    wanted = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{wanted}'"
    assert "unsafe" not in html.split("</head>")[0]
    assert policy_of(render(campaign))["script-src"] == "'none'"


def test_the_policy_names_each_inline_style_as_it_stands_on_the_page(campaign):
    html = render(campaign, styles=["p { color: red }"])
    styles = BeautifulSoup(html, "html.parser").find_all("style")
    found = [
        f"'sha256-{base64.b64encode(hashlib.sha256(s.string.encode()).digest()).decode()}'"
        for s in styles
    ]
    assert policy_of(html)["style-src"].split() == found
    assert len(found) == 2


def test_the_shell_fetches_nothing(campaign):
    html = render(campaign)
    assert not re.search(r"(src|srcset|href)=[\"']?(https?:)?//", html)
    assert "@import" not in html
    assert "url(" not in html


def test_the_hash_follows_tables_and_facts(campaign):
    first = page.published_hash(campaign)
    table = pd.DataFrame({"ags5": ["11000"], "n_reports": [1225]})
    store.write_parquet(table, campaign.processed / "04_kreise.parquet")
    second = page.published_hash(campaign)
    facts = {"facts": {"total.n_reports": {"value": 7692}}, "caveats": {}, "inputs": {}}
    store.write_json(facts, campaign.processed / "facts.json")
    assert len({first, second, page.published_hash(campaign)}) == 3
    assert re.fullmatch("[0-9a-f]{12}", first)


def test_the_hash_tells_nothing_about_the_rows_behind_the_tables(campaign):
    """Whoever guesses the exact reports must not be able to try the guess against a public mark."""
    first = page.published_hash(campaign)
    known = {"facts": {"total.n_reports": {"value": 7691}}, "caveats": {}}
    store.write_json(known | {"inputs": {"02_located": "f00"}}, campaign.processed / "facts.json")
    store.write_parquet(pd.DataFrame({"ags5": ["1"]}), campaign.processed / "02_located.parquet")
    assert page.published_hash(campaign) == first


def test_a_page_before_the_facts_is_refused(campaign):
    (campaign.processed / "facts.json").unlink()
    with pytest.raises(CampaignError, match=r"facts\.json: not there yet"):
        render(campaign)


def test_a_template_that_asks_for_something_unknown_is_named(campaign):
    store.write_text("{% extends 'base.html' %}{% block main %}{{ nothing }}{% endblock %}",
                     campaign.dir / "templates" / "own.html")  # fmt: skip
    with pytest.raises(CampaignError, match=r"own\.html.*'nothing' is undefined"):
        page.render(campaign, "own.html", title="t", description="d")
    with pytest.raises(CampaignError, match=r"absent\.html: not found"):
        page.render(campaign, "absent.html", title="t", description="d")


def test_a_campaigns_own_template_comes_before_ours(campaign):
    store.write_text("own shell", campaign.dir / "templates" / "base.html")
    assert render(campaign) == "own shell"


def executed(*outputs: dict, source: str = "x = 1") -> nbformat.NotebookNode:
    """A notebook as papermill leaves it, with the outputs in one cell."""
    injected = v4.new_code_cell('campaign_dir = "/Users/somebody/campaign"')
    injected.metadata["tags"] = ["injected-parameters"]
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# 01 · Which rows are reports?\n\nReads the exports."),
            injected,
            v4.new_markdown_cell("### How many?"),
            v4.new_code_cell(source, outputs=[v4.new_output(**output) for output in outputs]),
        ]
    )


def export(settings, notebook: nbformat.NotebookNode) -> BeautifulSoup:
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place:02d}"
    runs = settings.processed / "runs"
    runs.mkdir(exist_ok=True)
    nbformat.write(notebook, runs / "01_clean.ipynb")
    written = notebooks.export_all(settings)
    assert [path.name for path in written] == ["01_clean.html", "index.html"]
    return BeautifulSoup(written[0].read_text(encoding="utf-8"), "html.parser")


def shown(html: str) -> dict:
    return {"output_type": "display_data", "data": {"text/html": html}}


def test_a_notebook_page_folds_the_code_and_hides_where_it_ran(campaign):
    soup = export(campaign, executed(source="secret_sum = 1 + 1"))
    code = soup.find("code", string=re.compile("secret_sum"))
    assert code.find_parent("details") is not None
    assert code.find_parent("details").get("open") is None
    assert "/Users/somebody" not in str(soup)
    assert soup.html["lang"] == "en"
    assert soup.find_all("script") == []


def test_a_notebook_page_has_its_heading_as_title_and_skips_no_level(campaign):
    soup = export(campaign, executed())
    assert soup.title.string.startswith("01 · Which rows are reports?")
    assert soup.find("meta", attrs={"name": "description"})["content"] == "Reads the exports."
    levels = [int(h.name[1]) for h in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels == [1, 2]
    assert soup.find("h2")["id"] == "how-many"


def test_a_fact_can_link_to_the_cell_that_made_it(campaign):
    source = nbformat.read(HOME / "notebooks" / "01_clean.ipynb", as_version=4)
    names = [cell["id"] for cell in source.cells]
    injected = v4.new_code_cell("campaign_dir = 'x'")
    injected.metadata["tags"] = ["injected-parameters"]
    source.cells.insert(2, injected)
    soup = export(campaign, source)
    found = [tag["id"] for tag in soup.main.find_all(id=True)]
    assert set(names) <= set(found)
    assert len(found) == len(set(found))


def test_a_table_of_a_notebook_is_read_by_a_screen_reader(campaign):
    table = pd.DataFrame({"kreis": ["Köln", "<b>x</b>"], "population": [995397, 12]})
    soup = export(campaign, executed(shown(table._repr_html_())))
    found = soup.main.find("table")
    assert [th["scope"] for th in found.thead.find_all("th")] == ["col", "col"]
    assert found.caption.string == "Table 1: How many?"
    region = found.parent
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert [td.get_text() for td in found.tbody.find_all("td")] == [
        "Köln", "995,397", "<b>x</b>", "12",
    ]  # fmt: skip
    assert not soup.find_all(attrs={"style": True})
    assert soup.main.find("style") is None


def test_codes_in_a_table_stay_codes(campaign):
    table = pd.DataFrame({"ags5": ["05315", "11000"], "n": [1, 2]})
    soup = export(campaign, executed(shown(table._repr_html_())))
    assert [td.get_text() for td in soup.main.tbody.find_all("td")][::2] == ["05315", "11000"]


def test_an_unknown_value_is_a_dash_and_a_day_stays_in_one_line(campaign):
    table = pd.DataFrame({"n": [1.5, None], "due": pd.to_datetime(["2011-12-31", None])})
    soup = export(campaign, executed(shown(table._repr_html_())))
    cells = soup.main.tbody.find_all("td")
    assert [cell.get_text() for cell in cells] == ["1.5", "2011-12-31", "–", "–"]
    assert cells[1]["class"] == ["number"]


@pytest.mark.parametrize(
    "hostile",
    [
        HOSTILE,
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href=" data:text/html,<script>alert(1)</script>">x</a>',
        '<p onclick="alert(1)" style="background:url(https://evil.example)">x</p>',
        '<svg><style>@import "https://evil.example"</style></svg>',
        '<iframe src="https://evil.example"></iframe><object data="x"></object>',
        '<img srcset="https://evil.example/a 1x, b 2x"><img src="//evil.example/a">',
        '<link rel="stylesheet" href="https://evil.example"><base href="https://evil.example">',
        '<form action="https://evil.example"><input name="x"></form>',
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    ],
)
def test_nothing_hostile_in_an_output_acts_or_fetches(campaign, hostile):
    soup = export(campaign, executed(shown(hostile)))
    main = soup.main
    names = {tag.name for tag in main.find_all(True)}
    assert not names & {"script", "iframe", "object", "svg", "form", "input", "link", "base",
                        "style", "meta"}  # fmt: skip
    assert "evil.example" not in "".join(str(tag.attrs) for tag in main.find_all(True))
    for tag in main.find_all(True):
        assert not [key for key in tag.attrs if key.startswith("on") or key == "style"]
        assert not re.match(r"\s*(javascript|data):", str(tag.get("href", "")), re.I)


@given(st.text(alphabet="<>\"'/=: abcdehijlmoprstvx\t\n!-&;#()", max_size=120))
def test_no_text_makes_a_script_or_a_handler(text):
    soup = BeautifulSoup(clean(f"<p>{text}</p>").html, "html.parser")
    assert not soup.find_all(["script", "style", "iframe", "svg", "form", "object", "embed"])
    for tag in soup.find_all(True):
        assert not [key for key in tag.attrs if key.startswith("on") or key in ("style", "srcdoc")]


def test_plain_text_and_printed_text_of_a_cell_are_escaped(campaign):
    plain = {"output_type": "execute_result", "data": {"text/plain": HOSTILE},
             "execution_count": 1, "metadata": {}}  # fmt: skip
    printed = {"output_type": "stream", "name": "stdout", "text": HOSTILE}
    noise = {"output_type": "stream", "name": "stderr", "text": "/Users/somebody/warning"}
    soup = export(campaign, executed(plain, printed, noise))
    assert [pre.get_text() for pre in soup.find_all("pre", class_=["result", "stream"])] == [
        HOSTILE,
        HOSTILE,
    ]
    assert "somebody" not in str(soup)


def test_the_result_of_an_internal_cell_is_on_no_page(campaign):
    notebook = executed(shown("<p>Emskirchen: 1</p>"))
    notebook.cells[-1].metadata["tags"] = ["internal"]
    text = export(campaign, notebook).main.get_text()
    assert "Emskirchen" not in text
    assert "shown only to the people who run the campaign" in text


def test_a_sentence_that_a_cell_returns_stands_without_quotation_marks(campaign):
    said = {"output_type": "execute_result", "data": {"text/plain": "'Köln: 2,7'"},
            "execution_count": 1, "metadata": {}}  # fmt: skip
    assert export(campaign, executed(said)).find("p", class_="said").string == "Köln: 2,7"


def test_a_second_export_has_the_same_bytes(campaign):
    notebook = executed(shown("<p>x</p>"))
    first = str(export(campaign, notebook))
    assert str(export(campaign, notebook)) == first


def test_the_report_on_the_extract_is_a_page_like_all_others(campaign):
    report = "# Auszug\n\nEin Satz.\n\n## Zahlen\n\n| a | b |\n| --- | ---: |\n| x | 1.133 |\n"
    store.write_text(report + HOSTILE, campaign.processed / "06_disclosure.md")
    path = disclosure.write(campaign)
    assert path == campaign.out / "disclosure.html"
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert soup.title.string == "Auszug – Kein Einzelfall"
    assert page.published_hash(campaign) in soup.get_text()
    assert soup.main.caption.string == "Tabelle 1: Zahlen"
    assert not soup.main.find_all(["script", "img"])


def test_without_an_extract_there_is_no_report_on_it(campaign):
    assert disclosure.write(campaign) is None


def test_the_page_of_a_notebook_that_is_gone_goes_too(campaign):
    store.write_text("old", campaign.out / "notebooks" / "09_gone.html")
    export(campaign, executed())
    assert not (campaign.out / "notebooks" / "09_gone.html").exists()


def test_export_without_a_run_says_so(campaign):
    with pytest.raises(CampaignError, match="no notebook has run"):
        notebooks.export_all(campaign)


def test_a_damaged_run_is_named(campaign):
    store.write_text("{", campaign.processed / "runs" / "01_clean.ipynb")
    with pytest.raises(CampaignError, match=r"01_clean\.ipynb: not readable"):
        notebooks.export_all(campaign)


def test_no_notebook_page_depends_on_what_an_earlier_run_left():
    cells = nbformat.read(HOME / "notebooks" / "08_publish.ipynb", as_version=4).cells
    [removal] = [cell.source for cell in cells if "remove_outdated" in cell.source]
    assert removal.endswith(";"), "its output would differ from run to run"
