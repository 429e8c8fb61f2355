"""Clean: raw rows in, reports that count out; every row ends in the ledger with a reason."""

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from helpers import facts, gazetteer, intake, redact, reject, schema, store, style, withdraw
from helpers.errors import CampaignError
from helpers.facts import Fact
from helpers.reject import SENT
from helpers.settings import Settings

COORDINATES = ("lat", "lon")
"""Stage 02 uses them and drops them."""
REPORT_COLUMNS = [name for name in schema.TABLES["01_reports"].columns if name not in COORDINATES]
LEDGER = ["source_file", "source_row", "report_id", "status", "reason", "repeat_of"]

PILES = ("kept", "repeat", "rejected", "withdrawn", "known", "other")

LEFT_OUT = ["repeat", "rejected", "withdrawn"]
UNDER = {"de": "unter", "en": "under"}
OTHER = "about another operator: counted by place, to compare with"
UNUSED = ("categories", "categories_not_asked", "description", "device", "tariff", "thing",
          "consent_quote")  # fmt: skip
"""Of a report about others only place and time are used, and kept."""
DOUBLE_CLICK = timedelta(minutes=2)
TELLING_LETTERS = 12
"""Letters and digits from which on two equal descriptions are no coincidence."""

ANSWERS = ("categories", "categories_unknown")


@dataclass(frozen=True)
class Cleaned:
    """The piles: reports that count, their repeats, ledger, answers to "fixed?", about others."""

    reports: pd.DataFrame
    repeats: pd.DataFrame
    ledger: pd.DataFrame
    fixed: pd.DataFrame
    others: pd.DataFrame


def clean(raw: pd.DataFrame, settings: Settings, withdrawn: frozenset[str]) -> Cleaned:
    """Sort raw rows into kept, repeats, rejected and withdrawn; mask personal data in the kept.

    raw: as `intake.read` returns it. withdrawn: ids of reports that their senders took back.
    Returns kept reports and repeats in order of time (columns REPORT_COLUMNS and
    COORDINATES; contact data is gone), and the ledger with one line per raw row, in file order.
    Notebook 01 takes the same steps one by one.
    """
    minutes = settings.cleaning.repeat_minutes
    status = sort_out(raw, settings)
    status = take_back(status, raw, withdrawn, minutes)
    status = link_repeats(status, raw, minutes)
    return piles(raw, status, settings.privacy.about)


def sort_out(raw: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Say which rows are no reports, or stand in another export: `status, reason, repeat_of`.

    status: "rejected", "known", "other" (about another operator), or "" for a row that is still
    open; a row per raw row.
    """
    status = reject.reject(raw, settings)
    known = status["reason"].eq(intake.KNOWN)
    status["status"] = status["status"].mask(known, "known")
    others = reject.about_others(raw, settings) & status["status"].eq("")
    status.loc[others, ["status", "reason"]] = ["other", OTHER]
    return status


def take_back(
    status: pd.DataFrame, raw: pd.DataFrame, withdrawn: frozenset[str], minutes: int
) -> pd.DataFrame:
    """Mark what senders took back: the reports `withdrawn`, other versions, double clicks."""
    status = status.copy()
    known = status["status"].eq("known")
    gone = (raw["report_id"].isin(withdrawn) | raw["withdrawn"]) & ~known
    if not gone.any():
        return status
    edited = versions_of(raw, gone) & ~known & ~gone
    status.loc[edited, ["status", "reason"]] = ["withdrawn", "another version of one taken back"]
    status.loc[gone, ["status", "reason"]] = ["withdrawn", "taken back by its sender"]
    sent = in_order(raw[status["status"].isin(["", "withdrawn"]) & raw["submitted_at"].notna()])
    first = repeat_of(sent, minutes)
    twins = first[first.isin(raw.loc[gone, "report_id"])].index.difference(raw.index[gone])
    status.loc[twins, ["status", "reason"]] = ["withdrawn", "repeat of a report taken back"]
    return status


def link_repeats(status: pd.DataFrame, raw: pd.DataFrame, minutes: int) -> pd.DataFrame:
    """Mark the open rows that repeat an earlier one, with its id; what is open then is kept."""
    status = status.copy()
    piles = [repeat_of(in_order(raw[status["status"].eq(pile)]), minutes) for pile in ("", "other")]
    first = pd.concat(piles)
    repeated = first[first.ne("")]
    status.loc[repeated.index, ["status", "reason"]] = ["repeat", "the same report sent again"]
    status.loc[repeated.index, "repeat_of"] = repeated
    return status.assign(status=status["status"].mask(status["status"].eq(""), "kept"))


def piles(raw: pd.DataFrame, status: pd.DataFrame, about: Collection[str] = ()) -> Cleaned:
    """Make the ledger of all rows; of the kept and the repeated ones, what may go on."""
    ledger = pd.concat([raw[LEDGER[:3]], status], axis=1)[LEDGER]
    assert_complete(ledger, len(raw))
    counted = in_order(raw[status["status"].isin(["kept", "repeat"])])
    safe = mask(counted, about).drop(columns="categories_unknown")
    is_repeat = status.loc[safe.index, "status"].eq("repeat")
    again = safe[is_repeat]
    again = again.assign(repeat_of=status.loc[again.index, "repeat_of"])
    kept = safe[~is_repeat].reset_index(drop=True)
    fixed, others = fixes(raw, kept), _others(in_order(raw[status["status"].eq("other")]), about)
    return Cleaned(kept, again.reset_index(drop=True), ledger, fixed, others)


def _others(rows: pd.DataFrame, about: Collection[str]) -> pd.DataFrame:
    """Keep place and time of the reports about other operators, and nothing else."""
    safe = mask(rows, about).drop(columns="categories_unknown")
    return safe.assign(**dict.fromkeys(UNUSED, ""), consent_operator=False).reset_index(drop=True)


def fixes(raw: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return who of the kept reports answered "is it fixed?": `report_id, fixed, fixed_on`."""
    if "fixed" not in raw:
        return schema.empty("01_fixed")
    kept = raw[raw["report_id"].isin(reports["report_id"]) & raw["fixed"].ne("")]
    kept = kept[kept["problem"].eq("")].drop_duplicates("report_id", keep="last")
    found = kept[["report_id", "fixed", "fixed_on"]].reset_index(drop=True)
    return found.astype({"fixed_on": "datetime64[us]"})


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort raw rows by time; of the same second, by file and row."""
    return rows.sort_values(["submitted_at", "source_file", "source_row"], kind="stable")


def versions_of(raw: pd.DataFrame, gone: pd.Series) -> pd.Series:
    """Tell the rows that are an edited version of a report taken back, in another export.

    A tool without ids shows an edited answer as a new row: sent in the same second, with the same
    place or the same description.
    """
    again = pd.Series(False, index=raw.index)
    back = raw[gone & raw["report_id"].str.fullmatch(r"R\d+") & raw["submitted_at"].notna()]
    for row in back.itertuples():
        same = pd.Series(False, index=raw.index)
        for name in ("city_raw", "description"):
            if value := getattr(row, name):
                same |= raw[name].eq(value)
        with_it = raw.loc[raw["report_id"].eq(row.report_id), "source_file"]
        elsewhere = ~raw["source_file"].isin(with_it)
        again |= raw["submitted_at"].eq(row.submitted_at) & same & elsewhere
    return again


def mask(rows: pd.DataFrame, about: Collection[str] = ()) -> pd.DataFrame:
    """Drop contact data and mask personal data in every text that a person typed.

    A description loses the sender's names wherever they stand as words. Place, device and tariff
    lose them only where the whole name stands there: a Frau Essen may live in Essen.
    """
    rows = rows if "consent_quote" in rows else rows.assign(consent_quote="")
    safe = rows.reindex(columns=[*REPORT_COLUMNS, *COORDINATES, "categories_unknown"])
    safe = safe.astype(dict.fromkeys(COORDINATES, "float64"))
    names, emails = rows["contact_name"], rows["contact_email"]
    safe[list(SENT)] = mask_texts(rows[list(SENT)], names, emails, about)
    safe["consent_operator"] = rows["consent_operator"].eq("yes")
    safe["consent_quote"] = safe["consent_quote"].fillna("").astype("str")
    return safe


def mask_texts(
    texts: pd.DataFrame, names: pd.Series, emails: pd.Series, about: Collection[str] = ()
) -> pd.DataFrame:
    """Mask personal data in columns of SENT, given the senders' own names and mail addresses."""
    safe = texts.copy()
    for column in texts:
        own = names
        if column != "description":
            pairs = zip(names, texts[column], strict=True)
            whole = [" " in name and name in text for name, text in pairs]
            own = names.where(pd.Series(whole, index=texts.index, dtype=bool), "")
        safe[column] = redact.redact(texts[column], own, emails, about)
        if column in ("city_raw", "district_raw"):
            safe[column] = safe[column].mask(_is_place(texts[column], names), texts[column])
    return safe


def _is_place(texts: pd.Series, names: pd.Series) -> pd.Series:
    """Tell which texts are as a whole the name of a place, and no part of their sender's name.

    Marten is a part of Dortmund, and a surname.
    """
    folded = texts.str.casefold().str.strip()
    own = [text in name.casefold() for text, name in zip(folded, names, strict=True)]
    return folded.isin(_places()) & ~pd.Series(own, index=texts.index, dtype=bool)


@functools.cache
def _places() -> frozenset[str]:
    towns, parts = gazetteer.municipalities()["city"], gazetteer.districts()["district"]
    return frozenset(pd.concat([towns, parts]).str.casefold())


def say(cleaned: Cleaned) -> pd.Series:
    """Say which share of the rows came into which pile (`share`, whole per cent)."""
    piles = cleaned.ledger["status"].value_counts()
    return style.per_cent(piles, len(cleaned.ledger)).rename("share of the rows")


def repeat_of(reports: pd.DataFrame, minutes: int) -> pd.Series:
    """Return for each report the id of the report that it repeats, or "".

    reports: as written, sorted by time. A repeat says the same (place, faults, description, device,
    tariff; case, punctuation and blanks aside) within `minutes` of the one before it. Without a
    description of its own the sameness is weak, so only a double click (DOUBLE_CLICK) counts.
    Words are compared before they are masked: two streets are two reports. Two ids that one tool
    gave are two reports, too. Contact data is not asked: nothing published may depend on it.

    >>> reports = pd.DataFrame({name: ["a", "A!"] for name in (*SENT, *ANSWERS)}).assign(
    ...     report_id=["R1", "R2"],
    ...     submitted_at=pd.to_datetime(["2011-11-12 10:00", "2011-11-12 10:01"]))
    >>> repeat_of(reports, 60).tolist()
    ['', 'R1']
    """
    said = pd.DataFrame({name: _bare(reports[name]) for name in (*SENT, *ANSWERS)})
    group = said.groupby(list(said.columns), sort=False).ngroup()
    time = reports["submitted_at"]
    telling = said["description"].str.len().ge(TELLING_LETTERS)
    # A day without a clock time says nothing about two reports being sent together.
    dated = time.ne(time.dt.normalize())
    strong = time.groupby(group).diff().le(timedelta(minutes=minutes)) & telling
    weak = _soon_after_first(time, group) & ~telling & dated
    repeats = strong | weak
    chain = (~repeats).groupby(group).cumsum()
    first = reports["report_id"].groupby([group, chain]).transform("first")
    same_tool = _tool(reports["report_id"]).eq(_tool(first)) & _tool(first).ne("")
    return first.where(repeats & ~same_tool, "").astype("str")


def _tool(ids: pd.Series) -> pd.Series:
    """Return which tool gave each id: what stands before its colon; "" = our own register."""
    own = ids.astype("str").str.fullmatch(r"R\d+")
    return ids.astype("str").str.extract(r"^(.*?:|)")[0].add("tool").mask(own, "")


def _soon_after_first(time: pd.Series, group: pd.Series) -> pd.Series:
    """Tell the reports sent within DOUBLE_CLICK of the one that opens their group's chain.

    Two people may say the same shortly after another; a chain of such pairs would swallow a crowd.
    """
    soon = pd.Series(False, index=time.index)
    for _, times in time[group.duplicated(keep=False)].groupby(group):
        opened = None
        for row, when in times.items():
            soon[row] = opened is not None and when - opened <= DOUBLE_CLICK
            opened = opened if soon[row] else when
    return soon


def assert_complete(ledger: pd.DataFrame, rows_in: int) -> None:
    """Stop unless each raw row stands in the ledger once, with one known status."""
    counts = ledger["status"].value_counts()
    known = counts.reindex(PILES, fill_value=0)
    if known.sum() != rows_in or len(ledger) != rows_in:
        raise CampaignError(
            f"ledger: expected {rows_in} rows = kept + repeats + rejected + withdrawn, "
            f"got {counts.to_dict()}"
        )


def withdrawn_ids(settings: Settings, raw: pd.DataFrame) -> frozenset[str]:
    """Return the ids of reports that were taken back (data/raw/handmade/withdrawn.csv).

    Raises CampaignError for an id that no row has: else a report that was taken back could come
    back unseen, under another id.
    """
    taken_back = withdraw.read(settings)["report_id"].str.strip()
    lost = sorted(set(taken_back) - set(raw["report_id"]))
    if lost:
        raise CampaignError(
            f"{withdraw.path(settings)}: no report has the id {', '.join(lost[:5])}. Find the "
            "report's id in data/processed/ledger.csv, or remove the line if its row is gone."
        )
    return frozenset(taken_back)


def write(settings: Settings, cleaned: Cleaned) -> None:
    """Write 01_reports, 01_repeats, 01_fixed, 01_others, and ledger.csv, a line per raw row."""
    store.writer(settings, "01_reports")(cleaned.reports)
    store.writer(settings, "01_repeats")(cleaned.repeats)
    store.writer(settings, "01_fixed")(cleaned.fixed)
    store.writer(settings, "01_others")(cleaned.others)
    store.write_csv(cleaned.ledger, settings.processed / "ledger.csv")


def totals(cleaned: Cleaned) -> dict[str, Fact]:
    """State how many reports are counted, which share of the entries is not, and the days.

    The share is in whole per cent: exact counts of rows would tell, from one run to the next, what
    became of a single one.
    """
    piles, kept = cleaned.ledger["status"].value_counts(), len(cleaned.reports)
    stated = {
        "total.n_reports": facts.count(
            kept, "gezählte Meldungen", "reports counted", n=kept, anchor="rows"
        )
    }
    left = int(piles.reindex(LEFT_OUT).fillna(0).sum())
    if kept and left:
        share = left / (kept + left)
        words = [
            style.percent(share, lang)
            if share >= 0.01
            else f"{UNDER[lang]} {style.percent(0.01, lang)}"
            for lang in ("de", "en")
        ]
        stated["total.left_out"] = Fact(
            max(round(share, 2), 0.01), *words,
            "Einsendungen, die nicht zählen: doppelt, unbrauchbar oder zurückgenommen",
            "entries that do not count: repeated, unusable or taken back",
            "share", anchor="rows",
        )  # fmt: skip
    if kept:
        days = cleaned.reports["submitted_at"]
        stated["total.first_day"] = facts.day(days.min(), "erste Meldung", "first report", kept)
        stated["total.last_day"] = facts.day(days.max(), "letzte Meldung", "last report", kept)
    return stated


def _bare(texts: pd.Series) -> pd.Series:
    """Keep letters and digits, folded, so that `Berlin!` and `berlin` say the same."""
    distinct = pd.Series(texts.unique(), dtype="str")
    bare = distinct.str.casefold().str.replace(r"[\W_]+", "", regex=True)
    return texts.map(dict(zip(distinct, bare, strict=True))).astype("str")
