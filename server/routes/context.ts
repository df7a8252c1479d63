import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from "fastify";
import type { Reads } from "../store/reads.ts";
import type { Store } from "../store/store.ts";
import type { TypeBoxTypeProvider } from "./typebox.ts";

/** The server as routes see it: request types follow from the schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes work with. */
export interface Context {
  /** Changes things. */
  readonly store: Store;
  /** Looks at them; never behind what the store has committed. */
  readonly reads: Reads;
  /** The name that people see in the console, for example `local`. */
  readonly environment: string;
  readonly version: string;
}

/** Nobody is known while no authentication is configured, unless the request names a person. */
const anonymous = "anonymous";

/** The person that the request names in `X-Millrace-User` (percent-encoded UTF-8), or null. */
export function userOf(request: FastifyRequest): string | null {
  const name = request.headers["x-millrace-user"];
  if (typeof name !== "string" || name.trim() === "") return null;
  try {
    return decodeURIComponent(name.trim()).slice(0, 200);
  } catch {
    return name.trim().slice(0, 200);
  }
}

/** Who gives the command, for the journal. */
export const actorOf = (request: FastifyRequest): string => userOf(request) ?? anonymous;
