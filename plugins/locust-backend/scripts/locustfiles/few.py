"""A few requests at the beginning and none later, so that what is written at any moment after is the end's."""
import _record  # noqa: F401
from locust import HttpUser, constant, task


class Visitor(HttpUser):
    wait_time = constant(0.05)
    rounds = 0

    @task
    def visit(self):
        self.rounds += 1
        if self.rounds > 12:
            return
        self.client.get("/fast", name="/")
        self.client.get("/slow", name='a name, with "quotes", 🛒 and\na line')
        self.client.post("/flaky", name="=cmd|' /C calc'!A0")
        with self.client.get("/fast", name="/checkout", catch_response=True) as response:
            if self.rounds % 3 == 0:
                response.failure('not "good", at all')
        if self.rounds == 5:
            raise ValueError("the locustfile's own, with a comma")
