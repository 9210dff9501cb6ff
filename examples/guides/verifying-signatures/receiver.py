import hashlib
import hmac
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

# Two secrets, separated by a comma, are for the time of a rotation.
SECRETS = os.environ["BOTBIZ_SIGNING_SECRETS"].split(",")


def verify(body: bytes, signature: str, secret: str) -> bool:
    want = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    got = signature.removeprefix("sha256=")
    return secret != "" and hmac.compare_digest(got.encode(), want.encode())  # in constant time


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        # The raw bytes: JSON that was decoded and encoded again is another text.
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        signature = self.headers.get("X-Botbiz-Signature", "")
        genuine = any(verify(body, signature, secret) for secret in SECRETS)
        self.send_response(204 if genuine else 401)
        self.end_headers()


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
