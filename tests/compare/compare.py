#!/usr/bin/env python3
"""amplify-ls beside vscode-json-language-server: the same documents, the same questions, in one run.

    python3 tests/compare/compare.py [--runs N] [--ours PROGRAM]

Builds amplify-ls in release mode and installs `vscode-langservers-extracted` from npm below target/compare, unless they
are there. Both servers speak over stdio and are asked for diagnostics (pull); the other one has the official schema of
`amplify_outputs.json`. Every figure is a median; what counts is the ratio in the last column.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target" / "compare"
PACKAGE = "vscode-langservers-extracted@4.10.0"
SCHEMA = ROOT / "tests" / "official" / "schema_v1.4.json"
SIZES = {"2 kB": 2_000, "100 kB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}


class Server:
    """One server process and the conversation with it."""

    def __init__(self, command):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.next_id = 0
        self.arrived = self.start

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.process.stdout.read(length)
        # What this program takes to read it is not the server's.
        self.arrived = time.perf_counter()
        return json.loads(body)

    def ask(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.next_id and "method" not in message:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message.get("result")
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [None])
                result = [None] * len(items) if message["method"] == "workspace/configuration" else None
                self.send({"id": message["id"], "result": result})

    def initialize(self):
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "textDocument": {
                "synchronization": {},
                "diagnostic": {"dynamicRegistration": False, "relatedDocumentSupport": False},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
            },
            "workspace": {"diagnostics": {"refreshSupport": True}},
        }, "initializationOptions": {"provideFormatter": True}})
        answered = self.arrived - self.start
        self.notify("initialized", {})
        schema = json.loads(SCHEMA.read_text())
        self.notify("workspace/didChangeConfiguration", {"settings": {"json": {
            "validate": {"enable": True},
            "resultLimit": 100_000,
            "schemas": [{"fileMatch": ["*amplify_outputs*.json"], "url": "mem:/outputs.json", "schema": schema}],
        }}})
        return answered

    def resident(self):
        """Resident memory in MB, of the process and its children."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def stop(self):
        self.ask("shutdown", None)
        self.notify("exit", None)
        self.process.wait(10)


def model(name):
    def field(field_name, kind, **more):
        return {"name": field_name, "isArray": False, "type": kind, "isRequired": False, "attributes": [], **more}

    return {
        "name": name,
        "fields": {
            "id": field("id", "ID"),
            "title": field("title", "String"),
            "done": field("done", "Boolean"),
            "parentId": field("parentId", "ID"),
            "createdAt": field("createdAt", "AWSDateTime", isReadOnly=True),
            "updatedAt": field("updatedAt", "AWSDateTime", isReadOnly=True),
        },
        "syncable": True,
        "pluralName": name + "s",
        "attributes": [{"type": "model", "properties": {}}],
        "primaryKeyInfo": {"isCustomPrimaryKey": False, "primaryKeyFieldName": "id", "sortKeyFieldNames": []},
    }


def document(size):
    """A file as the Amplify tools write it, with as many models as its size needs."""
    models = {}
    outputs = {
        "auth": {
            "user_pool_id": "us-east-1_aBcD12345",
            "aws_region": "us-east-1",
            "user_pool_client_id": "4a1b2c3d4e5f6g7h8i9j0k1l2m",
            "identity_pool_id": "us-east-1:11111111-2222-3333-4444-555555555555",
            "mfa_methods": [],
            "groups": [],
            "mfa_configuration": "NONE",
            "unauthenticated_identities_enabled": True,
        },
        "data": {
            "url": "https://abcdefghijklmnopqrstuvwxyz.appsync-api.us-east-1.amazonaws.com/graphql",
            "aws_region": "us-east-1",
            "default_authorization_type": "AMAZON_COGNITO_USER_POOLS",
            "authorization_types": [],
            "model_introspection": {"version": 1, "models": models, "enums": {}, "nonModels": {}},
        },
        "version": "1.4",
    }
    one = len(json.dumps({"Model0": model("Model0")}, indent=2)) * 1.6
    for number in range(int((size - 1_000) / one)):
        models[f"Model{number}"] = model(f"Model{number}")
    return json.dumps(outputs, indent=2)


def measure(command, text, runs):
    """Medians of what one server takes for one document, in ms and MB."""
    server = Server(command)
    figures = {"initialize": [server.initialize() * 1000]}
    uri = "file:///work/amplify_outputs.json"
    server.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "json", "version": 1, "text": text}})
    found = server.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert not [item for item in found["items"] if item.get("severity", 1) <= 2], found["items"][:3]
    line = text[: text.index('"NONE"')].count("\n")
    column = len(text.split("\n")[line]) - len('"NONE",') + 1
    figures["edit"], figures["outline"] = [], []
    for run in range(runs):
        # A letter is typed into an enum value, and taken out again.
        insert = run % 2 == 0
        end = column if insert else column + 1
        change = {"range": {"start": {"line": line, "character": column}, "end": {"line": line, "character": end}},
                  "text": "X" if insert else ""}
        start = time.perf_counter()
        server.notify("textDocument/didChange",
                      {"textDocument": {"uri": uri, "version": run + 2}, "contentChanges": [change]})
        found = server.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        figures["edit"].append((server.arrived - start) * 1000)
        assert insert == any(item.get("severity", 1) <= 2 for item in found["items"]), (run, found["items"][:3])
    for _ in range(max(3, runs // 3)):
        start = time.perf_counter()
        assert server.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        figures["outline"].append((server.arrived - start) * 1000)
    figures["memory"] = [server.resident()]
    server.stop()
    return {name: statistics.median(values) for name, values in figures.items()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--ours", help="the program to measure instead of a fresh release build")
    arguments = arguments.parse_args()
    ours = arguments.ours
    if ours is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "-p", "amplify-ls"], cwd=ROOT, check=True)
        ours = ROOT / "target" / "release" / "amplify-ls"
    FOLDER.mkdir(parents=True, exist_ok=True)
    theirs = FOLDER / "node_modules" / "vscode-langservers-extracted" / "bin" / "vscode-json-language-server"
    if not theirs.exists():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", FOLDER, PACKAGE],
                       check=True)
    commands = {"ours": [str(ours), "--stdio"], "theirs": ["node", str(theirs), "--stdio"]}

    starts = {name: [] for name in commands}
    for _ in range(10):
        for name, command in commands.items():
            server = Server(command)
            starts[name].append(server.initialize() * 1000)
            server.stop()
    print(f"{'':10} {'':22} {'amplify-ls':>12} {'vscode-json':>12} {'ratio':>8}")

    def row(size, what, mine, other, unit):
        print(f"{size:10} {what:22} {mine:9.2f} {unit:2} {other:9.2f} {unit:2} {other / mine:7.1f}x", flush=True)

    row("", "initialize", *(statistics.median(starts[name]) for name in commands), "ms")
    for size, length in SIZES.items():
        text = document(length)
        figures = {name: measure(command, text, arguments.runs if length < 5_000_000 else 4)
                   for name, command in commands.items()}
        for what, unit in [("edit", "ms"), ("outline", "ms"), ("memory", "MB")]:
            label = {"edit": "edit to diagnostics", "outline": "outline", "memory": "resident memory"}[what]
            row(size, label, figures["ours"][what], figures["theirs"][what], unit)


if __name__ == "__main__":
    main()
