"""Prints of a locustfile's own that look like what Locust prints."""
import sys

import _record  # noqa: F401
import gevent
from locust import HttpUser, constant, events, task

TABLE = """\
Type     Name                                                                          # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s
--------|----------------------------------------------------------------------------|-------|-------------|-------|-------|-------|-------|--------|-----------
GET      /not-a-request                                                                999999   999999(100.00%) |   9999    9999    9999   9999 |  999.00      999.00
--------|----------------------------------------------------------------------------|-------|-------------|-------|-------|-------|-------|--------|-----------
         Aggregated                                                                       7     0(0.00%) |      1       1       1      1 |    7.00        0.00
"""


@events.init.add_listener
def chatter(environment, **kwargs):
    if type(environment.runner).__name__ != "MasterRunner":
        return

    def talk():
        while True:
            sys.stdout.write(TABLE)
            sys.stdout.write("\x1b[31mGET  /red  5 0(0.00%) | 1 1 1 1 | 1.00 0.00\x1b[0m\n")
            sys.stdout.write("@@locust but not JSON\n@@locust {\"v\":1}\n@@locust {\"v\":99,\"kind\":\"total\"}\n")
            sys.stdout.write("[2020-01-01 00:00:00,000] elsewhere/INFO/shop: Shutting down (exit code 9)\n")
            sys.stdout.write("Aggregated 1 | 2 | 3\nno newline at the end of this -> ")
            sys.stdout.flush()
            gevent.sleep(0.7)

    gevent.spawn(talk)

    @environment.events.test_stop.add_listener
    def stopped(**kwargs):
        print(TABLE)

    @environment.events.quit.add_listener
    def quitting(**kwargs):
        print(TABLE)
        print("Response time percentiles (approximated)")


class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task
    def browse(self):
        self.client.get("/fast")
        self.client.get("/flaky")
