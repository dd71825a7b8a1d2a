"""A new user of Kakoune with kakoune-lsp, as the page says it, on the screen: run by `run.py`, with EDITORS set.

The block of the page is what is tried.
"""

import os
import re
import shutil
import signal
import tempfile
import time
from pathlib import Path

from checks import REPOSITORY, check, close
from terminal import PATIENCE, Terminal

PAGE = REPOSITORY / "editors" / "kakoune" / "README.md"
CLIENT = Path(os.environ["EDITORS"]) / "kakoune-lsp" / "bin"

# A name, keys, what is then to be seen.
STEPS = [
    ("the faults are marked", "", '*    "userPoolId"'),
    ("the first is gone to", ":lsp-find-error\r", "5:5 "),
    ("it is explained", ":lsp-hover\r", "the field is `user_pool_id`"),
    ("all are listed", ":lsp-diagnostics\r", "amplify_outputs.json:6:56: [error]"),
    ("and left again", ":buffer amplify_outputs.json\r", '"userPoolId"'),
    ("fixes are offered", ":lsp-code-actions\r", "Apply all safe fixes"),
    ("and applied", "\r", '"unauthenticated_identities_enabled": true\n'),
    ("which can be undone", "u", '"userPoolId"'),
    ("fields are offered", '4ggo"', "identity_pool_id"),
]


def tried(home, name, steps):
    """Opens a file with the configuration of the page and goes through the steps."""
    (block,) = re.findall(r"```kak\n(.*?)```", PAGE.read_text(), re.DOTALL)
    configuration = home / ".config" / "kak"
    configuration.mkdir(parents=True)
    (configuration / "kakrc").write_text(block)
    shutil.copy(PAGE.parent / "amplify-ls.kak", configuration)
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    project = home / "project"
    (project / name).parent.mkdir(parents=True)
    shutil.copy(REPOSITORY / "examples" / "amplify_outputs.json", project / name)
    terminal = Terminal(
        ["kak", name], project, 120, 30, HOME=str(home), XDG_CONFIG_HOME=str(home / ".config"), XDG_RUNTIME_DIR=str(runtime),
        PATH=f"{CLIENT}:{os.environ['PATH']}",
    )  # fmt: skip
    try:
        for what, keys, expected in steps:
            try:
                terminal.step(keys, expected)
                check(what, True)
            except SystemExit as problem:
                check(what, False, problem)
                # The keys that follow would go somewhere else.
                return
    finally:
        leave(terminal)
        left = running_in(runtime)
        check("nothing stays when the editor ends", not left, left)
        for process in left:
            os.kill(process, signal.SIGKILL)


def leave(terminal):
    """Ends the session, and with it its language client and our program."""
    os.write(terminal.handle, b"\x1b")
    # Right behind it a letter would be one with Alt.
    terminal.read(0.5)
    os.write(terminal.handle, b":kill!\r")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and os.waitpid(terminal.process, os.WNOHANG)[0] == 0:
        try:
            terminal.read(0.1)
        except SystemExit:
            continue


def running_in(runtime):
    """What still runs, a moment later at the latest, that was started with this folder."""
    mark = f"XDG_RUNTIME_DIR={runtime}\0".encode()
    end = time.monotonic() + PATIENCE

    def running():
        for process in Path("/proc").iterdir():
            try:
                if process.name.isdigit() and mark in (process / "environ").read_bytes():
                    yield int(process.name)
            except OSError:
                continue

    while (left := list(running())) and time.monotonic() < end:
        time.sleep(0.1)
    return left


with tempfile.TemporaryDirectory() as folder:
    tried(Path(folder), "amplify_outputs.json", STEPS)
close()
