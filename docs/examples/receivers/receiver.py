"""Receives webhooks of Parley with Python's standard library.

    WEBHOOK_SECRETS="whsec_…" PORT=3000 python3 receiver.py

During a rotation give both secrets, with a blank between them. Posts go to http://127.0.0.1:3000/hook.
"""

import base64
import hashlib
import hmac
import json
import os
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300
LARGEST_BODY = 1024 * 1024
MOST_WAITING = 1_000
MOST_REMEMBERED = 100_000

KEYS = [
    base64.b64decode(secret.removeprefix("whsec_"))
    for secret in os.environ.get("WEBHOOK_SECRETS", "").split()
]


def is_genuine(headers, body: bytes) -> bool:
    """Standard Webhooks 1.0 over the bytes as they came, never over JSON that was parsed and written again."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    ours = [b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)) for key in KEYS]
    # Several while a secret is rotated; those of other versions are passed over.
    theirs = headers.get("webhook-signature", "").encode("latin-1", "replace").split()
    return any(hmac.compare_digest(one, other) for one in theirs for other in ours)


class Inbox:
    """Each id once, the answer at once, the work afterwards, in order.

    It forgets when the process ends. Where that matters, write the event to your database before you answer, with
    `webhook-id` as a unique key.
    """

    def __init__(self):
        self._waiting = queue.Queue(MOST_WAITING)
        self._seen = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._work, daemon=True).start()

    def take(self, message_id: str, body: bytes) -> str:
        with self._lock:
            if message_id in self._seen:
                return "known"
            try:
                self._waiting.put_nowait((message_id, body))
            except queue.Full:
                return "full"
            self._seen[message_id] = None
            if len(self._seen) > MOST_REMEMBERED:
                del self._seen[next(iter(self._seen))]  # dicts keep the order of insertion
            return "new"

    def _work(self):
        while True:
            message_id, body = self._waiting.get()
            try:
                handle(message_id, json.loads(body))
            except Exception as error:  # one bad event must not stop the others
                print("failed", message_id, repr(error), flush=True)


def handle(message_id: str, event: dict) -> None:
    print("handled", message_id, event.get("type"), flush=True)


INBOX = Inbox()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            return self.answer(413, "too large, or of unknown length")
        body = self.rfile.read(int(length))
        if self.path != "/hook":
            return self.answer(404, "there is nothing here")
        if not is_genuine(self.headers, body):
            return self.answer(401, "not from Parley, or too old")
        taken = INBOX.take(self.headers["webhook-id"], body)
        if taken == "full":
            # Let the sender come again, rather than lose it.
            return self.answer(503, "busy", {"retry-after": "5"})
        self.answer(200, "seen before" if taken == "known" else "received")

    def answer(self, status: int, text: str, headers=None) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {"content-type": "text/plain", "content-length": len(body), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # the default of 5 lets a burst wait a second to connect


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}/hook", flush=True)
    server.serve_forever()
