import fastifyStatic from "@fastify/static";
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

/** Files beside the app: the mark, the early theme script. */
const rootFile = /^[\w-]+\.(js|svg|png|ico|txt)$/;

/**
 * The console's pages. Every address that a browser asks for and that is no file is the app's, which reads it itself
 * and has a page for what does not exist.
 */
export function pageRoutes(app: App, pages: string | null): void {
  redirects(app);
  if (pages === null) return;
  app.register(fastifyStatic, {
    root: pages,
    serve: false,
    setHeaders(reply, path) {
      // Names of assets contain their hash.
      reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      reply.header("x-content-type-options", "nosniff");
    },
  });
  const hidden = { schema: { hide: true } };
  app.get<{ Params: { "*": string } }>("/assets/*", hidden, (request, reply) =>
    reply.sendFile(`assets/${request.params["*"]}`),
  );
  app.get<{ Params: { "*": string } }>("/*", hidden, (request, reply) => {
    const path = request.params["*"];
    if (rootFile.test(path)) return reply.sendFile(path);
    const isForPeople = request.headers.accept?.includes("text/html") && !/^(v2|api|docs)(\/|$)/.test(path);
    if (!isForPeople) return reply.callNotFound();
    return reply.header("content-security-policy", contentSecurityPolicy).sendFile("index.html");
  });
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
