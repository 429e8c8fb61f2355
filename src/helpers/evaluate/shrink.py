"""Shrink: rates of small areas drawn towards what is common, as far as chance explains them.

Empirical Bayes by moments, Marshall (1991), Mapping disease and mortality rates using empirical
Bayes estimators, Applied Statistics 40. Both equal esda's `Empirical_Bayes` and
`Spatial_Empirical_Bayes`; a negative between-area variance counts as none (esda clips it only in
the spatial one), since it would push rates away from the mean.
"""

import numpy as np
from scipy import sparse


def towards_mean(counts: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Return rates drawn towards the rate of all areas together.

    counts, population: (n,). Returns (n,) reports per inhabitant.

    >>> towards_mean(np.array([0, 2, 30]), np.array([100, 100, 3000])).round(4).tolist()
    [0.01, 0.01, 0.01]
    """
    counts, population = np.asarray(counts, float), np.asarray(population, float)
    mean = counts.sum() / population.sum()
    rates = counts / population
    between = (population * (rates - mean) ** 2).sum() / population.sum() - mean / population.mean()
    return _shrunk(rates, population, mean, between)


def towards_neighbours(
    counts: np.ndarray, population: np.ndarray, contiguity: sparse.csr_array
) -> np.ndarray:
    """Return rates drawn towards the rate of each area together with its neighbours.

    contiguity: (n, n), 1 where two areas touch, 0 on the diagonal; order of `counts`.
    """
    counts, population = np.asarray(counts, float), np.asarray(population, float)
    around = sparse.csr_array(contiguity + sparse.eye_array(len(counts)))
    total = around @ population
    mean = (around @ counts) / total
    rates = counts / population
    # sum of b (r - m)^2 over the neighbourhood, m being the neighbourhood's own mean
    squares = around @ (population * rates**2) - 2 * mean * (around @ counts) + mean**2 * total
    between = squares / total - mean / (total / around.sum(axis=1))
    return _shrunk(rates, population, mean, between)


def _shrunk(rates, population, mean, between):
    between = np.maximum(between, 0.0)
    chance = mean / population
    weight = np.divide(between, between + chance, where=between + chance > 0, out=0 * rates)
    return mean + weight * (rates - mean)
