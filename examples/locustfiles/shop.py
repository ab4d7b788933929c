"""Shoppers of the demo shop: they mostly look around, often search and sometimes buy."""

import random

from locust import HttpUser, between, task

WORDS = ["beans", "filter", "grinder", "kettle", "milk"]


class Shopper(HttpUser):
    wait_time = between(0.1, 0.5)

    @task(5)
    def look_around(self):
        self.client.get("/products")

    @task(3)
    def search(self):
        # Every search counts as one endpoint, whatever the word.
        self.client.get("/search", params={"q": random.choice(WORDS)}, name="/search")

    @task(2)
    def buy(self):
        self.client.post("/checkout", json={"product": random.randint(1, 5), "pieces": 1})
