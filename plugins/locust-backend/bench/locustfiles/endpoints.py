"""Two hundred endpoints, all of them asked all the time. The master counts what its reporter costs and says it last."""
import json
import random
import sys
import time

from locust import HttpUser, constant, events, task
from locust.runners import MasterRunner

ENDPOINTS = 200


class Shopper(HttpUser):
    wait_time = constant(0.05)

    @task
    def browse(self):
        self.client.get("/", name="/shop/categories/%03d/products" % random.randrange(ENDPOINTS))


class Cost:
    """Time of a core that the reporter's own statements take. Whoever runs while it pauses is not counted."""

    def __init__(self):
        self.spent = 0.0
        self.since = None

    def begin(self):
        self.since = time.thread_time()

    def end(self):
        self.spent += time.thread_time() - self.since
        self.since = None

    def of(self, method):
        def counted(*args, **kwargs):
            self.begin()
            try:
                return method(*args, **kwargs)
            finally:
                self.end()

        return counted

    def without(self, sleep):
        def pause(seconds):
            if self.since is None:
                return sleep(seconds)
            self.end()
            try:
                return sleep(seconds)
            finally:
                self.begin()

        return pause


while_running = Cost()
at_the_end = Cost()


def count(reporter):
    start = reporter.start

    def counted_start(self):
        start(self)
        self.sleep = while_running.without(self.sleep)

    reporter.start = counted_start
    reporter.round = while_running.of(reporter.round)
    reporter.finish = at_the_end.of(reporter.finish)


# That of the master; workers have none.
if hasattr(sys.modules.get("sitecustomize"), "Reporter"):
    count(sys.modules["sitecustomize"].Reporter)


@events.init.add_listener
def tell(environment, **kwargs):
    if not isinstance(environment.runner, MasterRunner):
        return
    began = {}

    @environment.events.test_start.add_listener
    def started(**kwargs):
        began.update(wall=time.monotonic(), cpu=time.process_time(), reporter=while_running.spent)

    # Later than the reporter's own, which was there first.
    @environment.events.quit.add_listener
    def over(**kwargs):
        cost = {
            "wallSeconds": time.monotonic() - began["wall"],
            "masterSeconds": time.process_time() - began["cpu"],
            "reporterSeconds": while_running.spent - began["reporter"],
            "endSeconds": at_the_end.spent,
            "endpoints": len(environment.runner.stats.entries),
            "requests": environment.runner.stats.total.num_requests,
        }
        sys.stdout.write("@@cost " + json.dumps(cost) + "\n")
        sys.stdout.flush()
