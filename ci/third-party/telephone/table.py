"""What the service has (Tables 1 and 9), and the two documents that say so."""

import documents as xml

TYPE = "urn:schemas-upnp-org:service:Messaging:2"
DEVICE = "urn:schemas-upnp-org:device:TelephonyServer:2"
ID = "urn:upnp-org:serviceId:Messaging"
FOLDERS = ["Received", "Outgoing", "Sent", "Deleted", "ClosedSession"]
EVENTED = ["NewMessages", "SessionUpdates"]
VALUES = {
    "MessageClass": ("SMS", xml.MESSAGE_CLASSES), "MessageFolder": ("Received", FOLDERS),
    "MessageStatus": (None, ["Read", "Unread"]), "SessionClass": ("Chat", xml.SESSION_CLASSES),
    "SessionStatus": (None, xml.STATUSES),
}
VARIABLES = [
    "MessagingCapabilities", "NewMessages", "SessionUpdates", "TelephonyServerIdentity", "MessageID", "MessageClass",
    "MessageFolder", "MessageStatus", "Message", "MessageList", "SessionID", "SessionClass", "RecipientsList",
    "SessionInfo", "SessionsList", "SupportedContentType", "Subject", "SessionStatus", "FileInfoList",
]
RELATED = {
    "TelephonyIdentity": "TelephonyServerIdentity", "SupportedCapabilities": "MessagingCapabilities",
    "MessageRequested": "Message", "MessageToSend": "Message", "SessionRecipients": "RecipientsList",
    "SessionRecipientsToAdd": "RecipientsList", "SessionRecipientsToRemove": "RecipientsList",
}
# Action: what goes in, what comes out.
ACTIONS = {
    "GetTelephonyIdentity": ([], ["TelephonyIdentity"]),
    "GetMessagingCapabilities": ([], ["SupportedCapabilities"]),
    "GetNewMessages": ([], ["NewMessages"]),
    "SearchMessages": (["MessageClass", "MessageFolder", "MessageStatus", "SessionID"], ["MessageList"]),
    "ReadMessage": (["MessageID"], ["MessageRequested"]),
    "SendMessage": (["MessageToSend"], ["MessageID"]),
    "DeleteMessage": (["MessageID"], []),
    "CreateSession": (["SessionClass", "SessionRecipients", "Subject", "SupportedContentType"], ["SessionID"]),
    "ModifySession": (["SessionID", "SessionRecipientsToAdd", "SessionRecipientsToRemove", "Subject",
                       "SupportedContentType", "SessionClass"], []),
    "AcceptSession": (["SessionID"], []),
    "GetSessionUpdates": ([], ["SessionUpdates"]),
    "GetSessions": (["SessionID", "SessionClass", "SessionStatus"], ["SessionsList"]),
    "JoinSession": (["SessionID"], []),
    "LeaveSession": (["SessionID"], []),
    "CloseSession": (["SessionID"], []),
    "StartFileTransfer": (["FileInfoList"], []),
    "CancelFileTransfer": (["SessionID"], []),
    "GetFileTransferSession": (["SessionID"], ["FileInfoList"]),
}
ERRORS = {
    401: "Invalid Action", 402: "Invalid Args", 501: "Action Failed", 606: "Action not Authorized",
    701: "Invalid Message ID", 702: "Invalid Message class", 703: "Invalid Message", 704: "Invalid recipients",
    705: "Invalid Message status", 706: "Invalid Session ID", 707: "Invalid folder", 708: "Invalid action",
    709: "No active file transfer", 710: "Invalid Session class", 711: "Invalid Session status",
    714: "Identity does not exist",
}


def variable(name):
    return name if name in EVENTED else f"A_ARG_TYPE_{name}"


def description(uuid):
    def element(*pairs):
        return "".join(xml.element(name, text) for name, text in pairs)

    service = element(
        ("serviceType", TYPE), ("serviceId", ID), ("SCPDURL", "/scpd.xml"), ("controlURL", "/control"), ("eventSubURL", "/events"),
    )
    return (
        '<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor>'
        "</specVersion><device>" + element(
            ("deviceType", DEVICE), ("friendlyName", "Independent telephone"), ("manufacturer", "somebody else"),
            ("modelName", "telephone.py"), ("UDN", f"uuid:{uuid}"),
        ) + f"<serviceList><service>{service}</service></serviceList></device></root>\n"
    )


def scpd():
    def argument(name, direction):
        related = variable(RELATED.get(name, name))
        return ("<argument>" + xml.element("name", name) + xml.element("direction", direction)
                + xml.element("relatedStateVariable", related) + "</argument>")

    def action(name, ins, outs):
        listed = "".join(argument(one, "in") for one in ins) + "".join(argument(one, "out") for one in outs)
        return f"<action>{xml.element('name', name)}<argumentList>{listed}</argumentList></action>"

    def state(name):
        usual, values = VALUES.get(name, (None, []))
        listed = "".join(xml.element("allowedValue", value) for value in values)
        return (f'<stateVariable sendEvents="{"yes" if name in EVENTED else "no"}">' + xml.element("name", variable(name))
                + xml.element("dataType", "string") + xml.element("defaultValue", usual)
                + (f"<allowedValueList>{listed}</allowedValueList>" if listed else "") + "</stateVariable>")

    return (
        '<?xml version="1.0"?>\n<scpd xmlns="urn:schemas-upnp-org:service-1-0"><specVersion><major>1</major><minor>0</minor>'
        "</specVersion><actionList>" + "".join(action(name, *both) for name, both in ACTIONS.items())
        + "</actionList><serviceStateTable>" + "".join(state(name) for name in VARIABLES) + "</serviceStateTable></scpd>\n"
    )
