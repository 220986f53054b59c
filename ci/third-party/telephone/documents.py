"""The XML arguments of Messaging:2 as this device reads and writes them; written from the standard's tables alone."""

import re
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

MESSAGING = "urn:schemas-upnp-org:phone:messaging"
PEER = "urn:schemas-upnp-org:phone:peer"
MESSAGE_CLASSES = ["e-Mail", "SMS", "MMS", "Instant Message", "WebpageURL"]
SESSION_CLASSES = ["e-Mail", "SMS", "MMS", "Chat", "File-Transfer", "WebpageSync", "Mixed"]
STATUSES = ["Pending", "Running", "Parked", "Closed"]
TRUE = {"1", "true", "yes"}


class Invalid(Exception):
    """The text is not the document that it should be."""


def tag(name):
    return "{%s}%s" % (PEER, name)


def parse(text, root):
    """The root element, if the text is well-formed and has it."""
    text = text.strip()
    if "<!DOCTYPE" in text:
        raise Invalid("a document type")
    try:
        found = ET.fromstring(text.encode())
    except (ET.ParseError, ValueError, LookupError) as why:
        raise Invalid(str(why)) from None
    if found.tag != "{%s}%s" % (MESSAGING, root):
        raise Invalid(f"the root is {found.tag}")
    bare(found)
    return found


def bare(element):
    """White space, and nothing else, lies between its children."""
    texts = [element.text] + [child.tail for child in element]
    if any(text and text.strip() for text in texts):
        raise Invalid(f"text between the children of {element.tag}")


def only(element, *allowed):
    if set(element.attrib) - set(allowed):
        raise Invalid(f"attributes of {element.tag}")


def leaf(element, *allowed):
    if len(element):
        raise Invalid(f"{element.tag} has children")
    only(element, *allowed)
    return element.text or ""


def children(element, model):
    """The children by name, if they come in the order of the model and as often as it says."""
    found = {name: [] for name, _, _ in model}
    place = 0
    for child in element:
        while place < len(model) and child.tag != model[place][0]:
            place += 1
        if place == len(model):
            raise Invalid(f"{child.tag} in {element.tag}")
        found[child.tag].append(child)
    for name, least, most in model:
        if not least <= len(found[name]) <= most:
            raise Invalid(f"{len(found[name])} {name} in {element.tag}")
    return found


MANY = 10_000


def peer(element):
    """(id, name or None)"""
    only(element)
    bare(element)
    names = [tag(name) for name in ("id", "name", "contactInstanceId", "groupInstanceId", "image", "location")]
    known = [child for child in element if child.tag in names]
    foreign = [child for child in element if child.tag not in names]
    if any(child.tag.startswith("{%s}" % PEER) or not child.tag.startswith("{") for child in foreign):
        raise Invalid("an unknown element of a peer")
    if len(foreign) > 1 or (foreign and element[-1] is not foreign[0]):
        raise Invalid("foreign elements of a peer")
    places = [names.index(child.tag) for child in known]
    if places != sorted(set(places)) or names[0] not in [child.tag for child in known]:
        raise Invalid("the elements of a peer")
    if tag("contactInstanceId") in [c.tag for c in known] and tag("groupInstanceId") in [c.tag for c in known]:
        raise Invalid("two instance ids")
    by_name = {child.tag: child for child in known}
    for name in (names[2], names[3]):
        if name in by_name and not re.fullmatch(r"\s*\+?\d{1,9}\s*", leaf(by_name[name])):
            raise Invalid("an instance id is a number")
    if names[4] in by_name:
        image = by_name[names[4]]
        only(image, "type", tag("type"))
        kind = image.get("type", image.get(tag("type")))
        if kind not in (None, "URL", "thumbnail"):
            raise Invalid("the type of an image")
        parts = [(tag(part), 0, 1) for part in ("contentType", "contentTransferEncoding", "imageData")]
        children(image, parts)
    if names[5] in by_name:
        kind = by_name[names[5]].get("type", by_name[names[5]].get(tag("type"), "map"))
        leaf(by_name[names[5]], "type", tag("type"))
        if kind not in ("map", "coordinates"):
            raise Invalid("the type of a location")
    name = by_name.get(names[1])
    return leaf(by_name[names[0]]).strip(), None if name is None else leaf(name)


def recipients(element):
    """{"to": [(id, name)], "cc": …, "bcc": …, "from": (id, name)}"""
    only(element)
    bare(element)
    model = [("recipientTo", 0, MANY), ("recipientCc", 0, MANY), ("recipientBcc", 0, MANY), ("recipientFrom", 1, 1)]
    found = children(element, model)
    listed = {kind: [peer(one) for one in found[f"recipient{kind.title()}"]] for kind in ("to", "cc", "bcc")}
    for kind in ("to", "cc", "bcc"):
        if any(not one for one, _ in listed[kind]):
            raise Invalid("a recipient without an id")
        listed[kind] = list(dict(listed[kind]).items())
    listed["from"] = peer(found["recipientFrom"][0])
    return listed


def recipients_list(text):
    return recipients(parse(text, "recipientsList"))


MESSAGE = [
    ("messageID", 1, 1), ("sessionID", 0, 1), ("messageClass", 1, 1), ("messageFolder", 1, 1), ("messageStatus", 1, 1),
    ("replyMessageID", 0, 1), ("recipientsList", 1, 1), ("subject", 0, 1), ("text", 0, 1), ("attachments", 0, 1),
    ("dateSent", 0, 1), ("dateReceived", 0, 1),
]
DATE = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-](\d\d):(\d\d))?")


def is_date(text):
    """A date and time of XML Schema."""
    found = DATE.fullmatch(text.strip())
    if not found:
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    zone = 60 * int(found[9] or 0) + int(found[10] or 0)
    midnight = hour == 24 and minute == second == 0 and not (found[7] or "").strip(".0")
    return (1 <= month <= 12 and 1 <= day <= days[month - 1] and (hour < 24 or midnight) and minute < 60 and second < 60
            and zone <= 14 * 60 and int(found[10] or 0) < 60)


def message(text):
    """What a control point wants to be sent."""
    root = parse(text, "message")
    only(root)
    found = children(root, MESSAGE)

    def text_of(name):
        return leaf(found[name][0]) if found[name] else None

    read = {name: text_of(name) for name, _, _ in MESSAGE if name not in ("recipientsList", "attachments")}
    for name in ("messageID", "replyMessageID"):
        if read[name] and not re.fullmatch(r"[a-zA-Z0-9]*(\.[a-zA-Z0-9]+)?", read[name]):
            raise Invalid(name)
    if read["sessionID"] and not re.fullmatch(r"[a-zA-Z0-9]*", read["sessionID"]):
        raise Invalid("sessionID")
    if any(read[name] is not None and not is_date(read[name]) for name in ("dateSent", "dateReceived")):
        raise Invalid("a date")
    read["recipients"] = recipients(found["recipientsList"][0])
    read["attachments"] = [attachment(one) for one in attachments(found)]
    return read


def attachments(found):
    if not found["attachments"]:
        return []
    only(found["attachments"][0])
    bare(found["attachments"][0])
    return children(found["attachments"][0], [("attachment", 1, MANY)])["attachment"]


def attachment(element):
    only(element)
    bare(element)
    found = children(element, [("uRI", 1, 1), ("size", 0, 1), ("mimeType", 0, 1)])
    size = leaf(found["size"][0]).strip() if found["size"] else None
    if size is not None and not re.fullmatch(r"\+?\d+", size):
        raise Invalid("a size")
    kind = leaf(found["mimeType"][0]) if found["mimeType"] else None
    return {"uri": leaf(found["uRI"][0]).strip(), "size": size, "mime_type": kind}


def file_info_list(text):
    """(session id, [{type, size, link, told, every}])"""
    root = parse(text, "fileInfoList")
    only(root)
    found = children(root, [("sessionID", 1, 1), ("fileInfo", 1, MANY)])
    session = leaf(found["sessionID"][0])
    if not re.fullmatch(r"[a-zA-Z0-9]*", session):
        raise Invalid("sessionID")
    files = []
    for info in found["fileInfo"]:
        only(info)
        bare(info)
        parts = children(info, [(name, 1, 1) for name in ("fileType", "fileSize", "fileLink", "progressNotif")])
        told = parts["progressNotif"][0]
        word, every = leaf(told, "time").strip(), told.get("time")
        if word not in TRUE | {"0", "false", "no"}:
            raise Invalid("progressNotif")
        if every is not None and not re.fullmatch(r"\s*\+?0*[1-9]\d*\s*", every):
            raise Invalid("time")
        size = leaf(parts["fileSize"][0]).strip()
        if not re.fullmatch(r"\+?\d+", size):
            raise Invalid("fileSize")
        files.append({
            "type": leaf(parts["fileType"][0]), "size": size, "link": leaf(parts["fileLink"][0]).strip(),
            "told": word in TRUE, "every": int(every) if every else None,
        })
    return session, files


# Writing.


def element(name, text):
    return "" if text is None else f"<{name}>{escape(str(text))}</{name}>"


def document(root, content, peers=False):
    more = f' xmlns:peer="{PEER}"' if peers else ""
    return f'<?xml version="1.0" encoding="UTF-8"?><m:{root} xmlns:m="{MESSAGING}"{more}>{content}</m:{root}>'


def write_recipients(listed):
    def one(kind, who):
        name = "" if who[1] is None else f"<peer:name>{escape(who[1])}</peer:name>"
        return f"<recipient{kind}><peer:id>{escape(who[0])}</peer:id>{name}</recipient{kind}>"

    parts = [one(kind.title(), who) for kind in ("to", "cc", "bcc") for who in listed[kind]]
    return f'<recipientsList>{"".join(parts)}{one("From", listed["from"])}</recipientsList>'


def write_message(one, brief):
    """The content of a message; brief: its required elements only, as a list has them."""
    files = one["attachments"]
    if brief and one["class"] != "MMS":
        files = []
    inner = "".join(
        "<attachment>" + element("uRI", file["uri"]) + element("size", file["size"])
        + element("mimeType", file["mime_type"]) + "</attachment>"
        for file in files
    )
    return "".join([
        element("messageID", one["id"]), element("sessionID", one["session"]), element("messageClass", one["class"]),
        element("messageFolder", one["folder"]), element("messageStatus", one["status"]),
        "" if brief else element("replyMessageID", one["reply"] or None), write_recipients(one["recipients"]),
        "" if brief else element("subject", one["subject"]), "" if brief else element("text", one["text"]),
        f"<attachments>{inner}</attachments>" if inner else "",
        element("dateSent", one["sent"]), element("dateReceived", one["received"]),
    ])


def write_session(one, messages):
    listed = f'<listOfMessages>{"".join(element("messageID", id) for id in messages)}</listOfMessages>' if messages else ""
    return "<sessionInfo>" + "".join([
        element("sessionID", one["id"]), element("sessionClass", one["class"]), element("subject", one["subject"] or None),
        element("sessionStatus", one["status"]), element("supportedContentType", one["types"] or None),
        write_recipients(one["recipients"]), listed, element("dateStarted", one["started"]),
        element("dateLastMessage", one["last"]), element("dateEnded", one["ended"]),
    ]) + "</sessionInfo>"


def write_files(session, files):
    def one(file):
        every = f' time="{file["every"]}"' if file["told"] and file["every"] else ""
        told = f'<progressNotif{every}>{1 if file["told"] else 0}</progressNotif>'
        return ("<fileInfo>" + element("fileType", file["type"]) + element("fileSize", file["size"])
                + element("fileLink", file["link"]) + told + "</fileInfo>")

    return document("fileInfoList", element("sessionID", session) + "".join(one(file) for file in files))
