"""State: the facts about plan and places, in the words that letter, posts and pages use."""

import functools

import pandas as pd

from helpers import facts, style
from helpers.buildout import reach
from helpers.buildout.match import COVERAGE
from helpers.facts import Fact

WORDS = {
    "dated": ("im Plan genannt, mit Termin", "named in the plan, with a date"),
    "undated": ("im Plan genannt, ohne Termin", "named in the plan, without a date"),
    "parts": ("Teile im Plan genannt, mit Termin", "parts named in the plan, with a date"),
    "parts_undated": (
        "Teile im Plan genannt, ohne Termin",
        "parts named in the plan, without a date",
    ),
    "unclear": (
        "unklar, ob ein Eintrag den Ort meint",
        "unclear whether an entry means the place",
    ),
    "dropped": ("früher im Plan, jetzt nicht mehr", "in an earlier plan, no longer"),
    "absent": ("in keinem lesbaren Eintrag genannt", "named in no readable entry"),
}
"""What each state of coverage is called; what parts are named stands beside it."""
REACHED = {
    "share_reports": ("Anteil der Meldungen", "share of the reports"),
    "share_hotspots": ("Anteil der Brennpunkte", "share of the hot spots"),
    "share_inhabitants": ("Anteil der Einwohner", "share of the inhabitants"),
}
CAVEAT = {
    "de": "Ein Ort ist erreicht, wenn der Plan ihn mit Termin nennt. Ob die Störungen dort enden, "
    "sagt der Plan nicht. Gezählt sind Meldungen mit gedrucktem Ort, mindestens.",
    "en": "A place is reached where the plan names it with a date. Whether the trouble ends there "
    "the plan does not say. Counted are reports whose place is printed, at least.",
}


def of_entries(plan: pd.DataFrame) -> dict[str, Fact]:
    """State how many entries the newest plan has, and how many cannot be read or are not plain."""
    rows = plan.groupby("source_row")["state"].agg(set)
    count = functools.partial(facts.count, n=len(rows), anchor="plan")
    unreadable = sum("unreadable" in states for states in rows)
    unclear = sum("unclear" in states for states in rows)
    undated = plan.loc[plan["due"].isna() & plan["state"].ne("unreadable"), "source_row"].nunique()
    return {
        "buildout.n_entries": count(len(rows), "Einträge im Ausbauplan", "entries of the plan"),
        "buildout.n_unreadable": count(
            unreadable, "Einträge ohne lesbaren Ort", "entries without a readable place"
        ),
        "buildout.n_vague": count(
            unclear, "Einträge mit unklarem Ort", "entries whose place is unclear"
        ),
        "buildout.n_without_date": count(
            undated, "Einträge ohne lesbaren Termin", "entries without a readable date"
        ),
    }


def of_places(coverage: pd.DataFrame, plan: pd.DataFrame) -> dict[str, Fact]:
    """State how the plan and the places of trouble meet: how many in each state, and which.

    Without a plan, none is named or missing.
    """
    n = len(coverage)
    count = functools.partial(facts.count, n=n, anchor="coverage")
    stated = {
        "buildout.n_places": count(
            n, "Orte, die der Plan abdecken sollte", "places that a plan should cover"
        )
    }
    for state in COVERAGE if len(plan) else ():
        de, en = WORDS[state]
        here = coverage[coverage["coverage"].eq(state)]
        stated[f"buildout.n_{state}"] = count(len(here), f"Orte: {de}", f"places: {en}")
        if len(here):
            names = here["kreis"].where(
                here["parts_planned"].eq("") | ~here["coverage"].str.startswith("parts"),
                here["kreis"] + " (" + here["parts_planned"].str.replace("; ", ", ") + ")",
            )
            said = ", ".join(names)
            stated[f"buildout.{state}"] = Fact(
                said, said, said, de, en, "places", n, anchor="coverage"
            )
    return stated


def of_reach(steps: pd.DataFrame, worth: pd.DataFrame, nobody: pd.DataFrame) -> dict[str, Fact]:
    """State what the plan reaches in the end, what is most worth adding, what nobody asked for."""
    stated = {}
    shares = reach.reached(steps, "whole")
    for name, (de, en) in REACHED.items():
        share = shares[name]
        if pd.notna(share) and len(steps):
            stated[f"buildout.{name}"] = Fact(
                round(float(share), 4),
                style.percent(share),
                style.percent(share, "en"),
                f"{de}, deren Ort der Plan mit Termin nennt",
                f"{en} whose place the plan names with a date",
                "share",
                anchor="reach",
                caveat="buildout.reach",
            )
    for by, de, en in (
        ("reports", "nach Meldungen", "by reports"),
        ("excess", "nach Überschuss über die Erwartung", "by excess over expectation"),
    ):
        ranked = worth[worth[f"rank_{by}"].notna()].sort_values(f"rank_{by}")
        if len(ranked):
            said = ", ".join(ranked["kreis"])
            stated[f"buildout.worth_{by}"] = Fact(
                said, said, said,
                f"Orte, die in keinem Eintrag stehen und am meisten brächten, {de}",
                f"places that no entry names and that would add most, {en}",
                "places", anchor="worth",
            )  # fmt: skip
    if len(nobody):
        said = ", ".join(nobody["kreis"])
        stated["buildout.unasked"] = Fact(
            said, said, said,
            "im Plan genannt, ohne dass von dort eine Meldung kam",
            "named in the plan without any report from there",
            "places", anchor="worth",
        )  # fmt: skip
    return stated


def say(coverage: pd.DataFrame, plan: pd.DataFrame) -> str:
    """Say in a sentence how much of the trouble the plan names."""
    if plan.empty:
        return "There is no plan to compare with (campaign.yml, buildout.file)."
    counts = coverage["coverage"].value_counts()
    parts = [f"{int(counts.get(state, 0))} {WORDS[state][1]}" for state in COVERAGE]
    unread = plan.loc[plan["state"].eq("unreadable"), "source_row"].nunique()
    return (
        f"Of the places ({len(coverage)}): {'; '.join(parts)}. "
        f"{unread} of {plan['source_row'].nunique()} entries name no readable place."
    )
