"""The hooks for pre-commit, run by pre-commit itself in a repository of their own. Run by `run.py`."""

import os
import shutil
from pathlib import Path

from checks import REPOSITORY, check, close, must, run

scratch = Path(os.environ["SCRATCH"]) / "hooks"
# pre-commit takes hooks from a repository: one with the file of ours.
ours = scratch / "ours"
ours.mkdir(parents=True)
shutil.copy(REPOSITORY / ".pre-commit-hooks.yaml", ours)
must("git", "init", "-q", ours)
must("git", "add", "-A", cwd=ours)
must("git", "commit", "-q", "-m", "hooks", cwd=ours)
revision = must("git", "rev-parse", "HEAD", cwd=ours).strip()
code, said = run("pre-commit", "validate-manifest", ours / ".pre-commit-hooks.yaml")
check("pre-commit understands the list of hooks", code == 0, said)

theirs = scratch / "theirs"
(theirs / "src").mkdir(parents=True)
must("git", "init", "-q", theirs)
outputs = theirs / "src" / "amplify_outputs.json"
outputs.write_text('{\n  "version": "1.4",\n  "custom": { "a": 1 }\n}\n')
(theirs / "package.json").write_text("{")
(theirs / "amplifyconfiguration_logging.json").write_text("{")
config = theirs / ".pre-commit-config.yaml"


def configure(hook):
    config.write_text(f"repos:\n- repo: {ours}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n")
    must("git", "add", "-A", cwd=theirs)


def hook():
    return run("pre-commit", "run", "--all-files", "--verbose", cwd=theirs)


configure("amplify-ls")
code, said = hook()
# The file in `src` is not ignored by version control: a hint, no failure. The other files are none of ours.
check("a good file passes, and other JSON is not looked at", code == 0 and "Passed" in said and "in 1 file" in said, said)
outputs.write_text(outputs.read_text().replace('"1.4",', '"1.4"'))
must("git", "add", "-A", cwd=theirs)
code, said = hook()
check("a wrong file stops the commit and says why", code == 1 and "error[invalid-json]" in said, said)
must("pre-commit", "install", cwd=theirs)
code, said = run("git", "commit", "-m", "wrong", cwd=theirs)
check("git itself is stopped", code != 0 and "error[invalid-json]" in said, said)
configure("amplify-ls-fix")
code, said = hook()
check("the other hook mends it, and says so once", code == 1 and "mended[invalid-json]" in said and '"1.4",' in outputs.read_text(), said)
must("git", "add", "-A", cwd=theirs)
code, said = run("git", "commit", "-m", "right", cwd=theirs)
check("then the commit goes through", code == 0, said)
close()
