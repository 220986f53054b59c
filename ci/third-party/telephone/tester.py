"""The upper tester: what the far side of the device is made to do."""

import documents as xml
from service import now


def stimulate(service, name, asked):
    """The answer to a stimulus; None where there is none of this name."""
    work = {name.replace("_", "-"): work for name, work in globals().items() if getattr(work, "is_stimulus", False)}.get(name)
    if work is None:
        return None
    with service.lock:
        try:
            return {"status": "done", **(work(service, asked) or {})}
        except (KeyError, LookupError) as why:
            return {"status": "failed", "detail": f"{why}"}


def stimulus(work):
    work.is_stimulus = True
    return work


@stimulus
def capabilities(service, asked):
    names = [name.replace("_", "-") for name, work in globals().items() if getattr(work, "is_stimulus", False)]
    return {"stimuli": names + ["restart"]}


@stimulus
def reset(service, asked):
    service.reset()


@stimulus
def incoming_message(service, asked):
    inside = asked.get("session_id")
    session = service.sessions[inside] if inside else None
    id = service.new_id(service.messages)
    if session:
        id = f"{inside}.{id}"
    to = asked.get("to") or service.identity or "sip:telephone@example.invalid"
    to = [to] if isinstance(to, str) else to
    service.messages[id] = {
        "id": id, "session": inside, "class": asked["class"], "folder": "Received", "status": "Unread", "reply": None,
        "recipients": {"to": [(one, None) for one in to], "cc": [], "bcc": [], "from": (asked["from"], asked.get("from_name"))},
        "subject": asked.get("subject"), "text": asked.get("text"),
        "attachments": [{"uri": file["uri"], "size": file.get("size"), "mime_type": file.get("mime_type")}
                        for file in asked.get("attachments") or []],
        "sent": None, "received": now(), "incoming": True,
    }
    if session:
        session["last"] = now()
    service.told("NewMessages")
    return {"message_id": id}


@stimulus
def incoming_session(service, asked):
    to = service.identity or "sip:telephone@example.invalid"
    listed = {"to": [(to, None)], "cc": [], "bcc": [], "from": (asked["from"], asked.get("from_name"))}
    one = service.new_session(asked["class"], listed, asked.get("subject"), asked.get("supported_content_type"), incoming=True)
    service.happened(one, f"session requested by: {asked.get('from_name') or asked['from']}")
    return {"session_id": one["id"]}


def known(service, asked, *states):
    one = service.sessions[asked["session_id"]]
    if one["status"] not in states:
        raise LookupError(f"the session is {one['status']}")
    return one


@stimulus
def peer_accepts_session(service, asked):
    one = known(service, asked, "Pending")
    one["status"] = "Running"
    listed = one["recipients"]
    first = (listed["to"] + listed["cc"] + listed["bcc"] + [("peer", None)])[0]
    service.happened(one, f"session accepted by: {first[1] or first[0]}")


@stimulus
def peer_rejects_session(service, asked):
    service.close(known(service, asked, "Pending"))


@stimulus
def peer_closes_session(service, asked):
    service.close(known(service, asked, "Pending", "Running", "Parked"))


@stimulus
def peer_joins(service, asked):
    service.happened(known(service, asked, "Running"), f"{asked['peer']} has joined")


@stimulus
def peer_leaves(service, asked):
    service.happened(known(service, asked, "Running"), f"{asked['peer']} has left")


@stimulus
def peer_typing(service, asked):
    service.happened(known(service, asked, "Running"), f"{asked['peer']} is typing")


@stimulus
def hold_outgoing(service, asked):
    service.held = asked["enabled"]
    if not service.held:
        for id in list(service.messages):
            service.deliver(id)


@stimulus
def deliver_outgoing(service, asked):
    if not service.deliver(asked["message_id"]):
        raise LookupError("no message of this id is held")


@stimulus
def complete_file_transfer(service, asked):
    service.transfers[asked["session_id"]]["finish"].set()


@stimulus
def stall_file_transfer(service, asked):
    service.stalled = asked["enabled"]


@stimulus
def assign_identity(service, asked):
    service.identity = asked["uri"]


@stimulus
def authorize(service, asked):
    service.authorized = asked["enabled"]


@stimulus
def local_read(service, asked):
    service.messages[asked["message_id"]]["status"] = "Read"
