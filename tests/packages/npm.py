"""The packages for npm, made from the program, packed, installed from their tarballs without scripts. Run by `run.py`."""

import json
import os
import sys
from pathlib import Path

from checks import REPOSITORY, check, close, must, run

MAKE = REPOSITORY / ".github/packaging/make.py"
scratch = Path(os.environ["SCRATCH"]) / "npm"
version = must(sys.executable, MAKE, "version").strip()
folders = [
    must(sys.executable, MAKE, "wrapper", scratch).strip(),
    must(sys.executable, MAKE, "npm", "x86_64-unknown-linux-musl", os.environ["AMPLIFY_LS"], scratch).strip(),
]
for folder in folders:
    about = json.loads((Path(folder) / "package.json").read_text())
    check(f"{about['name']}: no script, one version", "scripts" not in about and about["version"] == version)
wrapper = json.loads((Path(folders[0]) / "package.json").read_text())
check("all platforms are there, at the same version", set(wrapper["optionalDependencies"].values()) == {version}
      and len(wrapper["optionalDependencies"]) == 7)  # fmt: skip
check("the package for a platform says which", {"os": ["linux"], "cpu": ["x64"]}.items() <= json.loads(
    (Path(folders[1]) / "package.json").read_text()).items())  # fmt: skip
tarballs = [Path(folder).parent / must("npm", "pack", "--silent", folder, cwd=scratch).strip() for folder in folders]
check("the wrapper is small", tarballs[0].stat().st_size < 50_000, tarballs[0].stat().st_size)

project = scratch / "project"
project.mkdir()
# Both from the disk: npm would look for the second, an optional one, in a registry.
(project / "package.json").write_text(json.dumps({
    "private": True,
    "dependencies": {"amplify-ls": f"file:{tarballs[0]}"},
    "overrides": {name: f"file:{tarballs[1]}" for name in ["@amplify-ls/linux-x64"]},
}))  # fmt: skip
said = must("npm", "install", "--ignore-scripts", "--offline", "--no-audit", "--no-fund", cwd=project)
command = project / "node_modules/.bin/amplify-ls"
code, said = run(command, "--version")
check("the command runs", (code, said) == (0, f"amplify-ls {version}\n"), said)
(project / "amplify_outputs.json").write_text('{"version": "1.4"}')
code, said = run(command, "doctor", project)
check("and finds the one that asks AWS", code == 0 and "amplify-ls-account" not in said, said)
(project / "amplify_outputs.json").write_text("{")
code, said = run(command, "check")
check("its exit code is that of the program", code == 1 and "error[" in said, (code, said))
code, said = run(command, "check", "-", "--stdin-filename", "amplify_outputs.json", input='{"version": "1.4", "custom": {"a": 1}}')
check("standard input reaches the program", code == 0, said)
body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
code, said = run(command, "--stdio", input=f"Content-Length: {len(body)}\r\n\r\n{body}", timeout=20)
check("an editor can speak with it", '"capabilities"' in said, said)
# Where there is no program for the machine, that is said in words.
(project / "node_modules/@amplify-ls/linux-x64/bin/amplify-ls").unlink()
code, said = run(command, "check")
check("a missing program is told", code == 2 and "@amplify-ls/linux-x64" in said and "at " not in said.split("\n")[-1], said)
close()
