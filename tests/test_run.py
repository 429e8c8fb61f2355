"""A run under wrong parameters is refused, and a run that stops leaves nothing half."""

import contextlib

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import run, store
from helpers.errors import CampaignError

PARAMETERS = 'campaign_dir: str = "."  # folder\nas_of: str = ""'


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of the given cells; a tuple is a cell with the tag `parameters`."""

    def write(*sources):
        cells = [
            new_code_cell(source[0], metadata={"tags": ["parameters"]})
            if isinstance(source, tuple)
            else new_code_cell(source)
            for source in sources
        ]
        path = tmp_path / "01_probe.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        content = new_notebook(
            cells=[new_markdown_cell("# Probe"), *cells], metadata={"kernelspec": kernel}
        )
        nbformat.write(content, path)
        return path

    return write


def test_a_misspelt_parameter_is_refused_with_the_right_one(notebook):
    with pytest.raises(CampaignError, match=r'unknown parameter "as_off".*Did you mean "as_of"'):
        run.check_parameters(notebook((PARAMETERS,)), {"as_off": "2011-11-30"})


def test_a_parameter_of_another_type_is_refused(notebook):
    with pytest.raises(CampaignError, match="as_of: expected str, got 5"):
        run.check_parameters(notebook((PARAMETERS,)), {"as_of": 5})


@pytest.mark.parametrize("cells", [["1"], [(PARAMETERS,), ("a = 1",)]])
def test_a_notebook_needs_exactly_one_parameters_cell(notebook, cells):
    with pytest.raises(CampaignError, match="exactly one cell tagged"):
        run.check_parameters(notebook(*cells), {})


def test_a_computed_parameter_is_refused(notebook):
    with pytest.raises(CampaignError, match="as_of is computed"):
        run.check_parameters(notebook(("as_of = str(2011)",)), {})


def test_a_run_takes_the_parameters_and_holds_no_clock(notebook, tmp_path):
    source = notebook((PARAMETERS,), "print(as_of)")
    outputs = [tmp_path / "a.ipynb", tmp_path / "b.ipynb"]
    for output in outputs:
        run.execute(source, output, {"as_of": "2011-11-15"}, tmp_path)
    assert "2011-11-15" in nbformat.read(outputs[0], as_version=4).cells[-1].outputs[0].text
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_stopped_notebook_says_why_and_leaves_no_file(notebook, tmp_path):
    source = notebook(
        (PARAMETERS,),
        "from helpers.errors import CampaignError\nraise CampaignError('plan.csv: row 3')",
    )
    with pytest.raises(CampaignError, match=r"^plan\.csv: row 3$"):
        run.execute(source, tmp_path / "out.ipynb", {}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "table.csv"
    store.write_text("old", path)
    with contextlib.suppress(InterruptedError), store.replacing(path) as temporary:
        temporary.write_text("half")
        raise InterruptedError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
