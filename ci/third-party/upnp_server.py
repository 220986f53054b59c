"""A small device on the server of async_upnp_client: a dimmer with a level. usage: upnp_server.py HOST PORT"""

import asyncio
import sys
import xml.etree.ElementTree as ET

from async_upnp_client.const import DeviceInfo, ServiceInfo
from async_upnp_client.server import (
    UpnpServer,
    UpnpServerDevice,
    UpnpServerService,
    callable_action,
    create_event_var,
    create_state_var,
)


class Dimming(UpnpServerService):
    SERVICE_DEFINITION = ServiceInfo(
        service_id="urn:upnp-org:serviceId:Dimming",
        service_type="urn:schemas-upnp-org:service:Dimming:1",
        control_url="/dimming/control",
        event_sub_url="/dimming/event",
        scpd_url="/dimming.xml",
        xml=ET.Element("server_service"),
    )
    STATE_VARIABLE_DEFINITIONS = {
        "Level": create_event_var("ui1", default="20"),
        "Name": create_state_var("string", default="lamp"),
    }

    @callable_action(name="GetLevel", in_args={}, out_args={"Current": "Level"})
    async def get_level(self):
        return {"Current": self.state_variable("Level")}

    @callable_action(name="GetNamed", in_args={"Wanted": "Name", "Least": "Level"}, out_args={"Current": "Name"})
    async def get_named(self, Wanted: str, Least: int):
        return {"Current": self.state_variable("Name")}

    @callable_action(name="SetLevel", in_args={"New": "Level"}, out_args={})
    async def set_level(self, New: int):
        self.state_variable("Level").value = New
        return {}


class Dimmer(UpnpServerDevice):
    DEVICE_DEFINITION = DeviceInfo(
        device_type="urn:schemas-upnp-org:device:DimmableLight:1",
        friendly_name="Scratch dimmer",
        manufacturer="Nobody",
        manufacturer_url=None,
        model_description=None,
        model_name="Dimmer",
        model_number="1",
        model_url=None,
        serial_number="1",
        udn="uuid:6f1e0c52-3b7a-4d19-8a44-91d2c07be303",
        upc=None,
        presentation_url=None,
        url="/device.xml",
        icons=[],
        xml=ET.Element("server_device"),
    )
    EMBEDDED_DEVICES = []
    SERVICES = [Dimming]


async def main():
    server = UpnpServer(Dimmer, (sys.argv[1], 0), http_port=int(sys.argv[2]))
    await server.async_start()
    await asyncio.Event().wait()


asyncio.run(main())
