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
