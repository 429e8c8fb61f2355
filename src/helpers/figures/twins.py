"""Twins: the same picture in the other language, drawn by a second process during a run.

Drawing is most of what a run waits for, and each picture is drawn twice. In a notebook that
somebody has open, and in tests, twins are drawn at once.
"""

import importlib
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor

from helpers.settings import Settings

BESIDE = "EINZELFALL_DRAW_BESIDE"
"""Variable of the environment that is set while a run executes a notebook."""
_pool: ProcessPoolExecutor | None = None
_waiting: list[Future] = []


def draw(chart: Callable, tables: list, settings: Settings) -> None:
    """Draw the twin of `chart(*tables, settings)`, which is drawn already.

    chart: the undecorated function; it is found again by its module and name.
    """
    other = "de" if settings.language == "en" else "en"
    twin = settings.model_copy(update={"language": other})
    if not os.environ.get(BESIDE):
        chart(*tables, twin, twin=True)
        return
    global _pool
    _pool = _pool or ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    _waiting.append(_pool.submit(_draw, chart.__module__, chart.__name__, tables, twin))


def wait() -> None:
    """Wait until all twins are drawn; raise what went wrong with one of them."""
    global _pool
    try:
        for future in _waiting:
            future.result()
    finally:
        _waiting.clear()
        if _pool is not None:
            _pool.shutdown()
        _pool = None


def _draw(module: str, name: str, tables: list, settings: Settings) -> None:
    chart = getattr(importlib.import_module(module), name)
    chart.__wrapped__(*tables, settings, twin=True)
