"""Writes what Locust itself holds at the end, so that a test can compare without reading any log."""
import json
import os

from locust import events

PERCENTILES = ("50", "66", "75", "80", "90", "95", "98", "99", "99.9", "99.99", "100")


def statistics(entry):
    return {
        "requests": entry.num_requests,
        "failures": entry.num_failures,
        "min": entry.min_response_time or 0,
        "avg": entry.avg_response_time,
        "median": entry.median_response_time or 0,
        "max": entry.max_response_time,
        "rps": entry.total_rps,
        "failuresPerSecond": entry.total_fail_per_sec,
        "percentiles": {p: entry.get_response_time_percentile(float(p) / 100) for p in PERCENTILES}
        if entry.response_times
        else {},
    }


@events.init.add_listener
def remember(environment, **kwargs):
    path = os.environ.get("EXPECTED_FILE")
    if not path or type(environment.runner).__name__ != "MasterRunner":
        return

    @environment.events.quit.add_listener
    def write(exit_code, **kwargs):
        stats = environment.runner.stats
        with open(path, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "exitCode": exit_code,
                    "total": statistics(stats.total),
                    "requests": [
                        dict(statistics(entry), method=entry.method or "", name=entry.name)
                        for _, entry in sorted(stats.entries.items())
                    ],
                    "errors": [
                        {"occurrences": error.occurrences, "printed": error.to_name()}
                        for error in stats.errors.values()
                    ],
                    "exceptions": [
                        {"occurrences": each["count"], "message": each["msg"]}
                        for each in environment.runner.exceptions.values()
                    ],
                },
                file,
            )
