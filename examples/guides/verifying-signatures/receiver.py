import hashlib
import hmac
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Two secrets, separated by a comma, are for the time of a rotation.
SECRETS = os.environ["BOTBIZ_SIGNING_SECRETS"].split(",")
MAX_BODY = 1 << 20  # bytes; anyone can send a request


def verify(body: bytes, signature: str, secret: str) -> bool:
    want = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    got = signature.lower().removeprefix("sha256=")
    return secret != "" and hmac.compare_digest(got.encode(), want.encode())  # in constant time


class Refused(Exception):
    """A request that is answered by this status."""


class Receiver(BaseHTTPRequestHandler):
    timeout = 10  # seconds to wait for the next bytes

    def do_POST(self):
        self.close_connection = True
        try:
            body = self.read_body()
            signature = self.headers.get("X-Botbiz-Signature", "")
            genuine = any(verify(body, signature, secret) for secret in SECRETS)
            status = 204 if genuine else 401
            if genuine:
                sys.stdout.buffer.write(body + b"\n")  # handle the event here
                sys.stdout.flush()
        except Refused as refusal:
            status = refusal.args[0]
        self.send_response(status)
        self.end_headers()

    # The raw bytes: JSON that was decoded and encoded again is another text.
    def read_body(self) -> bytes:
        if "Transfer-Encoding" not in self.headers:
            return self.read(self.headers.get("Content-Length", ""), 10, MAX_BODY)
        body = bytearray()
        while True:  # each chunk begins with its size, and the last one is empty
            size = self.rfile.readline(1000).decode("latin-1").split(";")[0]
            chunk = self.read(size, 16, MAX_BODY - len(body))
            if not chunk:
                return bytes(body)
            body += chunk
            self.rfile.readline(2)

    def read(self, size: str, base: int, limit: int) -> bytes:
        size = size.strip()
        if not (size.isascii() and size.isalnum()):
            raise Refused(400)  # int() accepts -1 too, which reads without end
        try:
            count = int(size, base) if len(size) < 10 else limit + 1
        except ValueError:
            raise Refused(400) from None
        if count > limit:
            raise Refused(413)
        return self.rfile.read(count)


if __name__ == "__main__":
    # A thread for each connection, so that a slow sender does not hold up the others.
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
