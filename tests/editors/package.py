"""Makes the extension for VS Code and looks into it: `python3 package.py FILE.vsix`. Run by `run.py`.

Whether it works is tried elsewhere; here it is whether everything is inside, nothing else is, and nothing is stale.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from checks import REPOSITORY, check, close

EXTENSION = REPOSITORY / "editors" / "vscode"
LARGEST_BUT_THE_PROGRAM = 1024 * 1024
LARGEST_PICTURE = 120_000

def run(*command):
    done = subprocess.run(list(map(str, command)), cwd=EXTENSION, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def make(vsix):
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "amplify-ls"
        built = Path(os.environ["AMPLIFY_LS"])
        for one in [built, built.with_name("amplify-ls-account")]:
            # A debug build is mostly what debuggers read.
            is_stripped = shutil.which("strip") and run("strip", "-o", program.with_name(one.name), one)[0]
            if not is_stripped:
                shutil.copy(one, program.with_name(one.name))
        return run("node", "scripts/package.mjs", "linux-x64", program, vsix)


def inside(vsix):
    archive = zipfile.ZipFile(vsix)
    names = {name.removeprefix("extension/") for name in archive.namelist()}
    expected = {
        "[Content_Types].xml", "extension.vsixmanifest", "package.json", "package.nls.json", "readme.md", "changelog.md",
        "LICENSE.txt", "dist/extension.js", "dist/client.js", "server/amplify-ls", "server/amplify-ls-account", "l10n/bundle.l10n.json",
        "media/icon.png", "media/open.md", "media/read.md", "media/fix.md",
    }  # fmt: skip
    check("the package holds what it needs and nothing else", names == expected, names ^ expected)
    # The programs inside are debug builds; what a package with the released one may have, the release looks at.
    others = sum(entry.compress_size for entry in archive.infolist() if not entry.filename.startswith("extension/server/"))
    check("all but the programs is below 1 MiB", others < LARGEST_BUT_THE_PROGRAM, others)
    print(f"info  the package has {Path(vsix).stat().st_size / 1024 / 1024:.1f} MiB")
    modes = [archive.getinfo(f"extension/server/{name}").external_attr >> 16 for name in ("amplify-ls", "amplify-ls-account")]
    check("the programs inside can be executed", all(mode & 0o111 == 0o111 for mode in modes), modes)
    about = archive.read("extension.vsixmanifest").decode()
    check("it says for which platform it is", 'TargetPlatform="linux-x64"' in about, about)
    start = archive.read("extension/dist/extension.js")
    check("what is loaded with every JSON file is small", len(start) < 4096, len(start))


def manifest():
    package = json.loads((EXTENSION / "package.json").read_text())
    cargo = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())
    check("version", package["version"] == cargo["workspace"]["package"]["version"], package["version"])
    placed = set(re.findall(r'"%([\w.]+)%"', json.dumps(package)))
    texts = set(json.loads((EXTENSION / "package.nls.json").read_text()))
    check("every text of the manifest is there, and no other", placed == texts, placed ^ texts)
    source = "\n".join(path.read_text() for path in (EXTENSION / "src").glob("*.ts"))
    said = {one or other for one, other in re.findall(r"""l10n\.t\(\s*(?:'([^']*)'|"([^"]*)")""", source)}
    bundle = set(json.loads((EXTENSION / "l10n/bundle.l10n.json").read_text()))
    check("every text of the code is there to be translated, and no other", said == bundle, said ^ bundle)
    listed = {command["command"].removeprefix("amplify-ls.") for command in package["contributes"]["commands"]}
    made = set(re.findall(r"'(\w+)'", re.search(r"COMMANDS = \[(.*?)\]", source, re.DOTALL)[1]))
    check("the commands listed are those that are made", listed == made, listed ^ made)
    restricted = set(package["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"])
    check("what names a program counts in trusted folders only", restricted == {
        "amplify-ls.server.path", "amplify-ls.server.extraEnv",
    }, restricted)  # fmt: skip
    events = package["activationEvents"]
    check("it does not start with everything", not {"*", "onStartupFinished"} & set(events), events)
    contributes = package["contributes"]
    # A language of our own, a schema or a key would take from VS Code or from the user what is theirs.
    taken = set(contributes) - {"commands", "menus", "configuration", "walkthroughs"}
    check("it takes nothing from VS Code's JSON support, and no key", not taken, taken)
    check("it looks at files where they lie, and at open ones where there is no disk",
          package["extensionKind"] == ["workspace"] and package["capabilities"]["virtualWorkspaces"]["supported"] == "limited")  # fmt: skip
    check("commands are of one category", {command["category"] for command in contributes["commands"]} == {"Amplify"})
    words = json.loads((EXTENSION / "package.nls.json").read_text())
    titles = [text for name, text in words.items() if name.startswith("command.")]
    check("and begin with a capital letter alone", all(title[0].isupper() and not title.endswith(".") for title in titles), titles)
    allowed = {"Programming Languages", "Snippets", "Linters", "Formatters", "Other"}
    is_found = set(package["categories"]) <= allowed and len(package["keywords"]) <= 30
    check("the Marketplace knows its categories and takes its keywords", is_found, package["categories"])
    check("it says where it comes from", all(package.get(name) for name in ("repository", "bugs", "homepage", "license")))
    tours = contributes["walkthroughs"]
    done = [step["description"].strip("%") for tour in tours for step in tour["steps"]]
    check("one walkthrough, short, with something to do in each step",
          len(tours) == 1 and len(done) <= 4 and all("](command:" in words[step] for step in done), done)  # fmt: skip
    settings = contributes["configuration"]["properties"]
    online = {name for name, setting in settings.items() if "usesOnlineServices" in setting.get("tags", [])}
    check("the setting that has AWS asked says that it does", online == {"amplify-ls.account.enabled"}, online)
    account = {name: setting["scope"] for name, setting in settings.items() if ".account." in name}
    check("what is said of the account is the user's word", set(account.values()) == {"machine"}, account)
    page = (EXTENSION / "README.md").read_text()
    built = re.search(r"^npm run package -- (\S+) ../../target/release/amplify-ls$", page, re.MULTILINE)
    check("its page says how it is made", built and package["scripts"]["package"] == "node scripts/package.mjs"
          and f"code --install-extension amplify-ls-{built[1]}.vsix" in page)  # fmt: skip
    pictures = re.findall(r"!\[[^\]]+\]\(https://raw\.githubusercontent\.com/amplify-ls/amplify-ls/main/(\S+)\)", page)
    sizes = {path: (REPOSITORY / path).stat().st_size if (REPOSITORY / path).exists() else None for path in pictures}
    # The Marketplace wants addresses, and no reader wants to wait.
    is_right = len(pictures) == page.count("![") > 0 and all(size and size < LARGEST_PICTURE for size in sizes.values())
    check("the pictures of its page are there, and small", is_right, sizes)
    header = (EXTENSION / package["icon"]).read_bytes()[:24]
    check("the icon is a PNG, square and large enough", header[1:4] == b"PNG" and struct.unpack(">II", header[16:]) == (256, 256))


def settings():
    """The program is given every value that the manifest allows, and must not complain of any."""
    properties = json.loads((EXTENSION / "package.json").read_text())["contributes"]["configuration"]["properties"]
    values = {name.removeprefix("amplify-ls."): setting for name, setting in properties.items()}
    severity = values["severity"]["properties"]
    rules = json.loads(subprocess.check_output([os.environ["AMPLIFY_LS"], "rules", "--format", "json"]))["rules"]
    codes = {rule["code"] for rule in rules}
    # A file in another encoding never reaches the server, so that rule is no setting.
    complaints = initialize({"severity": dict.fromkeys(codes, "hint")})
    taken = {code for code in codes if not any(f".{code} " in complaint for complaint in complaints)}
    missing = taken ^ set(severity)
    check("the rules of the manifest are those of the program", not missing, missing)
    layers = [{name: setting["default"] for name, setting in values.items() if "." not in name}]
    layers += [{"libraries": values["libraries"]["items"]["enum"], "builtinJsonServer": True}]
    for word in ("off", "hint", "information", "warning", "error"):
        check(f"the manifest knows {word}", all(word in rule["enum"] for rule in severity.values()))
        layers.append({"severity": dict.fromkeys(severity, word)})
    for layer in layers:
        complaints = initialize(layer)
        check(f"the program takes {str(layer)[:40]}", not complaints, complaints)
    check("and would say what it does not take", initialize({"libraries": ["cobol"]}) != [])


def initialize(options):
    """What the program complains of when it starts with these options."""
    # Complaints come in order, those about rules last and by name: this one says that no other will follow.
    last = "zzz"
    options = {**options, "severity": {**options.get("severity", {}), last: "off"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options,
    }}  # fmt: skip
    body = json.dumps(message).encode()
    complaints = []
    with subprocess.Popen([os.environ["AMPLIFY_LS"], "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()
        while length := re.match(rb"Content-Length: (\d+)", server.stdout.readline()):
            server.stdout.readline()
            answer = json.loads(server.stdout.read(int(length[1])))
            if answer.get("method") == "window/logMessage":
                if last in answer["params"]["message"]:
                    break
                complaints.append(answer["params"]["message"])
        else:
            complaints.append("the session ended early")
        server.stdin.close()
    return complaints


vsix = Path(sys.argv[1]).resolve()
check("the manifest is not stale", *run("node", "scripts/manifest.mjs", "--check"))
check("the types fit", *run("node_modules/.bin/tsc", "--noEmit", "-p", "."))
made, output = make(vsix)
check("the package is made", made, output)
manifest()
settings()
if made:
    inside(vsix)
close()
