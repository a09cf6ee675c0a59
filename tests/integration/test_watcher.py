"""Somebody outside hears of each cycle that the clock runs."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from world import DAY, World

from service.config import end_of_day, load_settings
from service.serving import keep_time


def test_the_clock_tells_the_watcher_of_each_cycle(cycled: World) -> None:
    asked: list[str] = []
    stop = threading.Event()

    class Watcher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            if len(asked) == 2:  # both jobs are due at the first tick
                stop.set()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Watcher) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings = load_settings({"DUNGHAN_PING_URL": f"http://127.0.0.1:{server.server_port}/ping/1"})
        keep_time(settings, cycled.database, cycled.endpoint, lambda: end_of_day(DAY), stop)
        server.shutdown()
        thread.join()
    assert asked == ["/ping/1", "/ping/1"]
