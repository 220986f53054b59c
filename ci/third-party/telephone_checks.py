"""The kit on a device that shares nothing with it, in eight flavours: nothing is held against any of them, and at no time
is more than one request outstanding. usage: telephone_checks.py PROGRAM [SECONDS | --quick]
With SECONDS, a whole run with default options has to take no longer; --quick: two flavours, and the actions alone."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

from reference_device import Checks, same

FLAVOURS = {
    "by address and agent": [],
    "by address": ["--tell-apart", "address"],
    "by a count": ["--tell-apart", "count"],
    "by a count for each": ["--tell-apart", "counts"],
    "late deliveries": ["--delivery", "1.5"],
    "no closed sessions": ["--no-closed"],
    "merged events": ["--merge-events"],
    "slower": ["--answers-after", "0.03"],
}
# These mean to have several connections, or leave a request alone, or ask on after no answer.
MANY_AT_ONCE = ["uda/security", "uda/control", "uda/description", "uda/eventing"]


class Telephone:
    def __init__(self, flags):
        place = pathlib.Path(__file__).parent / "telephone"
        self.process = subprocess.Popen([sys.executable, place, *flags], stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def statistics(self):
        with urllib.request.urlopen(self.ready["statistics"], timeout=20) as response:
            return json.load(response)


def judged(program, telephone, folder, *flags):
    """The report of a run on it, and how long it took."""
    report = pathlib.Path(folder) / f"{len(list(pathlib.Path(folder).iterdir()))}.json"
    begun = time.monotonic()
    subprocess.run(
        [program, "run", telephone.ready["description"], "--upper-tester", telephone.ready["upper_tester"], "--quiet",
         "--seed", "7", "--journal", report.with_suffix(".jsonl.zst"), "--report", f"json={report}", *flags],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=900, check=False,
    )
    return json.loads(report.read_text()), time.monotonic() - begun


def failed(report):
    return [f'{case["id"]}: {case["reason"]}' for case in report["cases"] if case["verdict"] in ("fail", "error")]


def main():
    program, rest = sys.argv[1], sys.argv[2:]
    quick = rest == ["--quick"]
    seconds = float(rest[0]) if rest and not quick else None
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        for name, flags in list(FLAVOURS.items())[2:4] if quick else FLAVOURS.items():
            with checks.check(name), Telephone(flags) as telephone:
                skipped = [word for pattern in MANY_AT_ONCE for word in ("--skip", pattern)]
                skipped = ["--case", "5.5", "--case", "5.6", "--case", "5.3"] if quick else skipped
                report, _ = judged(program, telephone, folder, *skipped)
                same(failed(report), [])
                same(telephone.statistics()["most_at_once"], 1)
                if report["summary"]["pass"] < 300:
                    raise AssertionError(f'only {report["summary"]["pass"]} passed')
        if quick:
            checks.close()
        with checks.check("a whole run"), Telephone([]) as telephone:
            report, took = judged(program, telephone, folder)
            same(failed(report), [])
            print(f"a whole run: {took:.1f} s, {telephone.statistics()['requests']} requests", flush=True)
            if seconds is not None and took > seconds:
                raise AssertionError(f"it took {took:.1f} s, more than {seconds} s")
    checks.close()


main()
