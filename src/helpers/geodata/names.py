"""Names: official names of Kreise and municipalities, and the form in which people read them."""

import re

import pandas as pd

LAENDER = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
"""The first two digits of every AGS → the Land."""

SORBIAN_KREISE = {"12052", "12061", "12066", "12071"}
"""Kreise of Brandenburg whose official names put the Sorbian name behind a slash."""

_ABBREVIATIONS = {
    r"i\. ?d\. ?OPf\.": "in der Oberpfalz",
    r"a\. ?d\. ?(?=[A-ZÄÖÜ])": "an der ",
    r"v\. ?d\. ?(?=[A-ZÄÖÜ])": "vor der ",
    r"i\. ?d\. ?(?=[A-ZÄÖÜ])": "in der ",
    r"i\. ?Fichtelgebirge": "im Fichtelgebirge",
    r"i\. ?(?=Allgäu|Chiemgau|Isartal|Odenwald|Spessart)": "im ",
    r"i\. ?Bay\.": "in Bayern",
    r"i\. ?NB": "in Niederbayern",
    r"i\. ?OB": "in Oberbayern",
    r"(?<= )a\. ?(?=[A-ZÄÖÜ])": "am ",
    r"(?<= )b\. ?(?=[A-ZÄÖÜ])": "bei ",
}


def spell_out(name: str) -> str:
    """Write the usual abbreviations of official place names in full.

    >>> spell_out("Neustadt a.d.Waldnaab"), spell_out("Mühldorf a.Inn")
    ('Neustadt an der Waldnaab', 'Mühldorf am Inn')
    >>> spell_out("Weiden i.d.OPf."), spell_out("Rade b. Rendsburg")
    ('Weiden in der Oberpfalz', 'Rade bei Rendsburg')
    """
    for short, long in _ABBREVIATIONS.items():
        name = re.sub(short, long, name)
    return name


def city(ags8: str, official: str) -> str:
    """Return the short German name of a municipality, without what it calls itself beside.

    >>> city("09162000", "München, Landeshauptstadt"), city("15002000", "Halle (Saale), Stadt")
    ('München', 'Halle (Saale)')
    >>> city("12052000", "Cottbus/Chóśebuz, Stadt"), city("14625020", "Bautzen / Budyšin, Stadt")
    ('Cottbus', 'Bautzen')
    >>> city("12071337", "Neuhausen/Spree / Kopańce/Sprjewja")
    'Neuhausen/Spree'
    >>> city("01053083", "Lauenburg/ Elbe, Stadt")
    'Lauenburg/Elbe'
    """
    name = official.split(",")[0].split(" / ")[0].replace("/ ", "/").strip()
    if ags8[:5] in SORBIAN_KREISE:
        name = re.sub(r"/(?!Spree).*", "", name)
    name = re.sub(r"^(.+) \(\1\)$", r"\1", name)
    return spell_out(name)


def designation(official: str) -> str:
    """Return what a municipality calls itself beside its name, or nothing.

    >>> designation("Mannheim, Universitätsstadt"), designation("Roetgen")
    ('Universitätsstadt', '')
    """
    return official.partition(",")[2].strip()


def kreise(table: pd.DataFrame) -> pd.DataFrame:
    """Add readable names to the official list of Kreise.

    table: `ags5`, `type`, `name` as Destatis writes them.
    Adds `kreis` (unambiguous: "München", "Landkreis München", "Region Hannover"), `kreis_short`
    (without the word Kreis before it; not unique), `kind` (Kreisfreie Stadt | Landkreis), `land`.
    """
    urban = table["type"].isin(["Kreisfreie Stadt", "Stadtkreis"])
    short = pd.Series(
        [city(code + "000", name) for code, name in zip(table["ags5"], table["name"], strict=True)],
        index=table.index,
    )
    says_so = short.str.contains(r"kreis|Kreis|^Region|^Städteregion")
    word = table["type"].where(table["type"].eq("Kreis"), "Landkreis")
    return table.assign(
        kreis=short.where(urban | says_so, word + " " + short),
        kreis_short=short.str.removeprefix("Landkreis "),
        kind=urban.map({True: "Kreisfreie Stadt", False: "Landkreis"}),
        land=table["ags5"].str[:2].map(LAENDER),
    )


def key(text: pd.Series) -> pd.Series:
    """Return names in a form that compares: lower case, `ae` for `ä`, no marks between words.

    >>> key(pd.Series(["Neukölln", "Gross-Gerau", "Groß Gerau"])).tolist()
    ['neukoelln', 'grossgerau', 'grossgerau']
    """
    plain = text.str.lower().str.replace(r"\bst\. ?", "sankt", regex=True)
    for letter, spelled in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        plain = plain.str.replace(letter, spelled)
    return plain.str.replace(r"[\W_]+", "", regex=True)
