import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

// Two secrets, separated by a comma, are for the time of a rotation.
const secrets = process.env.BOTBIZ_SIGNING_SECRETS.split(",");
const maxBody = 1 << 20; // bytes; anyone can send a request

function verify(body, signature, secret) {
  const want = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
  const got = Buffer.from(signature.toLowerCase().replace(/^sha256=/, ""));
  return secret !== "" && got.length === want.length && timingSafeEqual(got, want); // in constant time
}

// The raw bytes: JSON that was decoded and encoded again is another text.
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const server = createServer(async (request, response) => {
  try {
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const signature = request.headers["x-botbiz-signature"] ?? "";
    const genuine = secrets.some((secret) => verify(body, signature, secret));
    response.writeHead(genuine ? 204 : 401).end();
    if (genuine) console.log(body.toString()); // handle the event here
  } catch {
    response.destroy(); // the sender closed the connection in the middle of the body
  }
});

server.requestTimeout = 10_000; // milliseconds for a whole request
server.headersTimeout = 10_000;
server.listen(process.env.PORT ?? 8000, "127.0.0.1", () => {
  console.log(`listening on port ${server.address().port}`);
});
