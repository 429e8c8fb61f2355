"""Big cities: is more reported there per inhabitant, and what would explain it away?

Like is compared with like: big cities with the other kreisfreie Städte. Against the rest of the
country the ratio says above all that people in Landkreise hardly report; it is a description.
Counts are regressed on an indicator with the inhabitants as offset, by negative binomial (NB2;
Cameron and Trivedi 2013, ch. 3), since areas differ more than Poisson allows (tested: Cameron and
Trivedi 1990). It weighs a smaller city nearly like Berlin, and so answers for the average city, not
for the average inhabitant. Limits: the wider of model-based and sandwich (HC3) errors, with
Student's t for as many cities as the smaller side has.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from helpers.evaluate import intervals
from helpers.evaluate.hotspots import CITY

WORDS = {
    "big_city": (
        "Großstadt gegenüber anderen kreisfreien Städten",
        "big city against other kreisfreie Städte",
    ),
    "country": (
        "Großstadt gegenüber dem übrigen Land (Beschreibung)",
        "big city against the rest of the country (description)",
    ),
    "log_population": ("doppelt so viele Einwohner", "twice the inhabitants"),
    "log_density": ("doppelte Bevölkerungsdichte", "twice the population density"),
    "kreisfrei": (
        "kreisfreie Stadt statt Landkreis",
        "city (kreisfreie Stadt) instead of Landkreis",
    ),
    "alpha": (
        "Streuung über den Zufall hinaus (kein Verhältnis)",
        "variance beyond chance (no ratio)",
    ),
    "dispersion": (
        "Streuung gegenüber Poisson (1 = nur Zufall; kein Verhältnis)",
        "dispersion against Poisson (1 = chance alone; no ratio)",
    ),
}
DOUBLING = ("log_population", "log_density")
"""Terms in logarithms are told as the effect of a doubling."""

LEAST_CITIES = 5
"""With fewer cities on a side nothing is compared."""
FAR = np.log(1e6)
NUMBERS = ("rate_ratio", "lower", "upper")


@dataclass(frozen=True)
class BigCity:
    """What the regressions say.

    ratio, lower, upper: reports per inhabitant in big cities against other kreisfreie Städte (NaN
    where there are too few to compare). gap: the same among those others, the larger half against
    the smaller half: a reporting gap that size alone makes. country: big cities against the rest
    of the country, described without limits. doubling (with limits): the same for twice the
    inhabitants among areas of equal type and density. dispersion: Pearson's chi-square per degree
    of freedom (1 = chance alone); dispersion_p: that it is no more than chance. n_big: number
    of big cities; n_others: of the others compared, n_with_reports: of areas from which reports
    came. share, lower_share, upper_share: share of the located reports that come from big cities;
    population_share: their share of the inhabitants. table: all terms, as `terms` describes.
    """

    threshold: int
    n_big: int
    n_others: int
    n_with_reports: int
    n_reports: int
    ratio: float
    lower: float
    upper: float
    gap: float
    country: float
    doubling: tuple[float, float, float]
    dispersion: float
    dispersion_p: float
    share: float
    lower_share: float
    upper_share: float
    population_share: float
    table: pd.DataFrame


def compare(areas: pd.DataFrame, threshold: int) -> BigCity | None:
    """Compare big cities with other cities, and all areas by size, density and type.

    areas: `n_reports, population`; `kind` and `area_km2` where known. A big city is a kreisfreie
    Stadt (or any area, where `kind` is unknown) with `threshold` inhabitants or more.
    Returns None when there is nothing to compare: no big city, nothing else, or no reports.
    """
    big = is_big(areas, threshold)
    counts = areas["n_reports"].to_numpy(float)
    if not _comparable(counts, big):
        return None
    population = areas["population"].to_numpy(float)
    offset = np.log(population)
    others = _like(areas, big)[1]
    alike = ratio(areas, big) or (np.nan, np.nan, np.nan)
    country = (
        counts[big].sum() / population[big].sum() / (counts[~big].sum() / population[~big].sum())
    )
    full = _negative_binomial(counts, _terms(areas), offset, "size_density_type: NB")
    dispersion, p_value = overdispersion(counts, _terms(areas), offset)
    simple = [
        _row("big_city: NB", "big_city", alike, np.nan),
        _row("country: description", "country", (country, np.nan, np.nan), np.nan),
    ]
    spread = _row("size_density_type: Poisson", "dispersion", (dispersion, np.nan, np.nan), p_value)
    lower, upper = intervals.share(counts[big].sum(), counts.sum())
    return BigCity(
        threshold=threshold,
        n_big=int(big.sum()),
        n_others=int(others.sum()),
        n_with_reports=int((counts > 0).sum()),
        n_reports=int(counts.sum()),
        ratio=alike[0],
        lower=alike[1],
        upper=alike[2],
        gap=_gap(areas[others]),
        country=float(country),
        doubling=tuple(float(full[0][name]) for name in NUMBERS),
        dispersion=dispersion,
        dispersion_p=p_value,
        share=float(counts[big].sum() / counts.sum()),
        lower_share=float(lower),
        upper_share=float(upper),
        population_share=float(population[big].sum() / population.sum()),
        table=pd.DataFrame([*simple, *full, spread]),
    )


def ratio(areas: pd.DataFrame, big: np.ndarray) -> tuple[float, float, float] | None:
    """Return the rate ratio of big cities against other kreisfreie Städte, with 95 % limits.

    Where counts are withheld (`n_least, n_most`), the limits hold whatever stands behind them: the
    lower one with as little as can be in big cities and as much in the others. None where fewer
    than LEAST_CITIES stand on a side, or one side sent nothing.
    """
    counts = areas["n_reports"].to_numpy(float)
    like, others = _like(areas, big)
    few = min(big.sum(), others.sum()) < LEAST_CITIES
    if few or not (counts[big].sum() > 0 and counts[others].sum() > 0):
        return None
    offset = np.log(areas["population"].to_numpy(float))[like]
    degrees = min(big.sum(), others.sum()) - 1
    fillings = [counts]
    if "n_least" in areas:
        least = areas["n_least"].to_numpy(float)
        most = areas["n_most"].astype("Float64").to_numpy(float, na_value=np.nan)
        most = np.where(np.isnan(most), np.maximum(counts, least), most)
        fillings = [counts, np.where(big, least, most), np.where(big, most, least)]
        fillings = fillings if (least < most)[like].any() else [counts]
    made = [_two_sides(filling[like], big[like], offset, degrees) for filling in fillings]
    return made[0][0], min(one[1] for one in made), max(one[2] for one in made)


def _two_sides(counts, big: np.ndarray, offset, degrees: float) -> tuple[float, float, float]:
    """Return the negative binomial's rate ratio of two groups, with limits."""
    import statsmodels.api as sm

    design = sm.add_constant(_indicator(big))

    def model(log_alpha):
        family = sm.families.NegativeBinomial(alpha=np.exp(log_alpha))
        return sm.GLM(counts, design, family=family, offset=offset)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        top = optimize.minimize_scalar(
            lambda log_alpha: -model(log_alpha).fit().llf,
            bounds=(-9.0, 2.0), method="bounded", options={"xatol": 0.05},
        )  # fmt: skip
        plain, sandwich = model(top.x).fit(), model(top.x).fit(cov_type="HC3")
    errors = np.fmax(plain.bse, sandwich.bse)
    row = _rows("", _indicator(big), plain.params, errors, degrees)[0]
    return row["rate_ratio"], row["lower"], row["upper"]


def _like(areas: pd.DataFrame, big: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which areas are compared: cities (all areas, where `kind` is unknown), and the rest.

    A city that sent nothing was not reached, or has nothing to tell; it takes part.
    """
    city = (areas["kind"] == CITY).to_numpy(bool) if "kind" in areas else np.ones(len(areas), bool)
    return city, city & ~big


def _gap(others: pd.DataFrame) -> float:
    """Return how many times as much the larger half of the other cities reports, by inhabitants."""
    large = (others["population"] >= others["population"].median()).to_numpy()
    rates = [
        others.loc[side, "n_reports"].sum() / max(others.loc[side, "population"].sum(), 1)
        for side in (large, ~large)
    ]
    return float(rates[0] / rates[1]) if rates[1] > 0 else np.inf


def terms(found: BigCity | None) -> pd.DataFrame:
    """Return the regressions' terms; no rows where there was nothing to compare."""
    if found is not None:
        return found.table
    text, number = ["model", "term", "de", "en"], ["rate_ratio", "lower", "upper", "p_value"]
    kinds = dict.fromkeys(text, "str") | dict.fromkeys(number, "float64")
    return pd.DataFrame(columns=[*text, *number]).astype(kinds)


def is_big(areas: pd.DataFrame, threshold: int) -> np.ndarray:
    """Tell which areas are big cities: kreisfreie Städte, where `kind` is known, of that size."""
    large = (areas["population"] >= threshold).to_numpy(bool)
    return large & (areas["kind"] == CITY).to_numpy(bool) if "kind" in areas else large


def overdispersion(
    counts: np.ndarray, terms: pd.DataFrame, offset: np.ndarray
) -> tuple[float, float]:
    """Return the Poisson model's dispersion and the p-value that it is no more than chance.

    Dispersion is Pearson's chi-square by its degrees of freedom. The test regresses
    ((y - m)^2 - y) / m on m without constant (Cameron and Trivedi 1990), one-sided.
    """
    import statsmodels.api as sm

    design = sm.add_constant(terms)
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset).fit()
    mean = model.mu
    excess = ((counts - mean) ** 2 - counts) / mean
    slope = sm.OLS(excess, mean).fit()
    return (
        float(model.pearson_chi2 / model.df_resid),
        float(stats.norm.sf(slope.tvalues[0])),
    )


def bias_needed(found: BigCity) -> float:
    """Return how many times likelier big-city customers must report for the effect to vanish.

    The rate ratio of trouble is the rate ratio of reports divided by the ratio of the readiness
    to report (and of customers per inhabitant); 1.0 means that no such bias is needed. It is the
    estimate: the limits of an interval bound chance, not bias.
    """
    return max(found.ratio, 1 / found.ratio)


def _comparable(counts: np.ndarray, big: np.ndarray) -> bool:
    return bool(counts[big].sum() > 0 and counts[~big].sum() > 0)


def _indicator(big: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"big_city": big.astype(float)})


def _terms(areas: pd.DataFrame) -> pd.DataFrame:
    """Build the regression's terms: log population, log density, type; those that vary."""
    log_population = np.log(areas["population"].to_numpy(float))
    terms = {"log_population": log_population}
    if "area_km2" in areas:
        terms["log_density"] = log_population - np.log(areas["area_km2"].to_numpy(float))
    if "kind" in areas:
        terms["kreisfrei"] = (areas["kind"] == CITY).to_numpy(float)
    varying = {name: values - values.mean() for name, values in terms.items() if np.ptp(values) > 0}
    return pd.DataFrame(varying)


def _negative_binomial(counts, terms: pd.DataFrame, offset, name: str) -> list[dict]:
    """Fit the negative binomial; the wider of model-based and sandwich errors counts.

    The last row is `alpha`, the variance beyond chance (variance = mean + alpha * mean^2).
    """
    import statsmodels.api as sm

    design = sm.add_constant(terms)
    alpha, low, high = _alpha(counts, design, offset)
    family = sm.families.NegativeBinomial(alpha=max(alpha, 1e-8))
    model = sm.GLM(counts, design, family=family, offset=offset)
    plain, sandwich = model.fit(), model.fit(cov_type="HC3")
    rows = _rows(name, terms, plain.params, np.fmax(plain.bse, sandwich.bse), np.inf)
    rows.append(_row(name, "alpha", (alpha, low, high), np.nan))
    return rows


def _alpha(counts, design: pd.DataFrame, offset) -> tuple[float, float, float]:
    """Return the negative binomial's alpha by maximum likelihood, and its 95 % limits.

    Profile likelihood on a grid, then on a finer one around its top: it cannot fail to converge,
    also where alpha is 0.
    """
    enough = stats.chi2.ppf(0.95, 1) / 2
    grid = np.r_[0.0, np.geomspace(1e-3, 30.0, 20)]
    heights = _profile(counts, design, offset, grid)
    near = np.flatnonzero(heights > heights.max() - 2 * enough)
    ends = grid[max(near[0] - 1, 0)], grid[min(near[-1] + 1, len(grid) - 1)]
    grid = np.linspace(*ends, 40)
    heights = _profile(counts, design, offset, grid)
    top, cut = int(heights.argmax()), heights.max() - enough
    low = np.interp(cut, heights[: top + 1], grid[: top + 1])
    high = np.interp(-cut, -heights[top:], grid[top:])
    return float(grid[top]), float(low), float(high)


def _profile(counts, design, offset, grid: np.ndarray) -> np.ndarray:
    import statsmodels.api as sm

    heights, start = [], None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        for alpha in grid:
            family = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
            fitted = sm.GLM(counts, design, family=family, offset=offset).fit(start_params=start)
            start = fitted.params
            heights.append(fitted.llf)
    return np.array(heights)


def _rows(model: str, terms, estimates: pd.Series, errors: pd.Series, degrees) -> list[dict]:
    rows = []
    z = stats.t.isf(0.025, degrees)
    for term in terms:
        scale = np.log(2) if term in DOUBLING else 1.0
        estimate, error = float(estimates[term]), float(errors[term])
        ends = scale * np.array([estimate, estimate - z * error, estimate + z * error])
        # where one side has no reports the estimate runs away: it is cut at a million
        rate_ratio, lower, upper = np.exp(np.clip(np.nan_to_num(ends), -FAR, FAR)).tolist()
        p_value = float(2 * stats.t.sf(abs(estimate / error), degrees))
        rows.append(_row(model, term, (rate_ratio, lower, upper), p_value))
    return rows


def _row(model: str, term: str, numbers: tuple[float, float, float], p_value: float) -> dict:
    de, en = WORDS[term]
    values = dict(zip(NUMBERS, numbers, strict=True))
    return {"model": model, "term": term, "de": de, "en": en, **values, "p_value": p_value}
