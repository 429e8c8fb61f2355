"""Faults: which kinds of trouble are reported, together with which, and in which city.

A report may name several kinds, so their counts add up to more than the reports.
"""

import numpy as np
import pandas as pd

from helpers.settings import Settings

LEAST_REPORTS = 100
"""The faults of a city with fewer reports are not counted: their shares would say little."""


def named(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one column of truth per category: does the report name it? Index as `reports`.

    reports: `categories`, ids joined by "|".
    """
    joined = "|" + reports["categories"] + "|"
    return pd.DataFrame(
        {one: joined.str.contains(f"|{one}|", regex=False) for one in settings.category_ids()},
        index=reports.index,
    ).astype(bool)


def asked(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one column of truth per category: was it shown to the sender? Index as `reports`.

    reports: `categories_not_asked`, ids joined by "|". Who was not shown a kind did not leave it
    unticked.
    """
    hidden = named(reports.assign(categories=reports["categories_not_asked"]), settings)
    return named(reports, settings) | ~hidden  # whoever names a kind knew of it


def per_category(named: pd.DataFrame, asked: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count the reports that name each category: `category, de, en, n_reports, n_asked`.

    named, asked: as the functions of these names return them. Most first.
    """
    table = pd.DataFrame(
        {
            "category": pd.Series(settings.category_ids(), dtype="str"),
            "de": pd.Series([category.de for category in settings.categories], dtype="str"),
            "en": pd.Series([category.en for category in settings.categories], dtype="str"),
            "n_reports": named.sum().to_numpy("int64"),
            "n_asked": asked.sum().to_numpy("int64"),
        }
    )
    order = np.argsort(-table["n_reports"].to_numpy(), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def together(named: pd.DataFrame) -> pd.DataFrame:
    """Count the reports that name both of two categories, each unordered pair once.

    Returns `category_a, category_b, n_reports`.
    """
    matrix = named.to_numpy("int64")
    both = matrix.T @ matrix
    first, second = np.triu_indices(both.shape[0], k=1)
    ids = np.array(named.columns, dtype=object)
    table = {"category_a": ids[first], "category_b": ids[second], "n_reports": both[first, second]}
    return pd.DataFrame(table).astype(
        {"category_a": "str", "category_b": "str", "n_reports": "int64"}
    )


def per_place(located: pd.DataFrame, named: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Count the faults in each larger city, and in all reports (`ags8` "").

    Counted are the reports whose senders were shown all kinds. Returns `ags8, city, category,
    n_reports` (naming it), `n_asked` (of the place).
    """
    whole = asked.all(axis=1)
    located, named = located[whole], named[whole]
    sizes = located.loc[located["ags8"] != "", "ags8"].value_counts()
    groups = [("", "", pd.Series(True, index=located.index))]
    names = located.drop_duplicates("ags8").set_index("ags8")["city"]
    groups += [
        (ags8, names[ags8], located["ags8"] == ags8)
        for ags8 in sorted(sizes.index[sizes >= LEAST_REPORTS])
    ]
    parts = [
        pd.DataFrame(
            {
                "ags8": ags8,
                "city": city,
                "category": named.columns,
                "n_reports": named[here].sum().to_numpy("int64"),
                "n_asked": int(here.sum()),
            }
        )
        for ags8, city, here in groups
    ]
    kinds = dict.fromkeys(["ags8", "city", "category"], "str")
    kinds |= dict.fromkeys(["n_reports", "n_asked"], "int64")
    return pd.concat(parts, ignore_index=True).astype(kinds)
