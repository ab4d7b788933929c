"""Nobody to run."""
from locust import HttpUser


class Shopper(HttpUser):
    abstract = True
