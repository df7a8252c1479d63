import type { FastifyRequest } from "fastify";
import { Refused } from "./store/failures.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Keeps other web pages out. A browser on this machine can be made to send requests here by any page it visits, by its
 * own name (refused by `Origin`) or by a name that its owner points at 127.0.0.1 (refused by `Host`). Programs send no
 * `Origin` and are not concerned. `allowed` are the origins under which a proxy shows Millrace.
 */
export function refuseForeign(request: FastifyRequest, allowed: readonly string[]): void {
  const { host = "", origin } = request.headers;
  const allowedHosts = allowed.map((text) => new URL(text).host);
  if (!loopbackNames.has(host.replace(/:\d+$/, "")) && !allowedHosts.includes(host))
    throw new Refused("ORIGIN_REFUSED", `Expected the host to be a loopback address or of --origin, got "${host}"`);
  if (origin === undefined || origin === `http://${host}` || allowed.includes(origin)) return;
  throw new Refused(
    "ORIGIN_REFUSED",
    `Expected a request from http://${host} or from --origin, got one from "${origin}"`,
  );
}
