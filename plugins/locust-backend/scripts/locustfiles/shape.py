"""A load shape decides on users and end."""
import _record  # noqa: F401
from locust import HttpUser, LoadTestShape, constant, task


class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task
    def browse(self):
        self.client.get("/fast", name="/")


class Steps(LoadTestShape):
    def tick(self):
        seconds = self.get_run_time()
        if seconds < 3:
            return 4, 4
        if seconds < 6:
            return 2, 4
        return None
