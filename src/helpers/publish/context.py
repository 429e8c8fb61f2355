"""Context: what letter, post and fact sheet templates may use beside facts."""

import json
from collections.abc import Callable

import pandas as pd

from helpers import figures, scope, store, style, wording
from helpers.errors import CampaignError
from helpers.evaluate import ahead
from helpers.publish import handmade, template
from helpers.publish.media import Medium
from helpers.publish.media.html import Html
from helpers.publish.media.plain import Plain
from helpers.publish.media.typst import Typst, string
from helpers.publish.quote import SAYABLE, Desk, Quote, named
from helpers.settings import Settings

FEW = 3
"""So many of a list stand in a sentence."""
FIGURE = {"de": "Abbildung", "en": "Figure"}
PROMISE_COLUMNS = ["id", "who", "what_de", "what_en", "where", "by_when_de", "by_when_en"]
PROMISE_COLUMNS += ["source", "date_noted"]


def facts(settings: Settings) -> dict:
    """Read the merged facts: `{"facts": …, "caveats": …, "inputs": …}`."""
    path = settings.processed / "facts.json"
    if not path.exists():
        raise CampaignError(f"{path}: not there yet. Letter and posts are made after the merge.")
    return json.loads(path.read_text(encoding="utf-8"))


def promises(settings: Settings) -> list[dict[str, str]]:
    """Read what the operator said it would do, from handmade/promises.csv; none = no promises.

    Columns: id, who, what_de, what_en, where, by_when_de, by_when_en, source, date_noted.
    An empty cell is unknown. Raises CampaignError naming the file and a missing column.
    """
    return handmade.rows(settings, "promises.csv", PROMISE_COLUMNS)


def voices(settings: Settings) -> list[dict]:
    """List the sentences of senders that may be quoted: `sentence`, `place`, `invented`."""
    rows = store.read(settings, "03_quotes").to_dict("records")
    return [
        {
            "sentence": row["sentence"],
            "place": row["city"] or row["kreis"],
            "invented": "yes" if row["invented"] else "",
        }
        for row in rows
    ]


def cities(settings: Settings, content: dict) -> list[dict[str, str]]:
    """List the cities (`ags8`, `name`) with a published count, most reports first.

    At most `letter.cities` of campaign.yml, and none that a count printed as a range may exceed.
    Their names come from the published table.
    """
    table = ahead.surely(store.read(settings, "04_cities"))
    names = dict(zip(table["ags8"], table["city"], strict=True))
    counts = {
        name.split(".")[1]: fact["value"]
        for name, fact in content["facts"].items()
        if name.startswith("city.") and name.endswith(".n_reports") and fact["value"] is not None
    }
    known = [(-count, names[ags8], ags8) for ags8, count in counts.items() if ags8 in names]
    return [{"ags8": ags8, "name": name} for _, name, ags8 in sorted(known)][
        : settings.letter.cities
    ]


def places(settings: Settings, content: dict) -> dict[str, list[dict]]:
    """List the Kreise, districts by city, and things with a printed count, most reports first.

    Each has a `name` and a `fact`. A campaign in one city tells its districts; of others, those of
    the first cities.
    """
    known, most, here = content["facts"], settings.letter.cities, scope.of(settings)

    def named(table: pd.DataFrame, ids: pd.Series, names: pd.Series) -> list[dict[str, str]]:
        facts_of = dict(zip(ids + ".n_reports", names, strict=True))
        counted = [name for name in facts_of if name in known and known[name]["value"]]
        ordered = sorted(counted, key=lambda name: (-known[name]["value"], facts_of[name]))
        return [{"name": facts_of[name], "fact": name} for name in ordered[:most]]

    kreise = ahead.surely(store.read(settings, "04_kreise"))
    districts = store.read(settings, "04_districts")
    things = ahead.surely(store.read(settings, "04_things"))
    is_city = kreise["kind"].eq("Kreisfreie Stadt")
    codes = ("kreis." + kreise["ags5"]).mask(is_city, "city." + kreise["ags5"] + "000")
    of_cities = []
    if here.kind == "city":
        for (ags8, city), every in districts.groupby(["ags8", "city"], sort=True):
            part = ahead.surely(every)
            ids = f"district.{ags8}." + part["district"].map(style.slug)
            of_cities.append({"name": city, "parts": named(part, ids, part["district"])})
    # In a region Kreise say more than cities; in all of Germany they stand in where no city does.
    several = here.kind in ("laender", "kreise") and len(here.kreise) > 1
    rural = several or not cities(settings, content)
    return {
        "kreise": [] if here.kind == "city" or not rural else named(kreise, codes, kreise["kreis"]),
        "districts": of_cities,
        "things": named(things, "thing." + things["thing"].map(style.slug), things["thing"]),
    }


def lead(settings: Settings, content: dict) -> dict[str, str]:
    """Name the city with the highest rate: `name`, `rate` (fact) and `plan`; {} where none leads.

    plan: what the operator's plan holds of it (`buildout.match.COVERAGE`), "" without a plan.
    """
    claim = content["facts"].get("claim.highest_rate")
    if claim is None or claim["strength"] not in SAYABLE:
        return {}
    rate = f"city.{claim['value']}.reports_per_10k"
    cities = store.read(settings, "04_cities").set_index("ags8")
    if claim["value"] not in cities.index or content["facts"].get(rate, {}).get("value") is None:
        return {}
    plan = ""
    if (content["facts"].get("buildout.n_entries") or {}).get("value"):
        known = store.read(settings, "07_buildout").set_index("ags5")["coverage"]
        plan = str(known.get(str(claim["value"])[:5], ""))
    return {"name": cities.loc[claim["value"], "city"], "rate": rate, "plan": plan}


def city_map(settings: Settings) -> str:
    """Name the map of the campaign's one city; "" where it is not in one, or has no map."""
    if scope.of(settings).kind != "city":
        return ""
    return next((name for name in figures.names(settings) if name.startswith("map_city_")), "")


def _unlocated(settings: Settings, lang: str) -> str:
    """Say what a report without a place is: outside of the scope, it counts as such."""
    if scope.of(settings).kind == "country":
        return {
            "de": "Meldungen ohne sicher erkennbaren Ort",
            "en": "Reports that cannot be assigned to a place with certainty",
        }[lang]
    return {
        "de": "Meldungen ohne sicher erkennbaren Ort oder von außerhalb",
        "en": "Reports without a certain place, or from outside the area",
    }[lang]


def categories(settings: Settings, content: dict, lang: str) -> list[dict[str, str]]:
    """List the faults (`id`, `name`) that published reports name, most reported first."""
    known = [
        (-fact["value"], place, {"id": category.id, "name": getattr(category, lang)})
        for place, category in enumerate(settings.categories)
        if (fact := content["facts"].get(f"category.{category.id}.n_reports")) and fact["value"]
    ]
    return [entry for _, _, entry in sorted(known, key=lambda item: item[:2])]


def build(settings: Settings, desk: Desk, content: dict) -> dict:
    """Return the names that a template may use; words are `Name`s, numbers come by `fact(…)`."""
    lang = desk.lang
    places_of = places(settings, content)
    words = {
        "campaign": {
            "name": settings.name,
            "synthetic": settings.synthetic,
            "first_day": style.day(settings.first_day, lang),
            "last_day": style.day(settings.as_of, lang),
        },
        "operator": {
            "name": settings.operator.name,
            "salutation": settings.operator.salutation.get(lang, ""),
        },
        "word": wording.forms(settings, lang),
        "contact": settings.contact.model_dump(),
        "letter": {
            "who": settings.letter.who.get(lang, ""),
            "answer_by": style.day(settings.letter.answer_by, lang)
            if settings.letter.answer_by
            else "",
        },
        "lead": lead(settings, content),
        "synthetic_note": settings.synthetic_note.get(lang, "") if settings.synthetic else "",
        "cities": [] if places_of["kreise"] else cities(settings, content),
        "categories": categories(settings, content, lang),
        "voices": voices(settings),
        **places_of,
        "thing": {"heading": getattr(settings.things, lang)},
        "local": {"unlocated": _unlocated(settings, lang)},
        "promises": [_in_language(promise, lang) for promise in promises(settings)],
    }
    known = set(figures.names(settings))
    several = {
        "several_cities": len(words["cities"]) > 1,
        "several_kreise": len(words["kreise"]) > 1,
        "city_map": named(city_map(settings)),
        "district_claims": [
            name for name in sorted(content["facts"]) if name.startswith("claim.district.")
        ],
    }
    return (
        several
        | {key: named(value) for key, value in words.items()}
        | {
            "figure": lambda *names: _figure(desk, known, names),
            "evidence": lambda *names: _figure(desk, known, tuple(n for n in names if n in known)),
            "has_figure": lambda *names: known.issuperset(names),
            "promise": lambda name: _promise(settings, desk, name),
            "demands": lambda: Quote("block", "list", items=demands(settings, desk)),
            "has_demands": bool(settings.letter.demands.get(lang)),
            "signatories": lambda: Quote(
                "block", "lines", items=_held(desk, signatories(settings))
            ),
            "few": lambda items: items[:FEW],
            "first": lambda items: items[:1],
            "annex": lambda: Quote("block", "annex"),
            "caveats": lambda: Quote("block", "caveats"),
            "unsaid": lambda *names: Quote("block", "points", items=desk.unsaid(*names)),
        }
    )


def demands(settings: Settings, desk: Desk) -> tuple[str, ...]:
    """Return the demands as text with marks; a demand may quote facts and dates as letters do.

    Raises CampaignError for a number that is typed into a demand.
    """
    check_demands(settings, desk.lang)
    words = {
        "operator": named({"name": settings.operator.name}),
        "word": named(wording.forms(settings, desk.lang)),
    }
    return tuple(
        template.expand(
            text.replace(settings.operator.name, "{{ operator.name }}"), where, desk, words
        )
        for where, text in _demands(settings, desk.lang)
    )


def check_demands(settings: Settings, lang: str) -> None:
    """Stop at the first demand with a typed number; the operator's name (`O2`) may hold one.

    Stops, too, when the letters in two languages would ask for different things.
    """
    numbers = {key: len(texts) for key, texts in settings.letter.demands.items() if texts}
    if len(set(numbers.values())) > 1:
        counts = ", ".join(f"{n} in {key}" for key, n in numbers.items())
        raise CampaignError(
            f"{settings.dir / 'campaign.yml'}: letter.demands: expected as many demands in each "
            f"language, got {counts}. Each letter must ask for the same."
        )
    for where, text in _demands(settings, lang):
        problems = template.lint(text.replace(settings.operator.name, "·"))
        if problems:
            raise CampaignError(
                f"{where}: {problems[0]}. Write {{{{ fact(…) }}}} for a number of the "
                'evaluation and {{ day("JJJJ-MM-TT") }} for a date.'
            )


def _demands(settings: Settings, lang: str) -> list[tuple[str, str]]:
    """List the demands of a language with where each stands."""
    return [
        (f"{settings.dir / 'campaign.yml'}: letter.demands.{lang}, entry {place}", text)
        for place, text in enumerate(settings.letter.demands.get(lang, []), 1)
    ]


def signatories(settings: Settings) -> list[str]:
    """List who signs; without an entry the campaign's contact signs."""
    return settings.letter.signatories or [settings.contact.name]


def blocks(settings: Settings, medium: type[Medium]) -> dict[str, Callable[[Quote, Medium], str]]:
    """Return how a medium says the blocks that are not text: figures."""

    def alt(name: str, writer: Medium) -> str:
        return figures.about(settings, name)["alt"][writer.desk.lang]

    def path(name: str, writer: Medium) -> str:
        return f"/figures/{figures.picture(settings, name, writer.desk.lang)}"

    def html(quote: Quote, writer: Medium) -> str:
        desk = writer.desk
        shown = [figures.block(settings, name, desk.root, desk.lang) for name in quote.items]
        return "".join(f"{block}\n" for block in shown)

    def typst(quote: Quote, writer: Medium) -> str:
        pairs = [
            f"({string(path(name, writer))}, {string(alt(name, writer))})" for name in quote.items
        ]
        return f"#evidence({', '.join(pairs)});\n\n"

    def plain(quote: Quote, writer: Medium) -> str:
        word = FIGURE[writer.desk.lang]
        return "".join(Plain.on_note(f"[{word}: {alt(name, writer)}]") for name in quote.items)

    return {"figure": {Html: html, Typst: typst, Plain: plain}[medium]}


def _figure(desk: Desk, known: set[str], names: tuple[str, ...]) -> Quote:
    for name in names:
        if name not in known:
            raise desk.error(
                f'there is no figure "{name}". Write {{% if has_figure("{name}") %}} around it. '
                f"Known: {', '.join(sorted(known))}."
            )
    return Quote("block", "figure", items=names)


def _promise(settings: Settings, desk: Desk, name: str) -> dict:
    for promise in promises(settings):
        if promise["id"] == name:
            return named(_in_language(promise, desk.lang))
    raise desk.error(f'there is no promise "{name}" in {settings.handmade / "promises.csv"}.')


def _in_language(promise: dict[str, str], lang: str) -> dict[str, str]:
    return {**promise, "what": promise[f"what_{lang}"], "by_when": promise[f"by_when_{lang}"]}


def _held(desk: Desk, words: list[str]) -> tuple[str, ...]:
    return tuple(desk.hold(Quote("text", word)) for word in words)
