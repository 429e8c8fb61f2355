"""Stages run in this process, without a kernel: quick, and an error shows where it is."""

import json
from pathlib import Path

from helpers.settings import HOME


def execute(stage: str, folder: Path, edits: dict[str, str] | None = None) -> None:
    """Run the code cells of a stage's notebook on a campaign folder, as the runner does.

    edits: a piece of a cell's code → a cell that an analyst inserts behind the cell that holds it.
    """
    waiting = dict(edits or {})
    notebook = HOME / "notebooks" / f"{stage}.ipynb"
    names: dict[str, object] = {"display": lambda *_: None}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        code = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", []):
            code = f"campaign_dir = {str(folder)!r}\nas_of = ''"
        exec(compile(code, f"{notebook.name}:{cell['id']}", "exec"), names)
        for piece in [piece for piece in waiting if piece in code]:
            exec(compile(waiting.pop(piece), "inserted", "exec"), names)
    assert not waiting, f"no cell holds {list(waiting)}"
