"""One version over all: the workspace's, wherever else it must be written. Run by `run.py`."""

import json
import re
import tomllib

from checks import REPOSITORY, check, close


def read(path):
    return (REPOSITORY / path).read_text()


cargo = tomllib.loads(read("Cargo.toml"))["workspace"]
version = cargo["package"]["version"]
check("it is a plain version", re.fullmatch(r"\d+\.\d+\.\d+", version), version)
inside = {name: wanted["version"] for name, wanted in cargo["dependencies"].items() if isinstance(wanted, dict) and "path" in wanted and "version" in wanted}
check("crates want each other at it", inside and set(inside.values()) == {version}, inside)
locked = {package["name"]: package["version"] for package in tomllib.loads(read("Cargo.lock"))["package"]}
members = [tomllib.loads(path.read_text())["package"] for path in REPOSITORY.glob("server/*/Cargo.toml")]
check("members have it from the workspace", all(member["version"] == {"workspace": True} for member in members))
check("Cargo.lock", all(locked[name] == version for name in ("amplify-ls", "amplify-config", "amplify-json")))
check("VS Code", json.loads(read("editors/vscode/package.json"))["version"] == version)
lock = json.loads(read("editors/vscode/package-lock.json"))
check("VS Code's lock file", lock["version"] == lock["packages"][""]["version"] == version)
check("Zed", tomllib.loads(read("editors/zed/extension.toml"))["version"] == version)
check("Mason", f"@v{version}\n" in read("editors/neovim/mason/package.yaml"))
changes = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
check("the changelog speaks of it, or of what comes next", changes[0] == "Unreleased" or changes[0].startswith(version), changes)
close()
