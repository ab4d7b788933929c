"""
What Schemathesis needs to know of the plugin that it tries, and what is kept of what it did.

Random ids lead nowhere, so about every other request is sent with names that are there: FUZZ_KNOWN holds them as JSON.
Which, its content decides, so the same seed sends the same. FUZZ_OUTCOME names the file for what came of it: how many
requests there were, by status, and each that was answered with 5xx.
"""

import atexit
import json
import os
import threading
import zlib
from collections import Counter

import schemathesis

KNOWN = json.loads(os.environ["FUZZ_KNOWN"])

statuses = Counter()
failures = []
lock = threading.Lock()


def number(*content):
    return zlib.crc32(repr(content).encode("utf-8", "surrogatepass"))


def sometimes(*content):
    return number(*content) % 2 == 0


def one_of(items, *content):
    return items[number("one of", *content) % len(items)]


@schemathesis.hook
def before_call(context, case, kwargs):
    content = (case.method, case.path, case.path_parameters, case.query, case.body)
    if sometimes("path", content):
        name_what_is_there(case, content)
    if sometimes("query", content):
        ask_about_what_is_there(case, content)
    if isinstance(case.body, dict) and sometimes("body", content):
        go_where_runs_may_go(case.body)
    if isinstance(case.query, dict) and "wait" in case.query and sometimes("wait", content):
        case.query["wait"] = "0"


def name_what_is_there(case, content):
    parameters = case.path_parameters or {}
    # What is to go is not what the others look at.
    fate = "doomed" if case.method == "DELETE" and case.path.count("/") == 2 else "kept"
    for parameter, kind in (("runId", "runs"), ("testId", "tests")):
        if parameter in parameters:
            parameters[parameter] = one_of(KNOWN[kind][fate], content)
    if "format" in parameters:
        parameters["format"] = one_of(KNOWN["formats"], content)


def ask_about_what_is_there(case, content):
    if not isinstance(case.query, dict):
        return
    there = {
        "entityRef": KNOWN["entityRef"],
        "cluster": KNOWN["cluster"],
        "namespace": KNOWN["namespace"],
        "test": KNOWN["test"],
        "runs": ",".join(KNOWN["runs"]["kept"][:3]),
        "reference": KNOWN["runs"]["kept"][0],
    }
    for name in case.query:
        if name in there and sometimes(name, content):
            case.query[name] = there[name]


def go_where_runs_may_go(body):
    if "spec" not in body or "generation" in body:
        return
    body.pop("cluster", None)
    body.pop("namespace", None)
    body["entityRef"] = KNOWN["entityRef"]
    body["name"] = f"fuzz-{number(body) % 100_000}"
    if isinstance(body["spec"], dict) and sometimes("one field", body):
        # The more there is, the sooner something of it is wrong.
        names = sorted(body["spec"])
        body["spec"] = {name: body["spec"][name] for name in names[:1]}


@schemathesis.hook
def after_call(context, case, response):
    with lock:
        statuses[response.status_code] += 1
        if response.status_code >= 500:
            failures.append(
                {
                    "status": response.status_code,
                    "answer": response.text[:1000],
                    "again": case.as_curl_command(headers={"Authorization": "Bearer …"}),
                }
            )


@atexit.register
def tell():
    with open(os.environ["FUZZ_OUTCOME"], "w", encoding="utf-8") as file:
        json.dump(
            {
                "requests": sum(statuses.values()),
                "statuses": dict(sorted(statuses.items())),
                "failures": failures,
            },
            file,
        )
