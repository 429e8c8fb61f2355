"""Letter: one template per language becomes a page, a PDF and plain text with the same numbers."""

import textwrap
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from markupsafe import Markup

from helpers import style, wording
from helpers.publish import card, context, folder, page, pdf, template
from helpers.publish.media.html import Html
from helpers.publish.media.plain import Plain
from helpers.publish.media.typst import Typst
from helpers.publish.quote import Desk
from helpers.settings import HOME, Settings

MOST_PAGES = 3
FILE = {"de": "offener-brief", "en": "open-letter"}
"""How PDF and text are called."""
WORDS = {
    "de": {
        "title": "Offener Brief {to_operator}",
        "summary": "Offener Brief der Kampagne „{campaign}“ {to_operator}, Stand {day}.",
        "dateline": "Stand der Zahlen: {day}",
        "reach": "Kontakt für Rückfragen:",
        "pdf": "Brief als PDF",
        "text": "Brief als Text",
        "attached": "Angehängt: der ganze Brief mit seiner Anlage (PDF).",
        "other": "English version",
        "press": "Pressemappe (ZIP)",
    },
    "en": {
        "title": "Open letter {to_operator}",
        "summary": "Open letter from the campaign “{campaign}” {to_operator}, as of {day}.",
        "dateline": "Figures as of {day}",
        "reach": "Contact for questions:",
        "pdf": "Letter as PDF",
        "text": "Letter as text",
        "attached": "Attached: the whole letter with its annex (PDF).",
        "other": "Deutsche Fassung",
        "press": "Press kit (ZIP, German)",
    },
}


@dataclass(frozen=True)
class Rendered:
    """One document in one medium, and the facts that it quotes, in order."""

    text: str
    quoted: list[str]


def make(settings: Settings) -> dict[str, list[str]]:
    """Write reports/letter/: per language a page, a PDF, a text and a draft of an e-mail.

    Returns page → quoted facts.
    """
    files, quoted = {}, {}
    for lang in languages(settings):
        name = page_name(settings, lang)
        files[name], quoted[f"letter/{name}"] = _page(settings, lang)
        files[card_name(settings, lang)] = card.draw(settings, _face(settings, lang))
        files[f"{FILE[lang]}.pdf"], quoted[f"letter/{FILE[lang]}.pdf"] = as_pdf(settings, lang)
        text = as_text(settings, lang)
        files[f"{FILE[lang]}.txt"] = text.text.encode()
        files[f"{FILE[lang]}.eml"] = as_mail(settings, lang, text.text, files[f"{FILE[lang]}.pdf"])
        quoted[f"letter/{FILE[lang]}.txt"] = text.quoted
    folder.replace(settings, "letter", files)
    return quoted


@dataclass(frozen=True)
class Shown:
    """The letter as a notebook shows it: its plain text."""

    text: str

    def __repr__(self) -> str:
        return self.text


def show(settings: Settings) -> Shown:
    """Show the letter in the campaign's language as text, for the notebook."""
    return Shown(as_text(settings, settings.language).text)


def languages(settings: Settings) -> list[str]:
    """List the languages of the letter: the campaign's own, and the other if it has demands."""
    own = settings.language
    other = "en" if own == "de" else "de"
    return [own, *([other] if settings.letter.demands.get(other) else [])]


def page_name(settings: Settings, lang: str) -> str:
    """Name a letter's page: index.html in the campaign's language, else by its language."""
    return "index.html" if lang == settings.language else f"{lang}.html"


def card_name(settings: Settings, lang: str) -> str:
    """Name the picture that networks show beside a link to the letter."""
    return page_name(settings, lang).replace(".html", ".png")


def absolute(settings: Settings, path: str) -> str:
    """Return the public address of a page under reports/; relative when the site has none."""
    base = settings.contact.url.rstrip("/")
    return f"{base}/{path}" if base else path


def render(settings: Settings, lang: str, medium: type, name: str = "letter") -> Rendered:
    """Fill in `name`.LANG.md.j2 and say it in a medium (`Html`, `Typst`, `Plain`).

    Raises CampaignError for a typed number, an unknown fact or a caveat that is not printed.
    """
    content = context.facts(settings)
    source = template.read(template.find(settings, f"{name}.{lang}.md.j2"))
    desk = Desk(content, lang, source.name, "../" if medium is Html else _site(settings))
    tree = template.fill(source, desk, context.build(settings, desk, content))
    writer = medium(desk, context.blocks(settings, medium))
    text = writer.document(tree)
    return Rendered(text, list(dict.fromkeys(desk.used)))


def as_pdf(settings: Settings, lang: str) -> tuple[bytes, list[str]]:
    """Set the letter as a tagged PDF (A4, PDF/UA-1, fonts embedded, fixed dates)."""
    body = render(settings, lang, Typst)
    content = pdf.compile_pdf(settings, "letter", head(settings, lang), body.text, MOST_PAGES)
    return content, body.quoted


def as_mail(settings: Settings, lang: str, text: str, attached: bytes) -> bytes:
    """Draft an e-mail: the letter without its annex as text, the whole as a PDF; nobody is named.

    text: of `as_text`; attached: of `as_pdf`.
    Mail programs open it as a draft (`X-Unsent`). Same input, same bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = title(settings, lang)
    if settings.contact.email:
        message["From"] = Address(settings.contact.name, addr_spec=settings.contact.email)
    message["X-Unsent"] = "1"
    body = text.partition("_" * Plain.width)[0].rstrip()
    message.set_content(f"{body}\n\n{WORDS[lang]['attached']}\n", cte="quoted-printable")
    message.add_attachment(
        attached, maintype="application", subtype="pdf", filename=f"{FILE[lang]}.pdf"
    )
    message.set_boundary("=_einzelfall")
    return message.as_bytes()


def head(settings: Settings, lang: str) -> dict:
    """Return what stands above the text of the printed letter, and in its metadata."""
    return {
        **pdf.meta(settings, lang, title(settings, lang), summary(settings, lang)),
        "to": _recipient(settings),
        "from": settings.contact.name,
        "contact": [part for part in (settings.contact.email, settings.contact.url) if part],
        "place-and-day": _dateline(settings, lang),
        "subject": title(settings, lang),
    }


def as_text(settings: Settings, lang: str) -> Rendered:
    """Say the letter as plain text with sender, address and the stamp that every page prints."""
    body = render(settings, lang, Plain)
    stamp = page.stamp(settings, lang)
    sender = (settings.contact.name, settings.contact.email, settings.contact.url)
    top = [line for line in sender if line] + [""]
    top += [*_recipient(settings), "", _dateline(settings, lang), ""]
    subject = title(settings, lang)
    foot = [settings.name, stamp["count"], stamp["status"], f"SHA-256 {stamp['hash']}"]
    lines = [*top, subject, "=" * len(subject), ""]
    wrapped = [textwrap.fill(part, Plain.width) for part in [*foot, stamp["note"]] if part]
    text = "\n".join(lines) + f"\n{body.text.rstrip()}\n\n{'-' * Plain.width}\n"
    return Rendered(text + "\n".join(wrapped) + "\n", body.quoted)


def title(settings: Settings, lang: str) -> str:
    """Return the letter's title."""
    return WORDS[lang]["title"].format(**wording.forms(settings, lang))


def summary(settings: Settings, lang: str) -> str:
    """Return one sentence that says what the letter is, for search engines and PDF readers."""
    return WORDS[lang]["summary"].format(
        campaign=settings.name,
        day=style.day(settings.as_of, lang),
        **wording.forms(settings, lang),
    )


def quote_parts() -> dict[str, list[str]]:
    """Return style and script of quoted numbers, for `page.render`."""
    read = (HOME / "templates" / "quote.css", HOME / "templates" / "quote.js")
    css, js = (path.read_text(encoding="utf-8") for path in read)
    return {"styles": [css], "scripts": [js]}


def _page(settings: Settings, lang: str) -> tuple[bytes, list[str]]:
    body = render(settings, lang, Html)
    words, name = WORDS[lang], page_name(settings, lang)
    others = [other for other in languages(settings) if other != lang]
    downloads = [(f"{FILE[lang]}.pdf", words["pdf"]), (f"{FILE[lang]}.txt", words["text"])]
    downloads += [(page_name(settings, other), words["other"]) for other in others]
    html = page.render(
        settings,
        "letter.html",
        title=title(settings, lang),
        description=summary(settings, lang),
        root="../",
        here=f"letter/{name}",
        language=lang,
        **quote_parts(),
        body=Markup(body.text),
        subject=title(settings, lang),
        to=_recipient(settings),
        dateline=_dateline(settings, lang),
        reach=words["reach"],
        downloads=downloads,
        url=absolute(settings, f"letter/{name}"),
        versions=[
            (
                each,
                absolute(settings, f"letter/{page_name(settings, each)}")
                if settings.contact.url
                else page_name(settings, each),
            )
            for each in languages(settings)
        ]
        if others
        else [],
        image=absolute(settings, f"letter/{card_name(settings, lang)}")
        if settings.contact.url
        else card_name(settings, lang),
    )
    return html.encode(), body.quoted


def _face(settings: Settings, lang: str) -> card.Face:
    """Return what the letter's card shows: its title, and how many reports stand behind it."""
    total = context.facts(settings)["facts"]["total.n_reports"]
    words = {"number": total[lang], "number_says": total[f"what_{lang}"]}
    return card.Face(title(settings, lang), lang, **words)


def _site(settings: Settings) -> str:
    """Return where the pages stand online, for what is read away from them; "" if nowhere."""
    return f"{settings.contact.url.rstrip('/')}/" if settings.contact.url else ""


def _recipient(settings: Settings) -> list[str]:
    return settings.operator.address or [settings.operator.name]


def _dateline(settings: Settings, lang: str) -> str:
    """Say where and when the letter is written; without a day, of when its figures are."""
    ours = settings.letter
    if ours.day is None:
        return WORDS[lang]["dateline"].format(day=style.day(settings.as_of, lang))
    return ", ".join(part for part in (ours.place, style.day(ours.day, lang)) if part)
