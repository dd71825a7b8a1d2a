"""`cargo install` from a clone, as the README says it, but for the profile: what is built already is used. Run by `run.py`."""

import os
import re
from pathlib import Path

from checks import REPOSITORY, check, close, run

scratch = Path(os.environ["SCRATCH"]) / "cargo"
readme = (REPOSITORY / "README.md").read_text()
command = re.search(r"`(cargo install --locked --path \S+)`", readme)
check("the README says how", command is not None)
pages = [path for path in (REPOSITORY / "editors").glob("*/README.md") if "cargo install" in path.read_text()]
check("and so do the pages of editors that say it", pages and all(command[1] in path.read_text() for path in pages), pages)
code, said = run(*command[1].split(), "--debug", "--root", scratch, cwd=REPOSITORY)
check("it installs", code == 0, said)
installed = sorted(path.name for path in (scratch / "bin").glob("*"))
check("both programs, and nothing else", installed == ["amplify-ls", "amplify-ls-account"], installed)
code, said = run(scratch / "bin/amplify-ls", "doctor", scratch)
check("the first finds the second", code == 0 and "amplify-ls-account" not in said.replace(str(scratch), ""), said)
code, said = run(scratch / "bin/amplify-ls", "--version")
check("which run", code == 0 and said.startswith("amplify-ls "), said)
body = '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}'
code, said = run(scratch / "bin/amplify-ls", "--stdio", input=f"Content-Length: {len(body)}\r\n\r\n{body}", timeout=20)
check("and speaks with an editor, without a feature asked for", '"capabilities"' in said, said)
close()
