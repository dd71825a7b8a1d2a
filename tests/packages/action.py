"""The action for GitHub: what its script does, run as a runner would. Run by `run.py`."""

import hashlib
import json
import os
import re
import sys
from pathlib import Path

from checks import REPOSITORY, check, close, must, run

scratch = Path(os.environ["SCRATCH"]) / "action"
work = scratch / "work"
work.mkdir(parents=True)
must("git", "init", "-q", work)
(work / ".gitignore").write_text("*.json\n")
(work / "app with blank").mkdir()
(work / "app with blank/amplify_outputs.json").write_text('{\n  "version": "1.4"\n  "custom": {}\n}\n')
(work / "good").mkdir()
(work / "good/amplify_outputs.json").write_text('{ "version": "1.4", "custom": { "a": 1 } }\n')

about = (REPOSITORY / "action.yml").read_text()
inputs = re.findall(r"^  ([a-z-]+):\n    description:", about.split("outputs:\n")[0], re.MULTILINE)
named = set(re.findall(r"(INPUT_[A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}", about))
check("every input reaches the script under its name", {name for _, name in named} == set(inputs) - {"working-directory"}
      and all(variable == "INPUT_" + name.upper().replace("-", "_") for variable, name in named), named)  # fmt: skip
script = REPOSITORY / ".github/action/run.sh"
used = set(re.findall(r"INPUT_[A-Z_]+", script.read_text()))
check("the script reads those and no other", used == {variable for variable, _ in named}, used)
# The values of inputs never stand in a command, where they would be run.
check("no input stands in a command", "${{ inputs" not in about.split("run: ")[1].split("env:")[0])
check("what it runs is there", "$GITHUB_ACTION_PATH/.github/action/run.sh" in about and script.exists())


def action(folder=work, **inputs):
    """As the runner does it: the defaults, then what was asked for."""
    defaults = dict(re.findall(r"^  ([a-z-]+):\n    description: .*\n    default: (.*)$", about, re.MULTILINE))
    given = {**{name: value.strip('"') for name, value in defaults.items()}, "program": os.environ["AMPLIFY_LS"], **inputs}
    variables = {"INPUT_" + name.upper().replace("-", "_"): value for name, value in given.items()}
    outputs = scratch / "outputs"
    outputs.write_text("")
    env = {**os.environ, **variables, "GITHUB_ACTION_PATH": str(REPOSITORY), "GITHUB_OUTPUT": str(outputs), "RUNNER_TEMP": str(scratch)}
    code, said = run("bash", "-e", script, cwd=folder, env=env)
    return code, said, outputs.read_text()


code, said, outputs = action()
check("findings are annotations and fail the step", code == 1 and "::error file=app with blank/amplify_outputs.json,line=2," in said, said)
check("how it ended can be asked", outputs == "exit-code=1\n", outputs)
code, said, outputs = action(paths="good\n")
check("paths can be named", code == 0 and "nothing wrong in 1 file" in said and outputs == "exit-code=0\n", said)
code, said, _ = action(paths="app with blank\n\ngood")
check("one a line, with blanks in them", code == 1 and "in 1 of 2 files" in said, said)
code, said, _ = action(**{"fail-on": "never"})
check("findings need not fail the step", code == 0 and "::error" in said, said)
code, said, _ = action(paths="--version")
check("a path is never an option", code == 2 and "does not exist" in said, said)
code, said, _ = action(paths="$(touch broken); `touch broken`")
check("nor a command", code == 2 and not (work / "broken").exists(), said)
code, said, _ = action(format="sarif", output="findings.sarif")
log = json.loads((work / "findings.sarif").read_text())
check("a report can go into a file", code == 1 and log["version"] == "2.1.0" and len(log["runs"][0]["results"]) == 1, said)
(work / "findings.sarif").unlink()

# From a release: curl stands in for the network and gives what this machine made.
version = must(sys.executable, REPOSITORY / ".github/packaging/make.py", "version").strip()
release = scratch / "release"
made = Path(must(sys.executable, REPOSITORY / ".github/packaging/make.py", "archive", "x86_64-unknown-linux-musl", os.environ["AMPLIFY_LS"], release).strip())
sums = release / "SHA256SUMS"
sums.write_text(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}\n")
stand_in = scratch / "bin"
stand_in.mkdir()
(stand_in / "curl").write_text(f"""#!/usr/bin/env bash
while [ $# -gt 1 ]; do [ "$1" = --output ] && out=$2; shift; done
echo "$1" >> {scratch}/asked
cp "{release}/${{1##*/}}" "$out"
""")
(stand_in / "curl").chmod(0o755)
os.environ["PATH"] = f"{stand_in}:{os.environ['PATH']}"
code, said, _ = action(program="", paths="good")
asked = (scratch / "asked").read_text().split()
base = f"https://github.com/amplify-ls/amplify-ls/releases/download/v{version}"
check("the program of the release is downloaded", code == 0 and asked == [f"{base}/{made.name}", f"{base}/SHA256SUMS"], (said, asked))
sums.write_text(f"{'0' * 64}  {made.name}\n")
code, said, _ = action(program="", paths="good")
check("and refused when its checksum is another one", code == 2 and "its checksum is another one" in said, said)
sums.write_text("")
code, said, _ = action(program="", paths="good")
check("or not there", code == 2 and "nothing wrong" not in said, said)
made.unlink()
code, said, _ = action(program="", paths="good")
check("a release that lacks the file is told", code == 2 and f"has no {made.name}" in said, said)
close()
