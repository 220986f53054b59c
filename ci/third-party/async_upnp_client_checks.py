"""The reference device before async-upnp-client, a control point that others wrote and that many homes run.

Usage: async_upnp_client_checks.py PROGRAM [FLAGS OF serve]
"""

import asyncio
import sys
import urllib.parse
import xml.etree.ElementTree as ET

from async_upnp_client.aiohttp import AiohttpNotifyServer, AiohttpRequester
from async_upnp_client.client_factory import UpnpFactory
from async_upnp_client.exceptions import UpnpActionError
from async_upnp_client.search import SsdpSearchListener
from reference_device import NAMESPACE, PATIENCE, SERVICE, Checks, Device, same

EVENTED = {"NewMessages", "SessionUpdates"}


async def search(location):
    """Searches over multicast on loopback until the answer of this device has come."""
    found = asyncio.get_running_loop().create_future()

    def answered(headers):
        if headers.get("location") == location and not found.done():
            found.set_result(headers)

    listener = SsdpSearchListener(
        callback=answered, source=("127.0.0.1", 0), timeout=1, search_target=SERVICE
    )
    await listener.async_start()
    try:
        for _ in range(PATIENCE // 2):  # datagrams get lost: the architecture tells to repeat them
            listener.async_search()
            if (await asyncio.wait([found], timeout=2))[0]:
                return found.result()
        raise AssertionError(f"no answer to a search for {SERVICE} named {location}")
    finally:
        listener.async_stop()


class Events:
    """The events of one service, in the order they came."""

    def __init__(self, service):
        self.queue = asyncio.Queue()
        service.on_event = lambda _service, changed: self.queue.put_nowait(
            {variable.name: variable.upnp_value for variable in changed}
        )

    async def until(self, what, wanted):
        """The first value that `wanted` takes."""
        async def come():
            while (value := wanted(await self.queue.get())) is None:
                pass
            return value

        try:
            return await asyncio.wait_for(come(), PATIENCE)
        except (TimeoutError, asyncio.TimeoutError):
            raise AssertionError(f"no event with {what} within {PATIENCE} s") from None


def root(text):
    return ET.fromstring(text).tag


async def judge(checks, device):
    requester = AiohttpRequester(timeout=PATIENCE)
    with checks.check("reads the device description"):
        upnp = await UpnpFactory(requester).async_create_device(device.description)
        same(upnp.has_service(SERVICE), True)
    if checks.failed:
        return  # without it there is nothing to ask
    service = upnp.service(SERVICE)

    with checks.check("finds the device by a multicast search on loopback"):
        headers = await search(device.description)
        same(headers["st"], SERVICE)
        same(headers["usn"], f"{upnp.udn}::{SERVICE}")
    with checks.check("reads the service description: eighteen actions, two evented variables"):
        same(len(service.actions), 18)
        same({name for name, variable in service.state_variables.items() if variable.send_events}, EVENTED)
    with checks.check("calls GetMessagingCapabilities"):
        answer = await service.action("GetMessagingCapabilities").async_call()
        (document,) = answer.values()
        same(root(document), f"{{{NAMESPACE}}}messagingCapabilities")
    with checks.check("is told fault 701 for a message that is not there"):
        try:
            answer = await service.action("ReadMessage").async_call(MessageID="NoMessageHasThisId")
            raise AssertionError(f"success: {answer}")
        except UpnpActionError as fault:
            same(fault.error_code, 701)

    host = urllib.parse.urlsplit(device.description).hostname
    server = AiohttpNotifyServer(requester, source=(host, 0))
    await server.async_start_server()
    try:
        events = Events(service)
        with checks.check("subscribes"):
            sid, _timeout = await server.event_handler.async_subscribe(service)
            same(sid.startswith("uuid:"), True)
        with checks.check("receives the initial event: both evented variables"):
            first = await events.until("the initial values", lambda event: event)
            same(set(first), EVENTED)
            same({root(value) for value in first.values()},
                 {f"{{{NAMESPACE}}}newMessages", f"{{{NAMESPACE}}}sessionUpdates"})
        text = "From afar: <&> \u00e4\u6c34"
        with checks.check("receives an event after a message arrived"):
            device.stimulate("incoming-message", **{"class": "SMS", "from": "tel:+12015550123", "text": text})
            ids = await events.until("NewMessages", lambda event: [
                element.text for element in ET.fromstring(event.get("NewMessages", "<none/>")).iter()
                if element.tag.endswith("messageID")] or None)
            same(len(ids), 1)
        with checks.check("reads that message, text and all"):
            answer = await service.action("ReadMessage").async_call(MessageID=ids[0])
            (document,) = answer.values()
            same([element.text for element in ET.fromstring(document).iter() if element.tag.endswith("text")], [text])
        with checks.check("renews and cancels the subscription"):
            renewed, _timeout = await server.event_handler.async_resubscribe(sid)
            same(renewed, sid)
            same(await server.event_handler.async_unsubscribe(sid), sid)
    finally:
        await server.async_stop_server()


def main():
    checks = Checks()
    with checks.check("the device starts, and ends on SIGTERM"), Device(*sys.argv[1:]) as device:
        asyncio.run(judge(checks, device))
    checks.close()


main()
