"""The wheel for Python, made from the program and installed without a network. Run by `run.py`."""

import os
import sys
from pathlib import Path

from checks import REPOSITORY, check, close, must, run

MAKE = REPOSITORY / ".github/packaging/make.py"
scratch = Path(os.environ["SCRATCH"]) / "wheel"
version = must(sys.executable, MAKE, "version").strip()
made = Path(must(sys.executable, MAKE, "wheel", "x86_64-unknown-linux-musl", os.environ["AMPLIFY_LS"], scratch).strip())
again = Path(must(sys.executable, MAKE, "wheel", "x86_64-unknown-linux-musl", os.environ["AMPLIFY_LS"], scratch / "again").strip())
check("made twice it is the same", made.read_bytes() == again.read_bytes())
must(sys.executable, "-m", "venv", scratch / "venv")
pip = scratch / "venv/bin/pip"
code, said = run(pip, "install", "--no-index", "--disable-pip-version-check", made)
check("pip installs it", code == 0, said)
code, said = run(scratch / "venv/bin/amplify-ls", "--version")
check("the command runs", (code, said) == (0, f"amplify-ls {version}\n"), said)
code, said = run(scratch / "venv/bin/amplify-ls", "doctor", scratch / "venv/bin")
check("and finds the one that asks AWS", code == 0 and "amplify-ls-account" not in said, said)
code, said = run(pip, "show", "--files", "amplify-ls", "--disable-pip-version-check")
check("pip knows version and licence", f"Version: {version}" in said and "LICENSE-MIT" in said, said)
code, said = run(pip, "check", "--disable-pip-version-check")
check("it needs nothing else", code == 0, said)
foreign = must(sys.executable, MAKE, "wheel", "aarch64-apple-darwin", os.environ["AMPLIFY_LS"], scratch).strip()
code, said = run(pip, "install", "--no-index", "--force-reinstall", "--disable-pip-version-check", foreign)
check("one for another platform is refused", code != 0 and "not a supported wheel" in said, said)
code, said = run(pip, "uninstall", "-y", "amplify-ls")
check("it can be removed", code == 0 and not (scratch / "venv/bin/amplify-ls").exists(), said)
close()
