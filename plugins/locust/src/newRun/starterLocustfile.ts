/** A locustfile to begin with: it runs as it is and shows where to write one's own. */
export const STARTER_LOCUSTFILE = `from locust import HttpUser, between, task


class Visitor(HttpUser):
    # How long a user waits between two tasks, in seconds.
    wait_time = between(1, 2)

    @task(3)
    def open_home(self):
        self.client.get("/")

    @task
    def look_something_up(self):
        # "name" groups requests that differ only in their parameters.
        self.client.get("/search?q=shoes", name="/search")
`;
