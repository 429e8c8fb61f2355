"""Make .venv from requirements.lock, once; any Python with venv can run this file.

A stamp with the hash of what the environment is made from is written last: without it the
environment is half made, broken or outdated, and is made anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.sha256"
OLDEST = (3, 11)
NEEDED = ("helpers", "pandas", "geopandas", "papermill", "snakemake", "jupyterlab", "pytest")
"""Packages without which nothing runs: an environment that lost one is made anew."""


def main() -> None:
    """Leave a working .venv, or say what is missing."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; {sys.executable} is "
            f"{sys.version.split()[0]}. Name a newer one: make PYTHON=python3.12 report"
        )
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and works():
        return
    print("Making .venv from requirements.lock …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    make()
    STAMP.write_text(wanted)


def fingerprint() -> str:
    """Hash the lock, the project file, this file and the Python version."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("requirements.lock", "pyproject.toml", "src/environment.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def works() -> bool:
    """Tell whether the environment's Python starts and finds what a run needs."""
    check = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
    try:
        return subprocess.run([python(), "-c", check, *NEEDED], check=False).returncode == 0
    except OSError:
        return False


def make() -> None:
    """Create the environment and install the locked packages with uv, or with pip alone."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(
            f"{sys.executable} has no venv module. On Debian and Ubuntu it is in the package "
            "python3-venv."
        )
    venv.create(VENV, with_pip=True)
    pip = [python(), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    lock = [line for line in (ROOT / "requirements.lock").read_text().splitlines()]
    uv = [line.split(" ;")[0] for line in lock if line.startswith("uv==")]
    run([*pip, *uv])
    fast = [python(), "-m", "uv", "pip", "install", "--quiet", "--python", python()]
    # Each notebook is a process of its own: without bytecode each compiles a thousand modules.
    fast.append("--compile-bytecode")
    # Where only pip is set up to reach a registry, pip installs the same versions, slower.
    if subprocess.run([*fast, "-r", "requirements.lock"], cwd=ROOT, check=False).returncode:
        run([*pip, "-r", "requirements.lock"])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."])


def run(command: list) -> None:
    """Run one installation step; stop with its own message when it fails."""
    # The build backend looks for its program on the PATH.
    path = f"{python().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    if code := subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(code)


if __name__ == "__main__":
    main()
