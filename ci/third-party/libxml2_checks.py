"""libxml2 and our XML schema on every document that the reference device sent in a run.

Usage: libxml2_checks.py RUN.json
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from reference_device import NAMESPACE, Checks

SCHEMA = pathlib.Path(__file__).parents[2] / "vectors" / "messaging-2" / "schema" / "messaging.xsd"
# What a device sends: the documents of output arguments and evented variables.
SENT = [
    "messagingCapabilities", "newMessages", "sessionUpdates", "message",
    "messageList", "sessionsList", "fileInfoList",
]


# A report shows so much of a body, and a little of what it has shown before; it says so at the end.
CUT = re.compile(r"\n\[cut: \d+ of \d+ bytes are shown(, SHA-256 [0-9a-f]+)?\]$")


def envelopes(run):
    """The XML that the device sent: its answers to actions, and its events, as far as the report shows them whole."""
    for case in run["cases"]:
        for exchange in case["exchanges"]:
            if exchange["kind"] == "control" and (exchange["response"] or {}).get("status") == 200:
                body = exchange["response"]["body"]
            elif exchange["kind"] == "event" and exchange["request"]["method"] == "NOTIFY":
                body = exchange["request"]["body"]
            else:
                continue
            if not CUT.search(body):
                yield case["id"], body


def documents(run):
    """Each document once: its text, by its root element's name, with the first case that saw it."""
    found = {name: {} for name in SENT}
    for case, envelope in envelopes(run):
        for element in ET.fromstring(envelope).iter():
            text = element.text or ""
            if not text.lstrip().startswith("<"):
                continue
            namespace, _, name = ET.fromstring(text).tag[1:].partition("}")
            if namespace != NAMESPACE or name not in found:
                raise AssertionError(f"{case}: a document that no device sends: {text[:200]}")
            found[name].setdefault(text, case)
    return found


def judge(name, texts):
    """Hands the documents to xmllint and tells of the first that it refuses."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (text, case) in enumerate(texts.items()):
            file = pathlib.Path(folder, f"{name}-{number}.xml")
            file.write_text(text, encoding="utf-8")
            files[str(file)] = case, text
        done = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", str(SCHEMA), *files],
            capture_output=True, text=True, errors="replace", timeout=60, stdin=subprocess.DEVNULL, check=False,
        )
        valid = {line.removesuffix(" validates") for line in done.stderr.splitlines() if line.endswith(" validates")}
        for file, (case, text) in files.items():
            if file not in valid:
                said = "\n".join(line for line in done.stderr.splitlines() if line.startswith(file)) or done.stderr
                raise AssertionError(f"seen in {case}:\n{said}\n{text}")


def main():
    checks = Checks()
    found = {}
    with checks.check("every answer and event of the run can be read"):
        with open(sys.argv[1], encoding="utf-8") as file:
            found = documents(json.load(file))
    for name, texts in found.items():
        if texts:
            with checks.check(f"xmllint finds every {name} of the run valid: {len(texts)} different ones"):
                judge(name, texts)
        else:
            checks.skip(f"xmllint on {name}", "the run saw none")
    checks.close()


main()
