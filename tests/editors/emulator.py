"""Runs a command beside an AWS account on this machine: `emulator.py COMMAND...`. Run by `run.py`.

The command finds in its environment where the account is (ENDPOINT) and a file that says what is in it (ACCOUNT); its exit
code is ours. The account is that of `tests/account`, and ends with the command.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCOUNT = HERE.parent / "account"
PATIENCE = 60


def is_healthy(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/_ministack/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main(command):
    binaries = Path(os.environ["EDITORS"]) / "ministack" / "bin"
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        settings = {
            # Without this it would listen to the whole network.
            "BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "127.0.0.1", "GATEWAY_PORT": str(port),
            "SERVICES": "cognito-idp,cognito-identity,iam,sts", "STATE_DIR": folder, "S3_DATA_DIR": folder, "TMPDIR": folder,
            "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
        }  # fmt: skip
        log = Path(folder) / "log"
        with log.open("w") as output:
            # It ends when its standard input does: with this process, however that ends.
            emulator = subprocess.Popen(
                [binaries / "python", ACCOUNT / "keep.py", binaries / "ministack"],
                env={**os.environ, **settings}, stdin=subprocess.PIPE, stdout=output, stderr=output,
            )  # fmt: skip
        try:
            end = time.monotonic() + PATIENCE
            while not is_healthy(port):
                if time.monotonic() > end or emulator.poll() is not None:
                    raise SystemExit(f"The emulator does not start:\n{log.read_text()[-3000:]}")
                time.sleep(0.05)
            endpoint, account = f"http://127.0.0.1:{port}", Path(folder) / "account.json"
            subprocess.run([binaries / "python", ACCOUNT / "seed.py", endpoint, account], check=True)
            return subprocess.run(command, env={**os.environ, "ENDPOINT": endpoint, "ACCOUNT": str(account)}).returncode
        finally:
            emulator.stdin.close()
            emulator.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
