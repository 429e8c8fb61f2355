"""Notebooks: the executed notebooks as pages for readers, in the same shell as the site."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from helpers.errors import CampaignError
from helpers.facts import OWN
from helpers.publish import page
from helpers.publish.cleaned import Cleaned, clean
from helpers.settings import Settings

if TYPE_CHECKING:
    from nbconvert.exporters import HTMLExporter
    from nbformat import NotebookNode


INTERNAL = "internal"
"""Tag of a cell whose result stays in the executed notebook and is on no page."""


@dataclass(frozen=True)
class Step:
    """One notebook: file name without ending, its first heading, its first paragraph."""

    name: str
    title: str
    lead: str


def export_all(settings: Settings) -> list[Path]:
    """Write reports/notebooks/NN_name.html for each run, and an index; return the files.

    Reads data/processed/runs/NN_name.ipynb, as executed. The pages have the text and the results;
    the code is behind a line that opens without a script. All in one process, because importing
    nbconvert takes longer than exporting seven notebooks.
    Raises CampaignError when no notebook has run, or when facts.json is missing.
    """
    folder = settings.processed / "runs"
    own = [path for path in folder.glob(f"{OWN}*.ipynb") if _own_source(settings, path).exists()]
    runs = [*sorted(folder.glob("[0-9][0-9]_*.ipynb")), *sorted(own)]
    if not runs:
        raise CampaignError(f"{settings.processed / 'runs'}: no notebook has run yet.")
    exporter = _exporter(settings)
    source = settings.home / "notebooks"
    bodies = {
        run.stem: body(
            run, exporter, _own_source(settings, run) if run in own else source / run.name
        )
        for run in runs
    }
    steps = [Step(name, found.title or name, found.lead) for name, found in bodies.items()]
    written = [_write(settings, step, steps, bodies[step.name].html) for step in steps]
    written.append(_write_index(settings, steps))
    for path in (settings.out / "notebooks").glob("*.html"):
        if path not in written:
            path.unlink()
    return written


def _own_source(settings: Settings, run: Path) -> Path:
    """Return the campaign's own notebook that a run executed."""
    return settings.dir / "notebooks" / run.name.removeprefix(OWN)


def body(run: Path, exporter: "HTMLExporter", source: Path) -> Cleaned:
    """Return an executed notebook as clean HTML for the inside of a page.

    source: the notebook as committed; its cells' names become the ids to which facts link.
    Raises CampaignError naming the file when it is no notebook.
    """
    import nbformat

    try:
        notebook = nbformat.read(run, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise CampaignError(f"{run}: not readable as a notebook: {error}") from error
    _as_committed(notebook, source)
    _keep_internal(notebook)
    html, _ = exporter.from_notebook_node(notebook)
    return clean(html)


def _keep_internal(notebook: "NotebookNode") -> None:
    """Leave out what a cell tagged `internal` shows: single reports are for the campaign alone."""
    from nbformat.notebooknode import from_dict

    for cell in notebook.cells:
        if INTERNAL in cell.metadata.get("tags", []) and cell.cell_type == "code":
            cell.outputs = [from_dict(_INTERNAL_NOTE)] if cell.outputs else []


def _as_committed(notebook: "NotebookNode", source: Path) -> None:
    """Leave out the cell with the passed parameters; name the others as the notebook does.

    The passed parameters say where on a machine the campaign lies. If the rest is not the same
    number of cells, the notebook was changed after the run, and the cells keep their numbers.
    """
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    if not source.exists():
        return
    names = [cell["id"] for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]]
    if len(notebook.cells) == len(names):
        for cell, name in zip(notebook.cells, names, strict=True):
            cell["id"] = name


def _exporter(settings: Settings) -> "HTMLExporter":
    """Open nbconvert's exporter with our template and without its assets."""
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    config = Config()
    config.HTMLExporter.extra_template_basedirs = [str(settings.home / "templates")]
    config.HTMLExporter.template_name = "notebook"
    config.HTMLExporter.exclude_anchor_links = True
    config.HTMLExporter.preprocessors = []
    config.HTMLExporter.default_preprocessors = []
    config.NbConvertBase.display_data_priority = [
        "text/html",
        "text/markdown",
        "image/png",
        "text/plain",
    ]
    return HTMLExporter(config=config)


def _write(settings: Settings, step: Step, steps: list[Step], html: str) -> Path:
    """Write the page of one notebook."""
    text = page.render(
        settings,
        "notebook.html",
        title=step.title,
        description=step.lead or step.title,
        root="../",
        here="notebooks/index.html",
        language="en",
        name=step.name,
        steps=steps,
        body=Markup(html),
    )
    return page.write(settings, f"notebooks/{step.name}.html", text)


def _write_index(settings: Settings, steps: list[Step]) -> Path:
    """Write the list of notebooks in the campaign's language."""
    words = _WORDS[settings.language]
    text = page.render(
        settings,
        "notebooks.html",
        title=words["title"],
        description=words["lead"],
        lead=words["lead"],
        root="../",
        here="notebooks/index.html",
        steps=steps,
    )
    return page.write(settings, "notebooks/index.html", text)


_INTERNAL_NOTE = {
    "output_type": "display_data",
    "metadata": {},
    "data": {"text/markdown": "*Single entries: shown only to the people who run the campaign.*"},
}

_WORDS = {
    "de": {
        "title": "Der Rechenweg",
        "lead": "Jeder Schritt von den Meldungen bis zum Brief, mit Zwischenergebnissen und dem "
        "Programmtext zum Aufklappen (englisch).",
    },
    "en": {
        "title": "How it was calculated",
        "lead": "Each step from the reports to the letter, with results in between and the code "
        "to unfold.",
    },
}
