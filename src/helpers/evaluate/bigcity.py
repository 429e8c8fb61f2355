"""Big cities: is more reported there per inhabitant, and what would explain it away?

Regression of counts on size, density and type with the inhabitants as offset (statsmodels). The
Poisson estimate is the plain ratio of reports per inhabitant; since counts vary more than Poisson
allows (tested: Cameron and Trivedi 1990), its interval comes from the sandwich estimator (HC3) or
from quasi-Poisson, whichever is wider. The negative binomial (NB2; Cameron and Trivedi 2013, ch. 3)
is shown beside it: it weighs a small Kreis nearly like Berlin, and so answers for the average
Kreis, not for the average inhabitant.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluate import intervals
from helpers.evaluate.hotspots import CITY

WORDS = {
    "big_city": (
        "Großstadt gegenüber allen anderen Gebieten",
        "big city against all other areas",
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

FAR = np.log(1e6)
NUMBERS = ("rate_ratio", "lower", "upper")


@dataclass(frozen=True)
class BigCity:
    """What the regressions say.

    ratio, lower, upper: reports per inhabitant in big cities against the rest. doubling (with
    limits): the same for twice the inhabitants among areas of equal type and density (negative
    binomial). dispersion: Pearson's chi-square per degree of freedom of the Poisson model (1 =
    chance alone); dispersion_p: that it is no more than chance. n_big: number of big cities;
    n_with_reports: number of areas from which reports came.
    share, lower_share, upper_share: share of the located reports that come from them;
    population_share: their share of the inhabitants. table: all terms, as `table` describes.
    """

    threshold: int
    n_big: int
    n_with_reports: int
    n_reports: int
    ratio: float
    lower: float
    upper: float
    doubling: tuple[float, float, float]
    dispersion: float
    dispersion_p: float
    share: float
    lower_share: float
    upper_share: float
    population_share: float
    table: pd.DataFrame


def compare(areas: pd.DataFrame, threshold: int) -> BigCity | None:
    """Compare big cities with the rest, and all areas by size, density and type.

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
    simple = _regression(counts, _indicator(big), offset, "big_city")
    full = _regression(counts, _terms(areas), offset, "size_density_type")
    row, size = simple.iloc[0], full[full["model"].str.endswith("NB")].iloc[0]
    dispersion, p_value = overdispersion(counts, _terms(areas), offset)
    spread = _row(full["model"].iloc[0], "dispersion", (dispersion, np.nan, np.nan), p_value)
    lower, upper = intervals.share(counts[big].sum(), counts.sum())
    return BigCity(
        threshold=threshold,
        n_big=int(big.sum()),
        n_with_reports=int((counts > 0).sum()),
        n_reports=int(counts.sum()),
        ratio=float(row["rate_ratio"]),
        lower=float(row["lower"]),
        upper=float(row["upper"]),
        doubling=tuple(float(size[name]) for name in NUMBERS),
        dispersion=dispersion,
        dispersion_p=p_value,
        share=float(counts[big].sum() / counts.sum()),
        lower_share=float(lower),
        upper_share=float(upper),
        population_share=float(population[big].sum() / population.sum()),
        table=pd.concat([simple, full, pd.DataFrame([spread])], ignore_index=True),
    )


def terms(found: BigCity | None) -> pd.DataFrame:
    """Return the regressions' terms; no rows where there was nothing to compare."""
    if found is not None:
        return found.table
    text, number = ["model", "term", "de", "en"], ["rate_ratio", "lower", "upper", "p_value"]
    kinds = dict.fromkeys(text, "str") | dict.fromkeys(number, "float64")
    return pd.DataFrame(columns=[*text, *number]).astype(kinds)


def ratio(areas: pd.DataFrame, big: np.ndarray) -> tuple[float, float, float] | None:
    """Return the rate ratio of the areas marked in `big` against the rest, with 95 % limits."""
    counts = areas["n_reports"].to_numpy(float)
    if not _comparable(counts, big):
        return None
    offset = np.log(areas["population"].to_numpy(float))
    row = _poisson(counts, _indicator(big), offset, "big_city: Poisson")[0]
    value, lower, upper = (float(row[name]) for name in NUMBERS)
    return value, lower, upper


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


def bias_needed(found: BigCity) -> tuple[float, float]:
    """Return how many times likelier big-city customers must report for the effect to vanish.

    The rate ratio of trouble is the rate ratio of reports divided by the ratio of the readiness
    to report (and of customers per inhabitant). The first value brings the estimate to 1, the
    second already brings the interval's near end to 1; 1.0 means that no such bias is needed.
    """
    near = found.lower if found.ratio >= 1 else 1 / found.upper
    far = found.ratio if found.ratio >= 1 else 1 / found.ratio
    return max(far, 1.0), max(near, 1.0)


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


def _regression(counts, terms: pd.DataFrame, offset, name: str) -> pd.DataFrame:
    """Fit Poisson and negative binomial; return the rows of both.

    Columns: `model, term, de, en, rate_ratio, lower, upper, p_value`; the last row of the negative
    binomial is `alpha`, the variance beyond chance (variance = mean + alpha * mean^2).
    """
    rows = _poisson(counts, terms, offset, f"{name}: Poisson")
    rows += _negative_binomial(counts, terms, offset, f"{name}: NB")
    return pd.DataFrame(rows)


def _poisson(counts, terms: pd.DataFrame, offset, name: str) -> list[dict]:
    """Fit Poisson; the widest of sandwich, quasi-Poisson and Poisson errors counts."""
    import statsmodels.api as sm

    design = sm.add_constant(terms)
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset)
    plain, sandwich = model.fit(), model.fit(cov_type="HC3")
    quasi = plain.bse * np.sqrt(max(plain.pearson_chi2 / plain.df_resid, 1.0))
    return _rows(name, terms, plain.params, np.fmax(quasi, sandwich.bse))


def _negative_binomial(counts, terms: pd.DataFrame, offset, name: str) -> list[dict]:
    """Fit the negative binomial; the wider of model-based and sandwich errors counts."""
    import statsmodels.api as sm

    design = sm.add_constant(terms)
    alpha, low, high = _alpha(counts, design, offset)
    family = sm.families.NegativeBinomial(alpha=max(alpha, 1e-8))
    model = sm.GLM(counts, design, family=family, offset=offset)
    plain, sandwich = model.fit(), model.fit(cov_type="HC3")
    rows = _rows(name, terms, plain.params, np.fmax(plain.bse, sandwich.bse))
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


def _rows(model: str, terms: pd.DataFrame, estimates: pd.Series, errors: pd.Series) -> list[dict]:
    rows = []
    z = stats.norm.isf(0.025)
    for term in terms:
        scale = np.log(2) if term in DOUBLING else 1.0
        estimate, error = float(estimates[term]), float(errors[term])
        ends = scale * np.array([estimate, estimate - z * error, estimate + z * error])
        # where one side has no reports the estimate runs away: it is cut at a million
        rate_ratio, lower, upper = np.exp(np.clip(np.nan_to_num(ends), -FAR, FAR)).tolist()
        p_value = float(2 * stats.norm.sf(abs(estimate / error)))
        rows.append(_row(model, term, (rate_ratio, lower, upper), p_value))
    return rows


def _row(model: str, term: str, numbers: tuple[float, float, float], p_value: float) -> dict:
    de, en = WORDS[term]
    values = dict(zip(NUMBERS, numbers, strict=True))
    return {"model": model, "term": term, "de": de, "en": en, **values, "p_value": p_value}
