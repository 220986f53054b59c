"""async_upnp_client as a control point, a witness beside the kit. usage: device_witness.py URL ADDRESS JOURNAL

It reads the descriptions, calls the actions that by their names only ask, and subscribes at each service. What it got of each is compared with
what the kit got, by the journal of its run; a line of each disagreement. The last line: `N of N agree`."""

import asyncio
import json
import re
import sys
import xml.etree.ElementTree as ET

from async_upnp_client.aiohttp import AiohttpNotifyServer, AiohttpRequester
from async_upnp_client.client_factory import UpnpFactory
from async_upnp_client.exceptions import UpnpActionError, UpnpError

ASKED = {
    "InstanceID": 0,
    "Channel": "Master",
    "ConnectionID": 0,
    "ObjectID": "0",
    "ContainerID": "0",
    "BrowseFlag": "BrowseMetadata",
    "Filter": "*",
    "StartingIndex": 0,
    "RequestedCount": 0,
    "SortCriteria": "",
    "SearchCriteria": "*",
    "DeviceID": "",
}


async def call(action):
    """What came of it: `ok` with the names of its values, `fault CODE`, or `nothing`; None when it is not asked."""
    if not re.match(r"Get|List|Browse|Is", action.name) or any(it.name not in ASKED for it in action.in_arguments()):
        return None
    try:
        values = await action.async_call(**{it.name: ASKED[it.name] for it in action.in_arguments()})
        return "ok " + " ".join(sorted(name for name, value in values.items() if value is not None))
    except UpnpActionError as error:
        return f"fault {error.error_code}"
    except (UpnpError, ValueError, ET.ParseError):
        return "nothing"


async def first_event(server, service):
    """Whether a subscription is granted, and whether an event comes within 5 s."""
    came = asyncio.Event()
    service.on_event = lambda *_: came.set()
    try:
        sid, _ = await server.event_handler.async_subscribe(service)
    except UpnpError:
        return "refused"
    except (ValueError, AttributeError):
        return "granted, unreadable"
    try:
        await asyncio.wait_for(came.wait(), 5)
        return "event"
    except asyncio.TimeoutError:
        return "silence"
    finally:
        try:
            await server.event_handler.async_unsubscribe(sid)
        except UpnpError:
            pass


async def witness(url, address):
    """Everything it saw: (service type, action or `subscription`) and what came."""
    requester = AiohttpRequester(timeout=10)
    device = await UpnpFactory(requester, non_strict=True).async_create_device(url)
    server = AiohttpNotifyServer(requester, source=(address, 0))
    await server.async_start_server()
    seen = {}
    for service in device.all_services:
        for action in service.actions.values():
            came = await call(action)
            if came is not None:
                seen[service.service_type, action.name] = came
        if any(it.send_events for it in service.state_variables.values()):
            seen[service.service_type, "subscription"] = await first_event(server, service)
    await server.async_stop_server()
    return seen


def of_kit(journal):
    """What the kit got of each action, for any arguments, and whether notifications with SEQ 0 came."""
    actions, events = {}, False
    for line in open(journal, encoding="utf-8"):
        event = json.loads(line)
        if event.get("event") != "exchange":
            continue
        request, response = event.get("request") or {}, event.get("response") or {}
        if event.get("kind") == "event" and request.get("method") == "NOTIFY":
            events = True
        headers = {name.lower(): value for name, value in request.get("headers", [])}
        told = re.fullmatch(r'"?(urn:[^#"]*)#([^"]*)"?', headers.get("soapaction", ""))
        if told is None:
            continue
        body = response.get("body") or ""
        code = re.search(r"errorCode>\s*(\d+)", body)
        if response.get("status") == 200:
            came = "ok"
        elif code:
            came = f"fault {code[1]}"
        else:
            came = "nothing"
        actions.setdefault(told.groups(), set()).add(came)
    return actions, events


def main():
    url, address, journal = sys.argv[1:]
    try:
        seen = asyncio.run(witness(url, address))
    except Exception as error:  # whatever it stumbles over is what it says of the device
        print(f"the witness could not make the device of its descriptions: {type(error).__name__}: {error}")
        return
    actions, events = of_kit(journal)
    agree = asked = 0
    for (service, what), came in sorted(seen.items()):
        if what == "subscription":
            kit = "event" if events else "silence"
            agreed = came == kit or came in ("refused", "granted, unreadable")
        else:
            got = actions.get((service, what))
            if got is None:
                continue
            kit, agreed = ", ".join(sorted(got)), came.split(" ")[0] in {it.split(" ")[0] for it in got}
        asked += 1
        agree += agreed
        if not agreed:
            print(f"{service} {what}: the witness: {came}; the kit: {kit}")
        elif "--all" in sys.argv:
            print(f"{service} {what}: {came}")
    print(f"{agree} of {asked} agree")


main()
