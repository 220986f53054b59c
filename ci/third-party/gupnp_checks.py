"""The reference device before GUPnP's command-line programs, the stack of many desktops and televisions.

Usage: gupnp_checks.py PROGRAM [FLAGS OF serve]
"""

import contextlib
import queue
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
import xml.etree.ElementTree as ET

from reference_device import PATIENCE, SERVICE, Checks, Device

# GUPnP takes one port number for several sockets. Where one of them is taken, be it by a connection that was closed less
# than a minute ago, only a new start helps.
NO_PORT = "Could not create HTTP server"
STARTS = 10
PAUSE = 8

DEVICE_NAMESPACE = "{urn:schemas-upnp-org:device-1-0}"


class Lines:
    """What a program prints, line by line, as it comes."""

    def __init__(self, *command):
        self.name = command[0]
        self.seen = []
        self.queue = queue.Queue()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace",
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.queue.put(line.rstrip("\n"))
        self.queue.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def until(self, what, wanted):
        """The first line that is wanted."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.queue.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                last = "\n  ".join(self.seen[-12:])
                raise AssertionError(f"{self.name} printed no {what}; its last lines:\n  {last}")
            self.seen.append(line)
            if wanted(line):
                return line


def discover(*flags):
    return Lines("gssdp-discover", "--interface=lo", f"--timeout={PATIENCE}", "--rescan-interval=2", *flags)


def identity(device):
    with urllib.request.urlopen(device.description, timeout=PATIENCE) as response:
        one = ET.parse(response).getroot().find(f"{DEVICE_NAMESPACE}device")
    return one.findtext(f"{DEVICE_NAMESPACE}UDN"), one.findtext(f"{DEVICE_NAMESPACE}deviceType")


def discovery(checks, device):
    udn, device_type = identity(device)
    for target, usn in [
        ("upnp:rootdevice", f"{udn}::upnp:rootdevice"),
        (udn, udn),
        (device_type, f"{udn}::{device_type}"),
        (SERVICE, f"{udn}::{SERVICE}"),
    ]:
        with checks.check(f"gssdp-discover finds {target if target != udn else 'the UDN'}"):
            with discover(f"--target={target}") as found:
                found.until(f"USN {usn}", lambda line: line.split() == ["USN:", usn])
                found.until("Location", lambda line: line.split() == ["Location:", device.description])


def departure(checks, flags):
    with checks.check("gssdp-discover sees the device come, and go on SIGTERM"):
        with discover(f"--target={SERVICE}", "--message-type=all") as heard:
            with Device(*flags) as device:
                usn = ["USN:", f"{identity(device)[0]}::{SERVICE}"]
                heard.until(" ".join(usn), lambda line: line.split() == usn)
            heard.until("resource unavailable", lambda line: line.strip() == "resource unavailable")
            heard.until(" ".join(usn), lambda line: line.split() == usn)


def events(checks, device):
    udn = identity(device)[0]

    def event(variable, having=""):
        def wanted(line):
            fields = line.split("|", 4)
            return len(fields) == 5 and fields[1] == udn and fields[3] == variable and having in fields[4]
        return wanted

    with contextlib.ExitStack() as stack:
        with checks.check("gupnp-event-dumper subscribes and receives the initial values"):
            for _ in range(STARTS):
                dumper = stack.enter_context(Lines("gupnp-event-dumper"))
                initial = event("NewMessages")
                if NO_PORT not in dumper.until("initial NewMessages", lambda line: NO_PORT in line or initial(line)):
                    break
                time.sleep(PAUSE)
            dumper.until("initial SessionUpdates", event("SessionUpdates"))
        with checks.check("gupnp-event-dumper receives an event after a message arrived"):
            device.stimulate("incoming-message", **{"class": "SMS", "from": "tel:+12015550123", "text": "Hello"})
            dumper.until("NewMessages with a messageID", event("NewMessages", "messageID>"))


def main():
    checks = Checks()
    flags = sys.argv[1:]
    with checks.check("the device starts, and ends on SIGTERM"), Device(*flags) as device:
        discovery(checks, device)
        if shutil.which("gupnp-event-dumper"):
            events(checks, device)
        else:
            checks.skip("gupnp-event-dumper", "this version of gupnp-tools has none")
    departure(checks, flags)
    checks.close()


main()
