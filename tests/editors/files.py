"""Holds the files for editors that cannot be had here to their forms, and the versions to that of the program.

Run by `run.py`, with a Python that has PyYAML. What an editor understands is not tried here, only what can be read.
"""

import json
import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

import yaml
from checks import REPOSITORY, check, close

EDITORS = REPOSITORY / "editors"
COMMAND = ["amplify-ls", "--stdio"]

def text(path):
    return (EDITORS / path).read_text()


def workspace():
    return tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["workspace"]["package"]


def mason():
    package = yaml.safe_load(text("neovim/mason/package.yaml"))
    check("mason: name is the program's", package["name"] == "amplify-ls" and list(package["bin"]) == ["amplify-ls"])
    check("mason: what the registry demands is there", all(package.get(key) for key in (
        "description", "homepage", "licenses", "languages", "categories", "source",
    )))  # fmt: skip
    known = {"LSP", "DAP", "Linter", "Formatter", "Runtime", "Compiler"}
    check("mason: categories are known ones", set(package["categories"]) <= known, package["categories"])
    check("mason: licences are the project's", " OR ".join(package["licenses"]) == workspace()["license"])
    version = re.fullmatch(r"pkg:github/amplify-ls/amplify-ls@v(.+)", package["source"]["id"])
    check("mason: version", version and version[1] == workspace()["version"], package["source"]["id"])
    assets = package["source"]["asset"]
    targets = [asset["target"] for asset in assets]
    expected = ["darwin_arm64", "darwin_x64", "linux_x64", "linux_arm64", "win_x64", "win_arm64"]
    check("mason: a file for every platform", targets == expected, targets)
    form = r"amplify-ls-\{\{version\}\}-(x86_64|aarch64)-(apple-darwin\.tar\.gz|unknown-linux-musl\.tar\.gz|pc-windows-msvc\.zip)"
    check("mason: files are called as releases call them", all(re.fullmatch(form, asset["file"]) for asset in assets))
    check("mason: nvim-lspconfig's name", (EDITORS / f"neovim/lsp/{package['neovim']['lspconfig']}.lua").exists())


def zed():
    extension = tomllib.loads(text("zed/extension.toml"))
    crate = tomllib.loads(text("zed/Cargo.toml"))
    version = workspace()["version"]
    check("zed: id", re.fullmatch(r"[a-z0-9-]+-language-server", extension["id"]), extension["id"])
    check("zed: version", extension["version"] == crate["package"]["version"] == version)
    check("zed: languages", extension["language_servers"]["amplify-ls"]["languages"] == ["JSON", "JSONC"])
    check("zed: a licence is inside", "MIT" in text("zed/LICENSE"))
    check("zed: apart from the workspace of the server", crate["workspace"] == {})


def snippets():
    helix = tomllib.loads(text("helix/languages.toml"))
    server = helix["language-server"]["amplify-ls"]
    check("helix: command", [server["command"], *server["args"]] == COMMAND)
    names = [language["language-servers"] for language in helix["language"]]
    check("helix: beside the JSON server", names == [["vscode-json-language-server", "amplify-ls"]] * 2, names)
    sublime = json.loads(text("sublime/LSP.sublime-settings"))["clients"]["amplify-ls"]
    check("sublime: command", sublime["command"] == COMMAND and sublime["selector"] == "source.json")
    coc = json.loads(text("coc/coc-settings.json"))["languageserver"]["amplify-ls"]
    check("coc: command", [coc["command"], *coc["args"]] == COMMAND)
    kakoune = tomllib.loads(text("kakoune/kak-lsp.toml"))["language_server"]["amplify-ls"]
    check("kakoune: command", [kakoune["command"], *kakoune["args"]] == COMMAND)
    embedded = re.search(r"lsp_servers %\{(.*?)\n    \}", text("kakoune/amplify-ls.kak"), re.DOTALL)[1]
    check("kakoune: the new form too", tomllib.loads(embedded)["amplify-ls"]["args"] == COMMAND[1:])


def kakoune():
    """The script is run by Kakoune itself, with the one option that its language client declares."""
    for name, filetype, expected in [
        ("amplify_outputs.json", "json", True), ("aws-exports.js", "javascript", True),
        ("lib/amplify_outputs.dart", "dart", True), ("index.js", "javascript", False), ("notes.txt", "text", False),
    ]:  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            script = f"""
                declare-option str lsp_servers
                source {EDITORS}/kakoune/amplify-ls.kak
                edit {folder}/{name}
                set-option buffer filetype {filetype}
                echo -to-file {out} %opt{{lsp_servers}}
                quit!
            """
            command = ["kak", "-n", "-ui", "dummy", "-e", script]
            done = subprocess.run(command, capture_output=True, text=True, timeout=20)
            shown = out.read_text() if out.exists() else f"nothing: {done.stderr}"
            is_set = "[amplify-ls]" in shown
            check(f"kakoune: the script sets the server, or not: {name}", out.exists() and is_set == expected, shown)


def names():
    """Code that holds a configuration is known by the same names everywhere, and settings by all clients that list them."""
    wrappers = ["aws-exports.js", "aws-exports.mjs", "aws-exports.ts", "amplifyconfiguration.dart", "amplify_outputs.dart"]
    for page in ("neovim/lsp/amplify_ls.lua", "emacs/amplify-ls-lsp-mode.el", "kakoune/amplify-ls.kak"):
        missing = [name for name in wrappers if name not in text(page)]
        check(f"{page}: knows files of code by their names", not missing, missing)
    # This one draws no hints, and has a variable of its own for the other.
    settings = set(json.loads(text("settings.json"))["server"]) - {"inlayHints", "builtinJsonServer"}
    listed = set(re.findall(r'\("amplify-ls\.([\w.]+)" amplify-ls-', text("emacs/amplify-ls-lsp-mode.el")))
    check("emacs: every setting can be set", listed == settings, listed ^ settings)


def descriptions():
    for folder in sorted(path for path in EDITORS.iterdir() if path.is_dir()):
        check(f"{folder.name}: has a page", (folder / "README.md").exists())
    for page in sorted(EDITORS.glob("*/README.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
        missing = [link for link in links if not (page.parent / link).exists()]
        check(f"{page.parent.name}: its links lead somewhere", not missing, missing)


for step in (mason, zed, snippets, kakoune, names, descriptions):
    step()
close()
