#!/usr/bin/env python3
"""Talks to `entente shell` in a terminal of its own, as a person does: Ctrl-C and Ctrl-D.

    shell.py ENTENTE GRAPH

Prints what was tried; ends with 1 at the first thing that is not as it should be.
"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import tempfile
import termios
import time

PROMPT = "entente> "
ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*);"


started = []


class Terminal:
    def __init__(self, arguments, state):
        self.seen = ""
        self.process, self.file = pty.fork()
        started.append(self.process)
        if self.process == 0:
            environment = dict(os.environ, TERM="xterm", XDG_STATE_HOME=state, LC_ALL="C.UTF-8", NO_COLOR="1")
            os.execve(arguments[0], arguments, environment)
        # Wide, so that no line is broken: 24 lines of 200 columns.
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))

    def read(self, seconds):
        """What comes within some seconds, or until nothing more can come; without escape sequences."""
        ready, _, _ = select.select([self.file], [], [], seconds)
        if not ready:
            return ""
        try:
            text = os.read(self.file, 65536).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            return None
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x07", "", text)

    def send(self, text):
        os.write(self.file, text.encode())

    def expect(self, what, text, seconds=60):
        """Waits for a text behind all that was expected before."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            more = self.read(max(0.0, min(0.2, end - time.monotonic())))
            if more is None or time.monotonic() > end:
                fail(f"{what}: no {text!r} but {self.seen[-400:]!r}")
            self.seen += more
        before, _, self.seen = self.seen.partition(text)
        print(f"ok: {what}")
        return before

    def leave(self, seconds=60):
        """The exit code after Ctrl-D."""
        self.send("\x04")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
        fail("the shell does not end")


def fail(why):
    print(f"failed: {why}", flush=True)
    for process in started:
        try:
            os.kill(process, 9)
        except ProcessLookupError:
            pass
    sys.exit(1)


def main():
    binary, graph = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as state:
        shell = Terminal([binary, "shell", graph], state)
        shell.expect("it asks", PROMPT)

        shell.send(ENDLESS + "\r")
        shell.expect("what is typed is shown", "count(*);")
        time.sleep(0.5)
        shell.send("\x03")
        # On its own the statement would run for hours.
        shell.expect("Ctrl-C ends a statement", "the query was cancelled")
        shell.expect("and keeps the shell", PROMPT)

        shell.send("RETURN 'dropped")
        shell.expect("half a statement", "dropped")
        shell.send("\x03")
        shell.expect("Ctrl-C drops the line", PROMPT)
        shell.send("RETURN 20 + 22 AS sum;\r")
        answer = shell.expect("the next line is read on its own", "42")
        if "error" in answer:
            fail(f"something of the dropped line was left: {answer!r}")
        shell.expect("it asks again", PROMPT)

        shell.send("MATCH (n)\r")
        shell.expect("a statement goes on", "...> ")
        shell.send("\x03")
        shell.expect("Ctrl-C drops a statement of several lines", PROMPT)

        shell.send("CREATE (n:state {name: 'Nowhere'});\r")
        shell.expect("a change", PROMPT)
        shell.send("\x04")
        shell.expect("Ctrl-D warns of changes that no file has", PROMPT)
        code = shell.leave()
        if code != 0:
            fail(f"Ctrl-D left with {code}")
        print("ok: Ctrl-D leaves")

        shell = Terminal([binary, "shell", graph], state)
        shell.expect("a second shell asks", PROMPT)
        if shell.leave() != 0:
            fail("Ctrl-D did not leave at once")
        print("ok: without changes Ctrl-D leaves at once")


main()
