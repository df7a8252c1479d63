import { DrizzleQueryError } from "drizzle-orm";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { isLostConnection, isTransient } from "./store/database.ts";
import { type ProblemCode, problems, Refused } from "./store/failures.ts";
import { type Log, logError } from "./store/log.ts";

/** The body of every error (RFC 9457), with our code and the path of the offending field. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ProblemCode;
  field?: string;
  findings?: readonly unknown[];
}

/** Every error leaves here; what is not a refusal is a defect, told in the log and not to the caller. */
export function answerError(
  error: FastifyError | Refused,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const problem = problemOf(error, request);
  // The path of the route and not the one that was asked for, whose query may hold anything.
  const path = request.routeOptions.url ?? "an unknown route";
  if (problem.code === "DEFECT") logError(log, `in ${request.method} ${path}`, error, { requestId: request.id });
  return reply.code(problem.status).type("application/problem+json").send(problem);
}

function problemOf(error: FastifyError | Refused, request: FastifyRequest): Problem {
  if (error instanceof Refused) return problem(request, error.code, error.message, error);
  if (error.validation?.[0]) return invalidRequest(error, request);
  const cause = causeOf(error);
  const code = codeOf(cause);
  return problem(request, code, detailOf(code, cause, request));
}

/** The search's query builder wraps what the database says. */
const causeOf = (error: FastifyError): FastifyError =>
  error instanceof DrizzleQueryError && error.cause ? (error.cause as FastifyError) : error;

function detailOf(code: ProblemCode, error: FastifyError, request: FastifyRequest): string {
  switch (code) {
    case "DEFECT":
      return "Something went wrong that is not your fault; the server's log says more";
    case "BODY_TOO_LARGE":
      return `Expected a body of at most ${request.routeOptions.bodyLimit} bytes, got more (${error.message})`;
    case "MEDIA_TYPE_UNKNOWN": {
      const expected = request.routeOptions.schema?.consumes?.join(" or ") ?? "application/json";
      return `Expected the content type ${expected}, got ${request.headers["content-type"] ?? "none"}`;
    }
    case "RESOURCE_EXHAUSTED":
      return "The database took too long to answer, or had to put something else first; ask for less, or try again later";
    default:
      return error.message;
  }
}

function codeOf(error: FastifyError): ProblemCode {
  if (isLostConnection(error)) return "STORE_UNAVAILABLE";
  if (isTransient(error)) return "RESOURCE_EXHAUSTED";
  const { statusCode = 500 } = error;
  if (statusCode === 413) return "BODY_TOO_LARGE";
  if (statusCode === 406 || statusCode === 415) return "MEDIA_TYPE_UNKNOWN";
  return statusCode >= 400 && statusCode < 500 ? "BODY_INVALID" : "DEFECT";
}

/** What a route's schema found, as its validator tells it. */
interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly parentSchema?: ParentSchema;
}

interface ParentSchema {
  readonly description?: string;
  readonly oneOf?: readonly { readonly properties?: Readonly<Record<string, { readonly const?: unknown }>> }[];
}

/** What the schema of the route found, in a sentence with the field's path. */
function invalidRequest(error: FastifyError, request: FastifyRequest): Problem {
  const [violation] = (error.validation ?? []) as unknown as readonly Violation[];
  if (!violation) return problem(request, "BODY_INVALID", error.message);
  const { missingProperty, additionalProperty, tag } = violation.params;
  const property = missingProperty ?? additionalProperty ?? tag;
  const field = `${violation.instancePath}${property === undefined ? "" : `/${property}`}` || "/";
  const came = cameOf(violation, property);
  const short = came.length > 120 ? `${came.slice(0, 117)}...` : came;
  const code = codeOfViolation(violation, error.validationContext);
  return problem(request, code, `Expected ${expectedBy(violation)} at ${field}, got ${short}`, { field });
}

function codeOfViolation({ keyword, instancePath }: Violation, where: string | undefined): ProblemCode {
  if (where === "params") return "KEY_INVALID";
  return keyword === "const" && instancePath.startsWith("/tenantId") ? "TENANT_UNKNOWN" : "BODY_INVALID";
}

function expectedBy({ keyword, message = "something else", params, parentSchema }: Violation): string {
  switch (keyword) {
    case "required":
      return "a value";
    case "additionalProperties":
      return "no field of this name";
    case "const":
      return JSON.stringify(params.allowedValue);
    case "discriminator":
      return meant(parentSchema, params.tag);
    case "pattern":
      return (parentSchema?.description ?? message).replace(/^A /, "a ");
    default:
      return message.replace(/^must /, "it to ");
  }
}

/** The values of the field by which a schema tells its objects apart. */
function meant(schema: Violation["parentSchema"], field: unknown): string {
  const values = schema?.oneOf?.map(({ properties }) => JSON.stringify(properties?.[String(field)]?.const)) ?? [];
  return values.join(" or ");
}

function cameOf({ keyword, data }: Violation, property: unknown): string {
  if (keyword === "required") return "nothing";
  const isOfField = keyword === "additionalProperties" || keyword === "discriminator";
  const value = isOfField ? (data as Record<string, unknown>)[String(property)] : data;
  return JSON.stringify(value) ?? "nothing";
}

function problem(
  request: FastifyRequest,
  code: ProblemCode,
  detail: string,
  more: { field?: string | undefined; findings?: readonly unknown[] | undefined } = {},
): Problem {
  const { status, title } = problems[code];
  return {
    type: "about:blank",
    title,
    status,
    detail,
    instance: request.url.split("?")[0] ?? "",
    code,
    ...(more.field === undefined ? {} : { field: more.field }),
    ...(more.findings === undefined ? {} : { findings: more.findings }),
  };
}
