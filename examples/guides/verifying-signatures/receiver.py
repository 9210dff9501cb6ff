import hashlib
import hmac
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Two secrets, separated by a comma, are for the time of a rotation.
SECRETS = os.environ["BOTBIZ_SIGNING_SECRETS"].split(",")
MAX_BODY = 1 << 20  # bytes; anyone can send a request


def verify(body: bytes, signature: str, secret: str) -> bool:
    want = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    got = signature.removeprefix("sha256=")
    return secret != "" and hmac.compare_digest(got.encode(), want.encode())  # in constant time


class Receiver(BaseHTTPRequestHandler):
    timeout = 10  # seconds to wait for the next bytes

    def do_POST(self):
        self.send_response(self.check())
        self.end_headers()

    def check(self) -> int:
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return 411  # none, or one such as -1, which would read without end
        if len(length) > 7 or int(length) > MAX_BODY:
            return 413
        # The raw bytes: JSON that was decoded and encoded again is another text.
        body = self.rfile.read(int(length))
        signature = self.headers.get("X-Botbiz-Signature", "")
        genuine = any(verify(body, signature, secret) for secret in SECRETS)
        return 204 if genuine else 401


if __name__ == "__main__":
    # A thread for each connection, so that a slow sender does not hold up the others.
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
