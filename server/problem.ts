import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { isLostConnection } from "./store/database.ts";
import { type ProblemCode, problems, Refused } from "./store/failures.ts";

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
  log: (line: string) => void,
): FastifyReply {
  const problem = problemOf(error, request);
  if (problem.code === "DEFECT") log(`Error in ${request.method} ${request.url}: ${error.stack ?? error.message}`);
  return reply.code(problem.status).type("application/problem+json").send(problem);
}

function problemOf(error: FastifyError | Refused, request: FastifyRequest): Problem {
  if (error instanceof Refused) return problem(request, error.code, error.message, error);
  if (error.validation?.[0]) return invalidRequest(error, request);
  const code = codeOf(error);
  const detail =
    code === "DEFECT" ? "Something went wrong that is not your fault; the server's log says more" : error.message;
  return problem(request, code, detail);
}

function codeOf(error: FastifyError): ProblemCode {
  if (isLostConnection(error)) return "STORE_UNAVAILABLE";
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE" || error.code === "FST_REQ_FILE_TOO_LARGE") return "BODY_TOO_LARGE";
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return "MEDIA_TYPE_UNKNOWN";
  if (error.statusCode === 400 || error.statusCode === 406) return "BODY_INVALID";
  return "DEFECT";
}

/** What the schema of the route found, in a sentence with the field's path. */
function invalidRequest(error: FastifyError, request: FastifyRequest): Problem {
  const first = error.validation?.[0] as
    | { instancePath: string; keyword: string; message?: string; params: Record<string, unknown>; data?: unknown }
    | undefined;
  const property = first?.params.missingProperty ?? first?.params.additionalProperty;
  const field = `${first?.instancePath ?? ""}${property === undefined ? "" : `/${property}`}` || "/";
  const expected =
    first?.keyword === "required"
      ? "a value"
      : first?.keyword === "additionalProperties"
        ? "no field of this name"
        : (first?.message ?? "something else").replace(/^must /, "it to ");
  const came = first?.keyword === "required" ? "nothing" : (JSON.stringify(first?.data) ?? "nothing");
  const short = came.length > 120 ? `${came.slice(0, 117)}...` : came;
  return problem(request, "BODY_INVALID", `Expected ${expected} at ${field}, got ${short}`, { field });
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
