"""The project's own promises: one list of dependencies, one way through the modules."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from helpers import pipeline
from helpers.settings import HOME

PYPROJECT = tomllib.loads((HOME / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
DIRECT = sum(PROJECT["optional-dependencies"].values(), PROJECT["dependencies"])
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=HOME, capture_output=True, text=True, check=False
).stdout.splitlines()


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in requirements}


def test_conda_and_pip_users_get_the_same_direct_dependencies():
    listed = yaml.safe_load((HOME / "environment.yml").read_text())["dependencies"]
    conda = names([line for line in listed if isinstance(line, str)]) - {"python", "pip"}
    pip = names([line for part in listed if isinstance(part, dict) for line in part["pip"]])
    assert conda | pip == names([*DIRECT, *PYPROJECT["dependency-groups"]["dev"]])


def test_each_direct_dependency_is_locked_and_used():
    lock = (HOME / "requirements.lock").read_text()
    locked = names(lock.splitlines())
    assert names(DIRECT) <= locked
    assert "://" not in lock


def test_make_help_explains_each_target_in_a_line():
    shown = subprocess.run(
        ["make", "help"], cwd=HOME, capture_output=True, text=True, check=True
    ).stdout
    for target in ("help", "report", "test", "lab", "form", "bench", "clean"):
        assert re.search(rf"^make {target}\s+\S+ ", shown, re.MULTILINE)


def test_the_command_line_helps_with_each_command():
    from typer.main import get_command

    from helpers.cli import app

    def walk(command, path):
        assert command.help, f"{' '.join(path)} has no help"
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, [*path, name])
        yield path

    commands = {" ".join(path[1:]) for path in walk(get_command(app), ["einzelfall"])}
    assert {"run", "new", "inspect", "geodata build", "locate", "release"} <= commands


def test_rooms_import_only_what_stands_below_them():
    """The contracts in pyproject.toml, for the whole package, imports inside functions as well."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    said = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("stage", pipeline.STAGES)
def test_a_notebook_is_clean_and_has_one_parameters_cell(stage):
    notebook = nbformat.read(HOME / "notebooks" / f"{stage}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in code) == 1
    for cell in code:
        assert not cell.outputs
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Try)
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, kinds)]


@pytest.mark.parametrize("stage", pipeline.STAGES)
def test_a_notebooks_heading_has_its_number(stage):
    notebook = nbformat.read(HOME / "notebooks" / f"{stage}.ipynb", as_version=4)
    assert notebook.cells[0].source.startswith(f"# {stage[:2]} · ")


@pytest.mark.parametrize("stage", pipeline.STAGES[3:])
def test_after_counting_no_stage_reads_reports(stage):
    """Stage 03 is the last that sees exact counts; the extract alone reads reports, to hand out."""
    files = [HOME / "notebooks" / f"{stage}.ipynb", *(pipeline.PACKAGE / "evaluate").glob("*.py")]
    for room in ("charts", "maps", "figures", "publish"):
        files += (pipeline.PACKAGE / room).rglob("*.py")
    if stage != "06_extract":
        for file in files:
            assert not re.search(r"0[12]_(reports|repeats|located|review)", file.read_text()), file


def test_no_committed_file_names_a_registry_or_a_machine():
    forbidden = re.compile(
        r"(?:pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian\.org)|(?:^|[\s\"'=])/(?:home|root)/\w"
    )
    for name in TRACKED:
        file = HOME / name
        if file.suffix in {".py", ".md", ".yml", ".toml", ".lock", ".ipynb", ""} and file.is_file():
            assert not forbidden.search(file.read_text(errors="replace")), name


def test_the_oldest_python_is_named_in_a_clear_error(tmp_path):
    old = "import sys; sys.version_info = (3, 9, 0); sys.argv = ['x']; import runpy; "
    old += f"runpy.run_path({str(HOME / 'src/environment.py')!r}, run_name='__main__')"
    tried = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert tried.returncode
    assert "Python 3.11 or newer is needed" in tried.stderr
