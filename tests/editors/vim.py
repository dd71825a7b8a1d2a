"""A new user of Vim with ALE, as the page says it, on the screen: run by `run.py`. The block of the page is what is tried."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from checks import REPOSITORY, check, close
from terminal import Terminal

FOLDER = REPOSITORY / "editors" / "vim"
# Where Debian puts it; a package of Vim would do the rest.
ALE = "set runtimepath+=/usr/share/vim-ale\n"

# Into a window, since a message is soon replaced by one about the line.
COUNT = ":new | put ='servers: ' .. len(filter(job_info(), {_, job -> job_status(job) is 'run'}))\r"
# A name, keys, what is then to be seen.
STEPS = [
    ("the faults stand beside their lines", "", "> No library reads `userPoolId` in `auth`"),
    ("the cursor is told more", ":5\r", "\nunknown-key: No library reads"),
    ("a field is explained", ":4\r:ALEHover\r", "Region of the Cognito user pool"),
    ("fixes are offered", "\x1b:5\r:ALECodeAction\r", "1) Rename to `user_pool_id`"),
    ("and applied", "1\r", '"user_pool_id": "us-east-2_Kd8sW3nQz"'),
    ("one program does it", COUNT, "servers: 1"),
]


def start(folder, name):
    """A Vim with the configuration of the page, in which the example is open under a name."""
    home = Path(folder)
    (block,) = re.findall(r"```vim\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL)
    linters = home / ".vim" / "ale_linters" / "json"
    linters.mkdir(parents=True)
    shutil.copy(FOLDER / "amplify_ls.vim", linters)
    (home / ".vimrc").write_text(f"set nocompatible shortmess+=I\n{ALE}{block}filetype plugin on\n")
    project = home / "project"
    project.mkdir()
    shutil.copy(REPOSITORY / "examples" / "amplify_outputs.json", project / name)
    (project / "package.json").write_text("{}\n")
    return Terminal(["vim", name], project, 120, 30, HOME=str(home), VIMINIT=f"source {home}/.vimrc")


def tried(folder):
    terminal = start(folder, "amplify_outputs.json")
    for what, keys, expected in STEPS:
        try:
            terminal.step(keys, expected)
            check(what, True)
        except SystemExit as problem:
            check(what, False, problem)
            # The keys that follow would go somewhere else.
            break
    terminal.close()


def untouched(folder):
    terminal = start(folder, "settings.json")
    # It looks at once, so that there is nothing to wait for.
    terminal.step(":ALELint\r" + COUNT, "servers: 0")
    check("for another file it is not started", True)
    terminal.close()


for step in (tried, untouched):
    with tempfile.TemporaryDirectory() as place:
        step(place)
close()
