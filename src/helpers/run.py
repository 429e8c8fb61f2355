"""Run: execute one notebook with checked parameters; what it wrote is whole, or not there."""

import argparse
import ast
import logging
import os
import sys
import time
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from helpers import measure, store
from helpers.errors import CampaignError, did_you_mean

QUIET = {
    "MPLBACKEND": "agg",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "ignore::DeprecationWarning,ignore::FutureWarning",
    "SOURCE_DATE_EPOCH": "1320969600",
    "TQDM_MININTERVAL": "0.5",
}
"""Environment of the kernel: same hashes and file dates in each run, no noise in the pages."""


WHOLE_TEXTS = "import pandas; pandas.options.display.max_colwidth = 300"
"""First line of each kernel: no text in a shown table is cut."""


def check_parameters(notebook: Path, parameters: dict[str, object]) -> None:
    """Stop unless `notebook` has one cell tagged `parameters` that knows all `parameters`.

    papermill only warns about both, and then runs with the defaults: a run under the wrong
    settings that nobody sees.
    """
    cells = [
        cell
        for cell in nbformat.read(notebook, as_version=4).cells
        if "parameters" in cell.metadata.get("tags", [])
    ]
    if len(cells) != 1:
        raise CampaignError(
            f"{notebook}: expected exactly one cell tagged `parameters`, got {len(cells)}."
        )
    known = _literals(notebook, cells[0].source)
    for name, value in parameters.items():
        if name not in known:
            raise CampaignError(
                f'{notebook}: unknown parameter "{name}".{did_you_mean(name, known)} '
                f"It has: {', '.join(known)}."
            )
        if not isinstance(value, type(known[name])) and known[name] is not None:
            raise CampaignError(
                f"{notebook}: parameter {name}: expected {type(known[name]).__name__}, "
                f"got {value!r}."
            )


def execute(notebook: Path, output: Path, parameters: dict[str, object], cwd: Path) -> None:
    """Execute `notebook` into `output` with `parameters`; show a progress bar on a terminal.

    The result holds no clock and no machine: two runs on the same input are equal to the byte.
    Raises CampaignError with the notebook's own words when a cell stops.
    """
    check_parameters(notebook, parameters)
    os.environ.update(QUIET)
    # papermill reads parameters line by line and warns of those that it cannot; ours are checked.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with store.replacing(output) as temporary:
        try:
            papermill.execute_notebook(
                str(notebook),
                str(temporary) + ".ipynb",
                parameters=parameters,
                cwd=str(cwd),
                kernel_name="python3",
                language="python",
                progress_bar={"desc": notebook.stem, "leave": False, "disable": _no_terminal()},
                request_save_on_cell_execute=False,
                extra_arguments=["--log-level=50", f"--IPKernelApp.exec_lines={WHOLE_TEXTS}"],
            )
        except PapermillExecutionError as error:
            raise CampaignError(_words(notebook, error)) from error
        finally:
            executed = Path(str(temporary) + ".ipynb")
            if executed.exists():
                kept = nbformat.read(executed, as_version=4)
                executed.unlink()
        nbformat.write(timeless(kept), temporary)


def timeless(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove from an executed notebook what tells when and where it ran.

    Cells keep the ids of the source, which facts link to; the injected one gets a fixed id.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return notebook


def _literals(notebook: Path, source: str) -> dict[str, object]:
    """Read the names and default values of a parameters cell; anything computed is refused."""
    known = {}
    for line in ast.parse(source).body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        if not isinstance(target, ast.Name) or line.value is None:
            raise CampaignError(
                f"{notebook}: the parameters cell may hold only `name: type = literal`, "
                f"got: {ast.unparse(line)}"
            )
        try:
            known[target.id] = ast.literal_eval(line.value)
        except ValueError as error:
            raise CampaignError(
                f"{notebook}: parameter {target.id} is computed ({ast.unparse(line.value)}); "
                "papermill would not compute it again. Give a literal."
            ) from error
    return known


def _words(notebook: Path, error: PapermillExecutionError) -> str:
    """Say why a notebook stopped: a CampaignError in its own words, else with its traceback."""
    if error.ename == CampaignError.__name__:
        return error.evalue
    return f"{notebook.name}, cell {error.cell_index}:\n{error}"


def _no_terminal() -> bool:
    return not sys.stderr.isatty()


def main() -> None:
    """Run one stage from the command line: what the Snakefile calls."""
    parser = argparse.ArgumentParser(description="Run one notebook of the pipeline.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--campaign", required=True)
    parser.add_argument("--as-of", default="")
    given = parser.parse_args()
    started = time.monotonic()
    try:
        with measure.stage(Path(given.campaign), given.output.stem):
            execute(
                given.notebook,
                given.output,
                {"campaign_dir": given.campaign, "as_of": given.as_of},
                given.notebook.resolve().parent.parent,
            )
    except CampaignError as error:
        sys.exit(f"Error in {given.notebook.stem}: {error}")
    print(f"  {given.notebook.stem:<12} {time.monotonic() - started:5.1f} s", flush=True)


if __name__ == "__main__":
    main()
