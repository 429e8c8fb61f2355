"""Make the later edition of the sample: a campaign folder, all of it invented.

    .venv/bin/python examples/later_edition/make.py FOLDER

The same seed gives the same bytes. Reports fade from window to window; in the places that are done
each report loses its touched faults with probability one half, and stays if it names others.
"""

import csv
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import yaml

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
SEED = 2012
DONE = ("Hamburg", "Frankfurt am Main", "Köln", "Stuttgart", "Bremen", "Bonn")
CITIES = {
    "Berlin": 1224, "Hamburg": 1117, "München": 607, "Frankfurt am Main": 434, "Mannheim": 306,
    "Köln": 270, "Stuttgart": 160, "Dortmund": 140, "Essen": 140, "Bremen": 125, "Dresden": 125,
    "Duisburg": 110, "Nürnberg": 105, "Leipzig": 105, "Düsseldorf": 95, "Bochum": 85,
    "Bielefeld": 70, "Bonn": 70, "Karlsruhe": 62, "Augsburg": 58, "Wuppertal": 56,
    "Gelsenkirchen": 55, "Braunschweig": 53, "Münster": 50, "Aachen": 50, "Ulm": 40, "Kiel": 40,
    "Lübeck": 40, "Erfurt": 40,
}  # fmt: skip
"""City → about how many reports it had in the sample: how many come later hangs on it."""
BEFORE = (datetime(2012, 1, 1), datetime(2012, 4, 30))
AFTER = (datetime(2012, 8, 1), datetime(2012, 11, 30))
FADES = 0.6
"""Reports after by reports before, where nothing is done."""
TOUCHED = ("Datenverbindung, aber sehr langsam", "Datenverbindung, aber kein Datenverkehr")
OTHERS = ("Netz, aber Anrufe brechen ab", "SMS kommen verspätet oder gar nicht an",
          "Netz, aber eingehende Anrufe kommen nicht an")  # fmt: skip
MIX = (0.3, 0.45, 0.25)
"""Of a hundred reports: touched faults only, both, others only."""
SAID = ("Es ist wie im letzten Jahr.", "Abends am schlimmsten.", "Seit Wochen das Gleiche.",
        "Mal geht es, mal nicht.", "Unterwegs kaum nutzbar.", "Keine Besserung.")  # fmt: skip
ANSWERS = {True: (0.55, 0.2, 0.25), False: (0.2, 0.25, 0.55)}
"""Shares of yes, partly, no where a measure is done, and elsewhere."""
FIXED, FIXED_ON = "Behoben?", "Behoben am"
NOTE = {
    "de": "Spätere Ausgabe der Beispielkampagne: Meldungen, zweite Fassung des Ausbauplans, "
    "Antworten des Netzbetreibers und Angaben, ob die Störung behoben ist, sind erfunden.",
    "en": "Later edition of the sample campaign: reports, the second version of the plan, the "
    "operator's answers, and whether a fault is fixed are invented.",
}


def main(folder: Path) -> None:
    chance = np.random.default_rng(SEED)
    raw = folder / "data" / "raw"
    for name in ("buildout", "handmade"):
        shutil.copytree(HOME / "data" / "raw" / name, raw / name, dirs_exist_ok=True)
        shutil.copytree(HERE / name, raw / name, dirs_exist_ok=True)
    shutil.copytree(HOME / "templates/posts", folder / "templates/posts", dirs_exist_ok=True)
    (folder / "campaign.yml").write_text(
        yaml.safe_dump(settings(), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    with (HOME / "data/raw/reports/meldungen.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    header = [*rows[0], FIXED, FIXED_ON]
    made = [answered(row, chance) for row in rows]
    made += [row for city, n in CITIES.items() for row in later(city, n, chance)]
    (raw / "reports").mkdir(parents=True, exist_ok=True)
    with (raw / "reports/meldungen.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(made)


def settings() -> dict:
    """Return the sample's settings with what a year adds."""
    said = yaml.safe_load((HOME / "campaign.yml").read_text(encoding="utf-8"))
    said |= {"id": "o2-2012", "as_of": AFTER[1].date(), "synthetic_note": NOTE}
    said["reports"]["columns"] |= {"fixed": FIXED, "fixed_on": FIXED_ON}
    said["buildout"] |= {
        "file": "data/raw/buildout/plan_2012-06.csv",
        "noted": datetime(2012, 6, 15).date(),
        "earlier": [
            {"file": "data/raw/buildout/ausbauplan.csv", "noted": datetime(2011, 12, 2).date()}
        ],
        "n_places": 24,
        "answers": {"file": "data/raw/buildout/antworten.csv"},
        "follow_up": {
            "chosen_until": datetime(2011, 11, 30).date(),
            "before": [day.date() for day in BEFORE],
            "after": [day.date() for day in AFTER],
            "touches": ["data_slow", "data_none"],
        },
    }
    return said


def answered(row: dict, chance: np.random.Generator) -> dict:
    """Let one of four senders of the first year say whether it is fixed."""
    if chance.random() > 0.25:
        return row
    known = next((city for city in DONE if row["Stadt"].casefold() == city.casefold()), "")
    word = chance.choice(["Ja", "Teilweise", "Nein"], p=ANSWERS[bool(known)])
    return row | {FIXED: word, FIXED_ON: moment(AFTER, chance).strftime("%d.%m.%Y")}


def later(city: str, n: int, chance: np.random.Generator) -> list[dict]:
    """Make the later reports of a city."""
    before = chance.poisson(120 + 0.5 * n)
    after = chance.poisson((120 + 0.5 * n) * FADES)
    rows = [report(city, BEFORE, False, chance) for _ in range(before)]
    rows += [report(city, AFTER, city in DONE, chance) for _ in range(after)]
    return [row for row in rows if row]


def report(city: str, window: tuple, done: bool, chance: np.random.Generator) -> dict:
    """Make one report, or none where the measure took away all that it would name."""
    kind = chance.choice(["touched", "both", "other"], p=MIX)
    gone = done and chance.random() < 0.5
    faults = []
    if kind != "other" and not gone:
        faults.append(str(chance.choice(TOUCHED)))
    if kind != "touched":
        faults.append(str(chance.choice(OTHERS)))
    if not faults:
        return {}
    return {
        "Zeitstempel": moment(window, chance).strftime("%d.%m.%Y %H:%M:%S"),
        "Stadt": city,
        "Welche Probleme treten auf?": "; ".join(faults),
        "Beschreibung": str(chance.choice(SAID)),
        "Weitergabe an den Netzbetreiber erlaubt?": str(chance.choice(["Ja", "Nein"])),
    }


def moment(window: tuple, chance: np.random.Generator) -> datetime:
    seconds = int((window[1] - window[0]).total_seconds())
    return window[0] + timedelta(seconds=int(chance.integers(0, seconds)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
