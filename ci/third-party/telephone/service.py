"""The Messaging service of the device: its messages, sessions and transfers, and what is told of them."""

import itertools
import random
import string
import threading
import time
import urllib.request
from datetime import datetime, timezone

import documents as xml

CLASSES_WITH_RECEIVERS = ("SMS", "MMS", "Instant Message", "Chat")
BY_MESSAGE = {"e-Mail": "e-Mail", "SMS": "SMS", "MMS": "MMS", "Chat": "Instant Message", "WebpageSync": "WebpageURL"}


class Fault(Exception):
    """An action cannot be done: the error code of Table 46."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Service:
    """All of it, behind one lock. `told(variable, value)` is called for each change of an evented variable."""

    def __init__(self, flavour):
        self.flavour = flavour
        self.lock = threading.RLock()
        self.told = lambda variable: None
        self.reset()

    def reset(self):
        with self.lock:
            self.messages, self.sessions, self.transfers = {}, {}, {}
            self.identity, self.authorized = "sip:telephone@example.invalid", True
            self.held, self.stalled = False, False
            self.batch = []  # updates that are not told yet: (session, event, status)
            self.latest = {}  # session: its last events and its status

    # Ids, looks and news.

    def new_id(self, taken):
        while True:
            made = "".join(random.choices(string.ascii_letters + string.digits, k=12))
            if made not in taken:
                return made

    def message(self, id):
        found = self.messages.get(id)
        if found is None:
            raise Fault(701)
        return found

    def session(self, id):
        found = self.sessions.get(id)
        if found is None:
            raise Fault(706)
        return found

    def news(self):
        fresh = [one for one in self.messages.values()
                 if one["incoming"] and one["status"] == "Unread" and one["folder"] != "Deleted"]
        inner = "".join(
            "<newMessage>" + xml.element("messageID", one["id"])
            + xml.element("messageOverview", one["subject"] or None) + "</newMessage>"
            for one in fresh
        )
        return xml.document("newMessages", inner)

    def updates(self, entries):
        inner = "".join(
            "<sessionUpdate>" + xml.element("sessionID", id) + "".join(xml.element("sessionEvent", one) for one in events)
            + xml.element("sessionStatus", status) + "</sessionUpdate>"
            for id, events, status in entries
        )
        return xml.document("sessionUpdates", inner)

    def take_updates(self):
        """What happened since it was last asked, as the event has it."""
        with self.lock:
            batch, self.batch = self.batch, []
            if not self.flavour.merge_events:
                return self.updates([(id, [event], status) for id, event, status in batch])
            merged = {}
            for id, event, status in batch:
                merged.setdefault(id, []).append((event, status))
            return self.updates([(id, [event for event, _ in told], told[-1][1]) for id, told in merged.items()])

    def happened(self, one, event):
        self.batch.append((one["id"], event, one["status"]))
        self.latest[one["id"]] = [event]
        self.told("SessionUpdates")

    def later(self, seconds, work):
        timer = threading.Timer(seconds, work)
        timer.daemon = True
        timer.start()

    # Actions; each takes its arguments and who asks, and returns what goes out.

    def get_telephony_identity(self, who):
        if self.identity is None:
            raise Fault(714)
        return [self.identity]

    def get_messaging_capabilities(self, who):
        def listed(outer, inner, values):
            return f"<{outer}>{''.join(xml.element(inner, value) for value in values)}</{outer}>"

        folders = ["Received", "Outgoing", "Sent"] + self.flavour.more_folders
        return [xml.document(
            "messagingCapabilities",
            listed("supportedMessageClasses", "messageClass", xml.MESSAGE_CLASSES)
            + listed("supportedSessionClasses", "sessionClass", xml.SESSION_CLASSES)
            + listed("supportedMessageFolders", "messageFolder", folders),
        )]

    def get_new_messages(self, who):
        return [self.news()]

    def search_messages(self, who, kind, folder, status, session):
        if kind and kind not in xml.MESSAGE_CLASSES:
            raise Fault(702)
        if folder and folder not in ["Received", "Outgoing", "Sent"] + self.flavour.more_folders:
            raise Fault(707)
        if status not in ("", "Read", "Unread"):
            raise Fault(705)
        if session:
            self.session(session)
        wanted = [("class", kind), ("folder", folder), ("status", status), ("session", session)]
        found = [one for one in self.messages.values() if all(not value or one[name] == value for name, value in wanted)]
        inner = "".join(f"<message>{xml.write_message(one, brief=True)}</message>" for one in found)
        return [xml.document("messageList", inner, peers=True)]

    def read_message(self, who, id):
        one = self.message(id)
        if one["status"] == "Unread":
            one["status"] = "Read"
        return [xml.document("message", xml.write_message(one, brief=False), peers=True)]

    def send_message(self, who, text):
        try:
            sent = xml.message(text)
        except xml.Invalid:
            raise Fault(703) from None
        kind, listed = sent["messageClass"], sent["recipients"]
        session = self.open_session(sent["sessionID"]) if sent["sessionID"] else None
        if not kind:
            kind = BY_MESSAGE.get(session["class"], "SMS") if session else self.fitting(sent)
        if kind not in xml.MESSAGE_CLASSES:
            raise Fault(703)
        if session and session["class"] not in ("Mixed", ""):
            if BY_MESSAGE.get(session["class"]) != kind:
                raise Fault(703)
        if kind in CLASSES_WITH_RECEIVERS and not listed["to"]:
            raise Fault(703)
        if kind == "e-Mail" and not (listed["to"] or listed["cc"] or listed["bcc"]):
            raise Fault(703)
        if kind == "MMS" and not sent["attachments"]:
            raise Fault(703)
        id = self.new_id(self.messages)
        if session:
            id = f'{session["id"]}.{id}'
            if not session["class"]:
                session["class"] = {"Instant Message": "Chat", "WebpageURL": "WebpageSync"}.get(kind, kind)
        one = {
            "id": id, "session": session and session["id"], "class": kind, "folder": "Outgoing", "status": "Unread",
            "reply": sent["replyMessageID"], "recipients": listed, "subject": sent["subject"], "text": sent["text"],
            "attachments": sent["attachments"], "sent": None, "received": None, "incoming": False,
        }
        if not listed["from"][0]:
            listed["from"] = (self.identity or "sip:telephone@example.invalid", listed["from"][1])
        self.messages[id] = one
        if session:
            session["last"] = now()
        if not self.held:
            self.later(self.flavour.delivery, lambda: self.deliver(id))
        return [id]

    def fitting(self, sent):
        if sent["attachments"]:
            return "MMS"
        listed = sent["recipients"]
        first = next(iter(listed["to"] + listed["cc"] + listed["bcc"]), ("",))[0]
        if first.startswith("sip"):
            return "Instant Message"
        return "e-Mail" if "@" in first else "SMS"

    def open_session(self, id):
        found = self.sessions.get(id)
        if found is None:
            raise Fault(703)
        if found["status"] != "Running":
            raise Fault(703)
        return found

    def deliver(self, id):
        with self.lock:
            one = self.messages.get(id)
            if one and one["folder"] == "Outgoing":
                one.update(folder="Sent", status="Read", sent=now())
                return True
            return False

    def delete_message(self, who, id):
        one = self.message(id)
        if one["folder"] == "Deleted" or "Deleted" not in self.flavour.more_folders:
            del self.messages[id]
        else:
            one["folder"] = "Deleted"
        return []

    def recipients(self, text, kind):
        try:
            listed = xml.recipients_list(text)
        except xml.Invalid:
            raise Fault(704) from None
        if kind in CLASSES_WITH_RECEIVERS and not listed["to"]:
            raise Fault(704)
        return listed

    def create_session(self, who, kind, recipients, subject, types):
        if kind and kind not in xml.SESSION_CLASSES:
            raise Fault(710)
        listed = self.recipients(recipients, kind)
        one = self.new_session(kind, listed, subject, types, incoming=False)
        one["members"][self.named(who)] = 1
        return [one["id"]]

    def new_session(self, kind, listed, subject, types, incoming):
        id = self.new_id(self.sessions)
        one = {
            "id": id, "class": kind, "subject": subject, "status": "Pending", "types": types, "recipients": listed,
            "started": now(), "last": None, "ended": None, "members": {}, "incoming": incoming, "files": [],
        }
        self.sessions[id] = one
        return one

    def modify_session(self, who, id, add, remove, subject, types, kind):
        one = self.session(id)
        if one["status"] == "Closed":
            raise Fault(706)
        listed = {name: list(value) for name, value in one["recipients"].items() if name != "from"}
        if kind and kind not in xml.SESSION_CLASSES:
            raise Fault(402)
        if kind and one["class"] == "Mixed" and kind != "Mixed":
            raise Fault(402)
        if add:
            for name, more in self.recipients(add, "").items():
                if name != "from":
                    listed[name] = list(dict(listed[name] + more).items())
        if remove:
            gone = self.recipients(remove, "")
            for name in listed:
                ids = {who for who, _ in gone[name]}
                listed[name] = [peer for peer in listed[name] if peer[0] not in ids]
        one["recipients"].update(listed)
        one["subject"], one["types"] = subject or one["subject"], types or one["types"]
        if kind and kind != one["class"]:
            one["class"] = "Mixed"
        if one["status"] == "Running":
            self.happened(one, "session modified")
        return []

    def accept_session(self, who, id):
        one = self.session(id)
        if one["status"] != "Pending" or not one["incoming"]:
            raise Fault(708)
        one["status"] = "Running"
        self.joined(one, who)
        self.happened(one, "session accepted by: telephone")
        return []

    # Who takes part: by address, by address and user agent, by a count, or by a count for each.

    def named(self, who):
        address, agent = who
        return {"address": address, "agent": f"{address} {agent}", "count": ""}.get(self.flavour.tell_apart, f"{address} {agent}")

    def joined(self, one, who):
        name = self.named(who)
        counted = self.flavour.tell_apart in ("count", "counts")
        one["members"][name] = one["members"].get(name, 0) + 1 if counted else 1

    def join_session(self, who, id):
        one = self.session(id)
        if one["status"] not in ("Parked", "Running"):
            raise Fault(708)
        was, one["status"] = one["status"], "Running"
        self.joined(one, who)
        if was == "Parked":
            self.happened(one, "one TelCP has joined")
        return []

    def leave_session(self, who, id):
        one = self.session(id)
        if one["status"] != "Running":
            raise Fault(708)
        name = self.named(who)
        if name not in one["members"]:
            raise Fault(708)
        one["members"][name] -= 1
        if not one["members"][name]:
            del one["members"][name]
        if not one["members"]:
            one["status"] = "Parked"
        self.happened(one, "one TelCP has left")
        return []

    def close_session(self, who, id):
        one = self.session(id)
        if one["status"] == "Closed":
            raise Fault(706)
        self.close(one)
        return []

    def close(self, one):
        self.end_transfer(one)
        one.update(status="Closed", ended=now(), members={})
        self.happened(one, "session closed")
        if not self.flavour.keeps_closed:
            del self.sessions[one["id"]]
            for message in [m for m in self.messages.values() if m["session"] == one["id"]]:
                del self.messages[message["id"]]
            return
        for message in self.messages.values():
            if message["session"] == one["id"] and message["folder"] != "Deleted":
                message["folder"] = "ClosedSession"

    def get_session_updates(self, who):
        entries = [(id, events, self.sessions[id]["status"]) for id, events in self.latest.items()
                   if id in self.sessions and self.sessions[id]["status"] != "Closed"]
        return [self.updates(entries)]

    def get_sessions(self, who, id, kind, status):
        if id:
            return [self.list_of([self.session(id)])]
        if kind and kind not in xml.SESSION_CLASSES:
            raise Fault(710)
        if status and status not in xml.STATUSES:
            raise Fault(711)
        return [self.list_of([one for one in self.sessions.values()
                              if (not kind or one["class"] == kind) and (not status or one["status"] == status)])]

    def list_of(self, sessions):
        def messages(one):
            return [message["id"] for message in self.messages.values() if message["session"] == one["id"]]

        return xml.document("sessionsList", "".join(xml.write_session(one, messages(one)) for one in sessions), peers=True)

    # Files.

    def start_file_transfer(self, who, text):
        try:
            id, files = xml.file_info_list(text)
        except xml.Invalid:
            raise Fault(402) from None
        one = self.session(id)
        if one["class"] not in ("File-Transfer", "Mixed"):
            raise Fault(710)
        if one["status"] != "Running" or id in self.transfers:
            raise Fault(708)
        transfer = {"files": files, "over": threading.Event(), "finish": threading.Event(), "stalled": self.stalled}
        self.transfers[id] = transfer
        one["files"] = one["files"] + files
        self.happened(one, "file transfer started")
        threading.Thread(target=self.transfer, args=(one, transfer), daemon=True).start()
        return []

    def transfer(self, one, transfer):
        before = 0
        for file in transfer["files"]:
            try:
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(file["link"], timeout=5) as response:
                    wanted = response.headers.get("CONTENT-LENGTH")
                    content = response.read(1 << 22)
                    if wanted is not None and len(content) < min(int(wanted), 1 << 22):
                        raise OSError("cut off")
            except (OSError, ValueError):
                with self.lock:
                    if not transfer["over"].is_set():
                        transfer["over"].set()
                        self.transfers.pop(one["id"], None)
                        self.happened(one, "file download failed")
                return
            if not self.progress(one, transfer, file, before, len(content)):
                return
            before += len(content)
        with self.lock:
            if not transfer["over"].is_set():
                transfer["over"].set()
                self.transfers.pop(one["id"], None)
                self.happened(one, "file transfer completed")

    def progress(self, one, transfer, file, before, size):
        """Sends the file to the peer, which takes a moment; whether it came to its end. Table 2 counts from the start: of all files."""
        every = file["every"] or 1
        steps = itertools.count(1)
        begun = time.monotonic()
        lasts = every + 0.3 if file["told"] else 0.05
        for step in steps:
            ends = begun + lasts if not transfer["stalled"] else float("inf")
            due = begun + step * every if file["told"] and not transfer["stalled"] else float("inf")
            until = min(ends, due)
            wait = None if until == float("inf") else max(0, until - time.monotonic())
            if transfer["finish"].wait(wait) or transfer["over"].is_set():
                return not transfer["over"].is_set()
            if time.monotonic() >= ends:
                return True
            with self.lock:
                if transfer["over"].is_set():
                    return False
                sent = before + int(size * min(1, (time.monotonic() - begun) / lasts))
                self.happened(one, f"file transfer progress: {sent} Bytes")

    def end_transfer(self, one):
        transfer = self.transfers.pop(one["id"], None)
        if transfer:
            transfer["over"].set()
            transfer["finish"].set()
        return transfer is not None

    def cancel_file_transfer(self, who, id):
        one = self.session(id)
        if not self.end_transfer(one):
            raise Fault(709)
        self.happened(one, "file transfer cancelled")
        return []

    def get_file_transfer_session(self, who, id):
        one = self.session(id)
        if one["class"] not in ("File-Transfer", "Mixed"):
            raise Fault(710)
        if one["status"] != "Closed" or not one["files"]:
            raise Fault(706)
        return [xml.write_files(id, one["files"])]
