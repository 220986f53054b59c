#!/usr/bin/env python3
"""An upper tester that is a program: the sample to start one's own from.

    messaging-ctk run URL --upper-tester-command 'python3 ci/examples/upper_tester_command.py http://HOST:PORT'

The suite runs the program once a stimulus: the stimulus is the last argument, its fields come as a JSON object on
standard input, the answer is a JSON object on standard output. This one passes both on to an upper tester that speaks
HTTP, which the reference device has (`messaging-ctk serve` prints its URL). A real one makes its network act instead:
it sends the message, answers the call, holds the delivery back.
"""

import json
import sys
import urllib.error
import urllib.request


def answer(base, stimulus, fields):
    """What came of the stimulus: `done`, `unsupported` or `failed`, with what else there is to tell."""
    request = urllib.request.Request(
        f"{base.rstrip('/')}/{stimulus}",
        data=json.dumps(fields).encode(),
        headers={"content-type": "application/json"},
    )
    # Test benches are not reached through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=50) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        if error.code in (404, 405):
            return {"status": "unsupported"}
        return {"status": "failed", "detail": f"HTTP {error.code}"}
    except (OSError, ValueError) as error:
        return {"status": "failed", "detail": str(error)}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: upper_tester_command.py BASE_URL STIMULUS < FIELDS")
    fields = json.load(sys.stdin)
    json.dump(answer(sys.argv[1], sys.argv[2], fields), sys.stdout)


if __name__ == "__main__":
    main()
