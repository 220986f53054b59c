"""The device announced and found: SSDP, by UPnP Device Architecture 1.0."""

import random
import re
import socket
import struct
import threading
import time
from email.utils import formatdate

import table

GROUP = ("239.255.255.250", 1900)
AGE = 1800


class Discovery:
    def __init__(self, address, location, uuid):
        self.location, self.udn = location, f"uuid:{uuid}"
        self.away = threading.Event()
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        self.sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 4)
        self.sender.bind((address, 0))
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(GROUP)
        member = struct.pack("4s4s", socket.inet_aton(GROUP[0]), socket.inet_aton(address))
        self.listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        threading.Thread(target=self.listen, daemon=True).start()
        threading.Thread(target=self.announce, daemon=True).start()

    def names(self):
        """What is announced: its name, and the USN that goes with it."""
        yield "upnp:rootdevice", f"{self.udn}::upnp:rootdevice"
        yield self.udn, self.udn
        for kind in (table.DEVICE, table.TYPE):
            yield kind, f"{self.udn}::{kind}"

    def notify(self, nts):
        for name, usn in self.names():
            lines = ["NOTIFY * HTTP/1.1", f"HOST: {GROUP[0]}:{GROUP[1]}"]
            if nts == "ssdp:alive":
                lines += [f"CACHE-CONTROL: max-age={AGE}", f"LOCATION: {self.location}", "SERVER: Linux/6 UPnP/1.0 telephone.py/1"]
            lines += [f"NT: {name}", f"NTS: {nts}", f"USN: {usn}", "", ""]
            self.sender.sendto("\r\n".join(lines).encode(), GROUP)
            time.sleep(0.005)

    def announce(self):
        while True:
            for _ in range(2):
                if not self.away.is_set():
                    self.notify("ssdp:alive")
                time.sleep(0.1)
            time.sleep(random.uniform(AGE / 4, AGE / 2.2))

    def restart(self):
        self.away.set()
        self.notify("ssdp:byebye")
        time.sleep(0.2)
        self.away.clear()
        for _ in range(2):
            self.notify("ssdp:alive")
            time.sleep(0.05)

    def listen(self):
        while True:
            data, asker = self.listener.recvfrom(2048)
            if self.away.is_set():
                continue
            lines = data.decode("latin-1").split("\r\n")
            headers = {}
            for line in lines[1:]:
                name, colon, value = line.partition(":")
                if colon:
                    headers[name.strip().upper()] = value.strip()
            wait = headers.get("MX", "")
            if not re.match(r"M-SEARCH \* HTTP/1\.[01]$", lines[0]) or headers.get("MAN") != '"ssdp:discover"':
                continue
            if not wait.isdigit() or int(wait) < 1:
                continue
            matched = list(self.matching(headers.get("ST", "")))
            if matched:
                threading.Thread(target=self.answer, args=(matched, asker, min(int(wait), 5)), daemon=True).start()

    def matching(self, target):
        for name, usn in self.names():
            if target in ("ssdp:all", name):
                yield name, usn
            elif name.startswith("urn:") and target == name[:-1] + "1":
                yield target, f"{self.udn}::{target}"

    def answer(self, matched, asker, wait):
        for name, usn in matched:
            time.sleep(random.uniform(0, wait * 0.5 / len(matched)))
            lines = [
                "HTTP/1.1 200 OK", f"CACHE-CONTROL: max-age={AGE}", f"DATE: {formatdate(usegmt=True)}", "EXT:",
                f"LOCATION: {self.location}", "SERVER: Linux/6 UPnP/1.0 telephone.py/1", f"ST: {name}", f"USN: {usn}", "", "",
            ]
            self.sender.sendto("\r\n".join(lines).encode(), asker)

    def leave(self):
        self.notify("ssdp:byebye")
