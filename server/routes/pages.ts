import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import type { App } from "./context.ts";

/** Everything from here; styles inline because bpmn-js and the properties panel write them on elements. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/** The console's pages: every address that is no file is the app's, which reads it itself. */
export function pageRoutes(app: App, pages: string | null): void {
  redirects(app);
  if (pages === null) return;
  app.register(fastifyStatic, {
    root: pages,
    wildcard: false,
    index: false,
    setHeaders(reply, path) {
      // Names of assets contain their hash.
      reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const sendApp = (reply: FastifyReply) =>
    reply
      .headers({ "content-security-policy": contentSecurityPolicy, "x-content-type-options": "nosniff" })
      .sendFile("index.html");
  const addresses = ["/", "/inbox", "/processes", "/instances", "/incidents", "/modeler", "/start"];
  for (const address of addresses) app.get(address, { schema: { hide: true } }, (_, reply) => sendApp(reply));
  for (const address of addresses.slice(1))
    app.get(`${address}/*`, { schema: { hide: true } }, (_, reply) => sendApp(reply));
}

/** Links that Camunda Modeler offers after deploying and starting. */
function redirects(app: App): void {
  const hidden = { schema: { hide: true } };
  app.get<{ Params: { key: string } }>("/operate/processes/:key", hidden, (request, reply) =>
    reply.redirect(`/instances/${encodeURIComponent(request.params.key)}`),
  );
  app.get<{ Params: { key: string } }>("/operate/instances/:key", hidden, (request, reply) =>
    reply.redirect(`/instances/${encodeURIComponent(request.params.key)}`),
  );
  app.get("/operate", hidden, (_, reply) => reply.redirect("/instances"));
  app.get("/operate/*", hidden, (_, reply) => reply.redirect("/instances"));
  app.get("/tasklist", hidden, (_, reply) => reply.redirect("/inbox"));
  app.get("/tasklist/*", hidden, (_, reply) => reply.redirect("/inbox"));
}
