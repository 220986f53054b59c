"""What the checks share: the reference device in a process of its own, and a list of checks with a closing line."""

import contextlib
import json
import subprocess
import sys
import threading
import traceback
import urllib.request

SERVICE = "urn:schemas-upnp-org:service:Messaging:2"
NAMESPACE = "urn:schemas-upnp-org:phone:messaging"
PATIENCE = 20  # seconds: the longest that anything here is waited for


class Device:
    """`messaging-ctk serve` on loopback, on ports of the system's choice."""

    def __init__(self, program, *flags):
        self.process = subprocess.Popen(
            [program, "serve", *flags], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        if not line:
            raise RuntimeError(f"the device did not start: exit code {self.process.wait()}")
        ready = json.loads(line)
        self.description = ready["description"]
        self.upper_tester = ready["upper_tester"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"the device did not end within {PATIENCE} s of SIGTERM") from None

    def stimulate(self, name, **fields):
        """Asks the upper tester for a stimulus; its answer, which must be `done`."""
        request = urllib.request.Request(
            f"{self.upper_tester}/{name}",
            data=json.dumps(fields).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            answer = json.load(response)
        if answer["status"] != "done":
            raise AssertionError(f"stimulus {name}: {answer}")
        return answer


class Checks:
    """Counts checks. One that fails ends its own block and no other."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    @contextlib.contextmanager
    def check(self, name):
        try:
            yield
        except Exception as error:  # whatever it is, it is this check's failure
            self.failed += 1
            why = str(error) or type(error).__name__
            print(f"FAILED: {name}: {why}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc(limit=-3, file=sys.stdout)
        else:
            self.passed += 1
            print(f"ok: {name}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"SKIPPED: {name}: {why}", flush=True)

    def close(self):
        """Prints the closing line and ends the program."""
        print(f"{self.passed} checks passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


def same(observed, expected):
    """Says what differed."""
    if observed != expected:
        raise AssertionError(f"expected {expected!r}, observed {observed!r}")
