"""Promises about numbers and claims: each has an origin, none is typed, no caveat gets lost."""

import re
from html.parser import HTMLParser

import publish_fixtures as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import CampaignError
from helpers.publish import context, template
from helpers.publish.media.html import Html
from helpers.publish.media.plain import Plain
from helpers.publish.media.typst import Typst, string
from helpers.publish.origin import safe_url
from helpers.publish.quote import Desk
from helpers.settings import HOME

PROSE = sorted((HOME / "templates").rglob("*.md.j2"))
SHELLS = [
    HOME / "templates" / f"{n}.html"
    for n in ("index", "letter", "post", "blog", "factsheet", "social")
]
MEDIA = [Html, Typst, Plain]


def say(body: str, medium: type = Plain, lang: str = "de", **names: object) -> str:
    """Fill in a template's text over the invented facts and say it in a medium."""
    desk = Desk(made.facts(), lang, "posts/test.md.j2")
    known = {"caveats": lambda: context.Quote("block", "caveats")} | context.named(names)
    tree = template.parse(desk, template.expand(body, desk.page, desk, known))
    return medium(desk).document(tree)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_no_digit_is_typed_into_a_template(path):
    template.read(path)


@pytest.mark.parametrize("path", SHELLS, ids=lambda path: path.name)
def test_no_digit_is_typed_into_the_words_of_a_page(path):
    words = re.sub(r"<[^>]*>|{#.*?#}", " ", path.read_text(encoding="utf-8"))
    words = re.sub(r"{%.*?%}|{{.*?}}", " ", words)
    assert not re.search(r"\d", words)


@pytest.mark.parametrize(
    "typed",
    [
        "Es sind 5000 Meldungen.",
        "Es sind ٥٠٠ Meldungen.",
        "Die Hälfte: ½",
        "{{ 5000 }}",
        '{{ "5000" }}',
        "{% set n = 5000 %}{{ n }}",
        "{% for n in [1, 2] %}x{% endfor %}",
        "## 12 Gründe",
        "- **7**",
        "`404`",
    ],
)
def test_a_typed_number_is_found_wherever_it_hides(typed, tmp_path):
    path = tmp_path / "post.md.j2"
    path.write_text(f"Hallo.\n\n{typed}\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"post\.md\.j2.*\n.*typed number"):
        template.read(path)


@pytest.mark.parametrize(
    "computed",
    [
        "{{ cities | length }}",
        "{{ (cities | length) | string }}",
        "{{ 'a' | wordcount }}",
        "{{ cities }}",
        '{{ link("https://a.example", "Bericht von 2011") }}',
    ],
)
def test_a_number_computed_in_a_template_is_refused(computed):
    with pytest.raises(CampaignError):
        say(computed, cities=["Ulm"])


def test_names_from_the_settings_may_hold_digits():
    assert say("Brief an {{ operator.name }}.", operator={"name": "O2"}) == "Brief an O2.\n\n"


def test_ids_dates_lists_and_addresses_are_no_typed_numbers():
    body = (
        '1. {{ fact("city.11000000.n_reports") }}\n2. {{ day("2012-03-31") }}\n\n'
        '{{ link("https://a.example/2011", "hier") }}'
    )
    assert not template.lint(body)
    assert "1.224" in say(body)
    assert "31. März 2012" in say(body)


@pytest.mark.parametrize("medium", MEDIA)
def test_a_claim_stands_with_its_caveat_beside_it(medium):
    said = say('{{ claim("claim.big_city") }}', medium)
    claim, caveat = said.find("In Großstädten wird häufiger"), said.find("meldet vielleicht eher")
    assert 0 <= claim < caveat


def test_the_same_caveat_is_printed_in_full_once():
    said = say('{{ claim("claim.not_isolated") }}\n\n{{ claim("claim.highest_rate") }}')
    assert said.count("freiwillig und keine Stichprobe") == 1
    assert said.count("Vorbehalt") == 2


def test_each_claim_refers_to_its_caveat_and_of_many_numbers_the_first():
    names = ("claim.hotspots", "claim.leads_in_count")
    claims = "\n".join(f'- {{{{ claim("{name}", below=true) }}}}' for name in names)
    said = say(claims + "\n\n{{ caveats() }}")
    assert said.count("[a]") == 3
    assert "[a] Die Meldungen sind freiwillig" in said
    after = say('{{ claim("claim.hotspots") }}\n\n{{ claim("claim.leads_in_count", below=true) }}')
    assert after.endswith("(Vorbehalt wie oben genannt.)\n\n")
    shares = [f'{{{{ fact("category.{name}.share_pct") }}}}' for name in ("data_slow", "data_none")]
    assert say(" ".join(shares) + "\n\n{{ caveats() }}").count("[a]") == 2


def owing() -> dict:
    content = made.facts()
    content["facts"]["total.n_reports"]["caveat"] = "self_selected"
    return content


@pytest.mark.parametrize("medium", MEDIA)
def test_a_number_without_its_caveat_stops_the_page(medium):
    for body, ends_well in (
        ('{{ fact("total.n_reports") }}', False),
        ('{{ fact("total.n_reports") }}\n\n{{ caveats() }}', True),
    ):
        desk = Desk(owing(), "de", "posts/test.md.j2")
        known = {"caveats": lambda: context.Quote("block", "caveats")}
        tree = template.parse(desk, template.expand(body, desk.page, desk, known))
        if ends_well:
            assert "freiwillig und keine Stichprobe" in medium(desk).document(tree)
        else:
            with pytest.raises(CampaignError, match="without its caveat self_selected"):
                medium(desk).document(tree)


def test_what_cannot_be_said_cannot_be_claimed():
    with pytest.raises(CampaignError, match="cannot be said"):
        say('{{ claim("claim.share_affected") }}')
    body = '{% if has("claim.share_affected") %}{{ claim("claim.share_affected") }}{% endif %}'
    assert "betroffen" not in say(f"Anfang. {body}")


def test_what_cannot_be_said_is_listed_as_a_limit_and_never_as_a_claim():
    content = made.facts()
    assert len(Desk(content, "de", "x").unsaid()) == 1
    content["facts"]["claim.worse"] = made.claim("O2 ist schlechter.", "Worse.", "cannot be said")
    assert len(Desk(content, "de", "x").unsaid()) == 1


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ('{{ fact("claim.big_city") }}', "is a claim; write"),
        ('{{ claim("total.n_reports") }}', "is a number; write"),
        ('{{ fact("total.n_report") }}', 'Did you mean "total.n_reports"'),
        ('{{ fact("city.05315000.n_reports") }}', "is suppressed"),
        ('{{ day("31.03.2012") }}', "expected a date such as"),
        ('{{ source("total.nix") }}', "there is no fact"),
        ("{{ anzahl }}", "'anzahl' is undefined"),
        ("{% if %}", "line 1"),
    ],
)
def test_a_wrong_quote_says_what_to_write(body, hint):
    with pytest.raises(CampaignError, match=re.escape(hint)):
        say(body)


@pytest.mark.parametrize("medium", MEDIA)
def test_a_suppressed_number_leaves_its_sentence_out(medium):
    name = "city.05315000.n_reports"
    body = f'Anfang.{{% if has("{name}") %}} Köln: {{{{ fact("{name}") }}}}.{{% endif %}} Ende.'
    said = say(body, medium)
    assert "Köln" not in said
    assert "None" not in said


@pytest.mark.parametrize(
    "trick",
    [
        '{{ claim("claim.big_city").text }}',
        '{{ claim("claim.big_city") | upper }}',
        '{{ claim("claim.big_city") ~ "" }}',
        '{{ claim("claim.big_city").__class__ }}',
        '{{ "".__class__.__mro__ }}',
        '{{ fact.__self__.facts["claim.big_city"]["de"] }}',
    ],
)
def test_no_trick_gets_a_claim_without_its_caveat(trick):
    with pytest.raises(CampaignError):
        say(trick)


class Quotes(HTMLParser):
    """Collect each quoted number of a page with its tooltip."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links, self.tips, self._tip = [], {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if "data-fact" in known:
            self.links.append(known)
        if known.get("role") == "tooltip":
            self._tip = known["id"]
            self.tips[self._tip] = ""

    def handle_data(self, data):
        if self._tip:
            self.tips[self._tip] += data

    def handle_endtag(self, tag):
        self._tip = ""


def test_each_number_shows_what_it_is_and_links_to_the_section_that_made_it():
    page = Quotes(say('{{ fact("total.n_reports") }} {{ claim("claim.big_city") }}', Html))
    number, claim = page.links
    assert number["href"] == "../notebooks/01_clean.html#wie-viele"
    assert page.tips[number["aria-describedby"]] == "Meldungen · n = 7.691 · Auswertung 01_clean"
    assert "nahegelegt, nicht gezeigt" in page.tips[claim["aria-describedby"]]


NASTY = [
    '<script>alert("x")</script>',
    "#panic()",
    '"];#eval("1")',
    "*a* _b_ `c`",
    "$x$ \\",
    "@a<b>",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_stays_a_name_in_each_medium(name):
    body = "**{{ operator.name }}** und {{ operator.name }}"
    page = say(body, Html, operator={"name": name})
    assert "<script" not in page
    assert page.count("<strong>") == 1
    assert page.count("<em>") == page.count("<code>") == 0
    assert f"#{string(name)};" in say(body, Typst, operator={"name": name})
    assert name in say(body, Plain, operator={"name": name})


@given(st.text())
def test_text_never_leaves_its_typst_string(text):
    inner = string(text)[1:-1]
    assert re.fullmatch(r'(?:[^"\\\n\r]|\\["\\])*', inner)


def test_html_in_a_template_is_shown_not_obeyed():
    assert "&lt;b&gt;" in say("<b>fett</b>", Html)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x"])
def test_a_script_address_is_refused(url):
    with pytest.raises(CampaignError, match="expected an https"):
        safe_url(url.strip())


def test_a_placeholder_in_an_address_is_refused():
    with pytest.raises(CampaignError, match="address"):
        say("[hier]({{ where }})", where="https://a.example")
