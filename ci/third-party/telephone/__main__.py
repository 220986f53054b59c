"""A Messaging:2 device that shares nothing with the kit: Python's standard library, and the standard's own tables.

    python3 ci/third-party/telephone --tell-apart agent --answers-after 0.003

Prints one line of JSON when it is ready, as `messaging-ctk serve` does; with {"statistics": URL}, which tells how many
requests it has had, and how many at the same time. Ends on SIGTERM or SIGINT.
"""

import argparse
import json
import signal
import threading
import uuid

import table
from discovery import Discovery
from network import Events, Handler, Server, TesterHandler
from service import Service


def arguments():
    parser = argparse.ArgumentParser(prog="telephone")
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDR")
    parser.add_argument("--tell-apart", choices=["address", "agent", "count", "counts"], default="agent",
                        help="how control points are told apart (R-16): by address, by address and user agent, "
                             "not at all but counted, or each by a count of its joins")
    parser.add_argument("--delivery", type=float, default=0.05, metavar="SECONDS", help="until a sent message is delivered")
    parser.add_argument("--answers-after", type=float, default=0.002, metavar="SECONDS")
    parser.add_argument("--no-closed", action="store_true", help="closed sessions are not kept, and there is no such folder")
    parser.add_argument("--merge-events", action="store_true", help="one sessionUpdate for all that happened to a session")
    parser.add_argument("--no-ssdp", action="store_true")
    return parser.parse_args()


def main():
    flavour = arguments()
    flavour.keeps_closed = not flavour.no_closed
    flavour.more_folders = ["Deleted"] + (["ClosedSession"] if flavour.keeps_closed else [])
    if not flavour.keeps_closed:
        table.FOLDERS.remove("ClosedSession")
    service, name = Service(flavour), uuid.uuid4()
    seen = {"lock": threading.Lock(), "now": 0, "all": 0, "most": 0}
    device = Server((flavour.bind, 0), Handler)
    device.flavour, device.service, device.events, device.seen = flavour, service, Events(service), seen
    device.description, device.scpd = table.description(name), table.scpd()
    tester = Server((flavour.bind, 0), TesterHandler)
    tester.service, tester.seen = service, seen
    location = "http://%s:%d/description.xml" % device.server_address
    discovery = None if flavour.no_ssdp else Discovery(flavour.bind, location, name)
    tester.restart = discovery.restart if discovery else lambda: None
    for server in (device, tester):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    base = "http://%s:%d" % tester.server_address
    over = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: over.set())
    print(json.dumps({"description": location, "upper_tester": base, "statistics": f"{base}/statistics"}), flush=True)
    over.wait()
    if discovery:
        discovery.leave()


main()
