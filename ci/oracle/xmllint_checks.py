"""xmllint and our XML schema on every instance vector: the two agree, except where a vector says why not.

Usage: xmllint_checks.py
Reads vectors/messaging-2/instances/*.toml by the manual alone, as a team without Rust would.
"""

import base64
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "ci" / "third-party"))
from reference_device import Checks  # noqa: E402

try:
    import tomllib
except ImportError:  # Python before 3.11
    tomllib = None

SCHEMA = ROOT / "vectors" / "messaging-2" / "schema" / "messaging.xsd"
MESSAGING, PEER = "urn:schemas-upnp-org:phone:messaging", "urn:schemas-upnp-org:phone:peer"
PLACEHOLDERS = {"recipient": "tel:+12015550100", "session": "S1", "link": "http://file.example.invalid/picture.png"}
CODECS = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "iso-8859-1": "iso-8859-1"}
# A document around a simple value of the schema.
FILE = ("<m:fileInfoList xmlns:m='" + MESSAGING + "'><sessionID>S1</sessionID><fileInfo><fileType>a/b</fileType>"
        "<fileSize>{size}</fileSize><fileLink>{link}</fileLink><progressNotif{time}>{progress}</progressNotif></fileInfo></m:fileInfoList>")


def file_info(size="1", link="a", time="", progress="0"):
    return FILE.format(size=size, link=link, time=time, progress=progress)


def session(more):
    return (f"<m:sessionInfo xmlns:m='{MESSAGING}' xmlns:p='{PEER}'><sessionID>S1</sessionID><sessionClass>Chat</sessionClass>"
            "<sessionStatus>Running</sessionStatus><recipientsList><recipientFrom><p:id>a</p:id></recipientFrom></recipientsList>"
            f"{more}</m:sessionInfo>")


AROUND = {
    "message-id": lambda text: f"<m:newMessages xmlns:m='{MESSAGING}'><newMessage><messageID>{text}</messageID></newMessage></m:newMessages>",
    "session-id": lambda text: f"<m:sessionUpdates xmlns:m='{MESSAGING}'><sessionUpdate><sessionID>{text}</sessionID>"
                               "<sessionEvent>session modified</sessionEvent><sessionStatus>Running</sessionStatus></sessionUpdate></m:sessionUpdates>",
    "any-uri": lambda text: file_info(link=text),
    "date-time": lambda text: session(f"<dateStarted>{text}</dateStarted>"),
    "boolean": lambda text: file_info(progress=text),
    "non-negative-integer": lambda text: file_info(size=text),
    "unsigned-int": lambda text: f"<m:recipientsList xmlns:m='{MESSAGING}' xmlns:p='{PEER}'><recipientFrom><p:id>a</p:id>"
                                 f"<p:contactInstanceId>{text}</p:contactInstanceId></recipientFrom></m:recipientsList>",
}


def document(vector):
    """The bytes of a vector."""
    if "base64" in vector:
        return base64.b64decode(vector["base64"])
    if "text" in vector:
        text = vector["text"]
        if vector["type"] == "positive-integer":
            return file_info(progress="1", time=f" time={quoteattr(text)}").encode()
        return AROUND[vector["type"]](escape(text)).encode()
    text = vector["xml"]
    for repeat in vector.get("repeat", []):
        text = text.replace("{{" + repeat["mark"] + "}}", repeat["text"] * repeat["times"])
    for name, value in PLACEHOLDERS.items():
        text = text.replace("{{" + name + "}}", value)
    mark = "\ufeff" if vector.get("bom") else ""
    return (mark + text).encode(CODECS[vector.get("encoding", "utf-8")])


def expected(vector):
    """Whether a validator accepts it, and why it does so against the verdict, where it does."""
    accepts = vector.get("breaks") not in ("xml", "schema")
    said = {one["name"]: one for one in vector.get("validators", [])}
    one = said.get("xmllint") or said.get("any")
    if one is None:
        return accepts, None
    if (one["says"] == "accepts") == accepts:
        raise AssertionError(f"{vector['id']}: {one['name']} is said to differ and does not")
    return not accepts, one["because"]


def root_of(file):
    """The root element's name; nothing where Python's parser is stricter than libxml2."""
    try:
        return re.sub(r"^\{.*\}", "", ET.parse(file).getroot().tag)
    except ET.ParseError:
        return None


def judge(vectors):
    """Lets xmllint judge them; gives the explained differences."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, vector in enumerate(vectors):
            file = pathlib.Path(folder, f"{number:04}.xml")
            file.write_bytes(document(vector))
            files[str(file)] = vector
        done = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", str(SCHEMA), *files],
            capture_output=True, text=True, errors="replace", timeout=120, stdin=subprocess.DEVNULL, check=False,
        )
        lines = done.stderr.splitlines()
        valid = {line.removesuffix(" validates") for line in lines if line.endswith(" validates")}
        explained, wrong = [], []
        for file, vector in files.items():
            accepts, because = expected(vector)
            # The schema takes any of the nine roots; the argument takes one.
            accepted = file in valid and ("document" not in vector or root_of(file) in (vector["document"], None))
            if accepted != accepts:
                said = next((line.split(":", 2)[-1] for line in lines if line.startswith(file + ":")), "")
                wrong.append(f"{vector['id']}: xmllint {'accepts' if accepted else 'rejects'} it, {vector['result']}: {said}")
            elif because:
                explained.append((vector["id"], "accepts" if accepts else "rejects", because))
        if wrong:
            raise AssertionError("\n".join(wrong))
        return explained


def main():
    checks = Checks()
    if tomllib is None:
        checks.skip("xmllint on the instance vectors", "Python 3.11 is needed to read TOML")
        print("0 checks passed, 0 failed, 1 skipped")
        return
    total, differ = 0, []
    for path in sorted((ROOT / "vectors" / "messaging-2" / "instances").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        typed = [entry for entry in data.get("lexical", []) if entry["type"] in AROUND or entry["type"] == "positive-integer"]
        vectors = data.get("vector", []) + typed
        if not vectors:
            continue
        with checks.check(f"xmllint agrees on {path.name}: {len(vectors)} vectors"):
            differ += judge(vectors)
            total += len(vectors)
    for name, says, because in differ:
        print(f"  {name}: xmllint {says} it: {because}")
    print(f"{total} vectors judged, {len(differ)} differ as their vectors explain")
    checks.close()


if __name__ == "__main__":
    main()
