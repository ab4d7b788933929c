"""One request, again and again, for a host that is not there."""
import _record  # noqa: F401
from locust import HttpUser, constant, task


class Visitor(HttpUser):
    wait_time = constant(0.2)

    @task
    def knock(self):
        self.client.get("/")
