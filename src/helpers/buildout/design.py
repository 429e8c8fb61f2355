"""Design: which places got a measure, which are like them, and what is printed of both."""

import pandas as pd

from helpers.settings import Settings

DONE = r"^(?:fertig|erledigt|abgeschlossen|umgesetzt|in betrieb|done|completed|finished)\b"
"""How a status begins that says that a measure is done."""
ROLES = ("treated", "control", "left_out")
WHY = {
    "planned": "named in a plan or answer, and not done in time",
    "early": "done before the time before ended",
    "withheld": "its counts are not printed",
    "unclear": "an entry may mean it",
    "": "",
}
"""Why a place is neither treated nor a control."""


def done(versions: pd.DataFrame, replies: pd.DataFrame) -> pd.Series:
    """Return the day on which each Kreis's measure was done: the operator's answer, or its plan.

    versions: 07_plan, of which the newest counts; an entry whose status says that it is done was
    done by its date. replies: 07_answers.
    """
    newest = versions[versions["version"].eq(versions["version"].max())]
    finished = newest[newest["status"].str.match(DONE, case=False) & newest["ags5"].ne("")]
    told = pd.concat(
        [
            finished[["ags5", "due"]].rename(columns={"due": "done"}),
            replies.loc[replies["ags5"].ne(""), ["ags5", "done"]],
        ]
    ).dropna()
    return told.groupby("ags5")["done"].max()


def places(
    follow_up: pd.DataFrame,
    coverage: pd.DataFrame,
    versions: pd.DataFrame,
    replies: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Say of each place of the list its role, and its printed counts per window.

    follow_up: 03_follow_up. coverage: all Kreise, by `match.compare` with all versions of the
    plan together. The list is the `buildout.n_places` Kreise with most reports until the places
    were chosen. Returns `ags5, kreis, role, why, done, treated, score`, then `before_1, before_2,
    after` of the faults that measures can touch (of all, where none is named), and `other_…` of
    those that they cannot.
    """
    plan = settings.buildout.follow_up
    wide = wide_counts(follow_up)
    if plan is None or wide.empty:
        return pd.DataFrame(columns=["ags5", "kreis", "role", "why", "done", "treated", "score"])
    listed = wide.sort_values(["score", "ags5"], ascending=[False, True])
    listed = listed.head(settings.buildout.n_places)
    known = coverage.set_index("ags5")
    listed = listed.assign(
        kreis=listed["ags5"].map(known["kreis"]).astype("str"),
        done=listed["ags5"].map(done(versions, replies).to_dict()).astype("datetime64[us]"),
    )
    named = listed["ags5"].map(known["coverage"])
    in_time = listed["done"].gt(pd.Timestamp(plan.before[1])) & listed["done"].lt(
        pd.Timestamp(plan.after[0])
    )
    early = listed["done"].le(pd.Timestamp(plan.before[1]))
    answered = listed["ags5"].isin(replies["ags5"])
    free = named.eq("absent") & ~answered & listed["done"].isna()
    role = pd.Series("left_out", index=listed.index, dtype="str")
    role = role.mask(free, "control").mask(in_time, "treated")
    why = pd.Series("planned", index=listed.index, dtype="str").mask(named.eq("unclear"), "unclear")
    why = why.mask(early, "early").mask(role.ne("left_out"), "")
    first = ["ags5", "kreis", "role", "why", "done", "treated", "score"]
    made = listed.assign(role=role, why=why, treated=role.eq("treated"))
    return made[[*first, *(name for name in made if name not in first)]].reset_index(drop=True)


def compared(listed: pd.DataFrame) -> pd.DataFrame:
    """Keep the places that are compared: treated and controls."""
    return listed[listed["role"].ne("left_out")].reset_index(drop=True)


def wide_counts(follow_up: pd.DataFrame) -> pd.DataFrame:
    """Lay the printed crossing out as a row per place: `ags5, score, before_1 … other_after`."""
    rows = follow_up[follow_up["ags5"].ne("")]
    if rows.empty:
        return pd.DataFrame(columns=["ags5", "score"])
    counts = rows.pivot_table(
        index="ags5", columns=["window", "fault"], values="n_reports", aggfunc="sum"
    )
    windows = ("before_1", "before_2", "after")
    sides = {"": ("touched", "both"), "other_": ("other", "both")}
    if "all" in counts.columns.get_level_values("fault"):
        sides = {"": ("all",)}
    made = pd.DataFrame({"score": counts["chosen"].sum(axis=1)})
    for mark, faults in sides.items():
        for window in windows:
            made[f"{mark}{window}"] = counts[window][list(faults)].sum(axis=1)
    return made.reset_index()
