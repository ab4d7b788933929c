from locust import HttpUser, task

import shop_client


class Shopper(HttpUser):
    @task
    def browse(self):
        shop_client.browse(self.client)
