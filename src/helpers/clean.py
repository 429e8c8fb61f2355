"""Clean: raw rows in, reports that count out; every row ends in the ledger with a reason."""

import functools
import re
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from helpers import facts, redact, schema, store
from helpers.errors import CampaignError
from helpers.facts import Fact
from helpers.schema import Column
from helpers.settings import Settings

REPORT_COLUMNS = {
    "report_id": Column("str", "the report's id, from its source or the register"),
    "submitted_at": Column("datetime64[us]", "when it was sent", unit="local time"),
    "city_raw": Column("str", "city as written; empty = not given"),
    "district_raw": Column("str", "city district as written; empty = not given"),
    "postcode_raw": Column("str", "postcode as written; empty = not given"),
    "categories": Column("str", "ids of the fault categories, joined by |"),
    "description": Column("str", "free text, personal data masked"),
    "device": Column("str", "device as written"),
    "tariff": Column("str", "tariff as written"),
    "consent_operator": Column("bool", "the sender agreed that the operator gets the report"),
}
schema.describe("01_reports", REPORT_COLUMNS)
schema.describe(
    "01_repeats", {**REPORT_COLUMNS, "repeat_of": Column("str", "report_id of the first report")}
)
LEDGER = ["source_file", "source_row", "report_id", "status", "reason", "repeat_of"]

NOISE = re.compile(
    r"(?:test(?:e|en|ing|s)?\d*|te?st|asdf\w*|asd|qwert[zy]?\w*|yxcv\w*|foo|bar|blah?|abc|xxx*|"
    r"hallo|lorem|ipsum|dolor|-+|\.+|\d{1,5})",
    re.IGNORECASE,
)
"""A word that people type to try a form out."""

CODE = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|body|style|link|meta)\b|javascript:|"
    r"\bon(?:error|load|click|mouseover)\s*=|^\s*[=+@-]\s*(?:cmd\||[a-z.]+\s*\()|"
    r"\bunion\s+(?:all\s+)?select\b|\bdrop\s+table\b|\{\{.*\}\}|\$\{.*\}",
    re.IGNORECASE,
)
"""Program text instead of a report: HTML that acts, spreadsheet formulas, SQL, templates."""

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
ADVERT = re.compile(
    r"\b(?:cheap|pills?|viagra|cialis|casino|porn|sex\w*|credit|loan|kredit\w*|bitcoin|crypto\w*|"
    r"buy now|click here|jetzt kaufen|rabatt\w*|gewinnspiel\w*|seo|backlinks?|replica)\b",
    re.IGNORECASE,
)
STATUS_WORDS = {
    "repeat": ("repeats", "wiederholt abgeschickte Meldungen", "reports sent again"),
    "rejected": ("rejected", "verworfene Zeilen", "rows rejected"),
    "withdrawn": ("withdrawn", "zurückgezogene Meldungen", "reports withdrawn"),
}

DOUBLE_CLICK = timedelta(minutes=2)
TELLING_LETTERS = 12
"""Letters and digits from which on two equal descriptions are no coincidence."""

SENT = ("city_raw", "district_raw", "postcode_raw", "description", "device", "tariff")


@dataclass(frozen=True)
class Cleaned:
    """The three piles: reports that count, their repeats, and the ledger of all rows."""

    reports: pd.DataFrame
    repeats: pd.DataFrame
    ledger: pd.DataFrame


def clean(raw: pd.DataFrame, settings: Settings, withdrawn: frozenset[str]) -> Cleaned:
    """Sort raw rows into kept, repeats, rejected and withdrawn; mask personal data in the kept.

    raw: as `intake.read` returns it. withdrawn: ids of reports that their senders took back.
    Returns kept reports and repeats in order of time (columns REPORT_COLUMNS; contact data is
    gone), and the ledger with one line per raw row, in file order.
    """
    status = reject(raw, settings)
    gone = (raw["report_id"].isin(withdrawn) | raw["withdrawn"]) & ~status["reason"].str.startswith(
        "already imported"
    )
    status.loc[gone, ["status", "reason"]] = ["withdrawn", "taken back by its sender"]
    open_ = raw[status["status"].eq("")].sort_values(
        ["submitted_at", "source_file", "source_row"], kind="stable"
    )
    safe = mask(open_)
    first = repeat_of(safe, settings.cleaning.repeat_minutes)
    repeated = first[first.ne("")]
    status.loc[repeated.index, "status"] = "repeat"
    status.loc[repeated.index, "reason"] = "the same report sent again"
    status.loc[repeated.index, "repeat_of"] = repeated
    status["status"] = status["status"].mask(status["status"].eq(""), "kept")
    ledger = pd.concat([raw[LEDGER[:3]], status], axis=1)[LEDGER]
    assert_complete(ledger, len(raw))
    kept = safe.drop(index=repeated.index)
    again = safe.loc[repeated.index].assign(repeat_of=repeated)
    return Cleaned(kept.reset_index(drop=True), again.reset_index(drop=True), ledger)


def mask(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop contact data and mask personal data in every text that a person typed.

    A description loses the sender's names wherever they stand as words. Place, device and tariff
    lose them only where the whole name stands there: a Frau Essen may live in Essen.
    """
    safe = rows[list(REPORT_COLUMNS)].copy()
    names, emails = rows["contact_name"], rows["contact_email"]
    for column in SENT:
        own = names
        if column != "description":
            pairs = zip(names, rows[column], strict=True)
            whole = [" " in name and name in text for name, text in pairs]
            own = names.where(pd.Series(whole, index=rows.index, dtype=bool), "")
        safe[column] = redact.redact(rows[column], names=own, emails=emails)
    safe["consent_operator"] = rows["consent_operator"].eq("yes")
    return safe


def reject(raw: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Say of each row why it is no report: `status` ("rejected" or ""), `reason`, `repeat_of`.

    The first reason that holds is given; words that a person understands.
    """
    day = raw["submitted_at"].dt.normalize()
    first, last = pd.Timestamp(settings.first_day), pd.Timestamp(settings.as_of)
    written = raw["submitted_raw"].replace("", "nothing")
    nothing = raw[["city_raw", "district_raw", "postcode_raw", "description"]].eq("").all(axis=1)
    links = raw["description"].str.count(LINK)
    advert = links.ge(1) & raw["description"].str.contains(ADVERT) | links.ge(3)
    reasons = [
        (raw["problem"].ne(""), raw["problem"]),
        (nothing & raw["categories"].eq(""), "empty: no place, no fault, no description"),
        (_any(raw, CODE), "program code instead of a report"),
        (_only_noise(raw), "a test of the form"),
        (advert, "advertising"),
        (day.isna(), "time of sending is not readable: " + written),
        (day < first, "sent before the form opened: " + written),
        (day > last, "sent after the last day counted: " + written),
    ]
    reason = pd.Series("", index=raw.index, dtype="str")
    for holds, words in reasons:
        reason = reason.mask(holds & reason.eq(""), words)
    status = pd.Series("rejected", index=raw.index, dtype="str").mask(reason.eq(""), "")
    return pd.DataFrame({"status": status, "reason": reason, "repeat_of": ""}, dtype="str")


def say(cleaned: Cleaned) -> str:
    """Say in a sentence what became of the rows."""
    counts = cleaned.ledger["status"].value_counts()
    kept, repeat, rejected, withdrawn = (
        int(counts.get(status, 0)) for status in ("kept", "repeat", "rejected", "withdrawn")
    )
    return (
        f"{len(cleaned.ledger):,} rows = {kept:,} kept + {repeat:,} repeats + "
        f"{rejected:,} rejected + {withdrawn:,} withdrawn."
    )


def masks(reports: pd.DataFrame) -> pd.DataFrame:
    """Count what was masked in the descriptions: `mark, n_marks`, most frequent first."""
    marks = reports["description"].str.findall(r"\[[A-ZÄÖÜ][\w-]+\]").explode().dropna()
    counts = marks.value_counts().rename_axis("mark").reset_index(name="n_marks")
    return counts.sort_values(["n_marks", "mark"], ascending=[False, True], ignore_index=True)


def repeat_of(reports: pd.DataFrame, minutes: int) -> pd.Series:
    """Return for each report the id of the report that it repeats, or "".

    reports: masked, sorted by time. A repeat says the same (place, faults, description, device,
    tariff; case, punctuation and blanks aside) within `minutes` of the one before it. Without a
    description of its own the sameness is weak, so only a double click (DOUBLE_CLICK) counts.
    Contact data is not asked: nothing that is published may depend on it.

    >>> reports = pd.DataFrame({name: ["a", "A!"] for name in (*SENT, "categories")}).assign(
    ...     report_id=["R1", "R2"],
    ...     submitted_at=pd.to_datetime(["2011-11-12 10:00", "2011-11-12 10:01"]))
    >>> repeat_of(reports, 60).tolist()
    ['', 'R1']
    """
    said = pd.DataFrame({name: _bare(reports[name]) for name in (*SENT, "categories")})
    group = said.groupby(list(said.columns), sort=False).ngroup()
    gap = reports["submitted_at"].groupby(group).diff()
    telling = said["description"].str.len().ge(TELLING_LETTERS)
    window = pd.Series(DOUBLE_CLICK, index=reports.index).mask(telling, timedelta(minutes=minutes))
    repeats = gap.le(window)
    chain = (~repeats).groupby(group).cumsum()
    first = reports["report_id"].groupby([group, chain]).transform("first")
    return first.where(repeats, "").astype("str")


def assert_complete(ledger: pd.DataFrame, rows_in: int) -> None:
    """Stop unless each raw row stands in the ledger once, with one known status."""
    counts = ledger["status"].value_counts()
    known = counts.reindex(["kept", "repeat", "rejected", "withdrawn"], fill_value=0)
    if known.sum() != rows_in or len(ledger) != rows_in:
        raise CampaignError(
            f"ledger: expected {rows_in} rows = kept + repeats + rejected + withdrawn, "
            f"got {counts.to_dict()}"
        )


def withdrawn_ids(settings: Settings) -> frozenset[str]:
    """Read the ids of withdrawn reports from data/raw/handmade/withdrawn.csv, if it is there."""
    path = settings.handmade / "withdrawn.csv"
    if not path.exists():
        return frozenset()
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    if "report_id" not in table:
        raise CampaignError(f"{path}: expected a column report_id, got {', '.join(table.columns)}")
    return frozenset(table["report_id"])


def write(settings: Settings, cleaned: Cleaned) -> None:
    """Write the tables 01_reports and 01_repeats, and ledger.csv with one line per raw row."""
    store.writer(settings, "01_reports")(cleaned.reports)
    store.writer(settings, "01_repeats")(cleaned.repeats)
    store.write_csv(cleaned.ledger, settings.processed / "ledger.csv")


def totals(cleaned: Cleaned) -> dict[str, Fact]:
    """State how many rows came in and what became of them, and the days that they span."""
    counts = cleaned.ledger["status"].value_counts()
    kept = len(cleaned.reports)
    count = functools.partial(facts.count, n=kept, anchor="rows")
    stated = {
        "total.rows_in": count(len(cleaned.ledger), "Zeilen im Export", "rows in the export"),
        "total.n_reports": count(kept, "gezählte Meldungen", "reports counted"),
        "total.consent": count(
            int(cleaned.reports["consent_operator"].sum()),
            "Meldungen mit Einwilligung in die Weitergabe an den Netzbetreiber",
            "reports whose sender agreed that the operator gets them",
        ),
    }
    for status, (name, de, en) in STATUS_WORDS.items():
        stated[f"total.{name}"] = count(int(counts.get(status, 0)), de, en)
    if kept:
        days = cleaned.reports["submitted_at"]
        stated["total.first_day"] = facts.day(days.min(), "erste Meldung", "first report", kept)
        stated["total.last_day"] = facts.day(days.max(), "letzte Meldung", "last report", kept)
    return stated


def summary(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count the rows by `status` and kind of `reason` (what follows a colon is left out)."""
    kinds = ledger.assign(reason=ledger["reason"].str.replace(r"(:| from ).*", "", regex=True))
    counts = kinds.groupby(["status", "reason"], as_index=False).size()
    return counts.rename(columns={"size": "n_rows"}).sort_values(
        ["status", "n_rows"], ascending=[True, False], ignore_index=True
    )


def _bare(texts: pd.Series) -> pd.Series:
    """Keep letters and digits, folded, so that `Berlin!` and `berlin` say the same."""
    distinct = pd.Series(texts.unique(), dtype="str")
    bare = distinct.str.casefold().str.replace(r"[\W_]+", "", regex=True)
    return texts.map(dict(zip(distinct, bare, strict=True))).astype("str")


def _any(raw: pd.DataFrame, pattern: re.Pattern) -> pd.Series:
    """Tell the rows in which any sent text holds `pattern`."""
    found = pd.Series(False, index=raw.index)
    for name in SENT:
        found |= raw[name].str.contains(pattern)
    return found


def _only_noise(raw: pd.DataFrame) -> pd.Series:
    """Tell the rows whose place and description hold only words that try a form out."""
    texts = raw["city_raw"] + " " + raw["district_raw"] + " " + raw["description"]
    distinct = pd.Series(texts.unique(), dtype="str")
    words = distinct.str.split()
    noise = [bool(w) and all(NOISE.fullmatch(word.strip(".,!?")) for word in w) for w in words]
    return texts.map(dict(zip(distinct, noise, strict=True))).astype(bool)
