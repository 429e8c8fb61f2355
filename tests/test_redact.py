"""Redaction: what leads to a person goes, what makes a report useful stays."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import redact


def redacted(text: str, name: str = "", mail: str = "") -> str:
    """Redact one text of one sender."""
    return redact.redact(pd.Series([text]), pd.Series([name]), pd.Series([mail]))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meldet euch unter ilse.nowitzki@example.org", "Meldet euch unter [E-Mail]"),
        ("Kontakt: anja.ahrens (at) example.org", "Kontakt: [E-Mail]"),
        ("mail an anja punkt cords at gmx punkt de bitte", "mail an [E-Mail] bitte"),
        ("anja.cords{ät}web.de hilft", "[E-Mail] hilft"),
        ("schreibt a_cords [AT] firma-nord [DOT] de!", "schreibt [E-Mail]!"),
        ("jörg bindestrich mertz klammeraffe gmx punkt net", "[E-Mail]"),
        ("Bitte zurückrufen: +49 15910092691", "Bitte zurückrufen: [Telefon]"),
        ("0176 / 12 34 56 78 anrufen", "[Telefon] anrufen"),
        ("+49 (0) 30 / 123 45 67-89", "[Telefon]"),
        ("O176 1234567 mit O statt 0", "[Telefon] mit O statt 0"),
        ("null eins sieben sechs eins zwei drei vier fünf", "[Telefon]"),
        ("Konto DE04661399741450677994 belastet", "Konto [IBAN] belastet"),
        ("IBAN: de04 6613 9974 1450 6779 9", "IBAN: [IBAN]"),
        ("meine iban GB29 NWBK 6016 1331 9268 19 bitte", "meine iban [IBAN] bitte"),
        ("Kto. 123 456 789, BLZ 200 505 50", "Kto. [Konto], BLZ [Konto]"),
        ("IMEI: 35-209900-176148-1", "IMEI: [Gerätenummer]"),
        ("352099001761482 mit falscher Prüfziffer", "[Gerätenummer] mit falscher Prüfziffer"),
        ("Seriennummer C8QH6T96DPNG", "Seriennummer [Gerätenummer]"),
        ("Kundennummer 1220376256", "Kundennummer [Kundennummer]"),
        ("Kudennumer 4711 12", "Kudennumer [Kundennummer]"),
        ("Ticket#12345 offen", "Ticket#[Kundennummer] offen"),
        ("Vorgang 2011-4711-88", "Vorgang [Kundennummer]"),
        ("4711123 ist meine Kundennummer", "[Kundennummer] ist meine Kundennummer"),
        ("Ich wohne Hafenstraße 107", "Ich wohne [Adresse]"),
        ("wohne in der hafenstr. 12a, 20359 hamburg", "wohne in der [Adresse], 20359 hamburg"),
        ("in Mannheim Q7, 24 kein Netz", "in Mannheim [Adresse] kein Netz"),
        ("Straße des 17. Juni 135", "[Adresse]"),
        ("10999 Berlin, Am Urban 12", "10999 Berlin, [Adresse]"),
        ("Funkloch bei 52.4987, 13.4234", "Funkloch bei [Koordinaten]"),
        ("N 52° 29.922' E 13° 25.404'", "[Koordinaten]"),
        ("im Auto (HH-LD 2715)", "im Auto ([Kennzeichen])"),
        ("siehe Twitter @bernd24", "siehe Twitter [Profil]"),
        ("bei Twitter heiße ich bernd39", "bei Twitter heiße ich [Profil]"),
        ("mein Skype-Name ist anja.cords77", "mein Skype-Name ist [Profil]"),
        ("Screenshot: http://example.org/u/kılıç/351", "Screenshot: [Link]"),
        ("facebook.com/anja.cords", "[Link]"),
        ("geb. 05.01.1961", "geb. [Geburtsdatum]"),
        ("geboren am 5. Januar 1961 in Kiel", "geboren am [Geburtsdatum] in Kiel"),
        ("IP 84.12.33.1", "IP [IP-Adresse]"),
        ("MAC 00:1A:2B:3C:4D:5E", "MAC [IP-Adresse]"),
        ("mein Passwort ist Sommer2011", "mein Passwort ist [Passwort]"),
        ("Kundenkennzahl lautet 4711", "Kundenkennzahl lautet [Passwort]"),
        ("PUK: 8765 4321", "PUK: [Passwort]"),
        ("mein blog ist ulrike.blogspot.de", "mein blog ist [Link]"),
        ("unsere Seite www . malerei-nord . de", "unsere Seite [Link]"),
        ("Homepage malerei-nord punkt de", "Homepage [Link]"),
        ("discord nachtigall#0815", "discord [Profil]"),
        ("reddit u/kein_netz", "reddit [Profil]"),
        ("im o2 forum als moppelchen unterwegs", "im o2 forum als [Profil] unterwegs"),
        ("skype id frankyboy", "skype id [Profil]"),
        ("born on March 4, 1971", "born on [Geburtsdatum]"),
        ("geboren am zwölften Mai 1955", "geboren am [Geburtsdatum]"),
        ("am 16.7. hab ich geburtstag", "am [Geburtsdatum]. hab ich geburtstag"),
        ("geburtsdatum 17.O5.1966", "geburtsdatum [Geburtsdatum]"),
        ("Kennzeichen W-12345 A", "Kennzeichen [Kennzeichen]"),
        ("Auto AB-123-CD aus Lyon", "Auto [Kennzeichen] aus Lyon"),
        ("Reisepass C01X00T47", "Reisepass [Kundennummer]"),
        ("Rentenversicherung 65 170839 J 003", "Rentenversicherung [Nummer]"),
        ("Händlernummer HN-22334", "Händlernummer [Kundennummer]"),
        ("BE68 5390 0754 7034", "[IBAN]"),
        ("Lerchenhügel 6 ohne Empfang", "[Adresse] ohne Empfang"),
        ("Goethestr. 5a 3. OG links", "Goethestr. [Adresse] 3. OG links"),
        ("Nr. 12 in der Schillerstraße", "[Adresse] in der Schillerstraße"),
        ("Eppendorfer Baum 11", "[Adresse]"),
        ("Haus Nr. 7 in Ober", "[Adresse] in Ober"),
    ],
)
def test_an_identifier_becomes_its_mark(text, expected):
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gruß, Dörte Mertz", "Gruß, [Name]"),
        ("Mit freundlichen Grüßen\nK. Petersen", "Mit freundlichen Grüßen\n[Name]"),
        ("lg anja", "lg [Name]"),
        ("Viele Grüße aus Bad Tölz, Okko Brinkforth", "Viele Grüße aus Bad Tölz, [Name]"),
        ("MFG BERND MERTZ", "MFG [Name]"),
        ("ich heiße Ngozi Ohlendiek", "ich heiße [Name]"),
        ("mein name ist bernd mertz", "mein name ist [Name]"),
        ("ich bin die Anja Cords", "ich bin die [Name]"),
        ("hier spricht Siobhan Stern", "hier spricht [Name]"),
        ("meine Frau Ilse hat auch nichts", "meine Frau [Name] hat auch nichts"),
        ("Herr Müller von der Hotline", "Herr [Name] von der Hotline"),
        ("ein Herr K. Petersen legte auf", "ein Herr [Name] legte auf"),
        ("Frau Dr. von Öztürk rief an", "Frau Dr. [Name] rief an"),
        ("Vertrag läuft auf Małgorzata Wiśniewska", "Vertrag läuft auf [Name]"),
        ("Anna-Lena und Ayşe merken es auch", "[Name] und [Name] merken es auch"),
        ("Gruß, Kaya Ufer", "Gruß, [Name]"),
        ("bei Hinrichsen im Haus", "bei [Name] im Haus"),
        ("bitte bei Müller klingeln", "bitte bei [Name] klingeln"),
        ("bei schneiders nebenan gehts", "bei [Name] nebenan gehts"),
        ("frau oehmichen hat gesagt morgen", "frau [Name] hat gesagt morgen"),
        ("mit frau petersen telefoniert", "mit frau [Name] telefoniert"),
        ("Quirin Petrović wartet", "[Name] wartet"),
        ("hier ist ute aus lübeck", "hier ist [Name] aus lübeck"),
        ("oma irmel ist krank", "oma [Name] ist krank"),
        ("Regards, Siobhan", "Regards, [Name]"),
        ("Ich heiße August Haberstroh", "Ich heiße [Name]"),
        ("Ruprecht von und zu Hohenfels", "[Name]"),
    ],
)
def test_a_person_is_not_named(text, expected):
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Edge statt UMTS beim Paul-Lincke-Ufer. Seit Monaten.",
        "max. 2 KB/s statt 7,2 MBit/s in der Nähe der Karlsruher Straße",
        "in der Karl-Marx-Allee, am Ernst-Reuter-Platz und in St. Georg",
        "seit 12.11.2011 08:15 Uhr, Ping über 3000 ms nach 2-3 min",
        "Cell-ID 12345678, LAC 4711, 900/1800 MHz",
        "ICE 577, RE 5, S-Bahn S3, Bus 245, A100, Gleis 3",
        "Nokia E72, Galaxy SII, HTC Desire HD, Samsung GT-I9100, LG Optimus Speed",
        "Genion L für 29,95 € im Monat, 300 MB",
        "10999 Berlin und 01067 Dresden",
        "Fehler 619, Error 0x80070005, HTTP 503",
        "Android 2.3.4, iOS 4.3.5.1",
        "Ticket wurde ohne Lösung geschlossen",
        "Kunde seit 2005, Vertrag seit 12.11.2010",
        "Passwort wird nicht angenommen",
        "Hallo O2, liebes Team, viele Grüße aus Neustadt an der Weinstraße",
        "meine Frau hat das gleiche Problem, mein Nachbar Vodafone",
        "Mitarbeiter der Hotline sagen, ich sei ein Einzelfall",
        "www.speedtest.net zeigt 0,5 kbit/s",
        "Hotline 0800 5522255 nach 30 min aufgelegt",
        "@o2de hilft nicht",
        "Einzelfall Nr. 4711",
        "Frank und frei gesagt: Schrott",
        "Dr. Oetker Halle, Tante Emma Laden, Max Mustermann",
        "Rossmann Kasse, Bayer Kreuz, Henkel Werk",
        "tracert stoppt bei 192.168.1.1",
        "Tante und Onkel ohne Netz",
        "heise.de lädt, spiegel.de nicht",
        "Nürnberg 2 von 5 Versuchen",
        "Rosenheimer Platz 2 Balken, Hauptbahnhof 3 mal probiert",
        "am 12.11.1911 10:00:00",
        "=cmd|' /C calc'!A0",
        "",
    ],
)
def test_what_makes_a_report_useful_stays(text):
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "name", "mail", "expected"),
    [
        ("Bei Boettcher geht nichts", "Jörg Böttcher", "", "Bei [Name] geht nichts"),
        ("gruss an KILIC", "Tarek Kılıç", "", "gruss an [Name]"),
        ("Login jb.boettcher klappt", "", "jb.boettcher@example.net", "Login [Profil] klappt"),
        ("am Ufer kein Netz", "Ute Ufer", "", "am [Name] kein Netz"),
        ("am Paul-Lincke-Ufer kein Netz", "Ute Ufer", "", "am Paul-Lincke-Ufer kein Netz"),
        ("lange Ladezeiten bei Lange", "Petra Lange", "", "lange Ladezeiten bei [Name]"),
        ("Frankfurt am Main", "Paul Frankfurt", "", "Frankfurt am Main"),
        ("test test", "test", "test@example.org", "test test"),
    ],
)
def test_the_senders_own_words_go_but_places_stay(text, name, mail, expected):
    assert redacted(text, name, mail) == expected


def test_one_senders_name_is_no_matter_in_anothers_text():
    texts = pd.Series(["Cords kein Netz", "Cords kein Netz"])
    names = pd.Series(["Anja Cords", ""])
    assert redact.redact(texts, names).tolist() == ["[Name] kein Netz", "Cords kein Netz"]


def test_several_identifiers_in_one_text_all_go():
    text = "Gruß Ute Quast, 0176-12345678, ute@example.org, Kd-Nr. 123456, Hafenstr. 5"
    assert redacted(text) == (
        "Gruß [Name], [Telefon], [E-Mail], Kd-Nr. [Kundennummer], Hafenstr. [Adresse]"
    )


def test_look_alike_characters_do_not_help():
    assert redacted("０１７６\u00a0１２３４５６７８") == "[Telefon]"
    assert redacted("ilse\u200b@exa\u00admple.org") == "[E-Mail]"
    assert redacted("Gruß Do\u0308rte Mertz") == "Gruß [Name]"
    assert redacted("ilse@еxample.org") == "[E-Mail]"


def test_rows_keep_their_index_and_missing_stays_missing():
    texts = pd.Series(["Gruß Ute", None, "kein Netz"], index=[7, 3, 9], name="description")
    result = redact.redact(texts)
    assert result.index.tolist() == [7, 3, 9]
    assert result.name == "description"
    assert result.isna().tolist() == [False, True, False]
    assert result[7] == "Gruß [Name]"


def test_find_tells_kind_and_place():
    texts = pd.Series(["kein Netz", "Gruß Ute Quast, Tel. 0176 12345678"])
    found = redact.find(texts)
    pieces = [texts[h.row][h.start : h.end] for h in found.itertuples()]
    assert list(zip(found["kind"], pieces, strict=True)) == [
        ("name", "Ute Quast"),
        ("phone", "0176 12345678"),
    ]


DATA = Path(__file__).with_name("data")
TYPED = ("redaction_texts.csv", "redaction_fresh.csv", "redaction_phone.csv")


@pytest.mark.parametrize("name", TYPED)
def test_what_people_type_is_read_within_the_bars(name):
    """Texts as typed on a phone, each file written before the rules that it then improved."""
    typed = pd.read_csv(DATA / name, dtype=str, keep_default_na=False)
    typed["redacted"] = redact.redact(typed["text"])
    secrets = typed[typed["clean"] != "1"]
    left = pd.Series(
        [
            any(piece in row.redacted for piece in row.secret.split("|") if piece)
            for row in secrets.itertuples()
        ],
        index=secrets.index,
    )
    assert left[secrets["kind"].eq("name")].mean() <= 0.08
    assert left[secrets["kind"].eq("address")].mean() <= 0.12
    assert left[~secrets["kind"].isin(["name", "address"])].mean() <= 0.06
    kept = [word in row.redacted for row in secrets.itertuples() for word in row.keep.split("|")]
    assert 1 - sum(kept) / len(kept) <= 0.02
    clean = typed[typed["clean"] == "1"]
    changed = clean[clean["redacted"] != clean["text"]]
    # three of the last file's twenty still change: `Rose blüht`, `Frank Furt`, `Chur Süd`
    assert len(changed) <= (3 if name == "redaction_phone.csv" else 0), changed["redacted"].tolist()
