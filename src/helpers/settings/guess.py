"""Guess: which of our columns a header means, by the words that people write above columns."""

import re

WORDS = {
    "contact_email": "e-mail email mail mailadresse courriel",
    "consent_operator": "weitergabe weitergeben einwilligung zustimmung einverstanden dürfen "
    "erlaubt veröffentlichen veröffentlicht "
    "publish published consent share agree permission accord consentement consentimiento",
    "lat": "latitude breitengrad lat",
    "lon": "longitude längengrad lon lng",
    "postcode_raw": "plz postleitzahl postcode zip postal",
    "district_raw": "stadtteil ortsteil stadtbezirk bezirk viertel district quarter neighbourhood "
    "borough quartier barrio",
    "submitted_at": "zeitstempel zeitpunkt datum uhrzeit wann eingang date when timestamp time "
    "submitted reported created day tag horodateur fecha",
    "city_raw": "ort stadt gemeinde wohnort wo city town place where location municipality village "
    "ville commune ciudad lugar",
    "description": "beschreibung beschreiben kommentar bemerkung anmerkung passiert erlebt "
    "erzählen "
    "sagen los description describe happened comment comments details story tell commentaire",
    "categories": "störung störungen problem probleme fehler kaputt kategorie mangel mängel stimmt "
    "fault faults issue issues wrong broken category panne problème",
    "thing": "station haltestelle bahnhof aufzug linie apotheke schule medikament arzneimittel "
    "gerät welche welcher welches filiale "
    "which branch medicine drug lift elevator stop line pharmacy school medicament",
    "contact_name": "name vorname nachname",
}  # fmt: skip
"""Ours → words, small; the surer column first."""
SEVERAL = {"mehrfachauswahl", "mehrfachnennung", "mehrfachnennungen", "mehrfachantworten"}
"""Words that only a question with options has."""


def role(header: str) -> str:
    """Return the column of ours that a header means, "" where no word tells.

    >>> role("PLZ"), role("In welchem Ort?"), role("Dürfen wir das weitergeben?"), role("Farbe")
    ('postcode_raw', 'city_raw', 'consent_operator', '')
    """
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", header.casefold()))
    if words & SEVERAL or "select all that apply" in header.casefold():
        return "categories"
    return next((ours for ours, known in WORDS.items() if words & set(known.split())), "")
