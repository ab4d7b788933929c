from browsing.paths import read_paths
from locust import HttpUser, constant, task


class Visitor(HttpUser):
    wait_time = constant(0.2)

    @task
    def look_around(self):
        for path in read_paths("data/paths.txt"):
            self.client.get(path)
