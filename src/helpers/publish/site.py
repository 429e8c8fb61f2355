"""Site: all that stage 08 writes, and the landing page that links it."""

import json
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from helpers import figures, scope, store, style, wording
from helpers.publish import (
    blog,
    context,
    diff,
    disclosure,
    folder,
    legal,
    letter,
    maps,
    page,
    plan,
    presskit,
    template,
    tracker,
)
from helpers.publish.media import Medium
from helpers.publish.media.html import Html
from helpers.publish.quote import Desk, Quote
from helpers.settings import Settings

WORDS = {
    "de": {
        "title": "{campaign}: Was die Meldungen zeigen",
        "summary": "Auswertung von Meldungen über {subject}: Karte, offener Brief, "
        "Beiträge, Rechenweg.",
        "none": "Bisher keine.",
        "too_few": "Für Abbildungen sind es bisher zu wenige Meldungen.",
        "map": "Interaktive Karten",
        "read": "Brief lesen",
        "sheet": "Faktenblatt",
        "plan": "Ausbauplan, Ort für Ort",
        "promises": "Zusagen und was daraus wurde",
        "was": "{day}: {what}: bisher {was}, jetzt {now}. {reason}",
        "letter": {"de": "auf Deutsch", "en": "auf Englisch"},
    },
    "en": {
        "title": "{campaign}: what the reports show",
        "summary": "Evaluation of reports about {subject}: map, open letter, posts, method.",
        "none": "None so far.",
        "too_few": "So far there are too few reports for figures.",
        "map": "Interactive maps",
        "read": "Read the letter",
        "sheet": "Fact sheet",
        "plan": "The plan, place by place",
        "promises": "Promises and what became of them",
        "was": "{day}: {what}: so far {was}, now {now}. {reason}",
        "letter": {"de": "in German", "en": "in English"},
    },
}
LISTS = ("maps", "letters", "posts", "press", "follow_up", "gallery", "notebooks", "corrections")
FIRST_FIGURE = "map_rates"


def make(settings: Settings) -> dict[str, list[str]]:
    """Write maps, letter, blog, press kit and reports/index.html; return page → quoted facts.

    What an earlier run left that quotes other tables is removed first. This is what notebook 08
    does step by step.
    """
    folder.remove_outdated(settings)
    maps.pages(settings)
    disclosure.write(settings)
    written = letter.make(settings) | blog.make(settings) | presskit.make(settings)
    written |= plan.make(settings) | tracker.make(settings)
    return keep(settings, written | index(settings))


def check(settings: Settings) -> None:
    """Read all templates and demands before anything is computed, to stop early at a typed number.

    Raises CampaignError naming the file, the line and what to write instead.
    """
    for lang in letter.languages(settings):
        template.read(template.find(settings, f"letter.{lang}.md.j2"))
        context.check_demands(settings, lang)
    for name in ("index", "factsheet"):
        template.read(template.find(settings, f"{name}.{settings.language}.md.j2"))
    for path in blog.templates(settings):
        template.read(path)
    context.promises(settings)


def keep(settings: Settings, quoted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Write reports/quoted.json (page → facts that it quotes), for `einzelfall diff`."""
    store.write_json(quoted, settings.out / "quoted.json")
    return quoted


def quotations(quoted: dict[str, list[str]]) -> pd.DataFrame:
    """Count the facts that each page quotes: `page, n_facts`."""
    rows = [(name, len(names)) for name, names in quoted.items()]
    return pd.DataFrame(rows, columns=["page", "n_facts"])


def say(quoted: dict[str, list[str]]) -> str:
    """Say in a sentence how many pages quote how many facts."""
    distinct = {name for names in quoted.values() for name in names}
    return f"{len(quoted)} pages quote {len(distinct)} different facts."


def index(settings: Settings) -> dict[str, list[str]]:
    """Write reports/index.html, and the legal pages; return the facts that it quotes."""
    _legal_pages(settings)
    lang = settings.language
    words = WORDS[lang]
    content = context.facts(settings)
    source = template.read(template.find(settings, f"index.{lang}.md.j2"))
    desk = Desk(content, lang, source.name, root="")
    known = context.build(settings, desk, content)
    known |= {name: _block(name) for name in LISTS}
    report = settings.out / disclosure.TARGET
    known["disclosure"] = disclosure.TARGET if report.exists() else ""
    tree = template.fill(source, desk, known)
    blocks = context.blocks(settings, Html) | {
        name: _saying(name, settings, content) for name in LISTS
    }
    body = Html(desk, blocks).document(tree)
    names = {"campaign": settings.name, "subject": wording.forms(settings, lang)["subject"]}
    html = page.render(
        settings,
        "index.html",
        title=words["title"].format(**names),
        description=words["summary"].format(**names),
        here="index.html",
        **letter.quote_parts(),
        body=Markup(body),
        subject=words["title"].format(**names),
        url=letter.absolute(settings, "index.html"),
        image=letter.absolute(settings, f"letter/{letter.card_name(settings, lang)}"),
    )
    page.write(settings, "index.html", html)
    return {"index.html": list(dict.fromkeys(desk.used))}


def notebooks(settings: Settings) -> list[tuple[str, str]]:
    """List the stages' notebooks: address of the exported page, and the heading."""
    paths = sorted((settings.home / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return [(f"notebooks/{path.stem}.html", _heading(path)) for path in paths]


def map_pages(settings: Settings) -> list[tuple[str, str]]:
    """List the interactive maps beside their still twins, cities last: address and title."""
    paths = sorted((settings.out / "figures").glob("*.html"))
    paths.sort(key=lambda path: (path.stem.startswith("map_city_"), path.stem != FIRST_FIGURE))
    return [(f"figures/{p.name}", figures.about(settings, p.stem)["title"]) for p in paths]


def _block(name: str) -> object:
    return lambda: Quote("block", name)


def _saying(name: str, settings: Settings, content: dict) -> object:
    """Return how the landing page says one of its lists."""

    def say(quote: Quote, writer: Medium) -> str:
        return str(_SAY[name](settings, content))

    return say


def _maps(settings: Settings, content: dict) -> Markup:
    first = _first(settings)
    shown = figures.block(settings, first) if first else Markup("")
    pages = map_pages(settings)
    if not pages:
        return shown
    return shown + _links(pages, WORDS[settings.language]["map"])


def _first(settings: Settings) -> str:
    """Name the figure on top: the Kreise, or the districts of the campaign's one city; "": none."""
    known = figures.names(settings)
    wanted = [FIRST_FIGURE, context.city_map(settings)]
    wanted += ["districts"] if scope.of(settings).kind == "city" else []
    return next((name for name in wanted if name in known), "")


def _letters(settings: Settings, content: dict) -> Markup:
    words, own = WORDS[settings.language], []
    for lang in letter.languages(settings):
        where = words["letter"][lang]
        own.append((f"letter/{letter.page_name(settings, lang)}", f"{words['read']}, {where}"))
        own.append((f"letter/{letter.FILE[lang]}.pdf", f"PDF, {where}"))
        own.append((f"letter/{letter.FILE[lang]}.txt", f"Text, {where}"))
    return _buttons(own)


def _posts(settings: Settings, content: dict) -> Markup:
    written = list(reversed(blog.posts(settings)))
    if not written:
        return Markup("<p>{}</p>").format(WORDS[settings.language]["none"])
    card = '<li{}><h3 class="cardtitle"><a href="blog/{}">{}</a></h3><p>{}</p></li>'
    cards = [
        Markup(card).format(_lang(settings, post.lang), post.file, post.title, post.summary)
        for post in written
    ]
    return Markup('<ul class="cards">{}</ul>').format(Markup("").join(cards))


def _press(settings: Settings, content: dict) -> Markup:
    words = presskit.WORDS[settings.language]
    return _buttons(
        [
            ("press/index.html", WORDS[settings.language]["sheet"]),
            (f"press/{words['sheet']}.pdf", words["sheet_label"]),
            (f"press/{words['kit']}.zip", words["kit_label"]),
        ]
    )


def _follow_up(settings: Settings, content: dict) -> Markup:
    words = WORDS[settings.language]
    return _buttons(
        [
            (f"{one.FOLDER}/index.html", words[name])
            for name, one in (("plan", plan), ("promises", tracker))
            if (settings.out / one.FOLDER / "index.html").exists()
        ]
    )


def _gallery(settings: Settings, content: dict) -> Markup:
    elsewhere = (_first(settings), *plan.FIGURES)
    names = [name for name in figures.names(settings) if name not in elsewhere]
    shown = Markup("\n").join(figures.block(settings, name) for name in names)
    return shown or Markup("<p>{}</p>").format(WORDS[settings.language]["too_few"])


def _notebooks(settings: Settings, content: dict) -> Markup:
    return _links(notebooks(settings), lang=_lang(settings, "en"))


def _corrections(settings: Settings, content: dict) -> Markup:
    lang = settings.language
    words = WORDS[lang]
    rows = diff.corrections(settings, content["facts"])
    if not rows:
        return Markup("<p>{}</p>").format(words["none"])
    said = [
        words["was"].format(
            day=style.day(row["date"], lang),
            what=row[f"what_{lang}"],
            was=row[f"was_{lang}"] or row["was_de"],
            now=row[f"now_{lang}"],
            reason=row[f"reason_{lang}"] or row["reason_de"],
        )
        for row in rows
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in said)
    return Markup("<ul>{}</ul>").format(items)


def _lang(settings: Settings, lang: str) -> Markup:
    """Name the language of a part of the page that is written in another one."""
    return Markup(' lang="{}"').format(lang) if lang != settings.language else Markup("")


def _links(pairs: list[tuple[str, str]], title: str = "", lang: str = "") -> Markup:
    """List links under `title`; lang: as `_lang` writes it."""
    items = Markup("\n").join(
        Markup('<li><a href="{}"{}>{}</a></li>').format(href, lang, label) for href, label in pairs
    )
    head = Markup("<p>{}:</p>").format(title) if title else Markup("")
    return head + Markup("<ul>{}</ul>").format(items)


def _buttons(pairs: list[tuple[str, str]]) -> Markup:
    links = Markup("\n").join(
        Markup('<a class="button" href="{}">{}</a>').format(href, label) for href, label in pairs
    )
    return Markup('<p class="buttons">{}</p>').format(links)


def _heading(path: Path) -> str:
    """Return a notebook's first heading, or its name."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"]).lstrip()
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            return text.splitlines()[0].removeprefix("# ").strip()
    return path.stem


_SAY = {
    "maps": _maps,
    "letters": _letters,
    "posts": _posts,
    "press": _press,
    "follow_up": _follow_up,
    "gallery": _gallery,
    "notebooks": _notebooks,
    "corrections": _corrections,
}


def _legal_pages(settings: Settings) -> None:
    """Write reports/impressum.html and reports/datenschutz.html."""
    for one in legal.pages(settings):
        content = page.render(
            settings,
            "base.html",
            title=one.title,
            description=f"{one.title}: {settings.name}",
            here=one.file,
            body=Markup("<h1>{}</h1>\n{}").format(one.title, one.body),
        )
        page.write(settings, one.file, content)
