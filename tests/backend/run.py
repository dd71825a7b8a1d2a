"""Compiles the backend code that `amplify-ls generate backend` writes against the real packages. `python3 tests/backend/run.py`

Code is made of every real file in all forms and compiled at once. Of the packages only the declarations of types are
wanted, so those that declare what the code uses are fetched one by one, without what they depend on: 45 MB instead of 900.
Packages are kept in the build folder. The program is AMPLIFY_LS or the one built last.
"""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "editors"))

from checks import REPOSITORY, check, close, must, run  # noqa: E402
from install import default_folder, once  # noqa: E402
from run import program  # noqa: E402

CORPUS = HERE.parent / "corpus"
FORMS = ["add-output", "cdk", "reference"]
# As `npm install @aws-amplify/backend@1.25.1 aws-cdk-lib@2.276.0` would choose them.
PACKAGES = {
    "@aws-amplify/backend": "1.25.1",
    "@aws-amplify/auth-construct": "1.12.0",
    "@aws-amplify/backend-auth": "1.10.1",
    "@aws-amplify/backend-data": "1.9.0",
    "@aws-amplify/backend-function": "1.19.0",
    "@aws-amplify/backend-output-schemas": "1.8.0",
    "@aws-amplify/backend-output-storage": "1.4.0",
    "@aws-amplify/backend-secret": "1.4.2",
    "@aws-amplify/backend-storage": "1.6.0",
    "@aws-amplify/client-config": "1.11.1",
    "@aws-amplify/platform-core": "1.12.1",
    "@aws-amplify/plugin-types": "1.13.0",
    "aws-cdk-lib": "2.276.0",
    "constructs": "10.8.1",
    "typescript": "5.9.3",
}


def install(folder: Path):
    """The packages, as far as a compiler reads them."""

    def make(folder):
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        must("npm", "pack", "--loglevel=error", *wanted, cwd=folder)
        for name, version in PACKAGES.items():
            archive = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
            with tarfile.open(archive) as packed:
                for entry in packed:
                    inside = entry.name.partition("/")[2]
                    is_read = inside.endswith((".d.ts", "package.json")) or name == "typescript"
                    if entry.isfile() and is_read and ".." not in Path(inside).parts:
                        target = folder / "node_modules" / name / inside
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(packed.extractfile(entry).read())
            archive.unlink()

    once(folder, json.dumps(PACKAGES), make)


def names_a_pool(path: Path) -> bool:
    """A file of which there must be code: it names a user pool, its client and its region."""
    try:
        value = json.loads(path.read_text())
    except ValueError:
        return False
    auth = value.get("auth", {}) if isinstance(value, dict) else {}
    keys = [
        (auth, ["user_pool_id", "user_pool_client_id", "aws_region"]),
        (value, ["aws_user_pools_id", "aws_user_pools_web_client_id", "aws_project_region"]),
    ]
    return any(isinstance(at, dict) and all(at.get(name) for name in names) for at, names in keys)


def generate(code: Path):
    """Code of every file and form; of which files there is some."""
    command = [program(), "generate", "backend"]
    files = sorted(path for path in CORPUS.glob("**/*.json*") if path.is_file())

    def make(job):
        number, path, form = job
        target = code / f"{number}-{form}.ts"
        done = subprocess.run([*command, "--form", form, "-o", target, path], capture_output=True, text=True)
        return path, form, done.returncode, done.stderr

    jobs = [(number, path, form) for number, path in enumerate(files) for form in FORMS]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(make, jobs))
    check("nothing ends but with code or a reason", all(code in (0, 2) and (code == 0 or said) for *_, code, said in made))
    with_code = {(path, form) for path, form, code, _ in made if code == 0}
    without = [path.name for path in files if names_a_pool(path) and (path, "add-output") not in with_code]
    check("there is code of each file that names a user pool and its client", not without, without)
    for form in FORMS:
        count = sum(made == form for _, made in with_code)
        check(f"{count} files of code with {form}", count > 20)


def compile_all(folder: Path):
    return run("node", "node_modules/typescript/bin/tsc", "-p", ".", cwd=folder)


# What the compiler must not take: without the packages every import would be anything.
WRONG = {
    "a key that is none": ("user_pool_id:", "user_pool_idd:"),
    "a value of the wrong type": (r"user_pool_id: .*,", "user_pool_id: 1,"),
    "an option of referenceAuth that is none": ("userPoolId:", "userPool:"),
    "a method of a construct that is none": ("fromUserPoolId", "fromPoolId"),
    "a method of the backend that is none": ("createStack", "makeStack"),
}


def main() -> int:
    start = time.monotonic()
    folder = default_folder().parent / "backend"
    install(folder)
    installed = time.monotonic() - start
    size = sum(path.stat().st_size for path in folder.glob("**/*") if path.is_file())
    shutil.copy(HERE / "tsconfig.json", folder / "tsconfig.json")
    (folder / "package.json").write_text('{ "private": true, "type": "module" }\n')
    code = folder / "code"
    shutil.rmtree(code, ignore_errors=True)
    code.mkdir()
    generate(code)
    status, said = compile_all(folder)
    check("all of it compiles", status == 0, said[:3000])
    print(f"packages: {size >> 20} MB after {installed:.0f} s; all after {time.monotonic() - start:.0f} s")

    texts = [(path.name, path.read_text()) for path in sorted(code.glob("*.ts"))]
    shutil.rmtree(code)
    code.mkdir()
    for number, (right, wrong) in enumerate(WRONG.values()):
        text = next(text for _, text in texts if re.search(right, text))
        (code / f"wrong{number}.ts").write_text(re.sub(right, wrong, text, count=1))
    status, said = compile_all(folder)
    for number, what in enumerate(WRONG):
        check(f"{what} is refused", f"wrong{number}.ts" in said, said)
    close()


if __name__ == "__main__":
    main()
