"""What the steps of both `run.py` share, here and in `tests/packages`: counting what is right, and running commands."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
passed = failed = 0


def check(name, is_right, detail=""):
    global passed, failed
    if is_right:
        passed += 1
        print(f"ok    {name}")
    else:
        failed += 1
        print(f"FAIL  {name}  -- {str(detail)[-3000:]}")


def run(*command, **options):
    """The exit code and what was printed, both kinds."""
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    return done.returncode, done.stdout


def must(*command, **options):
    """The same for what has to work before there is anything to check."""
    code, said = run(*command, **options)
    if code != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{said[-3000:]}")
    return said


def close():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
