"""Runs the tests in real editors: `python3 tests/editors/run.py [STEP...]`.

Installs what is missing, then runs every step, or those whose names contain a word given. Each step prints a line
`N passed, N failed`; the last line is their sum, and the exit code is 1 if anything failed or could not be installed.

The program under test is AMPLIFY_LS, or the newest of target/release and target/debug; it is not built here. Pictures of
screens of VS Code, and screens of Neovim as text, are left in the folder of the editors (`install.py` says which).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from install import HERE, REPOSITORY, default_folder, install

LONGEST_STEP = 300
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def program() -> Path:
    """The program under test."""
    named = os.environ.get("AMPLIFY_LS")
    built = [REPOSITORY / "target" / profile / "amplify-ls" for profile in ("release", "debug")]
    found = [Path(named)] if named else [path for path in built if path.exists()]
    if not found or not found[0].exists():
        raise SystemExit("No program to test: build it with `cargo build -p amplify-ls`, or name it in AMPLIFY_LS")
    return max(found, key=lambda path: path.stat().st_mtime).resolve()


def steps(folder: Path, scratch: Path):
    """Names and commands, in order."""
    nvim = folder / "python" / "bin" / "nvim"
    plugin = REPOSITORY / "editors" / "neovim"
    vsix = scratch / "amplify-ls.vsix"

    beside_aws = [sys.executable, HERE / "emulator.py"]

    def neovim(test):
        return [
            nvim, "--clean", "--headless",
            "--cmd", f"set runtimepath^={plugin}",
            "--cmd", f"lua package.path = '{HERE}/neovim/?.lua;' .. package.path",
            "-c", f"luafile {HERE}/neovim/{test}.lua",
        ]  # fmt: skip

    return {
        "files": [folder / "python" / "bin" / "python", HERE / "files.py"],
        "Neovim: editing": neovim("editing"),
        "Neovim: surroundings": neovim("surroundings"),
        "Neovim: commands": neovim("commands"),
        "Neovim: account": [*beside_aws, *neovim("account")],
        "Neovim: on the screen": neovim("screen"),
        "Neovim: first use": [sys.executable, HERE / "first_use.py"],
        "Neovim: picture": [folder / "python" / "bin" / "python", HERE / "picture.py"],
        "Emacs: Eglot": ["emacs", "--batch", "-l", HERE / "emacs.el"],
        "Emacs: lsp-mode": ["emacs", "--batch", "-l", HERE / "emacs-lsp-mode.el"],
        "Kakoune": [folder / "python" / "bin" / "python", HERE / "kakoune.py"],
        "Zed: extension": [sys.executable, HERE / "zed.py"],
        "VS Code: package": [sys.executable, HERE / "package.py", vsix],
        "VS Code: extension host": [*beside_aws, "node", HERE / "vscode" / "host.mjs", vsix],
        "VS Code: a folder not trusted": [*beside_aws, "node", HERE / "vscode" / "restricted.mjs", vsix],
        "VS Code: on the screen": [*beside_aws, "node", HERE / "vscode" / "screen.mjs", vsix],
    }


def environment(folder: Path, scratch: Path) -> dict:
    """Nothing of the person's own configuration; the program first in PATH, under its own name."""
    (scratch / "bin").mkdir()
    (scratch / "bin" / "amplify-ls").symlink_to(program())
    homes = {name: str(scratch / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    # Nor of their AWS account, or of a proxy on the way to the one that is made for a test.
    own = {name: value for name, value in os.environ.items()
           if not name.startswith(("AWS_", "AMPLIFY_")) and not name.lower().endswith("_proxy")}  # fmt: skip
    return {
        **own,
        **homes,
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(scratch),
        "CARGO_HOME": os.environ.get("CARGO_HOME", str(Path.home() / ".cargo")),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
        "PATH": f"{scratch / 'bin'}:{os.environ['PATH']}",
        "AMPLIFY_LS": str(program()),
        "EDITORS": str(folder),
        "PLUGIN": str(REPOSITORY / "editors" / "neovim"),
        "SETTINGS": str(REPOSITORY / "editors" / "settings.json"),
        "JSON_SERVER": str(folder / "json" / "node_modules" / ".bin" / "vscode-json-language-server"),
    }


def run_step(command, env, cwd) -> tuple[int, int, str]:
    """How many checks passed and failed, and what was printed. A step that checks nothing has failed."""
    try:
        # In a file, since what a killed editor leaves running may hold a pipe open.
        with tempfile.TemporaryFile("w+") as output:
            try:
                done = subprocess.run(
                    list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                    timeout=LONGEST_STEP, env=env, cwd=cwd,
                )  # fmt: skip
                code = done.returncode
            except subprocess.TimeoutExpired:
                code = -1
            output.seek(0)
            text = output.read()
    except OSError as error:
        return 0, 1, str(error)
    closing = CLOSING.findall(text)
    passed, failed = map(int, closing[-1]) if closing else (0, 0)
    if failed == 0 and (code != 0 or passed == 0):
        failed, text = 1, f"{text}\nexit code {code}"
    return passed, failed, text


def main(words) -> int:
    folder = default_folder()
    try:
        install(folder)
        program()
    except SystemExit as problem:
        # What is missing is not passed over.
        print(f"{problem}\n0 passed, 1 failed")
        return 1
    scratch = Path(tempfile.mkdtemp(prefix="amplify-ls-editors-"))
    total_passed = total_failed = 0
    try:
        env = environment(folder, scratch)
        names = list(steps(folder, scratch))
        wanted = [name for name in names if not words or any(word.lower() in name.lower() for word in words)]
        if any(name.startswith("VS Code") for name in wanted):
            # The other steps of VS Code need what that one makes.
            wanted.append("VS Code: package")
        for name, command in steps(folder, scratch).items():
            if name not in wanted:
                continue
            start = time.monotonic()
            passed, failed, text = run_step(command, env, REPOSITORY)
            total_passed, total_failed = total_passed + passed, total_failed + failed
            print(f"{name:32} {passed:3} passed {failed:3} failed {time.monotonic() - start:6.1f} s", flush=True)
            if failed:
                told = [line for line in text.strip().splitlines() if not line.startswith(("ok ", "info "))]
                print("    " + "\n    ".join(line[:2000] for line in told))
            for line in re.findall(r"^info  (.*)$", text, re.MULTILINE):
                print(f"    {line}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_passed and not total_failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
