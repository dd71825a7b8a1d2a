"""Compiles the extension for Zed against Zed's own interface: run by `run.py`, with EDITORS set.

It is not run: Zed is not to be had here, and wants it compiled for WebAssembly.
"""

import os
import shutil
from pathlib import Path

from checks import REPOSITORY, check, close, run

# Always the same place, so that what was compiled once stays.
place = Path(os.environ["EDITORS"]) / "zed"
shutil.rmtree(place / "src", ignore_errors=True)
shutil.copytree(REPOSITORY / "editors" / "zed" / "src", place / "src")
for name in ["Cargo.toml", "Cargo.lock"]:
    shutil.copy(REPOSITORY / "editors" / "zed" / name, place)
environment = {**os.environ, "CARGO_TARGET_DIR": str(place / "target"), "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_TERM_COLOR": "never"}
code, said = run("cargo", "check", "--quiet", "--locked", cwd=place, env=environment)
check("the extension fits Zed's interface", code == 0 and "warning" not in said, said)
close()
