import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

// Two secrets, separated by a comma, are for the time of a rotation.
const secrets = process.env.BOTBIZ_SIGNING_SECRETS.split(",");

function verify(body, signature, secret) {
  const want = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
  const got = Buffer.from(signature.replace(/^sha256=/, ""));
  return secret !== "" && got.length === want.length && timingSafeEqual(got, want); // in constant time
}

const server = createServer(async (request, response) => {
  // The raw bytes: JSON that was decoded and encoded again is another text.
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const signature = request.headers["x-botbiz-signature"] ?? "";
  const genuine = secrets.some((secret) => verify(body, signature, secret));
  response.writeHead(genuine ? 204 : 401).end();
});

server.listen(process.env.PORT ?? 8000, "127.0.0.1", () => {
  console.log(`listening on port ${server.address().port}`);
});
