"""Users that ask for nothing."""
import _record  # noqa: F401
from locust import User, constant, task


class Idle(User):
    wait_time = constant(1)

    @task
    def nothing(self):
        pass
