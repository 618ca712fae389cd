"""A seat of Tocsin for a program: the lines of JSON of `ssh SEAT@HOST api`, with Python alone.

The code of the exercise comes from the environment, as TOCSIN_CODE.
"""

import json
import os
import stat
import subprocess
import tempfile


class Seat:
    """A line to a seat. It is a context manager, and gives the views as they come."""

    def __init__(self, seat, host, port, *options):
        self.folder = tempfile.TemporaryDirectory()
        ask = os.path.join(self.folder.name, "code.sh")  # ssh runs this to be told the code
        with open(ask, "w") as f:
            f.write('#!/bin/sh\necho "$TOCSIN_CODE"\n')
        os.chmod(ask, stat.S_IRWXU)
        self.ssh = subprocess.Popen(
            ["ssh", "-p", str(port), *options, f"{seat}@{host}", "api"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env=dict(os.environ, SSH_ASKPASS=ask, SSH_ASKPASS_REQUIRE="force", DISPLAY=os.environ.get("DISPLAY", ":0")))
        self.number = 0
        self.waiting = []  # messages that came while an answer was awaited

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ssh.stdin.close()
        self.ssh.wait(timeout=20)
        self.folder.cleanup()

    def read(self):
        """The next message, or None at the end."""
        line = self.ssh.stdout.readline()
        return json.loads(line) if line else None

    def ask(self, verb, args=None, reason=""):
        """Ask for something, and wait for the answer: a dict with ok, and why where it is refused."""
        self.number += 1
        request = {"id": self.number, "verb": verb}
        if args:
            request["args"] = args
        if reason:
            request["reason"] = reason
        print(json.dumps(request), file=self.ssh.stdin, flush=True)
        while (message := self.read()) is not None:
            if message["type"] == "answer" and message["id"] == self.number:
                return message
            self.waiting.append(message)
        return {"ok": False, "why": "the line has ended"}

    def views(self):
        """Each view as it comes, until the exercise is over or the line ends."""
        while True:
            message = self.waiting.pop(0) if self.waiting else self.read()
            if message is None or message["type"] == "end":
                return
            if message["type"] != "view":
                continue
            if any(m["type"] == "view" for m in self.waiting):
                continue  # a newer one has come
            yield message["view"]
            if message["view"]["clock"]["phase"] == "over":
                return
