"""The device on the network, by UPnP Device Architecture 1.0: HTTP, SOAP, GENA."""

import http.client
import json
import re
import socket
import threading
import time
import uuid
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import documents as xml
import table
from service import Fault
from tester import stimulate

ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
LONGEST = 1 << 20


def snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


class Subscription:
    def __init__(self, urls, seconds):
        self.sid = f"uuid:{uuid.uuid4()}"
        self.urls, self.seq = urls, 0
        self.until = time.monotonic() + seconds
        self.turn, self.answered, self.told = threading.Lock(), threading.Event(), -1


class Events:
    """Who subscribed, and what they are told: at most one event of a variable a second."""

    def __init__(self, service):
        self.service, self.lock = service, threading.Lock()
        self.subscriptions, self.due = {}, {}
        self.last = dict.fromkeys(table.EVENTED, float("-inf"))
        service.told = self.changed

    def value(self, variable):
        if variable == "NewMessages":
            with self.service.lock:
                return self.service.news()
        return self.service.take_updates()

    def changed(self, variable):
        """Told when the second since the last event has passed; what happens meanwhile goes with it."""
        with self.lock:
            if variable in self.due:
                return
            wait = max(0.02, self.last[variable] + 1.05 - time.monotonic())
            timer = self.due[variable] = threading.Timer(wait, self.tell, [variable])
            timer.daemon = True
            timer.start()

    def tell(self, variable):
        with self.lock:
            self.due.pop(variable, None)
            now = self.last[variable] = time.monotonic()
        # Whoever changes something holds the service and comes here: never the other way round.
        value = self.value(variable)
        with self.lock:
            self.subscriptions = {sid: one for sid, one in self.subscriptions.items() if one.until > now}
            for one in self.subscriptions.values():
                self.send(one, [(variable, value)])

    def send(self, one, values):
        seq, one.seq = one.seq, (one.seq % 0xFFFFFFFF) + 1
        threading.Thread(target=self.deliver, args=(one, seq, values), daemon=True).start()

    def deliver(self, one, seq, values):
        body = '<?xml version="1.0"?>\n<e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0">' + "".join(
            f"<e:property>{xml.element(name, value)}</e:property>" for name, value in values
        ) + "</e:propertyset>\n"
        one.answered.wait(5)
        while True:  # in order
            with one.turn:
                if one.told == seq - 1 or (seq == 1 and one.told == 0xFFFFFFFF):
                    self.notify(one, seq, body)
                    one.told = seq
                    return
            time.sleep(0.002)

    def notify(self, one, seq, body):
        for url in one.urls:
            parts = urlsplit(url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            try:
                connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=5)
                connection.putrequest("NOTIFY", target, skip_host=True, skip_accept_encoding=True)
                for name, value in [
                    ("HOST", parts.netloc), ("CONTENT-TYPE", 'text/xml; charset="utf-8"'),
                    ("CONTENT-LENGTH", len(body.encode())), ("NT", "upnp:event"), ("NTS", "upnp:propchange"),
                    ("SID", one.sid), ("SEQ", seq), ("CONNECTION", "close"),
                ]:
                    connection.putheader(name, str(value))
                connection.endheaders(body.encode())
                connection.getresponse().read()
                connection.close()
                return
            except (OSError, http.client.HTTPException):
                continue

    def first(self, one):
        with self.service.lock:
            news, [updates] = self.service.news(), self.service.get_session_updates(None)
        with self.lock:
            self.subscriptions[one.sid] = one
            self.send(one, [("NewMessages", news), ("SessionUpdates", updates)])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def version_string(self):
        return "Linux/6 UPnP/1.0 telephone.py/1"

    def log_message(self, *_):
        pass

    def answer(self, status, body="", headers=(), kind='text/xml; charset="utf-8"'):
        self.is_answered()
        self.send_response(status)
        content = body.encode()
        for name, value in headers:
            self.send_header(name, value)
        if content:
            self.send_header("CONTENT-TYPE", kind)
        self.send_header("CONTENT-LENGTH", str(len(content)))
        if self.close_connection:
            self.send_header("CONNECTION", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def body(self):
        if "chunked" in self.headers.get("TRANSFER-ENCODING", "").lower():
            parts = []
            while size := int(self.rfile.readline(64).split(b";")[0], 16):
                if size + sum(map(len, parts)) > LONGEST:
                    raise ValueError
                parts.append(self.rfile.read(size))
                self.rfile.readline(8)
            while self.rfile.readline(1024).strip():
                pass
            return b"".join(parts)
        length = self.headers.get("CONTENT-LENGTH")
        if length is None:
            return None
        if not length.strip().isdigit() or int(length) > LONGEST:
            raise ValueError
        return self.rfile.read(int(length))

    def counted(self, work):
        """How many requests are outstanding at a time is what the device wants to know."""
        seen = self.server.seen
        with seen["lock"]:
            seen["now"] += 1
            seen["all"] += 1
            seen["most"] = max(seen["most"], seen["now"])
        self.outstanding = True
        try:
            time.sleep(self.server.flavour.answers_after)
            work()
        finally:
            self.is_answered()

    outstanding = False

    def is_answered(self):
        """Before the first byte of the answer: who has it may ask again."""
        if self.outstanding:
            self.outstanding = False
            with self.server.seen["lock"]:
                self.server.seen["now"] -= 1

    def do_GET(self):
        self.counted(self.get)

    do_HEAD = do_GET

    def do_POST(self):
        self.counted(self.post)

    def do_SUBSCRIBE(self):
        self.counted(self.subscribe)

    def do_UNSUBSCRIBE(self):
        self.counted(self.unsubscribe)

    def path_of(self):
        return urlsplit(self.path).path

    def get(self):
        page = {"/description.xml": self.server.description, "/scpd.xml": self.server.scpd}.get(self.path_of())
        if self.path_of() in ("/control", "/events"):
            self.answer(405, headers=[("ALLOW", "POST" if self.path_of() == "/control" else "SUBSCRIBE, UNSUBSCRIBE")])
        elif page is None:
            self.answer(404)
        else:
            self.answer(200, page, kind="text/xml")

    # SOAP.

    def post(self):
        try:
            body = self.body()
        except (ValueError, OSError):
            self.close_connection = True
            return self.answer(400)
        if self.path_of() != "/control":
            return self.answer(404 if self.path_of() not in ("/events", "/description.xml", "/scpd.xml") else 405,
                               headers=[("ALLOW", "GET, HEAD")])
        if body is None:
            self.close_connection = True
            return self.answer(411)
        kind = self.headers.get("CONTENT-TYPE", "").split(";")[0].strip().lower()
        if kind != "text/xml":
            return self.answer(415)
        said = self.headers.get("SOAPACTION")
        if said is None:
            return self.answer(400)
        try:
            outs = self.call(said.strip().strip('"'), body)
        except Fault as fault:
            return self.answer(500, self.fault(fault.code), [("EXT", "")])
        except ValueError:
            return self.answer(400)
        name, service, values = outs
        inner = "".join(xml.element(out, value) for out, value in values)
        return self.answer(200, envelope(f'<u:{name}Response xmlns:u="{service}">{inner}</u:{name}Response>'), [("EXT", "")])

    def call(self, said, body):
        if b"<!DOCTYPE" in body or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ValueError
        try:
            root = ET.fromstring(body)
        except (ET.ParseError, LookupError, ValueError):
            raise ValueError from None
        found = root.find(f"{ENVELOPE}Body")
        if root.tag != f"{ENVELOPE}Envelope" or found is None or not len(found):
            raise ValueError
        element = found[0]
        service, _, name = element.tag.lstrip("{").rpartition("}")
        if said != f"{service}#{name}":
            raise Fault(401)
        if name not in table.ACTIONS or service not in (table.TYPE, table.TYPE[:-1] + "1"):
            raise Fault(401)
        ins, outs = table.ACTIONS[name]
        given = {}
        for child in element:
            if child.tag in ins and child.tag not in given:
                if len(child):
                    raise Fault(402)
                given[child.tag] = child.text or ""
            elif child.tag in given:
                raise Fault(402)
        if len(given) != len(ins):
            raise Fault(402)
        with self.server.service.lock:
            if not self.server.service.authorized and name != "GetMessagingCapabilities":
                raise Fault(606)
            who = (self.client_address[0], self.headers.get("USER-AGENT", ""))
            work = getattr(self.server.service, snake(name))
            return name, service, list(zip(outs, work(who, *(given[one] for one in ins))))

    @staticmethod
    def fault(code):
        detail = (f'<UPnPError xmlns="urn:schemas-upnp-org:control-1-0">{xml.element("errorCode", code)}'
                  f'{xml.element("errorDescription", table.ERRORS[code])}</UPnPError>')
        return envelope("<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring>"
                        f"<detail>{detail}</detail></s:Fault>")

    # GENA.

    def subscribe(self):
        events = self.server.events
        sid, urls, kind = (self.headers.get(name) for name in ("SID", "CALLBACK", "NT"))
        if self.path_of() != "/events":
            return self.answer(404 if self.path_of() != "/control" else 405, headers=[("ALLOW", "POST")])
        if sid is not None and (urls is not None or kind is not None):
            return self.answer(400)
        if sid is not None:
            with events.lock:
                one = events.subscriptions.get(sid)
                if one is None or one.until < time.monotonic():
                    return self.answer(412)
                one.until = time.monotonic() + 1800
            return self.answer(200, headers=[("SID", sid), ("TIMEOUT", "Second-1800")])
        urls = re.findall(r"<([^<>]*)>", urls or "")
        urls = [url for url in urls if url.lower().startswith("http://") and urlsplit(url).hostname]
        if kind != "upnp:event" or not urls:
            return self.answer(412)
        one = Subscription(urls, 1800)
        events.first(one)
        self.answer(200, headers=[("SID", one.sid), ("TIMEOUT", "Second-1800")])
        self.wfile.flush()
        one.answered.set()

    def unsubscribe(self):
        events = self.server.events
        sid = self.headers.get("SID")
        if self.path_of() != "/events":
            return self.answer(404 if self.path_of() != "/control" else 405, headers=[("ALLOW", "POST")])
        if sid is not None and (self.headers.get("CALLBACK") or self.headers.get("NT")):
            return self.answer(400)
        with events.lock:
            one = events.subscriptions.pop(sid, None)
        return self.answer(200 if one and one.until > time.monotonic() else 412)


def envelope(inner):
    return ('<?xml version="1.0"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
            f's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>{inner}</s:Body></s:Envelope>\n')


class TesterHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, value):
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        seen = self.server.seen
        self.reply(200, {"requests": seen["all"], "most_at_once": seen["most"]})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        name = self.path.rsplit("/", 1)[-1]
        if name == "restart":
            self.server.restart()
            return self.reply(200, {"status": "done"})
        answer = stimulate(self.server.service, name, asked)
        return self.reply(200 if answer else 404, answer or {"status": "unsupported"})


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Who asks may go away."""

    daemon_threads = True
    request_queue_size = 128
    address_family = socket.AF_INET
