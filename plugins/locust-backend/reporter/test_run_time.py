"""What real masters make of the run time that they are given, or not given, in their environment."""
import pytest

from test_sitecustomize import FOLDERS, locust, needs_locust, records, shop  # noqa: F401 - shop is a fixture

LOAD_SHAPE = """
from locust import HttpUser, LoadTestShape, constant, task

class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task
    def browse(self):
        self.client.get("/fast", name="/")

class Short(LoadTestShape):
    def tick(self):
        return (2, 2) if self.get_run_time() < 3 else None
"""


@pytest.fixture
def load_shape(tmp_path):
    locustfile = tmp_path / "load_shape.py"
    locustfile.write_text(LOAD_SHAPE, encoding="utf-8")
    return locustfile


@needs_locust
def test_a_load_shape_runs_in_every_version_where_the_run_time_is_left_out(folder, shop, load_shape, tmp_path):  # noqa: F811
    out, err, code = locust(folder, shop, load_shape, tmp_path, workers=1, run_time=None)
    assert code == 0, err
    assert [each["statistics"]["requests"] > 0 for each in records(out) if each["kind"] == "total" and each["final"]] == [True]


@pytest.mark.parametrize("folder", [folder for version, folder in FOLDERS.items() if version == "2.8.5"])
def test_an_old_version_refuses_a_load_shape_that_is_given_a_run_time(folder, shop, load_shape, tmp_path):  # noqa: F811
    out, err, code = locust(folder, shop, load_shape, tmp_path, workers=1, run_time="1m")
    assert code == 1
    assert "It makes no sense to combine --run-time and LoadShapes" in err


@needs_locust
def test_a_run_time_without_a_unit_is_seconds(folder, shop, tmp_path):  # noqa: F811
    locustfile = tmp_path / "endless.py"
    locustfile.write_text(LOAD_SHAPE.split("class Short")[0], encoding="utf-8")
    out, err, code = locust(folder, shop, locustfile, tmp_path, workers=1, run_time="3")
    assert code == 0, err
    (elapsed,) = [each["elapsed"] for each in records(out) if each["kind"] == "total" and each["final"]]
    assert 2.5 < elapsed < 30
