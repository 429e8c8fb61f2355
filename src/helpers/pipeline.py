"""Pipeline: run the stages in order through Snakemake; only what changed runs again."""

import ast
import functools
import hashlib
import json
import os
import shlex
import shutil
import sys
from datetime import date
from pathlib import Path

from helpers import intake, lock, measure, protect, release, store, summary
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.facts import OWN
from helpers.intake import snapshots
from helpers.publish import editions
from helpers.settings import HOME, Settings

STAGES = (
    "01_clean",
    "02_geocode",
    "03_count",
    "04_evaluate",
    "05_figures",
    "06_extract",
    "07_buildout",
    "08_publish",
)
PROTECTED = (*protect.TABLES, "cells", "quotes")
FOLLOWED = ("buildout", "changes", "compared", "events", "reach", "replies", "worth")
"""Tables `07_<name>` that readers get."""
PACKAGE = HOME / "src" / "helpers"


def run(
    settings: Settings,
    as_of: str = "",
    cores: int = 2,
    verbose: bool = False,
    wait: float = 0,
    approved: list[str] | None = None,
    keep: int = editions.KEEP,
) -> None:
    """Run what changed, from raw reports to published pages.

    Before anything is computed, it says what it understood of each file of reports that changed.
    A run that was killed continues; a second run at the same time waits `wait` minutes, and is
    then refused. approved: who agrees that a draft is released without having been read; without
    them it stays a draft, and readers of `data/editions/latest` keep the release before.
    Raises CampaignError when a stage stops; its own words are on the screen already.
    """
    if approved:
        release.require_approvals(settings, approved)
    with lock.alone(settings, wait), summary.kept(settings):
        _check_templates(settings)
        take_snapshot(settings)
        if raw_changed(settings):
            print("What the run understands of the reports:")
            print("\n".join(said.as_text() for said in intake.understand(settings)), flush=True)
        _run_stages(settings, as_of, cores, verbose)
        if approved and release.status(settings).draft:
            made = release.publish(settings, date.today(), approved, state(settings))
            print(f"Release {made.number} is made; its pages follow.", flush=True)
            _run_stages(settings, as_of, cores, verbose)
        editions.publish(settings, keep)
    print(f"{summary.line(summary.read(settings.dir))}\nOpen {settings.out / 'index.html'}")
    if number := editions.newest(settings):
        latest = settings.dir / editions.FOLDER / editions.LATEST
        print(f"Readers of {latest} get edition {number}.")


def _run_stages(settings: Settings, as_of: str, cores: int, verbose: bool) -> None:
    _forget_incomplete(settings)
    arguments = [
        "--snakefile", str(HOME / "Snakefile"),
        "--directory", str(settings.dir),
        "--cores", str(cores),
        "--nolock", "--rerun-incomplete",
        "--config", f"as_of={as_of}",
    ]  # fmt: skip
    if not verbose:
        arguments += ["--quiet", "all"]
    if _snakemake(arguments):
        _remove_outdated(settings)
        why = summary.why(settings.dir) or "the message above says where and why."
        raise CampaignError(f"the run stopped; {why}")


def raw_changed(settings: Settings) -> bool:
    """Tell whether a file of reports, or campaign.yml, is newer than what was made of it."""
    made = settings.processed / "01_reports.parquet"
    if not made.exists():
        return True
    inputs = [settings.dir / "campaign.yml", *intake.files(settings)]
    return max(file.stat().st_mtime for file in inputs) > made.stat().st_mtime


def finish(settings: Settings) -> None:
    """Export the notebooks' pages and let the attack test look at everything that is published.

    A leak takes reports/ out of readers' way, and stops.
    """
    from helpers import audit
    from helpers.publish import notebooks, page

    withheld = settings.processed / "withheld"
    shutil.rmtree(withheld, ignore_errors=True)
    checked = False
    try:
        notebooks.export_all(settings)
        audit.gate(settings)
        checked = True
    finally:  # whatever stopped the check: what was not checked is not published
        if not checked:
            shutil.move(settings.out, withheld)
    ready = {"hash": page.published_hash(settings), "ready": state(settings)}
    store.write_json(ready, settings.processed / "published.json")


def state(settings: Settings) -> str:
    """Return a mark of all inputs and of all that was made of them for readers and operator.

    A release needs the mark that the finished, audited run left: nothing changed since.
    """
    own = [settings.dir / "campaign.yml", *intake.files(settings)]
    folders = [settings.raw, settings.releases, settings.dir / "templates", settings.out]
    found = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    found |= set(own)
    extract = settings.extract / "extract.csv"
    counted = sorted(f for f in found if _counts(f)) + [extract] * extract.exists()
    digest = hashlib.sha256()
    for file in counted:
        digest.update(f"{file.relative_to(settings.dir)} {store.sha256(file)}\n".encode())
    return digest.hexdigest()


def own_notebooks() -> list[str]:
    """List the campaign's own notebooks as stages, `own_` before each name, in order.

    They run after the figures and before publishing, and read tables that anybody may see.
    """
    ours = {*STAGES, "explore"}
    found = [path.stem for path in Path("notebooks").glob("*.ipynb") if path.stem not in ours]
    return [f"{OWN}{name}" for name in sorted(found)]


def notebook_of(stage: str) -> Path:
    """Return the notebook of a stage: the repository's, or the campaign's own."""
    if stage.startswith(OWN):
        return Path("notebooks").resolve() / f"{stage.removeprefix(OWN)}.ipynb"
    return HOME / "notebooks" / f"{stage}.ipynb"


def command(stage: str, as_of: str) -> str:
    """Return the shell command that runs one stage in the campaign's folder."""
    notebook = notebook_of(stage)
    output = f"data/processed/runs/{stage}.ipynb"
    words = [sys.executable, "-m", "helpers.run", str(notebook), output, "--campaign", os.getcwd()]
    if as_of:
        words += ["--as-of", str(as_of)]
    manifest = f"{os.getcwd()}/data/processed/runs/{stage}.written"
    environment = f"{store.WRITTEN}={shlex.quote(manifest)}"
    if stage.startswith(OWN):
        environment += f" {store.READABLE}=public"
    return f"rm -f {shlex.quote(manifest)} && {environment} {shlex.join(words)}"


def module(name: str, as_of: str) -> str:
    """Return the shell command that runs one of our modules on the campaign's folder."""
    return shlex.join([sys.executable, "-m", f"helpers.{name}", os.getcwd(), str(as_of)])


def code_of(stage: str) -> list[str]:
    """List the notebook and all helper files that it imports, directly or through others."""
    notebook = notebook_of(stage)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    files = {PACKAGE / "run.py"}.union(*(_closure(name) for name in _imports(code)))
    return [str(notebook), *sorted(map(str, files))]


def code_of_module(name: str) -> list[str]:
    """List the files of `helpers.name` and of all that it imports."""
    return sorted(map(str, _closure(f"helpers.{name}")))


def raw_files(where: str) -> list[str]:
    """List the campaign's files under data/raw/`where`, relative to its folder; [] if none.

    The register of ids is an output as well as an input: it follows from the other files.
    """
    place = Path("data/raw") / where
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    return [f.as_posix() for f in found if f.is_file() and _counts(f)]


def report_files() -> list[str]:
    """List the campaign's report files, wherever they are, and the formats named for them."""
    named = Path(intake.FORMATS)
    own = [named.as_posix()] if named.exists() else []
    return [*own, *map(str, intake.files(settings_module.load(os.getcwd())))]


def contents(files: list[str]) -> str:
    """Hash what the files hold: one that is replaced by an older file has changed, too."""
    return " ".join(store.sha256(Path(file))[:16] for file in files)


def home_files(*folders: str) -> list[str]:
    """List the repository's own files under data/raw/ that every campaign shares."""
    found = [f for name in folders for f in sorted((HOME / "data/raw" / name).rglob("*"))]
    return [str(f) for f in found if f.is_file() and _counts(f)]


def templates() -> list[str]:
    """List the repository's templates and the campaign's own."""
    own = Path("templates")
    places = (
        [HOME / "templates"]
        if own.resolve() == HOME / "templates"
        else [HOME / "templates", own.resolve()]
    )
    return [str(f) for place in places for f in sorted(place.rglob("*")) if f.is_file()]


def releases() -> list[str]:
    """List what was published before; it decides what may be published next."""
    return [f.as_posix() for f in sorted(Path("data/releases").rglob("*")) if f.is_file()]


def _counts(file: Path) -> bool:
    return file.name != "register.csv" and not file.name.startswith((".", "~$"))


@functools.cache
def _closure(name: str) -> frozenset[Path]:
    """Find the files of module `name` and of all our modules that it imports."""
    seen: set[Path] = set()
    waiting = [name]
    while waiting:
        for file in _files(waiting.pop()):
            if file not in seen:
                seen.add(file)
                if file.suffix == ".py":
                    waiting += _imports(file.read_text(encoding="utf-8"))
    return frozenset(seen)


def _files(name: str) -> list[Path]:
    """Find the files that `import name` reads: packages on the way, and the module."""
    parts = name.split(".")[1:]
    found = [PACKAGE / "__init__.py"]
    for depth in range(1, len(parts) + 1):
        place = PACKAGE.joinpath(*parts[:depth])
        found += [f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()]
        found += [*sorted(place.glob("*.txt")), *sorted(place.glob("*.yml"))]  # what the code reads
    return found


def _imports(code: str) -> list[str]:
    """List the names under `helpers` that `code` imports, wherever it does so."""
    names = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.split(".")[0] == "helpers"]


def _snakemake(arguments: list[str]) -> int:
    """Call Snakemake in this process and return its exit code."""
    from snakemake.cli import main

    try:
        main(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _check_templates(settings: Settings) -> None:
    """Stop at a number typed into a template or demand, before anything is computed."""
    published = settings.processed / "published.json"
    made = published.stat().st_mtime if published.exists() else 0.0
    places = [settings.dir / "campaign.yml", *(HOME / "templates").rglob("*"),
              *(settings.dir / "templates").rglob("*")]  # fmt: skip
    if any(file.stat().st_mtime > made for file in places):
        from helpers.publish import site  # takes a second to import

        site.check(settings)


def _remove_outdated(settings: Settings) -> None:
    """Remove the pages that quote older tables than those now beside them."""
    from helpers.publish import folder

    folder.remove_outdated(settings)


def take_snapshot(settings: Settings) -> None:
    """Write what the online form holds to where stage 01 reads it, if the campaign has one."""
    if snapshots.is_read(settings):
        from helpers.form import export  # the form's libraries are a group of their own

        export.snapshot(settings, snapshots.path(settings))


def _forget_incomplete(settings: Settings) -> None:
    """Let a stage run again when a file that it wrote beside its tables is gone."""
    for stage in STAGES:
        manifest = settings.processed / "runs" / f"{stage}.written"
        if manifest.exists():
            written = manifest.read_text(encoding="utf-8").splitlines()
            if not all(Path(line).exists() for line in written):
                (settings.processed / "runs" / f"{stage}.ipynb").unlink(missing_ok=True)
                # Snakemake makes a missing file anew only where the last one asks for it.
                (settings.processed / "published.json").unlink(missing_ok=True)


def _lacking(settings: Settings) -> list[str]:
    """Warn of an imprint or privacy notice that is not complete."""
    from helpers.publish import legal

    lacking = legal.missing(settings)
    return [f"Imprint or privacy notice lack {', '.join(lacking)}."] if lacking else []


if __name__ == "__main__":
    try:
        with measure.stage(Path(sys.argv[1]), "finish") as noted:
            finished = settings_module.load(*sys.argv[1:3])
            finish(finished)
            noted["warnings"] = _lacking(finished)
    except CampaignError as error:
        sys.exit(f"Error: {error}")
