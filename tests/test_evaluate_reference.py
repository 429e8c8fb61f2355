"""Our statistics on SIDS2 equal R's spdep and an independent spatial scan (tests/reference)."""

import warnings
from pathlib import Path

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest

from helpers.evaluate import neighbours, scan, shrink

REFERENCE = Path(__file__).parent / "reference"
EXACT = {"rtol": 0, "atol": 1e-6}


@pytest.fixture(scope="module")
def counties():
    return gpd.read_file(libpysal.examples.get_path("sids2.shp"))


@pytest.fixture(scope="module")
def touching(counties):
    return neighbours.contiguity(counties)


@pytest.fixture(scope="module")
def points():
    return pd.read_csv(REFERENCE / "sids2_centroids.csv")


@pytest.fixture(scope="module")
def local():
    return pd.read_csv(REFERENCE / "sids2_local.csv")


@pytest.fixture(scope="module")
def overall():
    table = pd.read_csv(REFERENCE / "sids2_moran_global.csv")
    return table.set_index("name")["value"]


@pytest.fixture(scope="module")
def found(points, touching):
    return neighbours.local((points["cases"] / points["pop"]).to_numpy(), touching, seed=1)


def test_the_same_counties_touch_as_in_r(touching):
    edges = pd.read_csv(REFERENCE / "sids2_queen_edges.csv")
    ours = sorted(zip(*touching.nonzero(), strict=True))
    assert ours == sorted(zip(edges["i"], edges["j"], strict=True))


def test_global_empirical_bayes_equals_spdep(points, local):
    ours = shrink.towards_mean(points["cases"], points["pop"])
    np.testing.assert_allclose(ours, local["EBest_estmm"], **EXACT)


def test_global_empirical_bayes_equals_esda(points):
    theirs = esda.smoothing.Empirical_Bayes(points["cases"], points["pop"]).r.ravel()
    np.testing.assert_allclose(shrink.towards_mean(points["cases"], points["pop"]), theirs, **EXACT)


def test_spatial_empirical_bayes_equals_spdep_and_esda(points, local, touching):
    ours = shrink.towards_neighbours(points["cases"], points["pop"], touching)
    np.testing.assert_allclose(ours, local["EBlocal_geoda"], **EXACT)
    weights = neighbours.weights(touching)
    theirs = esda.smoothing.Spatial_Empirical_Bayes(points["cases"], points["pop"], weights)
    np.testing.assert_allclose(ours, theirs.r.ravel(), **EXACT)


def test_a_negative_variance_between_areas_shrinks_all_the_way():
    counts, population = np.array([10, 21, 29]), np.array([1000.0, 2000.0, 3000.0])
    unclipped = esda.smoothing.Empirical_Bayes(counts, population).r.ravel()
    assert np.ptp(unclipped) > 0
    np.testing.assert_allclose(shrink.towards_mean(counts, population), 0.01)


def test_gi_star_equals_spdep(found, local):
    np.testing.assert_allclose(found["gi_star"], local["localG_star_B"], **EXACT)


def test_local_moran_equals_spdep(found, local):
    np.testing.assert_allclose(found["local_moran"], local["localmoran_Ii_mlvarFALSE"], **EXACT)


def test_permutation_p_values_agree_with_those_of_esda(points, touching):
    rate = (points["cases"] / points["pop"]).to_numpy()
    high, low = neighbours.surroundings(rate, touching, seed=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.Moran_Local(rate, neighbours.weights(touching), permutations=999, seed=2)
    np.testing.assert_allclose(np.minimum(high, low), theirs.p_sim, atol=0.06)
    assert np.corrcoef(np.minimum(high, low), theirs.p_sim)[0, 1] > 0.99


def test_global_moran_on_our_weights_equals_spdep(points, touching, overall):
    rate = (points["cases"] / points["pop"]).to_numpy()
    moran = esda.Moran(rate, neighbours.weights(touching), permutations=0, two_tailed=False)
    ours = [moran.I, moran.EI, moran.VI_rand, moran.VI_norm, moran.p_rand, moran.p_norm]
    names = ["I", "EI", "VI_rand", "VI_norm", "p_rand_greater", "p_norm_greater"]
    np.testing.assert_allclose(ours, overall[names], **EXACT)


def test_moran_of_rates_equals_spdep(points, touching, overall):
    ours = neighbours.overall(
        points["cases"].to_numpy(float), points["pop"].to_numpy(float), touching
    )
    assert ours[0] == pytest.approx(overall["EBI_Moran_I"], abs=1e-6)


@pytest.mark.parametrize("share", [0.5, 0.15])
def test_the_scan_finds_the_clusters_of_smerc(points, share):
    theirs = pd.read_csv(REFERENCE / "sids2_kulldorff.csv")
    smerc = theirs["impl"].eq("smerc::scan.test") & theirs["coords"].eq("planar")
    theirs = theirs[smerc & theirs["ubpop"].eq(share)]
    ours = scan.find(
        points[["x", "y"]].to_numpy(), points["cases"], points["pop"], share, simulations=0
    )
    for cluster, row in zip(ours, theirs.itertuples(), strict=False):
        assert cluster.log_likelihood_ratio == pytest.approx(row.llr, abs=1e-6)
        assert cluster.observed == row.obs
        assert cluster.expected == pytest.approx(row.exp, abs=1e-6)
        assert "+".join(sorted(points["name"].iloc[cluster.members])) == row.members


def test_the_scan_names_the_published_ratios(points):
    inputs = points[["x", "y"]].to_numpy(), points["cases"], points["pop"]
    half = scan.find(*inputs, 0.5, simulations=0)[0]
    small = scan.find(*inputs, 0.15, simulations=0)[0]
    assert (len(half.members), half.log_likelihood_ratio) == (43, pytest.approx(13.839623783))
    names = {"Bertie", "Edgecombe", "Halifax", "Hertford", "Northampton"}
    assert set(points["name"].iloc[small.members]) == names
    assert small.log_likelihood_ratio == pytest.approx(12.195439548)


def test_the_scan_finds_both_clusters_significant_as_smerc_does(points):
    inputs = points[["x", "y"]].to_numpy(), points["cases"], points["pop"]
    clusters = scan.find(*inputs, 0.15, simulations=999, seed=5)
    assert [cluster.p_value <= 0.01 for cluster in clusters[:3]] == [True, True, False]
    assert clusters[2].p_value == pytest.approx(0.107, abs=0.05)
