"""The archives of a release: one for each platform, the same bytes each time, the program at the top. Run by `run.py`."""

import os
import re
import stat
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

from checks import REPOSITORY, check, close, must, run

MAKE = REPOSITORY / ".github/packaging/make.py"
scratch = Path(os.environ["SCRATCH"])
program = Path(os.environ["AMPLIFY_LS"])
version = must(sys.executable, MAKE, "version").strip()
# Its content does not matter: it cannot run here.
foreign = scratch / "foreign"
foreign.write_bytes(b"no program")
foreign.chmod(0o755)
(scratch / "amplify-ls-account.exe").write_bytes(b"no program either")

target = "x86_64-unknown-linux-musl"
first = Path(must(sys.executable, MAKE, "archive", target, program, scratch / "one").strip())
second = Path(must(sys.executable, MAKE, "archive", target, program, scratch / "two").strip())
check("the name is that of releases", first.name == f"amplify-ls-v{version}-{target}.tar.gz", first.name)
with tarfile.open(first) as one, tarfile.open(second) as two:
    names = one.getnames()
    same = names == two.getnames() and all(one.extractfile(name).read() == two.extractfile(name).read() for name in names)
    check("made twice it holds the same", same and all(entry.mtime == 0 for entry in one), names)
    one.extractall(scratch / "unpacked", filter="data")
check("what belongs beside the program is there", {
    "amplify-ls", "amplify-ls-account", "LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md", "amplify-ls.1", "completions/amplify-ls.bash",
    "completions/amplify-ls.fish", "completions/_amplify-ls", "completions/_amplify-ls.ps1",
} == set(names), names)  # fmt: skip
code, said = run(scratch / "unpacked/amplify-ls", "--version")
check("the program inside runs", (code, said) == (0, f"amplify-ls {version}\n"), said)
code, said = run(scratch / "unpacked/amplify-ls", "doctor", scratch)
check("and finds the one that asks AWS", code == 0 and "amplify-ls-account" not in said.replace(str(scratch), ""), said)

made = Path(must(sys.executable, MAKE, "archive", "aarch64-pc-windows-msvc", foreign, scratch).strip())
with zipfile.ZipFile(made) as archive:
    check("for Windows it is a zip with an .exe", archive.namelist()[:2] == ["amplify-ls.exe", "amplify-ls-account.exe"] and made.suffix == ".zip", archive.namelist())
    check("the bit to execute is kept", all(archive.getinfo(name).external_attr >> 16 & stat.S_IXUSR for name in archive.namelist()[:2]))
code, said = run(sys.executable, MAKE, "archive", "sparc-sun-solaris", program, scratch)
check("an unknown platform is refused", code != 0 and "sparc-sun-solaris" in said, said)

# The workflow makes them for every platform, with scripts that are there.
workflow = (REPOSITORY / ".github/workflows/release.yml").read_text()
platforms = re.findall(r'^    "([a-z0-9_-]+)": \(', MAKE.read_text(), re.MULTILINE)
built = re.findall(r"\{ target: ([a-z0-9_-]+),", workflow)
check("a release has every platform", len(built) == 7 and sorted(built) == sorted(platforms), (built, platforms))
extended = re.findall(r"^          package (\S+) (\S+)$", workflow, re.MULTILINE)
check("and an extension for each", {target for _, target in extended} == set(built) and len(extended) == 9, extended)
scripts = set(re.findall(r"[\w./-]+\.(?:py|mjs|txt)", workflow))
check("what the workflow runs is there", scripts and all((REPOSITORY / script).exists() for script in scripts), scripts)

# What cargo-binstall, Mason and Zed look for is what is made.
crate = tomllib.loads((REPOSITORY / "server/amplify-ls/Cargo.toml").read_text())["package"]
repository = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["workspace"]["package"]["repository"]
about = crate["metadata"]["binstall"]
for target, suffix, form in [(target, ".tar.gz", "tgz"), ("x86_64-pc-windows-msvc", ".zip", "zip")]:
    about_target = {**about, **about.get("overrides", {}).get(target, {})}
    url = about_target["pkg-url"]
    for name, value in {"repo": repository, "version": version, "target": target}.items():
        url = url.replace(f"{{ {name} }}", value)
    check(f"cargo-binstall finds it: {target}", url == f"{repository}/releases/download/v{version}/amplify-ls-v{version}-{target}{suffix}", url)
    check(f"and knows its form: {target}", about_target["pkg-fmt"] == form and about_target["bin-dir"] == "{ bin }{ binary-ext }", about_target)
sums = scratch / "SHA256SUMS"
sums.write_bytes(subprocess.check_output(["sha256sum", first.name], cwd=first.parent))
check("the form of the checksums is that of sha256sum", first.name in sums.read_text())
close()
