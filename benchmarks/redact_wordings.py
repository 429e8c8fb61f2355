"""Wordings for the redaction benchmark: how people put identifiers into a report, and clean reports.

`{x}` is where the identifier stands. SEEN were looked at while the rules were written or mended;
HELD_OUT were written afterwards and are only measured.
"""

SEEN = {
    "mail": """
Meldet euch unter {x}
Kontakt: {x}
schreibt mir an {x} danke
meine mailadresse ist {x}
Bitte Antwort an {x}, ich brauche das Netz beruflich
E-Mail {x} oder per Post
({x})
bin unter {x} zu erreichen!
Rückfragen gern: {x}.
mail: {x}
Ich warte seit Wochen auf Antwort ({x}) und nichts passiert
habe von {x} aus geschrieben
Kundenkonto läuft auf {x}
-- {x}
Gruß {x}
""",
    "phone": """
Bitte zurückrufen: {x}
Meine Nummer ist {x}
Tel. {x}
unter {x} bin ich nie erreichbar
Betroffen ist der Anschluss {x}
ruft mich an {x}
Handynr.: {x}, abends
die Rufnummer {x} geht nicht raus
meine Frau hat die {x} und auch kein Netz
wenn man {x} wählt kommt sofort die Mailbox
{x} - bitte nur nachmittags
SMS an {x} kommen nicht an
Mobil {x} / privat
erreichbar unter der {x} oder gar nicht
Anrufe auf {x} landen im Nirwana
WhatsApp {x}
Fon: {x}
""",
    "iban": """
Konto {x} wird trotzdem belastet
IBAN {x}
ihr bucht von {x} ab und liefert nichts
bitte die Gutschrift auf {x}
meine IBAN lautet {x} und ich will mein Geld zurück
Erstattung an {x}!
Bankverbindung: {x}
""",
    "account": """
Konto {x}
Kontonummer {x}
Kto. {x}
Kto-Nr.: {x}
bitte Geld zurück auf Konto-Nr. {x}
meine Kontonummer ist {x}
Erstattung auf Kto {x}
""",
    "device": """
IMEI {x}
IMEI: {x}
die IMEI meines Handys ist {x}
SIM-Kartennummer {x}
Imei-Nr. {x} falls nötig
meine Gerätenummer lautet {x}
{x} (IMEI)
Handy mit IMEI {x} bucht sich nicht ein
IMSI={x}
""",
    "customer": """
Kundennummer {x}
Kd-Nr. {x}
Kundennr: {x}
KdNr {x} bitte prüfen
Meine Kundennummer lautet {x}
Vertragsnummer {x}
Ticket {x} wurde geschlossen
Ticket-Nr. {x}
Ticketnummer {x} ohne Antwort
Vorgang {x}
Vorgangsnummer: {x}
Störungsnummer {x} seit drei Wochen offen
Auftragsnr. {x}
Kunde {x}
bin Kunde (Nr. {x})
Beschwerde unter {x} eingereicht
Referenz {x}
Kudennummer {x}
Kundenr. {x}
Fallnummer {x}
Aktenzeichen {x}
Rechnungsnr. {x} nicht bezahlt
""",
    "address": """
Ich wohne {x}
wohne in der {x}
Meine Adresse: {x}
Anschrift {x}
{x} kein Empfang
bei mir zu Hause ({x}) nur Edge
hier in der {x} geht nichts
kein Netz in {x}
Standort: {x}, 3. Etage
in unserem Büro {x} bricht alles ab
komme aus {x}
zuhause, {x}, ist der Empfang miserabel
Wohnung {x} im Hinterhaus
Seit dem Umzug in die {x} geht nichts mehr
""",
    "coordinates": """
GPS {x}
Koordinaten: {x}
genau hier: {x}
Position {x} kein Netz
Funkloch bei {x}
{x}
""",
    "plate": """
im Auto ({x})
Kennzeichen {x}
mein Wagen {x} steht immer da
auf der A7 mit {x} unterwegs
Firmenwagen {x} mit Freisprechanlage
ich fahre {x} und habe kein Netz
""",
    "profile": """
siehe Twitter {x}
bei Twitter bin ich {x}
Twitter: {x}
folgt mir {x}
auf Twitter als {x} schon beschwert
Skype: {x}
mein Skype-Name ist {x}
Facebook {x}
im Forum heiße ich {x}
Nickname {x}
Instagram {x}
""",
    "link": """
Screenshot: {x}
siehe {x}
mein Profil {x}
Bilder unter {x} gesammelt
habe alles hier dokumentiert: {x}
{x} zeigt das Problem
""",
    "birth": """
geb. {x}
geboren am {x}
Geburtsdatum {x}
Geburtsdatum: {x}
geb: {x}
mein Geburtstag ist der {x}
ich bin am {x} geboren
(*{x})
Geb.-Dat. {x}
geboren {x} in Kiel
""",
    "network": """
meine IP ist {x}
IP-Adresse {x}
mit der IP {x} verbunden
Router {x} antwortet nicht
MAC {x}
Gerät {x} im WLAN geht
{x}
""",
    "password": """
Passwort: {x}
mein Passwort ist {x}
Kundenkennwort {x}
Kennwort lautet {x}
PW: {x}
PIN {x}
PUK: {x}
das Kennwort für die Hotline heißt {x}
Passwort {x} wird nicht angenommen
""",
    "name": """
Gruß, {x}
Gruß {x}
MfG {x}
Mit freundlichen Grüßen
{x}
Mit freundlichen Grüßen, {x}
Viele Grüße {x}
LG {x}
Liebe Grüße aus Hamburg, {x}
VG, {x}
gez. {x}
Hochachtungsvoll {x}
Beste Grüße von {x}
Danke, {x}
mein Name ist {x}
Ich heiße {x}
ich bin {x} und habe kein Netz
ich bin die {given} aus Köln
hier ist {x}
Name: {x}
Vertrag läuft auf {x}
Vertragsinhaber {x}
meine Frau {x} hat dasselbe Problem
mein Mann {x} ebenso
mein Sohn {given} kann nicht anrufen
meine Tochter {given} auch
meine Freundin {given} erreicht mich nicht
meine Nachbarin {x} hat O2 und auch nichts
mein Kollege {x} hat Vodafone und Empfang
Herr {sur} von der Hotline sagte, alles sei ok
Frau {sur} vom Support legte auf
ein Herr {sur} wollte zurückrufen
Hallo, hier schreibt {x}
Ihr {x}
{x} hat es auch probiert
Mitarbeiter {sur} war unfreundlich
Techniker {sur} kam nicht
sprach mit {given} von der Hotline
Grüße {x}
– {x}
""",
}

CLEAN = """
{fault} {where}. {tail}
{fault} {where}
seit {date} {fault} {where}
Am {date} von {time} bis {time} Uhr {fault}
{device}: {fault} {where}
Mit dem {device} nur {speed} {where}
{fault}, {device}, Tarif {tariff}
nur {speed} statt {speed} {where}. {tail}
Ping {n} ms, Download {speed}
{plz} {city}: {fault}
{city} {plz} {fault}. {tail}
Cell-ID {cell}, LAC {lac}: {fault}
{train} zwischen {city} und {city}: {fault}
Zahle {price} Euro im Monat und {fault}. {tail}
Seit {num} Wochen {fault}. {tail}
Habe {num} mal bei der Hotline angerufen. {fault}
{error} {where}
Fehlermeldung "{error}" beim Verbinden, {device}
meine Frau hat das gleiche Problem mit {device}
Mein Nachbar hat Vodafone und vollen Empfang. {fault}
mein Sohn erreicht mich nicht, {fault} {where}
Kollegen mit D1 haben {where} keine Probleme
Mitarbeiter der Hotline sagen, ich sei ein Einzelfall. {fault}
Ein Techniker war da, danach weiter {fault}
Die Dame am Telefon war nett, aber {fault}
Ticket wurde nach {num} Tagen ohne Lösung geschlossen
Ticket seit dem {date} offen, {fault}
Vertrag seit {year}, so schlecht war es nie
Kunde seit {year}, {fault}
ich bin nicht erreichbar {where}
Ich bin seit {year} Kunde und {fault}
Hallo, {fault} {where}. Danke
Hallo zusammen, {fault}
Hallo O2, {fault}. Viele Grüße aus {city}
Liebes Team, {fault}. Gruß aus {city}
Mit freundlichen Grüßen
LG {lg} zeigt volle Balken, {fault}
Passwort wird nicht angenommen, {fault}
Mailbox geht ran obwohl Handy an, {fault} {where}
Firmware {version} und Neustart helfen nicht
Ich wohne in {city} und {fault}
wohne {num} km vom Sendemast, trotzdem {fault}
zu Hause {num} Balken, {fault}
{street} {num} Balken, dann nichts
{street}, {fault}
An der Ecke {street} {fault}
{fault} {street} bis {street}
Auf der A{num} bei {city} {fault}
Linie {num} zwischen {station} und {station}: {fault}
am {station} um {time} Uhr {speed}
{station} Gleis {num}: {fault}
Volumen {num} GB, nach {num} MB gedrosselt
Rechnung vom {date} über {price} € trotz Ausfall
{fault} (seit {date})
{fault}: {num} von 10 Anrufen klappen
Empfang -{num} dBm, {fault}
Um {time} {speed}, um {time} {speed}
Facebook lädt {where} nicht, Twitter auch nicht
WhatsApp Nachrichten kommen {where} erst nach {num} Stunden an
Skype bricht {where} nach {num} min ab
speedtest.net zeigt {speed}
www.speedtest.net: {speed} {where}
Hotline {hotline} nach {num} min Warteschleife aufgelegt
{fault} in der {num}. Etage {where}
Störung laut {hotline} bekannt, {fault}
EDGE/GPRS statt UMTS {where}, {num} Striche
GSM 900/1800 ok, UMTS 2100 tot {where}
{tail} {tail}
"""

CLEAN_VALUES = {
    "fault": """kein Netz|Anrufe brechen nach 2-3 min ab|volle Balken, aber kein Datenverkehr|SMS kommen erst Stunden später an|Seiten laden minutenlang|
Edge statt UMTS|Ping über 3000 ms|E-Mails abrufen klappt nur nachts|tagsüber geht gar nichts|nur Notrufe möglich|Gespräche werden unterbrochen|
Internet extrem langsam|UMTS bucht sich ständig aus|Verbindung reißt alle 5 Minuten ab|kein Freizeichen|Gesprächspartner hört mich nicht|Mailbox springt an|
Tethering unmöglich|Google Maps lädt nicht|Funkloch seit Monaten|das Surfen macht keinen Spaß|HSDPA nur auf dem Papier""",
    "where": """am Hauptbahnhof|beim Paul-Lincke-Ufer|rund um den Marktplatz|an der Uni|in der Nähe der Karlsruher Straße|zu Hause|im Büro|in der U-Bahn|auf dem Weg zur Arbeit|
am Rosenheimer Platz|in der Innenstadt|in Berlin Kreuzberg|in Hamburg-Altona|am Alexanderplatz|in der Friedrichstraße|auf der Reeperbahn|am Potsdamer Platz|in Mannheim Neckarstadt|
am Max-Planck-Institut|in der Karl-Marx-Allee|am Ernst-Reuter-Platz|nahe Sankt Georg|in St. Pauli|am Marienplatz|an der Konstablerwache|am Kottbusser Tor|im ICE|in der Altstadt|beim Michel|
in Bad Homburg|im Stadtteil Lindenhof|am Wilhelmsplatz|an der Theodor-Heuss-Brücke|in der Heinrich-Heine-Straße|am Franz-Josef-Strauß-Flughafen|im Wald""",
    "tail": """Die Hotline sagt, ich sei ein Einzelfall.|Neustart hilft nur kurz.|Echt nervig!!!|bitte endlich ausbauen|Mit D1-SIM im gleichen Gerät geht alles.|Flugmodus an/aus hilft für 5 min 😠|
Seit Monaten.|Ich will kündigen.|Antwort: keine.|So geht das nicht weiter!|Werde wechseln.|Das ist Betrug.|Danke für nichts|Bitte um Hilfe|Hilfe!|Schade, war mal besser.|Alle Kollegen klagen.|
Wann wird ausgebaut?|Nie wieder O2|Sonderkündigung abgelehnt.|Gutschrift von 5 Euro ist ein Witz""",
    "device": """Nokia E72|Galaxy SII|Samsung Galaxy S2|HTC Desire HD|iPhone 4|iPhone 3GS|Nokia 5800|Nokia N97 mini|LG P990|LG Optimus Speed|Sony Ericsson W595|BlackBerry 9900|HTC Wildfire S|
Samsung GT-I9100|Motorola Milestone 2|Huawei E173|Nokia C7|Nexus S|Samsung Wave 3|HTC Sensation|Palm Pre|Fritz!Box 7390|Surfstick|Sony Xperia Arc|Nokia Lumia 800|iPad 2|ThinkPad X220""",
    "tariff": "Genion L|o2 Blue M|o2 o|Active Data|Loop|Genion S mit iPhone|Blue 250|Internet Pack L|Mobile Flat|o2 on",
    "speed": "2 KB/s|7,2 MBit/s|14.4 Mbit/s|0,5 kbit/s|64 kbit|384 kBit/s|3,6 MBit|0.02 Mbps|120 kb/s|1,1 MB/s|56k|GPRS-Geschwindigkeit",
    "city": "Berlin|Hamburg|München|Köln|Frankfurt am Main|Mannheim|Dresden|Bremen|Halle (Saale)|Bad Tölz|Neustadt an der Weinstraße|Kiel|Ulm|Essen|Witten|Siegen|Celle|Hof|Worms|Lübeck",
    "station": "Hauptbahnhof|Alexanderplatz|Jungfernstieg|Marienplatz|Rosenheimer Platz|Südkreuz|Dammtor|Ostkreuz|Hermannplatz|Konrad-Adenauer-Platz|Landungsbrücken|Zoologischer Garten|Friedrichstraße",
    "train": "ICE 577|RE 5|RB 22|S1|S-Bahn S3|U6|IC 2024|Bus 245|Tram M10|RE1|ICE 1091|U-Bahn U2",
    "street": "Hauptstraße|Karlsruher Straße|Schönhauser Allee|Mönckebergstraße|Paul-Lincke-Ufer|Leopoldstraße|Goethestraße|Bergmannstr.|Mehringdamm|Berliner Allee|Kaiserdamm|Lange Reihe|Karl-Liebknecht-Str.",
    "lg": "P990|Optimus Speed|GT540|Handy|E400",
    "error": "Fehler 619|Error 404|Fehlercode 0x80070005|Netzwerk nicht verfügbar|Keine Verbindung zum Server|Fehler 36|HTTP 503|Verbindung nicht möglich (Code 651)|Nur Notrufe|Error 1009",
    "hotline": "0800 5522255|0180 5 624357|55222|01805 624 357",
    "version": "2.3.4|4.3.5|5.0.1|2.3.3|111.040.1511",
}
"""Slots of CLEAN with fixed choices; dates, times and counts are drawn."""

HELD_OUT = {
    "mail": """
Wer helfen kann: {x}
Feedback bitte ausschließlich an: {x}!!
Mein Account lautet {x}, Login klappt
hab schon 3x von {x} geschrieben, keine Reaktion
CC {x}
Netz tot, schreib {x}
ich lese {x} nur abends
<{x}>
Screenshots schicke ich gern, einfach {x} anmailen
Email:{x}
Bestätigung ging nie an {x} raus
Absender war {x}
""",
    "phone": """
Handy: {x}
Mein Mann ({x}) kommt auch nicht durch
versucht mal die {x}
wir haben zwei Karten, eine davon {x}
Es geht um {x}
Kontakt gern telefonisch {x}
Nr. {x}
betrifft Rufnr {x} sowie weitere
ruf doch an: {x}!
Bei Anruf von {x} klingelt es nicht
{x} und kein Freizeichen
Habe mit {x} zu euch gewechselt
Telefonnummer des Kunden: {x}
Festnetz {x} geht, Handy nicht
Rückruf erbeten unter: {x}
Wähle ich {x}, bricht es ab
Anschluss {x} seit Tagen tot
""",
    "iban": """
Abbuchung von {x} trotz Ausfall
Lastschrift {x} zurückgebucht
Ich habe {x} gesperrt für euch
Konto-Verbindung {x} bitte löschen
Rückzahlung aufs Konto {x} bitte
{x} - dort bitte gutschreiben
""",
    "account": """
Überweist die Gutschrift auf Konto {x}
Kontonr {x}
Bankkonto {x}
Ktnr: {x}
mein Konto {x} ist gesperrt
Konto Nr. {x} wurde belastet
""",
    "device": """
Seriennummer/IMEI {x}
Das Gerät ({x}) wurde getauscht
IMEI lautet wie folgt: {x}
Karte {x} wird nicht erkannt
SIM mit der Nummer {x} tot
neue Simkarte Nr. {x} hilft nicht
*#06# zeigt {x}
IMEI-Nummer {x}, Garantie läuft noch
{x}
""",
    "customer": """
Kundennummer lautet: {x}
Mein Aktenzeichen: {x}
meine Kd.Nr. ist {x}
K-Nr. {x}
Beschwerdenummer {x} blieb liegen
unter der Vorgangsnr {x} angelegt
Ihr Zeichen {x}
Auftrag {x} storniert
Kunden-ID: {x}
Tickets {x} ignoriert
Bearbeitungsnummer {x}
meine Kndennummer {x}
Vertragsnr.{x}
Vertrag Nr {x} gekündigt
Case-ID {x} offen
Störungsticket {x}
Siehe Vorgang Nr. {x}
Bestellung {x} nie erhalten
Kundenkonto {x}
Mitgliedsnummer {x}
Kd.-Nr.: {x}
Ref.-Nr. {x}
KUNDENNUMMER {x}
kundennummer: {x}
Ticket {x} erstellt, niemand meldet sich
Entstörungsauftrag {x}
""",
    "address": """
Wir wohnen seit Jahren {x} und hatten nie Probleme
Bin {x} zu finden
Mein Büro liegt {x}
Empfang {x} gleich null
Betroffen: {x}
unser Laden ({x}) ist abgeschnitten
Lieferadresse {x}
in meiner Wohnung, {x}, nur E
{x} => kein Netz
Sendemast steht gegenüber von {x}
Techniker war schon {x}
Elternhaus {x} auch betroffen
Wohnort: {x}
Rund um {x} ist alles tot
Adresse lautet {x}
""",
    "coordinates": """
Standort {x}
lat/lon {x}
Google Maps sagt {x}
Funkzelle etwa {x}
Stelle: {x} (Parkplatz)
""",
    "plate": """
Auto {x} hat UMTS-Modul
unser Firmenfahrzeug, {x}, hat Telematik
mit {x} auf der Autobahn
Nummernschild: {x}
Taxi {x} ohne Empfang
""",
    "profile": """
Mein Twittername: {x}
steht auch bei Facebook unter {x}
ICQ-Name {x}
Skype ({x}) geht nicht
bin als {x} im Forum registriert
DM an {x}
User {x} aus dem O2-Forum
mein Nick ist {x}
Benutzername {x} im Kundenportal
Xing: {x}
""",
    "link": """
Beweis: {x}
Messprotokoll unter {x}, bitte lesen
({x})
guckt mal {x}
Video dazu: {x}
""",
    "birth": """
Geburtstag: {x}
Kunde geboren: {x}
(geb. {x})
Geburtsdatum zur Identifikation {x}
Ich, geboren am {x}, bin sauer
GEB. {x}
Bin Jahrgang bzw. geb. am {x}
Geb.datum {x}
""",
    "network": """
bekomme die IP {x} zugewiesen
WLAN-MAC {x}
Traceroute endet bei {x}
IP: {x}
externe Adresse {x}
""",
    "password": """
Kundenkennwort: {x}
Mein PW lautet {x}
SIM-PIN {x} funktioniert
Passwort = {x}
Zugang: Passwort {x}
PUK {x} eingegeben
Das Passwort war {x}
""",
    "name": """
Mit freundlichem Gruß
{x}
mfg
{x}
Viele Grüße
{x}
Freundliche Grüße {x}
Herzliche Grüße, {x}
Schöne Grüße aus dem Funkloch, {x}
Es grüßt {x}
Ihre {x}
Euer genervter Kunde {x}
Beste Grüße, {x}
Gruss, {x}
Liebe Grüsse {x}
lg {x}
Servus, {x}
Vielen Dank im Voraus! {x}
... so nicht! {x}
Ich bin's, {x}
Ich, {x}, bin seit Jahren Kunde
Hier {x}
hier spricht {x}
Ich bin der {given} und wohne in Kiel
Kunde: {x}
Kontoinhaber: {x}
Anschlussinhaberin ist {x}
Vertrag lautet auf {x}
auf den Namen {x} angemeldet
unter dem Namen {x} registriert
Ansprechpartner: {x}
Meine Mutter {x} ist 80 und auf das Handy angewiesen
meine Oma {given} kann keinen Notruf absetzen
mein Bruder {given} hat D1
Mein Chef {x} ist sauer
unser Nachbar {x} klagt auch
Schwiegervater {given} ebenso
mein Mitbewohner {given} (auch O2) genauso
Meine Kollegin {x} sitzt nebenan
mein Freund {given} und ich
Frau {sur} von der Kundenbetreuung versprach Rückruf
Hr. {sur} legte auf
Hotline-Mitarbeiter {sur} wusste nichts
Ihr Kollege {sur} meinte, es sei alles in Ordnung
der Techniker, Herr {sur}, kam nie
Frau Dr. {sur} hat als Ärztin Rufbereitschaft
Familie {sur} aus dem Nachbarhaus
Sachbearbeiterin {sur}
laut {x} vom O2-Shop
Rückruf durch Herrn {sur} blieb aus
habe mit {x} gesprochen
Hallo Herr {sur}, ich warte noch
Sehr geehrte Frau {sur},
Hallo {given}, danke für die Antwort
Lieber {given}, so geht das nicht
{x} wartet auf Antwort
Auch {given} und {given} haben nichts
wie {x} schon schrieb
{x}, Rentner, 71
Unterschrift: {x}
""",
}
