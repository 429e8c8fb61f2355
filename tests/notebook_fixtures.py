"""Stages run in this process, without a kernel: quick, and an error shows where it is."""

import json
from pathlib import Path

from helpers.settings import HOME


def execute(stage: str, folder: Path) -> None:
    """Run the code cells of a stage's notebook on a campaign folder, as the runner does."""
    notebook = HOME / "notebooks" / f"{stage}.ipynb"
    names: dict[str, object] = {"display": lambda *_: None}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        code = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", []):
            code = f"campaign_dir = {str(folder)!r}\nas_of = ''"
        exec(compile(code, f"{notebook.name}:{cell['id']}", "exec"), names)
