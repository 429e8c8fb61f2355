"""Style: colours that everybody can tell apart, numbers and days as each language writes them."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import style

VISION = {
    # Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "normal": np.eye(3).tolist(),
}


def linear(color: str) -> np.ndarray:
    """sRGB as linear light (IEC 61966-2-1)."""
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_data_and_what_the_title_speaks_of_are_told_apart(vision):
    matrix = np.array(VISION[vision])
    colors = [lab(matrix @ linear(c)) for c in (style.ACCENT, style.HIGHLIGHT, style.NEUTRAL)]
    for i, one in enumerate(colors):
        for other in colors[i + 1 :]:
            assert np.linalg.norm(one - other) > 25


@pytest.mark.parametrize("vision", VISION)
def test_the_sequence_grows_darker_step_by_step(vision):
    matrix = np.array(VISION[vision])
    lightness = [lab(matrix @ linear(color))[0] for color in style.SEQUENTIAL]
    assert all(b < a - 8 for a, b in itertools.pairwise(lightness))


@pytest.mark.parametrize("color", [style.INK, style.MUTED, style.ACCENT, style.HIGHLIGHT])
def test_text_is_read_on_white(color):
    assert contrast(color, style.PAPER) >= 4.5


@given(st.integers(-(10**12), 10**12))
def test_a_german_count_is_read_back(value):
    text = style.number(value)
    assert int(text.replace(".", "").replace("−", "-")) == value


@given(st.floats(0, 1))
def test_a_share_is_never_written_wrong_by_more_than_half_a_digit(share):
    text = style.percent(share, digits=1).replace(style.SPACE, " ").removesuffix(" %")
    assert abs(float(text.replace(",", ".")) - share * 100) <= 0.05 + 1e-9


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA, np.nan])
def test_an_unknown_number_is_a_dash_and_no_zero(unknown):
    assert style.number(unknown) == style.DASH
    assert style.rate(unknown) == style.DASH
    assert style.percent(unknown) == style.DASH


def test_a_small_negative_number_is_not_minus_zero():
    assert style.number(-0.04, digits=1) == "0,0"


def test_a_period_over_new_year_names_both_years():
    assert style.period("2011-12-30", "2012-01-02") == "30. Dezember 2011 bis 2. Januar 2012"
