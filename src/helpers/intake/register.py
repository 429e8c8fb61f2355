"""Register: remember which report got which id, and which file was named as which tool's."""

import hashlib
from pathlib import Path

import pandas as pd

from helpers import store
from helpers.errors import CampaignError

COLUMNS = ["report_id", "fingerprint", "occurrence"]


def fingerprints(cells: pd.DataFrame) -> pd.Series:
    """Hash each row of text `cells` over its filled cells, whatever the order of the columns.

    Give only columns without contact data: a changed e-mail must not make a new report.

    >>> a = fingerprints(pd.DataFrame({"Ort": ["Köln"], "PLZ": [""]}))
    >>> b = fingerprints(pd.DataFrame({"Gerät": [""], "Ort": [" Köln "]}))
    >>> a.equals(b)
    True
    """
    names = sorted(cells.columns)
    parts = pd.Series("", index=cells.index, dtype="str")
    for name in names:
        text = cells[name].str.strip()
        parts = parts + (f"{name}\x1f" + text + "\x1e").where(text.ne(""), "")
    return parts.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:16]).astype("str")


def assign(rows: pd.DataFrame, path: Path) -> pd.Series:
    """Return the `report_id` of each row, assigning and appending new ones to `path`.

    rows: `fingerprint, source_file`, in file order. Rows of one file that are equal to the letter
    are told apart by their occurrence; the same row in a second file is the same report.
    Ids are `R000001` onwards, in the order of first import; none is given twice.
    Raises CampaignError for a register that is not one.
    """
    known = _load(path)
    keys = rows[["fingerprint"]].assign(
        occurrence=rows.groupby(["source_file", "fingerprint"]).cumcount()
    )
    new = keys.drop_duplicates().merge(known, how="left").loc[lambda f: f["report_id"].isna()]
    if len(new):
        start = known["report_id"].str[1:].astype(int).max() + 1 if len(known) else 1
        new = new.assign(report_id=[f"R{n:06d}" for n in range(start, start + len(new))])
        known = pd.concat([known, new[COLUMNS]], ignore_index=True)
        with store.replacing(path) as temporary:
            known.to_csv(temporary, index=False, lineterminator="\n")
    return keys.merge(known, how="left")["report_id"].astype("str").set_axis(rows.index)


def fingerprints_of(path: Path) -> dict[str, str]:
    """Return the newest fingerprint of each report that the register knows."""
    known = _load(path)
    return dict(zip(known["report_id"], known["fingerprint"], strict=True))


def rename(rows: pd.DataFrame, path: Path) -> pd.Series:
    """Let changed rows keep their ids; say of each row whether it does (`True`) or cannot.

    rows: `report_id, fingerprint, source_file` as the files read now, in file order. A row whose
    new fingerprint is another report's cannot keep its id. The older fingerprint stays, so that an
    export from before the change brings the same report.
    """
    known = _load(path)
    ours = rows["report_id"].isin(known["report_id"])
    keys = rows[["fingerprint", "report_id"]].assign(
        occurrence=rows.groupby(["source_file", "fingerprint"]).cumcount()
    )
    wanted = keys[ours].drop_duplicates()
    has = wanted.merge(known, on=COLUMNS[1:], how="left", suffixes=("", "_has"))
    has.index = wanted.index
    other = has["report_id_has"].notna() & has["report_id_has"].ne(has["report_id"])
    other |= wanted.duplicated(COLUMNS[1:], keep=False)
    new = wanted[has["report_id_has"].isna() & ~other]
    if len(new):
        known = pd.concat([known, new[COLUMNS]], ignore_index=True)
        with store.replacing(path) as temporary:
            known.to_csv(temporary, index=False, lineterminator="\n")
    lost = wanted[other][COLUMNS]
    both = keys.merge(lost.assign(lost=True), on=COLUMNS, how="left")["lost"].eq(True)
    return (~both | ~ours.to_numpy()).set_axis(rows.index)


def read_formats(path: Path) -> dict[str, str]:
    """Read the formats that files were imported with: file name → format; none if no file.

    Raises CampaignError for a file with other columns.
    """
    table = store.read_handmade(path, ["file", "format"])
    return dict(zip(table["file"], table["format"], strict=True))


def write_formats(named: dict[str, str], path: Path) -> None:
    """Write the formats that files were imported with; no file where there is none."""
    if not named:
        path.unlink(missing_ok=True)
        return
    table = pd.DataFrame(sorted(named.items()), columns=["file", "format"])
    with store.replacing(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def _load(path: Path) -> pd.DataFrame:
    if not path.exists():
        empty = pd.DataFrame(columns=COLUMNS).astype({"report_id": "str", "fingerprint": "str"})
        return empty.astype({"occurrence": "int64"})
    try:
        known = pd.read_csv(path, dtype={"report_id": "str", "fingerprint": "str"})
    except (ValueError, UnicodeDecodeError) as error:
        raise CampaignError(f"{path}: not readable as the register of ids: {error}") from error
    sound = list(known.columns) == COLUMNS and not (
        known[COLUMNS[1:]].duplicated().any()
        or (known["occurrence"].dtype != "int64" and len(known))
        or not known["report_id"].str.fullmatch(r"R\d+").all()
    )
    if not sound:
        raise CampaignError(
            f"{path}: expected the columns {', '.join(COLUMNS)} and each row once, "
            f"got {', '.join(known.columns)}."
        )
    return known
