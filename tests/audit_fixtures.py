"""Published folders built by hand, for the audit: nothing here comes from the house's own rooms."""

import json
from pathlib import Path

import pandas as pd

from helpers import settings as settings_module
from helpers.audit import examine
from helpers.settings import HOME

K = 5
KREISE = pd.read_csv(HOME / "data/raw/gazetteer/kreise.csv", dtype="str")
POPULATION = pd.read_csv(HOME / "data/raw/population/kreise_2007.csv", dtype={"ags5": "str"})
INHABITANTS = POPULATION.set_index("ags5")["population"]
LAND = dict(zip(KREISE["ags5"].str[:2], KREISE["land"], strict=True))
NAME = KREISE.set_index("ags5")["kreis"]

TRUE = {  # in each of three Länder one Kreis has few reports; Hessen, Bayern, Nordrhein-Westfalen
    "01002": 49,
    "02000": 117,
    "11000": 124,
    "14612": 31,
    "06412": 62,
    "06411": 40,
    "06531": 3,
    "09162": 61,
    "09564": 41,
    "09184": 2,
    "05315": 71,
    "05111": 31,
    "05334": 4,
}
RANGED = ("05", "06", "09")


def kreise(true: dict[str, int]) -> pd.DataFrame:
    """All Kreise with their counts, those of 1 to 4 withheld."""
    frame = KREISE[["ags5", "kreis", "land"]].copy()
    n = frame["ags5"].map(true).fillna(0).astype(int)
    small = n.between(1, K - 1)
    frame["population"] = frame["ags5"].map(INHABITANTS).fillna(100_000).astype(int)
    frame["n_reports"] = n.astype("Int64").mask(small)
    frame["n_least"] = n.mask(small, 1)
    frame["n_most"] = n.mask(small, K - 1)
    frame["suppressed"] = small
    return frame


def laender(true: dict[str, int], ranged=RANGED) -> pd.DataFrame:
    """All Länder, some as a range of ten."""
    n = pd.Series(true).groupby(lambda ags5: ags5[:2]).sum()
    frame = pd.DataFrame({"ags2": list(LAND), "land": list(LAND.values())})
    n = frame["ags2"].map(n).fillna(0).astype(int)
    wide = frame["ags2"].isin(ranged)
    frame["n_reports"] = n.astype("Int64").mask(wide)
    frame["n_least"] = n.mask(wide, n // 10 * 10)
    frame["n_most"] = n.mask(wide, n // 10 * 10 + 9)
    return frame.assign(suppressed=False)


class Campaign:
    """A campaign folder with hand-made reports/ and data/releases/."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
        self.settings = settings_module.load(folder)
        self.folder = folder

    def put(self, name: str, content: pd.DataFrame | str | bytes, release: int = 0) -> Path:
        """Write a file below reports/, or into a release."""
        base = self.folder / "data/releases" / f"{release:04d}" if release else self.settings.out
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pd.DataFrame):
            content.to_csv(path, index=False)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    def places(self, true: dict[str, int], release: int = 0, ranged=RANGED) -> None:
        """Write Kreise, Länder and the total."""
        self.put("kreise.csv", kreise(true), release)
        self.put("laender.csv", laender(true, ranged), release)
        self.put("total.csv", pd.DataFrame({"n_reports": [sum(true.values())]}), release)
        if release:
            said = {"number": release, "date": f"2011-12-{release:02d}", "k": K}
            self.put("release.json", json.dumps(said), release)

    def examine(self, **more):
        return examine(self.settings, identifiers=False, **more)

    def found(self, *kinds: str, **more) -> list[str]:
        """Return where something was found, "kind: where" for each finding of these kinds."""
        findings = self.examine(**more).findings
        if kinds:
            findings = findings[findings["kind"].isin(kinds)]
        return sorted({f"{row.kind}: {row.where}" for row in findings.itertuples()})


def clean(folder: Path) -> Campaign:
    """Return a campaign whose pages give nothing away."""
    made = Campaign(folder)
    made.places(TRUE)
    return made
