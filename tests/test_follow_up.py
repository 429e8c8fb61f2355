"""The operator's word: promises, answers, and before and after, as far as the data can tell."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from helpers import settings as settings_module
from helpers.buildout import answers, design, effect, finding, promises
from helpers.count import follow_up
from helpers.errors import CampaignError
from helpers.protect import crossings
from helpers.publish import tracker
from helpers.settings import HOME, Settings

FOLLOWED = {
    "chosen_until": date(2011, 11, 20),
    "before": (date(2011, 11, 22), date(2011, 11, 24)),
    "after": (date(2011, 11, 26), date(2011, 11, 30)),
    "touches": ["data_slow", "data_none"],
}


def sample(**buildout: object) -> Settings:
    """Return the sample's settings with changes in `buildout`."""
    ours = settings_module.load(HOME)
    said = ours.model_dump() | {"buildout": ours.buildout.model_dump() | buildout}
    return Settings(**said)


def places(treated: int = 6, others: int = 14, cut: float = 1.0, seed: int = 1, n: int = 150):
    """Return places with touched and other faults, the former cut where treated."""
    chance = np.random.default_rng(seed)
    flags = np.arange(treated + others) < treated
    chance.shuffle(flags)
    factor = np.where(flags, cut, 1.0)

    def drawn(mean):
        return chance.poisson(np.broadcast_to(mean, len(flags)))

    return pd.DataFrame(
        {
            "treated": flags,
            "score": chance.integers(100, 400, len(flags)),
            "before_1": drawn(n / 2),
            "before_2": drawn(n / 2 * 0.75),
            "after": drawn(n * 0.5 * factor),
            "other_before_1": drawn(n / 3),
            "other_before_2": drawn(n / 3 * 0.75),
            "other_after": drawn(n / 3),
        }
    )


# -- before and after -------------------------------------------------------------------------


def test_a_fall_that_is_there_is_claimed_with_its_interval():
    found = effect.measure(places(cut=0.5))
    assert found.verdict == "reduced"
    assert found.lower < 0.5 < found.upper < 1
    de = finding.of_effect(found)["follow_up.effect"]
    assert de.strength == "shown"
    assert "gingen" in de.de


def test_no_fall_is_no_claim_and_says_what_could_have_been_shown():
    found = effect.measure(places())
    assert found.verdict == "not shown"
    stated = finding.of_effect(found)
    assert stated["follow_up.effect"].strength == "cannot be said"
    assert "nicht sagen" in stated["follow_up.effect"].de
    assert 0 < stated["follow_up.smallest"].value < 1


@pytest.mark.parametrize(("treated", "others"), [(3, 20), (6, 11)])
def test_too_few_places_cannot_be_said_however_large_the_fall(treated, others):
    found = effect.measure(places(treated, others, cut=0.1))
    assert (found.verdict, found.why) == ("cannot be said", "too_few")


def test_a_fall_that_began_before_the_measure_is_no_claim():
    drifting = places(cut=0.3, n=400)
    drifting.loc[drifting["treated"], "before_2"] //= 4
    found = effect.measure(drifting)
    assert (found.verdict, found.why) == ("cannot be said", "drifted")


def test_what_hits_all_faults_of_a_place_is_no_effect_of_the_measure():
    """Attention that fades faster where something was done: touched and other faults alike."""
    faded = places(n=400)
    for name in ("after", "other_after"):
        faded.loc[faded["treated"], name] //= 3
    assert effect.measure(faded).verdict == "not shown"
    double = faded.drop(columns=[name for name in faded if name.startswith("other_")])
    assert effect.measure(double).verdict == "reduced", "the plain comparison would be fooled"


def test_fewer_reports_could_show_only_a_larger_fall():
    few, many = (effect.measure(places(n=n)).smallest for n in (40, 400))
    assert few > many


def test_the_same_places_give_the_same_answer():
    assert effect.measure(places(), seed=3) == effect.measure(places(), seed=3)


def test_the_event_study_finds_the_cut_and_no_drift():
    found = effect.events(places(cut=0.5, n=400)).set_index("window")
    assert found.loc["after", "lower"] < 0.5 < found.loc["after", "upper"] < 1
    assert found.loc["before_1", "lower"] < 1 < found.loc["before_1", "upper"]
    assert found.loc["before_2", "ratio"] == 1


# -- which places -------------------------------------------------------------------------------


def crossing(counts: dict[str, int]) -> pd.DataFrame:
    """Return a printed crossing in which each window of a place has so many reports."""
    rows = [
        (code, window, fault, n)
        for code, n in counts.items()
        for window in follow_up.WINDOWS
        for fault in follow_up.FAULTS
    ]
    return pd.DataFrame(rows, columns=["ags5", "window", "fault", "n_reports"])


def test_a_place_is_treated_a_control_or_left_out_with_its_reason():
    codes = ["11000", "02000", "05315", "08222", "09162"]
    coverage = pd.DataFrame(
        {
            "ags5": codes,
            "kreis": ["Berlin", "Hamburg", "Köln", "Mannheim", "München"],
            "coverage": ["dated", "dated", "parts", "absent", "unclear"],
        }
    )
    versions = pd.DataFrame(
        {
            "version": [1, 1],
            "ags5": ["11000", "05315"],
            "status": ["angekündigt", "Abgeschlossen"],
            "due": pd.to_datetime(["2011-12-31", "2011-11-23"]),
        }
    )
    replies = pd.DataFrame({"ags5": ["02000"], "done": pd.to_datetime(["2011-11-25"])})
    followed = sample(follow_up=FOLLOWED)
    listed = design.places(
        crossing(dict.fromkeys(codes, 20)), coverage, versions, replies, followed
    ).set_index("kreis")
    assert listed["role"].to_dict() == {
        "Berlin": "left_out",
        "Hamburg": "treated",
        "Köln": "left_out",
        "Mannheim": "control",
        "München": "left_out",
    }
    assert listed["why"].to_dict()["Köln"] == "early"
    assert listed["why"].to_dict()["München"] == "unclear"
    assert listed.loc["Hamburg", "before_1"] == 40, "touched alone, and with others"
    assert listed.loc["Hamburg", "other_before_1"] == 40


def test_not_done_is_not_done():
    status = pd.Series(["nicht erledigt", "abgeschlossen", "fast fertig", "Fertiggestellt: ja"])
    assert status.str.match(design.DONE, case=False).tolist() == [False, True, False, False]


# -- counts ---------------------------------------------------------------------------------------


def reports(code: str, n: int, faults: str = "data_slow|sms_late") -> pd.DataFrame:
    days = pd.date_range("2011-11-12", "2011-11-30", freq="D").repeat(-(-n // 19))[:n]
    return pd.DataFrame({"ags5": code, "submitted_at": days, "categories": faults})


def counted(located: pd.DataFrame, followed: Settings) -> pd.DataFrame:
    from helpers.count import faults

    located = located.reset_index(drop=True).assign(categories_not_asked="").astype({"ags5": "str"})
    return follow_up.per_window(
        located, faults.named(located, followed), faults.asked(located, followed), followed
    )


def test_windows_and_faults_add_up_to_the_reports_of_a_place():
    followed = sample(follow_up=FOLLOWED)
    made = counted(pd.concat([reports("11000", 190), reports("02000", 19)]), followed)
    printed = made[~made["checked"]]
    assert printed.groupby("ags5")["n_reports"].sum().to_dict() == {"": 209, "11000": 190}
    berlin = printed[printed["ags5"].eq("11000") & printed["fault"].isin(["both", "all"])]
    assert berlin.set_index("window")["n_reports"].to_dict() == {
        "chosen": 90,
        "before_1": 20,
        "before_2": 10,
        "after": 50,
        "other": 20,
    }


def test_a_press_wave_within_a_window_leaves_no_small_count_to_subtract():
    """Printed apart, the window (to 20 November) and the wave would tell of the three others."""
    cities = pd.DataFrame({"ags5": ["11000"], "n_reports": 0, "suppressed": False, "population": 3})
    days = pd.DatetimeIndex(["2011-11-17"] * 100 + ["2011-11-19"] * 3 + ["2011-11-22"] * 9)
    few = pd.DataFrame({"ags5": "11000", "submitted_at": days, "categories": "sms_late"})
    located = pd.concat([reports("", 500), few])
    for wave, printed in (([], True), (["2011-11-17", "2011-11-18"], False)):
        followed = sample(follow_up=FOLLOWED)
        evaluation = followed.evaluation.model_copy(
            update={"wave": [pd.Timestamp(day).date() for day in wave]}
        )
        followed = followed.model_copy(update={"evaluation": evaluation})
        made = counted(located, followed)
        shown = crossings.protect(made, cities.assign(n_reports=112), 5)
        assert ("11000" in set(shown["ags5"])) == printed, wave


def test_a_place_with_a_small_cell_or_difference_is_not_printed():
    followed = sample(follow_up=FOLLOWED)
    cities = pd.DataFrame({"ags5": ["11000", "02000"], "suppressed": False, "population": [3, 2]})
    rest = [reports("", 500), reports("", 500, "data_none|sms_late")]
    safe = pd.concat([reports("11000", 190), reports("11000", 190, "data_none|calls_drop"), *rest])
    made = counted(safe, followed)
    sizes = cities.assign(n_reports=[380, 0])
    assert set(crossings.protect(made, sizes, 5)["ags5"]) == {"", "11000"}
    three = counted(pd.concat([safe, reports("11000", 3, "data_slow")]), followed)
    sizes = cities.assign(n_reports=[383, 0])
    assert "11000" not in set(crossings.protect(three, sizes, 5)["ags5"])
    union = counted(
        pd.concat([safe, reports("11000", 3, "data_slow|data_none|sms_late")]), followed
    )
    shown = crossings.protect(union, sizes, 5)
    assert "11000" not in set(shown["ags5"]), "who names both touched faults could be counted"
    assert "checked" not in shown


def test_answers_count_from_the_day_on_that_measures_are_done():
    located = pd.DataFrame({"report_id": ["a", "b", "c"], "ags5": ["11000", "11000", ""]})
    fixed = pd.DataFrame(
        {
            "report_id": ["a", "b", "c"],
            "fixed": ["yes", "no", "yes"],
            "fixed_on": pd.to_datetime(["2011-11-27", "2011-11-13", "2011-11-28"]),
        }
    )
    made = follow_up.per_answer(located, fixed, sample(follow_up=FOLLOWED))
    found = made.set_index(["ags5", "fixed"])["n_reports"]
    assert (found["11000", "yes"], found["11000", "no"], found["", "yes"]) == (1, 0, 2)


# -- promises ---------------------------------------------------------------------------------


def promised(folder, rows: str, log: str = "", as_of: str = "2012-07-01") -> Settings:
    handmade = folder / "data/raw/handmade"
    handmade.mkdir(parents=True)
    head = ",".join([*promises.NEEDED, *promises.MORE])
    (handmade / "promises.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    if log:
        head = ",".join(promises.LOG)
        (handmade / "promise_status.csv").write_text(f"{head}\n{log}", encoding="utf-8")
    ours = settings_module.load(HOME)
    return ours.model_copy(update={"dir": folder, "as_of": date.fromisoformat(as_of)})


ONE = "lte,O2,LTE kommt.,LTE comes.,,bald,soon,Gespräch,2012-01-10,2012-06-30,Ein Netz.,A net.\n"


def states(settings: Settings) -> pd.DataFrame:
    known = promises.read(settings)
    return promises.states(known, promises.log(settings, known), settings.as_of)


def test_the_seven_promises_of_the_sample_are_there_and_none_is_judged():
    found = states(settings_module.load(HOME)).set_index("id")["status"]
    assert len(found) == 7
    assert found.value_counts().to_dict() == {"announced": 4, "cannot be measured": 3}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2012-02-01", "announced"), ("2012-06-15", "due"), ("2012-06-30", "due"),
     ("2012-07-01", "overdue")],
)  # fmt: skip
def test_the_calendar_says_what_is_due_and_overdue(tmp_path, as_of, status):
    assert states(promised(tmp_path, ONE, as_of=as_of))["status"].item() == status


def test_only_a_person_with_evidence_calls_a_promise_kept_or_broken(tmp_path):
    kept = promised(tmp_path / "a", ONE, "lte,2012-06-20,kept,Messung.,A test.,Bericht\n")
    row = states(kept).iloc[0]
    assert (row["status"], row["evidence_de"]) == ("kept", "Messung.")
    bare = promised(tmp_path / "b", ONE, "lte,2012-06-20,broken,,,\n")
    with pytest.raises(CampaignError, match=r"row 2: a status needs its day, its evidence"):
        states(bare)
    strange = promised(tmp_path / "c", ONE, "ltt,2012-06-20,kept,x,x,x\n")
    with pytest.raises(CampaignError, match='no promise has the id "ltt"'):
        states(strange)


def test_each_change_of_status_is_an_entry_of_the_feed_with_its_evidence(tmp_path):
    log = "lte,2012-08-20,kept,Messung im August.,A test in August.,Bericht\n"
    found = tracker.entries(promised(tmp_path, ONE, log, as_of="2012-09-01"))
    assert [str(entry.day) for entry in found] == ["2012-01-10", "2012-07-01", "2012-08-20"]
    assert "überfällig" in found[1].title
    assert "Messung im August." in found[2].summary
    assert "Bericht" in found[2].summary
    assert len({entry.slug for entry in found}) == 3


def test_what_is_kept_in_time_was_never_overdue(tmp_path):
    log = "lte,2012-06-20,kept,Messung.,A test.,Bericht\n"
    found = tracker.entries(promised(tmp_path, ONE, log, as_of="2012-09-01"))
    assert not any("überfällig" in entry.title for entry in found)


def test_a_day_that_is_none_names_file_row_and_column(tmp_path):
    wrong = promised(tmp_path, ONE.replace("2012-06-30", "30.6.2012"))
    with pytest.raises(CampaignError, match=r"promises\.csv: row 2: due: expected a day"):
        states(wrong)


# -- answers ----------------------------------------------------------------------------------


def answered(folder, text: str) -> pd.DataFrame:
    (folder / "answers.csv").write_text(text, encoding="utf-8")
    ours = sample(answers={"file": "answers.csv"})
    return answers.read(ours.model_copy(update={"dir": folder, "as_of": date(2012, 9, 1)}))


HEAD = "Nr.,Stadt,Stadtteil,Antwort,Geplant bis,Erledigt am\n"


def test_an_answer_is_placed_by_its_place_or_by_the_row_of_the_extract(tmp_path):
    extract = tmp_path / "data/extract"
    extract.mkdir(parents=True)
    (extract / "extract.csv").write_text(
        "Nr.,Kreis,Stadt,Stadtteil\n7,Köln,Köln,Ehrenfeld\n", encoding="utf-8"
    )
    rows = answered(tmp_path, HEAD + "7,,,LTE kommt,Q3/2012,\n,Bonn,,Fertig,,30.06.2012\n")
    assert rows["kreis"].tolist() == ["Köln", "Bonn"]
    assert rows["district"].tolist() == ["Ehrenfeld", ""]
    assert rows["due"].dt.strftime("%Y-%m-%d").tolist()[0] == "2012-09-30"
    assert rows["done"].dt.strftime("%Y-%m-%d").tolist()[1] == "2012-06-30"


def test_what_cannot_be_read_of_an_answer_is_said(tmp_path):
    rows = answered(
        tmp_path,
        HEAD + ",Nirgendwo,,ja,,\n,Bonn,,ja,bald,\n,Köln,,ja,,erledigt\n,Ulm,,ja,,01.01.2013\n"
        ",Kiel,,,,\n",
    )
    assert rows["problem"].tolist() == [
        "place not found: Nirgendwo",
        "date not readable: bald",
        "done, but nobody says when",
        "said to be done on a day to come: 01.01.2013",
        "neither reply nor date",
    ]
    assert rows["done"].isna().all(), "what nobody dates, or the future, is not done"


def test_a_reply_loses_the_contact_data_of_staff(tmp_path):
    rows = answered(tmp_path, HEAD + ",Bonn,,Fragen an max.muster@o2.example,,\n")
    assert "max.muster" not in rows["reply"].item()


def test_answers_come_back_from_a_spreadsheet(tmp_path):
    book = Workbook()
    for row in (
        ["Nr.", "Stadt", "Antwort", "Erledigt am"],
        [1, "Bonn", "Fertig", date(2012, 6, 1)],
    ):
        book.active.append(row)
    book.save(tmp_path / "answers.xlsx")
    ours = sample(answers={"file": "answers.xlsx"})
    rows = answers.read(ours.model_copy(update={"dir": tmp_path, "as_of": date(2012, 9, 1)}))
    assert rows["done"].item() == pd.Timestamp("2012-06-01")


def test_a_number_that_is_not_printed_stays_empty_beside_an_answer():
    per_place = pd.DataFrame(
        {"ags5": ["11000", "02000"], "kreis": ["Berlin", "Hamburg"], "replies": ["x", "y"]}
    )
    fixed = pd.DataFrame(
        {"ags5": ["11000"] * 3, "fixed": ["yes", "partly", "no"], "n_reports": [9, 0, 5]}
    )
    made = answers.beside(per_place, fixed, design.wide_counts(crossing({"11000": 10})))
    assert made["fixed_yes"].tolist()[0] == 9
    assert made["fixed_partly"].tolist()[0] == 0
    assert made[["fixed_yes", "n_before_window"]].isna().iloc[1].all()
    assert made["n_before_window"].tolist()[0] == 40
