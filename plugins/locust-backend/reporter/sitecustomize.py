"""Tells what a Locust master knows, as marked JSON lines in its log.

Python imports a module of this name by itself when it starts, so putting this directory first on PYTHONPATH is
enough. Nothing happens in a process that is not a Locust master. The test comes first: whatever is unfamiliar turns
the reporter off with one line on stderr, and Locust runs on as if it were not there.

Every line is `@@locust ` and one JSON object, in ASCII, shorter than the 16 KiB at which container runtimes cut:

  v         version of the protocol, 1
  n         number of the line, from 0: a gap shows what was lost
  kind      start      the reporter is there, before any worker has connected
            total      the whole test now: state, users, workers, statistics
            entry      one endpoint, when it has changed
            error      one kind of failed request, when it has changed
            exception  one kind of exception in the locustfile, when it has changed
            end        the last line, with the exit code and how many lines of each kind belong to the end
  final     true on the lines at the end: figures of the whole run, nothing changes any more
  since     on the final lines where a warm-up is to be left out (IGNORE_FIRST): of an endpoint its statistics without
            the first seconds; of the total `seconds`, `statistics` and, where there are none, `missing`: the test was
            too `short`, its statistics were `reset` otherwise than by --reset-stats, or it `failed`
  recent    median and p95 of the last ten seconds: of the total, and of the first MAX_RECENT endpoints on their lines
            while the test runs; where an endpoint is told more rarely than that, since it was told last
  time      seconds since 1970; `elapsed`: seconds since users began to be spawned

Response times are milliseconds. `percentiles` are in the order of PERCENTILES. Works with Locust 2.8.5 and later and
with every Python that those run on, so there is no syntax newer than Python 3.6 here.
"""
import sys

VERSION = 1
MARK = "@@locust "
PERCENTILES = (0.5, 0.66, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 1.0)

# Environment variable: seconds from the start of the test that are a warm-up.
IGNORE_FIRST = "LOCUST_REPORTER_IGNORE_FIRST"

# Seconds between two totals, at first.
INTERVAL = 2.0
# A list of workers is long: it comes this often, their number always.
WORKER_LIST_INTERVAL = 10.0
MAX_WORKERS_LISTED = 60
MAX_LINE = 16000
MAX_NAME = 1000
MAX_ENTRIES = 5000
MAX_ERRORS = 500
MAX_EXCEPTIONS = 100
# Endpoints whose response times of the last seconds are told: a copy of each is kept for every report within them.
MAX_RECENT = 20
RECENT_SECONDS = 10.0
# Share of a core that describing endpoints may cost while the test runs.
MAX_CPU_SHARE = 0.005
# The kubelet keeps the newest 10 MiB of a log. Endpoints are told at this pace, in bytes per second; and both they
# and the totals come half as often after each of these steps, so that days of reports fit.
ENDPOINT_PACE = 4096
BUDGET_STEP = 1024 * 1024


def off(error):
    try:
        sys.stderr.write("locust reporter off: %s: %s\n" % (type(error).__name__, error))
        sys.stderr.flush()
    except Exception:
        pass


class AfterMain:
    """Finds locust.main as Python would have, and starts the reporter once it is loaded."""

    def find_spec(self, name, path=None, target=None):
        if name != "locust.main":
            return None
        try:
            sys.meta_path.remove(self)
            from importlib.machinery import PathFinder

            spec = PathFinder.find_spec(name, path, target)
            load = spec.loader.exec_module

            def load_and_listen(module):
                load(module)
                try:
                    listen()
                except Exception as error:
                    off(error)

            spec.loader.exec_module = load_and_listen
            return spec
        except Exception as error:
            off(error)
            return None


def listen():
    from locust import events
    from locust.runners import MasterRunner

    reporters = []

    @events.init.add_listener
    def on_init(environment, **kwargs):
        try:
            if isinstance(environment.runner, MasterRunner):
                reporter = Reporter(environment)
                reporter.start()
                reporters.append(reporter)
        except Exception as error:
            off(error)

    # Not `quitting`: on SIGTERM that comes before the workers' last reports.
    @events.quit.add_listener
    def on_quit(exit_code=None, **kwargs):
        for reporter in reporters:
            reporter.finish(exit_code)


class Pace:
    """How often something may be told, given what telling it has cost so far."""

    def __init__(self):
        self.spent = 0
        self.next_at = 0.0

    def told(self, now, size, least):
        stretch = 2 ** min(int(self.spent / BUDGET_STEP), 12)
        self.spent += size
        self.next_at = now + least * stretch


class RecentTimes:
    """Gives the response times of the last seconds, by endpoint: Locust keeps them of the total alone."""

    def __init__(self, percentile):
        self.percentile = percentile
        # By endpoint, oldest first: when it was told, and how many requests took which time up to then.
        self.kept = {}

    def of(self, entry, now):
        """Median and p95, or None for an endpoint that came after the first ones."""
        key = (entry.method, entry.name)
        if key not in self.kept:
            if len(self.kept) >= MAX_RECENT:
                return None
            self.kept[key] = [(now, {})]
        kept = self.kept[key]
        while len(kept) > 1 and kept[1][0] <= now - RECENT_SECONDS:
            del kept[0]
        times = dict(entry.response_times)
        before = kept[0][1]
        if any(times.get(time, 0) < number for time, number in before.items()):
            # The statistics were reset.
            del kept[:]
            before = {}
        kept.append((now, times))
        recent = {}
        for time, number in times.items():
            since = number - before.get(time, 0)
            if since:
                recent[time] = since
        number = sum(recent.values())
        if not number:
            return None
        return {
            "median": self.percentile(recent, number, 0.5),
            "p95": self.percentile(recent, number, 0.95),
        }


class WarmUp:
    """Gives the statistics of a test without its first seconds.

    Every worker reports each few seconds what it has measured since it last did. When the first seconds are over, what
    there is by then is copied, and to the copy comes each worker's next report, which began within them. What Locust
    holds at the end, less the copy, has all been measured after the first seconds, and is counted to the request.
    """

    # As StatsEntry and its serialized form call them.
    COUNTED = ("num_requests", "num_none_requests", "num_failures", "total_response_time")
    TOTAL = None

    def __init__(self, environment, seconds):
        import gevent
        import time
        from locust.stats import RequestStats, StatsEntry

        self.make_stats = RequestStats
        self.make_entry = StatsEntry
        self.sleep = gevent.sleep
        self.spawn = gevent.spawn
        self.time = time.time

        self.environment = environment
        self.runner = environment.runner
        self.seconds = seconds
        self.failed = False
        self.turn = 0
        self.begin()
        environment.events.test_start.add_listener(self.on_test_start)
        environment.events.worker_report.add_listener(self.on_worker_report)
        environment.events.spawning_complete.add_listener(self.on_spawning_complete)

    def begin(self):
        # What is left out, by endpoint; None until the seconds are over.
        self.base = None
        # Workers whose next report has begun within the seconds.
        self.late = set()
        self.since_times = []
        # Least and greatest response time of what counts: they cannot be had by subtraction.
        self.extremes = {}

    def guarded(self, act, *args):
        if self.failed:
            return
        try:
            act(*args)
        except Exception as error:
            self.failed = True
            off(error)

    def on_test_start(self, **kwargs):
        # A master may run one test after another; a timer of an earlier one does nothing any more.
        self.turn += 1
        self.begin()
        self.guarded(self.spawn, self.wait, self.turn)

    def wait(self, turn):
        self.sleep(self.seconds)
        if turn == self.turn:
            self.guarded(self.cut)

    def cut(self):
        self.late = {worker.id for worker in self.runner.clients.values()}
        self.since_times = [self.time()]
        base = {}
        for key, entry in self.held():
            base[key] = {field: getattr(entry, field) for field in self.COUNTED}
            base[key]["response_times"] = dict(entry.response_times)
        self.base = base

    def held(self):
        stats = self.runner.stats
        return [(self.TOTAL, stats.total)] + list(stats.entries.items())

    def on_worker_report(self, client_id, data, **kwargs):
        if self.base is not None:
            self.guarded(self.report, client_id, data)

    def report(self, client_id, data):
        parts = [(self.TOTAL, data["stats_total"])]
        parts += [((each["name"], each["method"]), each) for each in data["stats"]]
        if client_id in self.late:
            self.late.discard(client_id)
            self.since_times.append(self.time())
            for key, part in parts:
                self.leave_out(key, part)
            return
        for key, part in parts:
            least, greatest = part["min_response_time"], part["max_response_time"]
            if least is None:
                continue
            known = self.extremes.get(key)
            if known is not None:
                least, greatest = min(least, known[0]), max(greatest, known[1])
            self.extremes[key] = (least, greatest)

    def leave_out(self, key, part):
        base = self.base.setdefault(key, self.nothing())
        for field in self.COUNTED:
            base[field] += part[field]
        times = base["response_times"]
        for time, number in part["response_times"].items():
            times[time] = times.get(time, 0) + number

    def nothing(self):
        return dict(dict.fromkeys(self.COUNTED, 0), response_times={})

    def on_spawning_complete(self, **kwargs):
        # After Locust's own listener: with --reset-stats it has begun anew by now.
        if self.base is not None and getattr(self.environment, "reset_stats", False):
            self.base = {}
            self.extremes = {}
            self.since_times = [self.time()]

    def statistics(self):
        """Why there is nothing, and else what there is, in the shape that Locust holds its own in."""
        if self.failed:
            return "failed", None
        if self.base is None:
            return "short", None
        # Each worker counts from its own report on; the rate is that of all.
        times = self.since_times[1:] or self.since_times
        since = self.make_stats()
        since.total.start_time = sum(times) / len(times)
        for key, entry in self.held():
            base = self.base.get(key) or self.nothing()
            rest = since.total
            if key is not self.TOTAL:
                rest = since.entries[key] = self.make_entry(since, entry.name, entry.method)
            for field in self.COUNTED:
                setattr(rest, field, getattr(entry, field) - base[field])
            rest.response_times = {}
            for time, number in entry.response_times.items():
                left = number - base["response_times"].get(time, 0)
                if left > 0:
                    rest.response_times[time] = left
            counted = sum(rest.response_times.values()) + rest.num_none_requests
            if rest.num_requests < 0 or rest.num_failures < 0 or counted != rest.num_requests:
                return "reset", None
            if rest.num_requests == 0:
                rest.total_response_time = 0
            rest.min_response_time, rest.max_response_time = self.extremes.get(key, (None, 0))
            if entry.last_request_timestamp and entry.last_request_timestamp > since.total.start_time:
                rest.last_request_timestamp = entry.last_request_timestamp
        return None, since


class Reporter:
    def __init__(self, environment):
        import json
        import math
        import time

        self.dumps = json.dumps
        self.isfinite = math.isfinite
        self.monotonic = time.monotonic
        self.process_time = time.process_time
        self.time = time.time

        self.environment = environment
        self.runner = environment.runner
        self.over = False
        self.number = 0
        self.started_at = None
        self.users_spawned = None
        self.totals = Pace()
        self.endpoints = Pace()
        self.workers_listed_at = None
        self.warm_up = None
        self.recent_times = None
        # What was told last of each endpoint, error and exception, to tell only what has changed.
        self.told = {"entry": {}, "error": {}, "exception": {}}

    def start(self):
        import gevent
        import locust

        self.sleep = gevent.sleep
        self.total(final=False)  # whatever is unfamiliar shows here, before anything is promised
        self.number = 0
        self.environment.events.spawning_complete.add_listener(self.on_spawning_complete)
        self.write({"kind": "start", "final": False, "locust": str(getattr(locust, "__version__", ""))})
        try:
            self.warm_up = self.wanted_warm_up()
        except Exception as error:
            off(error)  # of this alone
        try:
            from locust.stats import calculate_response_time_percentile

            self.recent_times = RecentTimes(calculate_response_time_percentile)
        except Exception as error:
            off(error)  # of this alone
        gevent.spawn(self.loop)

    def wanted_warm_up(self):
        import os

        seconds = float(os.environ.get(IGNORE_FIRST) or 0)
        return WarmUp(self.environment, seconds) if seconds > 0 else None

    def on_spawning_complete(self, user_count=None, **kwargs):
        self.users_spawned = user_count

    def loop(self):
        try:
            while not self.over:
                self.round()
                self.sleep(INTERVAL)
        except Exception as error:
            self.over = True
            off(error)

    def round(self):
        now = self.monotonic()
        # A little early counts: the loop's own sleeping is not exact.
        if now >= self.totals.next_at - INTERVAL / 4:
            self.totals.told(now, self.write(self.total(final=False)), INTERVAL)
        if now >= self.endpoints.next_at:
            used = self.process_time()
            size = 0
            for record in self.details(final=False):
                size += self.write(record)
                cost = self.process_time() - used
                self.sleep(0)  # users' and workers' greenlets come first
                used = self.process_time() - cost
                if self.over:
                    return
            cost = self.process_time() - used
            self.endpoints.told(now, size, max(INTERVAL, size / ENDPOINT_PACE, cost / MAX_CPU_SHARE))

    def finish(self, exit_code):
        if self.over:
            return
        self.over = True
        try:
            missing, since = self.since()
            counts = {"entry": 0, "error": 0, "exception": 0}
            for record in self.details(final=True, since=since):
                counts[record["kind"]] += 1
                self.write(record)
            total = self.total(final=True)
            if self.warm_up:
                total["since"] = {
                    "seconds": self.warm_up.seconds,
                    "missing": missing,
                    "statistics": since and since[WarmUp.TOTAL],
                }
            self.write(total)
            self.write(
                {
                    "kind": "end",
                    "final": True,
                    "exitCode": exit_code,
                    "entries": counts["entry"],
                    "errors": counts["error"],
                    "exceptions": counts["exception"],
                }
            )
        except Exception as error:
            off(error)

    def since(self):
        """Why there are no statistics without a warm-up, and else what they are, by endpoint."""
        if not self.warm_up:
            return None, None
        try:
            missing, stats = self.warm_up.statistics()
            if missing:
                return missing, None
            since = {key: self.statistics(entry) for key, entry in stats.entries.items()}
            since[WarmUp.TOTAL] = self.statistics(stats.total)
            return None, since
        except Exception as error:
            off(error)
            return "failed", None

    def total(self, final):
        runner = self.runner
        now = self.monotonic()
        state = str(runner.state)
        if self.started_at is None and state not in ("ready", "missing", "stopped"):
            self.started_at = now
        workers = list(runner.clients.values())
        states = {}
        for worker in workers:
            states[str(worker.state)] = states.get(str(worker.state), 0) + 1
        usages = [self.cpu(worker) for worker in workers]
        record = {
            "kind": "total",
            "final": final,
            "elapsed": None if self.started_at is None else round(now - self.started_at, 2),
            "state": state,
            "users": runner.user_count,
            "targetUsers": runner.target_user_count,
            "usersSpawned": self.users_spawned,
            "workers": states,
            "maxWorkerCpu": max([usage for usage in usages if usage is not None] or [None]),
            "masterCpu": self.float(getattr(runner, "current_cpu_usage", None)),
            "statistics": self.statistics(runner.stats.total),
            "recent": self.recent(runner.stats.total),
        }
        due = self.workers_listed_at is None or now >= self.workers_listed_at + WORKER_LIST_INTERVAL
        if workers and (due or final):
            self.workers_listed_at = now
            record["workerList"] = [
                {
                    "id": str(worker.id)[:100],
                    "state": str(worker.state),
                    "users": worker.user_count,
                    "cpu": usage,
                }
                for worker, usage in list(zip(workers, usages))[:MAX_WORKERS_LISTED]
            ]
        return record

    def cpu(self, worker):
        return self.float(getattr(worker, "cpu_usage", None))

    def details(self, final, since=None):
        """Endpoints, errors and exceptions: all of them at the end, else those that have changed."""
        stats = self.runner.stats
        entries = list(stats.entries.values())[:MAX_ENTRIES]
        for entry in entries:
            change = (entry.num_requests, entry.num_failures)
            if final or self.changed("entry", (entry.method, entry.name), change):
                record = {
                    "kind": "entry",
                    "final": final,
                    "method": str(entry.method or "")[:MAX_NAME],
                    "name": str(entry.name)[:MAX_NAME],
                    "statistics": self.statistics(entry),
                }
                if since and (entry.name, entry.method) in since:
                    record["since"] = since[(entry.name, entry.method)]
                if not final:
                    record["recent"] = self.recent_of(entry)
                yield record
        for key, error in list(stats.errors.items())[:MAX_ERRORS]:
            if final or self.changed("error", key, error.occurrences):
                method, name = str(error.method or ""), str(error.name)
                text = str(error.to_name())
                prefix = "%s %s: " % (error.method, error.name)
                yield {
                    "kind": "error",
                    "final": final,
                    "method": method[:MAX_NAME],
                    "name": name[:MAX_NAME],
                    "occurrences": error.occurrences,
                    "message": text[len(prefix) :] if text.startswith(prefix) else text,
                }
        for key, exception in list(getattr(self.runner, "exceptions", {}).items())[:MAX_EXCEPTIONS]:
            if final or self.changed("exception", key, exception["count"]):
                yield {
                    "kind": "exception",
                    "final": final,
                    "occurrences": exception["count"],
                    "message": str(exception["msg"]),
                    "traceback": str(exception["traceback"]),
                }

    def changed(self, kind, key, value):
        if self.told[kind].get(key) == value:
            return False
        self.told[kind][key] = value
        return True

    def statistics(self, entry):
        return {
            "requests": entry.num_requests,
            "failures": entry.num_failures,
            "min": self.float(entry.min_response_time),
            "avg": self.float(entry.avg_response_time),
            "median": self.float(entry.median_response_time),
            "max": self.float(entry.max_response_time),
            # Of the last ten seconds, as Locust's tables say while a test runs, ...
            "rps": self.float(entry.current_rps),
            "failuresPerSecond": self.float(entry.current_fail_per_sec),
            # ... and of the whole test, as its last table does.
            "totalRps": self.float(entry.total_rps),
            "totalFailuresPerSecond": self.float(entry.total_fail_per_sec),
            "percentiles": [self.float(entry.get_response_time_percentile(p)) for p in PERCENTILES]
            if entry.response_times
            else None,
        }

    def recent_of(self, entry):
        """Of the last ten seconds of an endpoint, where that can be had."""
        try:
            recent = self.recent_times and self.recent_times.of(entry, self.monotonic())
        except Exception as error:
            self.recent_times = None
            off(error)  # of this alone
            return None
        return recent and {name: self.float(value) for name, value in recent.items()}

    def recent(self, entry):
        """Of the last ten seconds; only the total keeps what that needs."""
        if not entry.use_response_times_cache:
            return None
        return {
            "median": self.float(entry.get_current_response_time_percentile(0.5)),
            "p95": self.float(entry.get_current_response_time_percentile(0.95)),
        }

    def float(self, value):
        # JSON has no NaN and no infinity; a custom client may report them as response times.
        if value is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return value if self.isfinite(value) else None

    def write(self, record):
        record.update(v=VERSION, n=self.number, time=round(self.time(), 3))
        line = MARK + self.dumps(record, separators=(",", ":"), default=str)
        for field in ("traceback", "message", "name", "method", "workerList"):
            while len(line) > MAX_LINE and record.get(field):
                record[field] = record[field][: len(record[field]) // 2]
                line = MARK + self.dumps(record, separators=(",", ":"), default=str)
        # One write, so that no other greenlet's output comes between the text and its newline.
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        self.number += 1
        return len(line) + 1


def load_next():
    """The image's own sitecustomize, which this one stands in front of, still counts."""
    import os
    from importlib.machinery import PathFinder

    here = os.path.realpath(os.path.dirname(os.path.abspath(__file__)))
    path = [entry for entry in sys.path if os.path.realpath(entry or os.curdir) != here]
    spec = PathFinder.find_spec(__name__, path)
    if spec is None or spec.loader is None:
        return
    module = type(sys)(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__file__ = spec.origin
    module.__package__ = spec.parent
    sys.modules[__name__] = module
    spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    sys.meta_path.insert(0, AfterMain())
    load_next()
