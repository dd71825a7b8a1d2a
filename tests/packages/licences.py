"""What dependencies may be: `deny.toml`, held by cargo-deny. Run by `run.py`."""

from checks import REPOSITORY, check, close, run

said = {}
for kind in ("bans", "licenses", "sources"):
    code, output = run("cargo-deny", "--log-level", "error", "--offline", "check", kind, cwd=REPOSITORY)
    check(f"dependencies: {kind}", code == 0, output)
# It can fail: without a licence that all of Rust uses.
strict = REPOSITORY / "target" / "deny-strict.toml"
strict.write_text((REPOSITORY / "deny.toml").read_text().replace('    "MIT",\n', ""))
code, output = run("cargo-deny", "--log-level", "error", "--offline", "--config", strict, "check", "licenses", cwd=REPOSITORY)
strict.unlink()
check("a licence that is not allowed is found", code != 0 and "MIT" in output, output)
close()
