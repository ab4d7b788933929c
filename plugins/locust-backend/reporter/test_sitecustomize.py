"""The reporter by itself, and in real masters of the versions of Locust that LOCUST_FOLDERS names.

LOCUST_FOLDERS: `version=folder` of Python environments with Locust in them, separated by os.pathsep.
"""
import http.server
import importlib.util
import io
import json
import math
import os
import pathlib
import socket
import subprocess
import sys
import threading
import types

import pytest

HERE = pathlib.Path(__file__).resolve().parent
LOCUSTFILES = HERE.parent / "scripts" / "locustfiles"
FOLDERS = dict(each.split("=", 1) for each in os.environ.get("LOCUST_FOLDERS", "").split(os.pathsep) if each)
PERCENTILES = ("50", "66", "75", "80", "90", "95", "98", "99", "99.9", "99.99", "100")

spec = importlib.util.spec_from_file_location("reporter_under_test", str(HERE / "sitecustomize.py"))
reporter_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reporter_module)


def records(text):
    return [json.loads(line[len("@@locust ") :]) for line in text.splitlines() if line.startswith("@@locust {\"kind")]


# The reporter by itself.


class Entry:
    method, name = "GET", "/"
    num_requests, num_failures = 3, 1
    min_response_time, avg_response_time, median_response_time, max_response_time = 1, 2.5, 2, 4
    current_rps, current_fail_per_sec, total_rps, total_fail_per_sec = 1.0, 0.5, 1.5, 0.25
    response_times = {1: 3}
    use_response_times_cache = False

    def get_response_time_percentile(self, percent):
        return 2


class Error:
    method, name, occurrences = "GET", "/", 1

    def __init__(self, text):
        self.text = text

    def to_name(self):
        return "GET /: " + self.text


def environment_of(**changes):
    stats = types.SimpleNamespace(total=Entry(), entries={("/", "GET"): Entry()}, errors={})
    runner = types.SimpleNamespace(
        state="running", user_count=2, target_user_count=2, clients={}, stats=stats, exceptions={}
    )
    for name, value in changes.items():
        setattr(stats if name in ("entries", "errors") else runner, name, value)
    return types.SimpleNamespace(runner=runner)


@pytest.fixture
def reporter(capsys):
    def make(**changes):
        it = reporter_module.Reporter(environment_of(**changes))
        it.sleep = lambda seconds: None
        return it

    return make


def test_tells_an_endpoint_only_when_it_has_changed(reporter):
    it = reporter()
    assert [each["kind"] for each in it.details(final=False)] == ["entry"]
    assert list(it.details(final=False)) == []
    it.runner.stats.entries[("/", "GET")].num_requests = 4
    assert [each["statistics"]["requests"] for each in it.details(final=False)] == [4]


class Served:
    """An endpoint that has served so many requests of these milliseconds."""

    method, name = "GET", "/"

    def __init__(self, name="/"):
        self.name = name
        self.response_times = {}

    def serve(self, time, number):
        self.response_times[time] = self.response_times.get(time, 0) + number


def recent_times():
    def percentile(times, number, part):
        """The least time that so large a part of the requests took at most."""
        passed = 0
        for time in sorted(times):
            passed += times[time]
            if passed >= number * part:
                return time

    return reporter_module.RecentTimes(percentile)


def test_has_the_response_times_of_the_last_ten_seconds_only():
    it, shop = recent_times(), Served()
    shop.serve(900, 100)
    assert it.of(shop, 0.0) == {"median": 900, "p95": 900}
    for second in (2.0, 4.0, 6.0, 8.0):
        shop.serve(10, 5)
        assert it.of(shop, second) == {"median": 900, "p95": 900}
    shop.serve(10, 5)
    assert it.of(shop, 10.0) == {"median": 10, "p95": 10}
    shop.serve(30, 80)
    assert it.of(shop, 12.0) == {"median": 30, "p95": 30}


def test_has_those_since_it_was_asked_last_where_that_was_longer_ago():
    it, shop = recent_times(), Served()
    shop.serve(900, 100)
    it.of(shop, 0.0)
    shop.serve(10, 1)
    assert it.of(shop, 60.0) == {"median": 10, "p95": 10}
    assert it.of(shop, 62.0) is not None
    assert it.of(shop, 80.0) is None


def test_has_those_since_a_reset_of_the_statistics():
    it, shop = recent_times(), Served()
    shop.serve(900, 100)
    it.of(shop, 0.0)
    shop.response_times = {10: 1}
    assert it.of(shop, 2.0) == {"median": 10, "p95": 10}
    shop.serve(20, 99)
    assert it.of(shop, 4.0) == {"median": 20, "p95": 20}


def test_has_recent_response_times_of_the_first_endpoints():
    it = recent_times()
    endpoints = [Served("/%d" % number) for number in range(21)]
    for each in endpoints:
        each.serve(10, 1)
    assert [it.of(each, 0.0) is not None for each in endpoints] == [True] * 20 + [False]


def test_goes_on_where_recent_response_times_cannot_be_had(reporter, capsys):
    it = reporter()
    it.recent_times = reporter_module.RecentTimes(None)
    (told,) = it.details(final=False)
    assert told["recent"] is None and told["statistics"]["requests"] == 3
    assert it.recent_times is None
    assert capsys.readouterr().err.startswith("locust reporter off: TypeError")


def test_tells_everything_at_the_end(reporter, capsys):
    it = reporter(errors={"a": Error("boom")})
    list(it.details(final=False))
    it.finish(1)
    told = records(capsys.readouterr().out)
    assert [each["kind"] for each in told] == ["entry", "error", "total", "end"]
    assert [each["final"] for each in told] == [True] * 4
    assert [each["n"] for each in told] == [0, 1, 2, 3]
    assert told[-1]["exitCode"] == 1
    assert (told[-1]["entries"], told[-1]["errors"], told[-1]["exceptions"]) == (1, 1, 0)
    assert told[1]["message"] == "boom"


def test_says_nothing_after_the_end(reporter, capsys):
    it = reporter()
    it.finish(0)
    capsys.readouterr()
    it.loop()
    it.finish(0)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["x" * 100000, "\U0001f6d2" * 50000, "\x00" * 50000])
def test_keeps_every_line_shorter_than_container_runtimes_cut(reporter, capsys, text):
    entry = Entry()
    entry.name = text
    it = reporter(
        entries={(text, "GET"): entry},
        errors={"a": Error(text)},
        exceptions={"a": {"count": 1, "msg": text, "traceback": text}},
    )
    it.finish(0)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(len(line.encode()) < 16384 for line in lines)
    assert all(line.isascii() for line in lines)


def test_keeps_them_so_short_with_the_figures_since_a_warm_up_too(reporter, capsys):
    entry = Entry()
    entry.name = "\U0001f6d2" * 50000
    it = reporter(entries={(entry.name, "GET"): entry})
    stats = types.SimpleNamespace(total=Entry(), entries={(entry.name, "GET"): entry})
    it.warm_up = types.SimpleNamespace(seconds=3.0, statistics=lambda: (None, stats))
    it.finish(0)
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line[len("@@locust ") :]).get("since") is not None for line in lines] == [True, True, False]
    assert all(len(line.encode()) < 16384 for line in lines)


def test_ends_as_ever_where_a_warm_up_cannot_be_left_out(reporter, capsys):
    def fail():
        raise RuntimeError("unfamiliar")

    it = reporter()
    it.warm_up = types.SimpleNamespace(seconds=3.0, statistics=fail)
    it.finish(0)
    captured = capsys.readouterr()
    told = records(captured.out)
    assert [each["kind"] for each in told] == ["entry", "total", "end"]
    assert told[1]["since"] == {"seconds": 3.0, "missing": "failed", "statistics": None}
    assert captured.err == "locust reporter off: RuntimeError: unfamiliar\n"


def test_leaves_no_warm_up_out_that_is_no_number_of_seconds(reporter, monkeypatch):
    for text, wanted in (("", None), ("0", None), ("-1", None)):
        monkeypatch.setenv(reporter_module.IGNORE_FIRST, text)
        assert reporter().wanted_warm_up() is wanted
    monkeypatch.setenv(reporter_module.IGNORE_FIRST, "soon")
    with pytest.raises(ValueError):
        reporter().wanted_warm_up()


def test_writes_json_that_everybody_reads_whatever_a_client_reports(reporter, capsys):
    entry = Entry()
    entry.avg_response_time, entry.max_response_time, entry.min_response_time = math.nan, math.inf, None
    it = reporter(entries={("/", "GET"): entry})
    it.finish(0)
    out = capsys.readouterr().out
    assert "NaN" not in out and "Infinity" not in out
    assert records(out)[0]["statistics"]["avg"] is None


def test_turns_itself_off_with_one_line_where_something_is_unfamiliar(reporter, capsys):
    it = reporter()
    del it.runner.stats
    it.loop()
    it.loop()
    it.finish(0)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "locust reporter off: AttributeError: 'types.SimpleNamespace' object has no attribute 'stats'\n"


def test_comes_more_rarely_the_more_it_has_said():
    pace = reporter_module.Pace()
    pace.told(0, 10, 2)
    assert pace.next_at == 2
    pace.told(2, reporter_module.BUDGET_STEP, 2)
    pace.told(10, 10, 2)
    assert pace.next_at == 14


def test_days_of_totals_fit_what_the_kubelet_keeps():
    pace, now = reporter_module.Pace(), 0.0
    while now < 3 * 24 * 3600:
        pace.told(now, 700, reporter_module.INTERVAL)
        now = pace.next_at
    assert pace.spent < 8 * 1024 * 1024


# In real masters.


@pytest.fixture(scope="module")
def shop():
    class Handler(http.server.BaseHTTPRequestHandler):
        served = 0

        def answer(self):
            Handler.served += 1
            status = 503 if self.path == "/flaky" and Handler.served % 4 == 0 else 200
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        do_GET = do_POST = do_PROPFIND = do_VERYLONGMETHOD = answer

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "http://127.0.0.1:%d" % server.server_address[1]
    server.shutdown()


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def locust(folder, host, locustfile, tmp_path, *, workers=2, path=(HERE,), env=None, arguments=(), run_time="6s"):
    """Runs a test of six seconds to its end; the master's output, errors apart, and its exit code."""
    program = str(pathlib.Path(folder) / "bin" / "locust")
    port = str(free_port())
    common = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOCUST_LOCUSTFILE": str(locustfile),
        "LOCUST_HOST": host,
        "LOCUST_USERS": "4",
        "LOCUST_SPAWN_RATE": "4",
    }
    master_env = dict(common, PYTHONPATH=os.pathsep.join(str(each) for each in path), **(env or {}))
    if run_time:
        master_env["LOCUST_RUN_TIME"] = run_time
    role = ["--master", "--expect-workers=%d" % workers, "--master-bind-host=127.0.0.1", "--master-bind-port=" + port]
    processes = [
        subprocess.Popen(
            [program, "--headless", *(role if workers else []), *arguments],
            env=master_env,
            cwd=str(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    ]
    try:
        for _ in range(workers):
            processes.append(
                subprocess.Popen(
                    [program, "--headless", "--worker", "--master-host=127.0.0.1", "--master-port=" + port],
                    env=common,
                    cwd=str(tmp_path),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
        out, err = processes[0].communicate(timeout=120)
        return out, err, processes[0].returncode
    finally:
        for process in processes:
            process.kill()
            process.wait()


needs_locust = pytest.mark.parametrize("folder", [pytest.param(it, id=version) for version, it in FOLDERS.items()])


@needs_locust
def test_ends_with_what_locust_holds_to_the_digit(folder, shop, tmp_path):
    held_file = tmp_path / "held.json"
    out, err, code = locust(folder, shop, LOCUSTFILES / "shop.py", tmp_path, env={"EXPECTED_FILE": str(held_file)})
    held = json.loads(held_file.read_text(encoding="utf-8"))
    told = records(out)

    assert code == 1, err
    assert "reporter off" not in err
    assert [each["n"] for each in told] == list(range(len(told)))
    assert told[0]["kind"] == "start" and told[-1]["kind"] == "end"
    assert told[-1]["exitCode"] == held["exitCode"] == 1

    def figures(statistics):
        return {
            "requests": statistics["requests"],
            "failures": statistics["failures"],
            "min": statistics["min"] or 0,
            "avg": statistics["avg"],
            "median": statistics["median"],
            "max": statistics["max"],
            "rps": statistics["totalRps"],
            "failuresPerSecond": statistics["totalFailuresPerSecond"],
            "percentiles": dict(zip(PERCENTILES, statistics["percentiles"])),
        }

    final = [each for each in told if each["final"]]
    (total,) = [each for each in final if each["kind"] == "total"]
    assert figures(total["statistics"]) == held["total"]
    entries = [dict(figures(each["statistics"]), method=each["method"], name=each["name"]) for each in final if each["kind"] == "entry"]
    assert sorted(entries, key=lambda it: (it["name"], it["method"])) == held["requests"]
    errors = [
        {"occurrences": each["occurrences"], "printed": "%s %s: %s" % (each["method"], each["name"], each["message"])}
        for each in final
        if each["kind"] == "error"
    ]
    assert errors == held["errors"] and errors
    exceptions = [{"occurrences": each["occurrences"], "message": each["message"]} for each in final if each["kind"] == "exception"]
    assert exceptions == held["exceptions"] and exceptions

    running = [each for each in told if each["kind"] == "total" and not each["final"]]
    assert len(running) >= 3
    assert any(each["users"] == each["targetUsers"] == 4 for each in running)
    assert running[-1]["usersSpawned"] == 4
    assert any(sum(each["workers"].values()) == 2 for each in running)

    # Within its first ten seconds the last ten are all that there was.
    interim = [each for each in told if each["kind"] == "entry" and not each["final"]]
    assert interim
    for each in interim:
        so_far = dict(zip(PERCENTILES, each["statistics"]["percentiles"]))
        assert each["recent"] == {"median": so_far["50"], "p95": so_far["95"]}


@needs_locust
def test_never_makes_a_test_fail(folder, shop, tmp_path):
    locustfile = tmp_path / "hostile.py"
    locustfile.write_text(
        "import sys\n"
        "from locust import HttpUser, constant, task\n"
        "class Picky:\n"
        "    def write(self, text):\n"
        "        if text.startswith('@@locust'):\n"
        "            raise OSError('no room for this')\n"
        "        return sys.__stdout__.write(text)\n"
        "    def flush(self):\n"
        "        sys.__stdout__.flush()\n"
        "sys.stdout = Picky()\n"
        "class Shopper(HttpUser):\n"
        "    wait_time = constant(0.5)\n"
        "    @task\n"
        "    def browse(self):\n"
        "        self.client.get('/')\n",
        encoding="utf-8",
    )
    out, err, code = locust(folder, shop, locustfile, tmp_path)
    assert code == 0, err
    assert err.count("locust reporter off: OSError: no room for this") == 1
    assert "Aggregated" in err and "Traceback" not in err


@needs_locust
def test_lets_an_image_keep_its_own_sitecustomize(folder, shop, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("import sys\nsys.stderr.write('own ' + __name__ + '\\n')\n", encoding="utf-8")
    out, err, code = locust(folder, shop, LOCUSTFILES / "idle.py", tmp_path, path=(HERE, own))
    assert code == 0, err
    assert err.startswith("own sitecustomize\n")
    assert records(out)[-1]["kind"] == "end"


@needs_locust
def test_says_nothing_where_there_is_no_master(folder, shop, tmp_path):
    out, err, code = locust(folder, shop, LOCUSTFILES / "idle.py", tmp_path, workers=0)
    assert code == 0, err
    assert out == "" and "reporter off" not in err


@needs_locust
@pytest.mark.parametrize("content", ["raise RuntimeError('mine')", "import no_such_module", "def ("])
def test_does_not_hide_a_mistake_in_an_image_s_own_sitecustomize(folder, tmp_path, content):
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text(content + "\n", encoding="utf-8")
    python = str(pathlib.Path(folder) / "bin" / "python")
    path = os.pathsep.join((str(HERE), str(own)))
    ours = subprocess.run([python, "-c", "print('ran')"], env={"PYTHONPATH": path}, capture_output=True, text=True, timeout=60)
    bare = subprocess.run([python, "-c", "print('ran')"], env={"PYTHONPATH": str(own)}, capture_output=True, text=True, timeout=60)
    assert (ours.stdout, ours.returncode) == (bare.stdout, bare.returncode) == ("ran\n", 0)
    assert ours.stderr.splitlines()[-1] == bare.stderr.splitlines()[-1]


# Leaving a warm-up out, by hand: with the classes of each version of Locust and no clock.

BY_HAND = """
import importlib.util, json, random, sys, types
from locust.env import Environment
from locust.stats import RequestStats, setup_distributed_stats_event_listeners
import msgpack

spec = importlib.util.spec_from_file_location("reporter_under_test", sys.argv[1])
reporter_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reporter_module)
chance = random.Random(7)


class Worker:
    def __init__(self, id):
        self.id, self.stats = id, RequestStats()

    def work(self, counted=None, only=None):
        for _ in range(chance.randint(20, 60)):
            method, name = only or chance.choice([("GET", "/"), ("POST", "/"), ("GET", "/slow")])
            time = chance.choice([None, chance.random(), chance.random() * 90, chance.random() * 2000])
            failed = chance.random() < 0.1
            for stats in (self.stats,) if counted is None else (self.stats, counted):
                stats.log_request(method, name, time, 10)
                if failed:
                    stats.log_error(method, name, "boom")

    def report(self):
        data = {"stats": self.stats.serialize_stats(), "stats_total": self.stats.total.get_stripped_report()}
        data["errors"] = self.stats.serialize_errors()
        self.stats.errors = {}
        data = msgpack.loads(msgpack.dumps(data), strict_map_key=False)
        environment.events.worker_report.fire(client_id=self.id, data=data)


def figures(stats):
    every = [("", stats.total)] + [(entry.method + " " + entry.name, entry) for entry in stats.entries.values()]
    told = {key: reporter.statistics(entry) for key, entry in every}
    for each in told.values():
        for rate in ("rps", "failuresPerSecond", "totalRps", "totalFailuresPerSecond"):
            del each[rate]
    return told


environment = Environment()
runner = types.SimpleNamespace(stats=RequestStats(), clients={}, environment=environment)
environment.runner = runner
setup_distributed_stats_event_listeners(environment.events, runner.stats)
reporter = reporter_module.Reporter(environment)
warm_up = reporter_module.WarmUp(environment, 3600)
a, b, late = Worker("a"), Worker("b"), Worker("late")
runner.clients.update(a=a, b=b)
counted = RequestStats()
environment.events.test_start.fire(environment=environment)
for worker in (a, b, a):
    worker.work()
    worker.work(only=("GET", "/only-at-first"))
    worker.report()
%s
missing, since = warm_up.statistics()
if since and since.total.num_requests:
    since.total.last_request_timestamp = since.total.start_time + 10
    assert abs(reporter.statistics(since.total)["totalRps"] - since.total.num_requests / 10) < 1e-6
print(json.dumps({"missing": missing, "since": since and figures(since), "counted": figures(counted)}))
"""

CUT = """
a.work()
b.work()
warm_up.cut()
a.work()
"""
MEASURED = """
a.report()
a.work(counted)
a.report()
b.work()
b.report()
runner.clients["late"] = late
for worker in (late, b, a):
    worker.work(counted)
    worker.work(counted, only=("GET", "/only-afterwards"))
    worker.report()
"""


def by_hand(folder, course):
    python = str(pathlib.Path(folder) / "bin" / "python")
    ran = subprocess.run(
        [python, "-c", BY_HAND % course, str(HERE / "sitecustomize.py")],
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout), stderr=ran.stderr)


@needs_locust
def test_has_after_a_warm_up_what_locust_would_have_had_without_it(folder):
    told = by_hand(folder, CUT + MEASURED)
    since, counted = told["since"], told["counted"]
    assert told["missing"] is None
    at_first = since.pop("GET /only-at-first")
    assert (at_first["requests"], at_first["failures"], at_first["percentiles"]) == (0, 0, None)
    assert set(since) == set(counted) == {"", "GET /", "POST /", "GET /slow", "GET /only-afterwards"}
    for key, figures in counted.items():
        assert figures["requests"] > 0
        avg = since[key].pop("avg")
        assert avg == pytest.approx(figures.pop("avg"), rel=1e-9)
        assert since[key] == figures


@needs_locust
def test_counts_the_report_of_a_straggler_to_the_warm_up_however_late(folder):
    silent = MEASURED.replace("b.work()\nb.report()\n", "").replace("(late, b, a)", "(late, a)")
    told = by_hand(folder, CUT + silent + "b.work()\nb.report()\n")
    assert told["since"][""]["requests"] == told["counted"][""]["requests"]
    assert told["since"][""]["max"] == told["counted"][""]["max"]


@needs_locust
@pytest.mark.parametrize(
    "course, missing",
    [
        ("", "short"),
        (CUT + MEASURED + "environment.events.test_start.fire(environment=environment)", "short"),
        (CUT + MEASURED + "runner.stats.reset_all()\n" + "a.work()\na.report()", "reset"),
        (CUT + "warm_up.on_worker_report('a', {})", "failed"),
    ],
    ids=["too short", "begun again", "reset by the locustfile", "unfamiliar"],
)
def test_says_why_there_is_nothing_without_the_warm_up(folder, course, missing):
    told = by_hand(folder, course)
    assert (told["missing"], told["since"]) == (missing, None)
    assert told["stderr"] == ("locust reporter off: KeyError: 'stats_total'\n" if missing == "failed" else "")


@needs_locust
def test_begins_anew_where_locust_does_when_all_users_are_there(folder):
    reset = "environment.reset_stats = True\nrunner.stats.reset_all()\n"
    reset += "environment.events.spawning_complete.fire(user_count=2)\n"
    told = by_hand(folder, CUT + reset + MEASURED)
    since, counted = told["since"][""], told["counted"][""]
    assert told["missing"] is None
    assert (since["requests"], since["failures"]) == (counted["requests"], counted["failures"])
    assert (since["min"], since["max"]) == (counted["min"], counted["max"])


# Leaving a warm-up out, in real masters.

WATCHED = """
import json, os, time
from locust import HttpUser, constant, events, task

class Shopper(HttpUser):
    wait_time = constant(0.1)

    @task(3)
    def browse(self):
        self.client.get("/")

    @task
    def buy(self):
        self.client.post("/flaky")

@events.init.add_listener
def watch(environment, **kwargs):
    if type(environment.runner).__name__ != "MasterRunner":
        return
    seen = {"reports": []}

    @environment.events.test_start.add_listener
    def on_test_start(**kwargs):
        seen["start"] = time.monotonic()

    @environment.events.worker_report.add_listener
    def on_worker_report(client_id, data, **kwargs):
        parts = [dict(each, response_times=dict(each["response_times"])) for each in data["stats"]]
        seen["reports"].append({"worker": client_id, "at": time.monotonic(), "parts": parts})

    @environment.events.quit.add_listener
    def on_quit(exit_code, **kwargs):
        with open(os.environ["EXPECTED_FILE"], "w") as file:
            json.dump(seen, file)
"""


def counted(reports, cut):
    """What is measured in reports that began after the cut, by endpoint and in all (None), with nothing of Locust's."""
    begun = set()
    sums = {}
    for report in reports:
        if report["at"] < cut:
            continue
        if report["worker"] not in begun:
            begun.add(report["worker"])
            continue
        for part in report["parts"]:
            for key in (None, (part["method"], part["name"])):
                into = sums.setdefault(key, {"requests": 0, "failures": 0, "total": 0, "min": None, "max": 0, "times": {}})
                into["requests"] += part["num_requests"]
                into["failures"] += part["num_failures"]
                into["total"] += part["total_response_time"]
                least = part["min_response_time"]
                into["min"] = least if into["min"] is None else min(into["min"], least)
                into["max"] = max(into["max"], part["max_response_time"])
                for time, number in part["response_times"].items():
                    into["times"][int(time)] = into["times"].get(int(time), 0) + number
    return sums


def percentile(times, part):
    """The least response time that so large a part of the requests did not take longer than, as Locust rounds it."""
    every = sorted(time for time, number in times.items() for _ in range(number))
    return every[max(0, min(len(every), int(len(every) * part)) - 1)]


def agrees(told, sums):
    return (
        told["requests"] == sums["requests"]
        and told["failures"] == sums["failures"]
        and told["min"] == sums["min"]
        and told["max"] == sums["max"]
        and math.isclose(told["avg"], sums["total"] / sums["requests"], rel_tol=1e-9)
    )


def warm_up(folder, shop, tmp_path, seconds, **options):
    locustfile = tmp_path / "watched.py"
    locustfile.write_text(WATCHED, encoding="utf-8")
    watched = tmp_path / "watched.json"
    env = dict(options.pop("env", {}), EXPECTED_FILE=str(watched), LOCUST_REPORTER_IGNORE_FIRST=str(seconds))
    out, err, code = locust(folder, shop, locustfile, tmp_path, env=env, **options)
    assert "reporter off" not in err and "Traceback" not in err, err
    final = [each for each in records(out) if each["final"]]
    (total,) = [each for each in final if each["kind"] == "total"]
    entries = {(each["method"], each["name"]): each for each in final if each["kind"] == "entry"}
    return total, entries, json.loads(watched.read_text(encoding="utf-8"))


@needs_locust
def test_leaves_a_warm_up_out_to_the_request(folder, shop, tmp_path):
    total, entries, seen = warm_up(folder, shop, tmp_path, 4, run_time="14s")
    since = total["since"]
    assert (since["seconds"], since["missing"]) == (4.0, None)
    told = since["statistics"]
    assert 0 < told["requests"] < total["statistics"]["requests"]

    # The master's clock rings after it should on a busy machine; then reports may have come before.
    cut = seen["start"] + 4
    cuts = [cut] + [report["at"] + 0.0001 for report in seen["reports"] if report["at"] >= cut]
    matching = [sums for sums in (counted(seen["reports"], at) for at in cuts) if sums and agrees(told, sums[None])]
    assert matching, (told, [counted(seen["reports"], at).get(None) for at in cuts])
    sums = matching[0]
    assert set(entries) == {key for key in sums if key}
    for key, entry in entries.items():
        assert agrees(entry["since"], sums[key])
    for statistics, of in [(told, None)] + [(entry["since"], key) for key, entry in entries.items()]:
        times = sums[of]["times"]
        by_percent = dict(zip(PERCENTILES, statistics["percentiles"]))
        assert by_percent["100"] == max(times)
        for percent in ("50", "90", "99"):
            # Locust takes the next one where a percentile lies between two requests.
            values = sorted(times)
            exact = percentile(times, float(percent) / 100)
            assert by_percent[percent] in values[values.index(exact) : values.index(exact) + 2]


@needs_locust
def test_says_that_a_test_was_shorter_than_its_warm_up(folder, shop, tmp_path):
    total, entries, _ = warm_up(folder, shop, tmp_path, 60)
    assert total["statistics"]["requests"] > 0
    assert total["since"] == {"seconds": 60.0, "missing": "short", "statistics": None}
    assert all("since" not in entry for entry in entries.values())
