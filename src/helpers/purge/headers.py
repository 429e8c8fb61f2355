"""Headers: which words over a column say that it holds personal data, and of what kind.

Headers are German or English, whole questions or abbreviations (`Tel.-Nr.`, `e_mail2`, `geb_dat`).
They are split into words, compound German words are looked into, and a word counts wherever it
stands.
"""

import itertools
import re
import unicodedata

WORDS = {
    "a name": "name names namen nachname vorname familienname surname forename firstname lastname "
    "vn nn vname nname nickname spitzname fullname kontaktperson ansprechpartner ansprechpartnerin "
    "absender absenderin melder melderin einsender einsenderin anrede titel salutation sender "
    "reporter author autor user nutzer benutzer username login person submitter submitted "
    "unterschrift signature inhaber inhaberin holder arbeitgeber employer firma company",
    "a mail address": "mail email emails mailadresse emailadresse mailaddr mailto",
    "a phone number": "telefon tel telefonnummer phone phonenumber rufnummer handynummer handynr "
    "mobilnummer mobilnr mobil mobile mobiltelefon festnetz fon fax telefax whatsapp signal "
    "telegram threema rückruf rueckruf callback vorwahl durchwahl msisdn telnr",
    "an address": "adresse anschrift address straße strasse str street hausnummer hausnr hsnr hnr "
    "wohnort wohnanschrift strassenname etage stockwerk apartment",
    "a place on the map": "gps lat lon lng latitude longitude koordinaten koordinate coordinates "
    "coords geopoint geolocation location standort altitude breitengrad längengrad laengengrad",
    "a date of birth or an age": "geburtsdatum geburtstag geburtsjahr geb gebdat birth birthday "
    "birthdate dob alter age jahrgang yob",
    "an account": "iban bic konto kontonummer kontonr bank account kreditkarte card bankverbindung "
    "blz paypal",
    "a customer or contract number": "kundennummer kundennr kunde kdnr kndnr knr customer "
    "vertragsnummer vertragsnr vertrag contract ticketnummer ticketnr ticket vorgangsnummer "
    "aktenzeichen mitgliedsnummer rechnungsnummer auftragsnummer referenznummer ausweisnummer "
    "personalausweis steuernummer versicherungsnummer kennung kennzeichen",
    "a device or network address": "ip ipaddr ipv ipadresse mac imei imsi iccid sim simkarte "
    "simnummer deviceid useragent agent browser fingerprint cookie session token uuid guid "
    "referrer refurl referer tracking utm gclid network client zugangscode",
    "a profile": "twitter facebook instagram mastodon handle skype linkedin tiktok xing profil "
    "profile website webseite homepage url link accountname",
    "what somebody wrote or attached": "anmerkung anmerkungen bemerkung bemerkungen kommentar "
    "kommentare comment comments notiz notizen notes note nachricht message sonstiges freitext "
    "text remarks feedback foto photo picture bild attachment anhang datei file upload video audio",
    "something about a person": "geschlecht gender sex beruf job profession nationalität "
    "staatsangehörigkeit religion familienstand gesundheit krankheit diagnose behinderung kontakt "
    "contact kontaktdaten rückfragen",
}
"""Kind → words, small letters."""

KIND_OF = {word: kind for kind, words in WORDS.items() for word in words.split()}
STEMS = sorted((word for word in KIND_OF if len(word) >= 4), key=len, reverse=True)
"""Words that are looked for inside a compound: "Kundentelefonnummer"."""
CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
WORD = re.compile(r"[^\W\d_]+")


def kind(header: str) -> str:
    """Return the kind of personal data that a header speaks of, "" if it speaks of none.

    >>> kind("Tel.-Nr. (freiwillig)"), kind("Straße und Hausnummer"), kind("IP-Adresse")
    ('a phone number', 'an address', 'a device or network address')
    >>> kind("custPhoneNo"), kind("KdNr"), kind("Wetter"), kind("Ort")
    ('a phone number', 'a customer or contract number', '', '')
    """
    text = unicodedata.normalize("NFC", header)
    words = [word.casefold() for word in WORD.findall(CAMEL.sub(" ", text))]
    whole = [word.casefold() for word in WORD.findall(text)]
    pairs = [a + b for a, b in itertools.pairwise(words)]
    found = next((KIND_OF[word] for word in (*pairs, *words, *whole) if word in KIND_OF), "")
    inside = (KIND_OF[stem] for word in whole for stem in STEMS if stem in word)
    return found or next(inside, "")
