"""Runs what `cargo test` cannot: generated code, real editors, packages, hooks, licences. `python3 tests/run.py`

Installs what it needs, so it wants Debian, root and the registries of Debian, PyPI and npm. It tests the program that was
built last, or AMPLIFY_LS.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

codes = []
for name in ("backend", "editors", "packages"):
    start = time.monotonic()
    codes.append(subprocess.run([sys.executable, HERE / name / "run.py"]).returncode)
    print(f"{time.monotonic() - start:6.1f} s  {name}", flush=True)
sys.exit(1 if any(codes) else 0)
