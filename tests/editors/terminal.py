"""A terminal without a window, in which an editor is typed into and read. Needs pyte, and `close` at the end."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte

PATIENCE = 20
# Questions to the terminal, which it would show, and underlines in forms that it does not know.
UNKNOWN = re.compile(rb"\x1bP.*?\x1b\\|\x1b\[[>=<][\d;]*[A-Za-z]|\x1b\[\?[\d;]*\$p|\x1b\[58[:;][\d:;]*m|\x1b_.*?\x1b\\", re.DOTALL)
CURLY = re.compile(rb"\x1b\[4:\d+m")


class Terminal:
    """A program in a terminal, and what it shows."""

    def __init__(self, command, folder, columns, rows, **environment):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.rest = b""
        self.process, self.handle = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment})
            os.execvp(command[0], command)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds):
        """Takes in what is drawn within that time; whether there was anything."""
        if not select.select([self.handle], [], [], seconds)[0]:
            return False
        try:
            drawn = self.rest + os.read(self.handle, 65536)
        except OSError:
            raise SystemExit(f"The editor ended:\n{self.text()}") from None
        # A sequence may have been cut in two.
        cut = drawn.rfind(b"\x1b")
        whole = drawn if cut < 0 or re.search(rb"[A-Za-z\\]", drawn[cut + 1 :]) else drawn[:cut]
        self.rest = drawn[len(whole) :]
        self.stream.feed(CURLY.sub(b"\x1b[4m", UNKNOWN.sub(b"", whole)))
        return True

    def step(self, keys, expected):
        """Types, and waits until what is expected is there and nothing more comes."""
        os.write(self.handle, keys.encode())
        end = time.monotonic() + PATIENCE
        while self.read(0.4) or expected not in self.text():
            if time.monotonic() > end:
                raise SystemExit(f"{expected!r} does not come:\n{self.text()}")

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
