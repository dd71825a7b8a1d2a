"""Makes what a release is made of, for one platform, from the programs that were built for it: PROGRAM is amplify-ls, and
amplify-ls-account lies beside it, there as in all that is made.

    make.py archive TARGET PROGRAM FOLDER     amplify-ls-vVERSION-TARGET.tar.gz, or .zip for Windows
    make.py wheel   TARGET PROGRAM FOLDER     a wheel for pip
    make.py npm     TARGET PROGRAM FOLDER     a package for npm, as a folder: the programs alone
    make.py wrapper FOLDER                    the package that people install from npm, as a folder
    make.py version                           the version, which stands in Cargo.toml alone

TARGET is one of Rust. Needs Python 3.11 and nothing else. The same programs give the same bytes.
"""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
WORKSPACE = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["workspace"]["package"]
VERSION = WORKSPACE["version"]
CRATE = tomllib.loads((REPOSITORY / "server/amplify-ls/Cargo.toml").read_text())["package"]
LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"]
# Rust's name of a platform, those of Node.js, and that of Python. The programs for Linux are linked statically: they run
# with every C library.
PLATFORMS = {
    "x86_64-unknown-linux-musl": ("linux", "x64", "manylinux_2_17_x86_64.musllinux_1_1_x86_64"),
    "aarch64-unknown-linux-musl": ("linux", "arm64", "manylinux_2_17_aarch64.musllinux_1_1_aarch64"),
    "armv7-unknown-linux-musleabihf": ("linux", "arm", "manylinux_2_17_armv7l.musllinux_1_1_armv7l"),
    "x86_64-apple-darwin": ("darwin", "x64", "macosx_10_12_x86_64"),
    "aarch64-apple-darwin": ("darwin", "arm64", "macosx_11_0_arm64"),
    "x86_64-pc-windows-msvc": ("win32", "x64", "win_amd64"),
    "aarch64-pc-windows-msvc": ("win32", "arm64", "win_arm64"),
}
# The oldest moment that a zip file can name.
MOMENT = (1980, 1, 1, 0, 0, 0)


def program_name(target, name="amplify-ls"):
    return f"{name}.exe" if "windows" in target else name


def programs(target, program):
    """Both, by their names: the one that is run, and the one that it starts to ask AWS."""
    other = program_name(target, "amplify-ls-account")
    return {program_name(target): program.read_bytes(), other: program.with_name(other).read_bytes()}


def zip_entry(archive, name, content, is_executable=False):
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100755 if is_executable else 0o100644) << 16
    archive.writestr(entry, content)


def extras(program):
    """Pages for man and scripts for shells, if the program runs on this machine."""
    commands = {"amplify-ls.1": ["man"], "completions/amplify-ls.bash": ["completions", "bash"],
                "completions/amplify-ls.fish": ["completions", "fish"], "completions/_amplify-ls": ["completions", "zsh"],
                "completions/_amplify-ls.ps1": ["completions", "powershell"]}  # fmt: skip
    try:
        return {name: subprocess.check_output([program, *command]) for name, command in commands.items()}
    except OSError:
        # Built for another machine.
        return {}


def archive(target, program, folder):
    files = {name: (REPOSITORY / name).read_bytes() for name in [*LICENCES, "README.md", "CHANGELOG.md"]}
    files = {**files, **extras(program)}
    path = folder / f"amplify-ls-v{VERSION}-{target}.{'zip' if 'windows' in target else 'tar.gz'}"
    if "windows" in target:
        with zipfile.ZipFile(path, "w") as made:
            for name, content in programs(target, program).items():
                zip_entry(made, name, content, True)
            for name, content in sorted(files.items()):
                zip_entry(made, name, content)
        return path
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as made:
        for name, content in [*programs(target, program).items(), *sorted(files.items())]:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o644 if name in files else 0o755
            made.addfile(entry, io.BytesIO(content))
    return path


def wheel(target, program, folder):
    tag = f"py3-none-{PLATFORMS[target][2]}"
    information = f"amplify_ls-{VERSION}.dist-info"
    readme = (REPOSITORY / "README.md").read_text()
    tags = "".join(f"Tag: py3-none-{one}\n" for one in PLATFORMS[target][2].split("."))
    files = {
        **{f"amplify_ls-{VERSION}.data/scripts/{name}": content for name, content in programs(target, program).items()},
        **{f"{information}/licenses/{name}": (REPOSITORY / name).read_bytes() for name in LICENCES},
        f"{information}/METADATA": (
            f"Metadata-Version: 2.4\nName: amplify-ls\nVersion: {VERSION}\nSummary: {CRATE['description']}\n"
            f"License-Expression: {WORKSPACE['license']}\n{''.join(f'License-File: {name}' + chr(10) for name in LICENCES)}"
            f"Project-URL: Repository, {WORKSPACE['repository']}\nRequires-Python: >=3.8\n"
            f"Description-Content-Type: text/markdown\n\n{readme}"
        ).encode(),
        f"{information}/WHEEL": f"Wheel-Version: 1.0\nGenerator: amplify-ls\nRoot-Is-Purelib: false\n{tags}".encode(),
    }
    path = folder / f"amplify_ls-{VERSION}-{tag}.whl"
    record = ""
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(content)}\n"
            zip_entry(made, name, content, "/scripts/" in name)
        zip_entry(made, f"{information}/RECORD", f"{record}{information}/RECORD,,\n")
    return path


def package(folder, name, more):
    manifest = {
        "name": name,
        "version": VERSION,
        "description": CRATE["description"],
        "license": WORKSPACE["license"],
        "homepage": WORKSPACE["homepage"],
        "repository": {"type": "git", "url": f"git+{WORKSPACE['repository']}.git"},
        **more,
    }
    (folder / "bin").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    for licence in LICENCES:
        shutil.copy(REPOSITORY / licence, folder)
    return folder


def npm_name(target):
    return "@amplify-ls/{}-{}".format(*PLATFORMS[target][:2])


def npm(target, program, folder):
    system, processor, _ = PLATFORMS[target]
    made = package(folder / f"{system}-{processor}", npm_name(target), {
        "os": [system],
        "cpu": [processor],
        "files": ["bin"],
        # Yarn keeps packages packed, and a program cannot be started from inside an archive.
        "preferUnplugged": True,
    })  # fmt: skip
    for name, content in programs(target, program).items():
        inside = made / "bin" / name
        inside.write_bytes(content)
        inside.chmod(0o755)
    (made / "README.md").write_text(f"The program of [amplify-ls]({WORKSPACE['homepage']}) for {system}, {processor}.\n")
    return made


def wrapper(folder):
    """No install script: npm takes the one optional dependency that fits the machine."""
    made = package(folder / "amplify-ls", "amplify-ls", {
        "keywords": ["aws", "amplify", "language-server", "lsp", "linter"],
        "bin": {"amplify-ls": "bin/amplify-ls.js"},
        "files": ["bin"],
        "engines": {"node": ">=18"},
        "optionalDependencies": {npm_name(target): VERSION for target in PLATFORMS},
    })  # fmt: skip
    shutil.copy(HERE / "amplify-ls.js", made / "bin" / "amplify-ls.js")
    (made / "bin" / "amplify-ls.js").chmod(0o755)
    shutil.copy(REPOSITORY / "README.md", made)
    return made


def main(command, *arguments):
    if command == "version":
        return VERSION
    if command == "wrapper":
        return wrapper(Path(arguments[0]))
    target, program, folder = arguments
    if target not in PLATFORMS:
        raise SystemExit(f"{target} is none of {', '.join(PLATFORMS)}")
    Path(folder).mkdir(parents=True, exist_ok=True)
    make = {"archive": archive, "wheel": wheel, "npm": npm}[command]
    return make(target, Path(program).resolve(), Path(folder))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    print(main(*sys.argv[1:]))
