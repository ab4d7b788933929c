"""Every trap that names and errors hold, several user classes, failures and exceptions."""
import _record  # noqa: F401
from locust import HttpUser, constant, task


class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task(4)
    def browse(self):
        self.client.get("/fast", name="/products/[id]")
        self.client.get("/fast?q=1", name="search | by name")
        self.client.get("/slow", name="the slow one, with  two spaces")

    @task(2)
    def buy(self):
        self.client.post("/flaky", name="/checkout 🛒 schließen")
        self.client.get("/flaky", name="/" + "long-name/" * 20 + "end")
        with self.client.get("/fast", name='says "no" | 12 3(25.00%) | 4', catch_response=True) as response:
            response.failure("not 'good' enough | \"really\": 1(100.00%)\nsecond line")

    @task
    def unusual(self):
        self.client.request("PROPFIND", "/fast", name="/webdav")
        self.client.request("VERYLONGMETHOD", "/flaky", name="/odd")
        self.client.get("/missing", name="42")

    @task
    def broken(self):
        raise ValueError("the locustfile's own mistake | ü")


class Visitor(HttpUser):
    wait_time = constant(0.3)

    @task
    def home(self):
        self.client.get("/fast", name="/")
