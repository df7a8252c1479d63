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
  /** Calls may pin the time of all nodes; not unless the server was started so. */
  readonly isClockControllable?: boolean;
}

/** Nobody is known while no authentication is configured, unless the request names a person. */
const anonymous = "anonymous";

/** A person's name in the journal, in characters. */
const nameLengthMax = 200;

/** The person that the request names in `X-Millrace-User` (percent-encoded UTF-8), or null. */
export function userOf(request: FastifyRequest): string | null {
  const header = request.headers["x-millrace-user"];
  if (typeof header !== "string") return null;
  // Control characters can be written by percent signs; no name has them and Postgres stores not all of them.
  const name = decoded(header)
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, nameLengthMax)
    .toWellFormed();
  return name === "" ? null : name;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

/** Who gives the command, for the journal. */
export const actorOf = (request: FastifyRequest): string => userOf(request) ?? anonymous;
