import type { Finding } from "../../engine/model/finding.ts";
import { type Rejection, rejections } from "../../engine/vocabulary.ts";

/** Refusals of the store, beside those of the engine. */
export const refusals = {
  BODY_INVALID: { status: 400, title: "The request is not valid" },
  KEY_INVALID: { status: 400, title: "The key is not valid" },
  VALUE_REFUSED: { status: 400, title: "A value cannot be stored" },
  DEPLOYMENT_REFUSED: { status: 400, title: "The model is not deployed" },
  RESOURCE_UNKNOWN: { status: 400, title: "The kind of resource is not executed" },
  DEFINITION_NOT_FOUND: { status: 404, title: "No process definition matches" },
  DECISION_NOT_FOUND: { status: 404, title: "No decision matches" },
  DECISION_REQUIREMENTS_NOT_FOUND: { status: 404, title: "No decision requirements have this key" },
  DECISION_INSTANCE_NOT_FOUND: { status: 404, title: "No decision that was made has this key" },
  EXPRESSION_REFUSED: { status: 400, title: "The expression cannot be evaluated" },
  VARIABLE_NOT_FOUND: { status: 404, title: "No variable has this key" },
  MESSAGE_NOT_CORRELATED: { status: 404, title: "Nothing waits for this message" },
  MESSAGE_PUBLISHED_ALREADY: { status: 409, title: "A message with this id is alive already" },
  TENANT_UNKNOWN: { status: 400, title: "The tenant does not exist" },
  CLOCK_NOT_CONTROLLABLE: { status: 403, title: "The clock cannot be set on this server" },
  ORIGIN_REFUSED: { status: 403, title: "The request comes from another web page" },
  ROUTE_NOT_FOUND: { status: 404, title: "No such route" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  MEDIA_TYPE_UNKNOWN: { status: 415, title: "The content type is not understood" },
  COMPLETION_TIMEOUT: { status: 504, title: "The process instance did not end in time" },
  USER_TASK_DENIED: { status: 409, title: "A listener of the user task has denied it" },
  LISTENERS_TIMEOUT: { status: 504, title: "The user task's listeners did not answer in time" },
  RESOURCE_EXHAUSTED: { status: 503, title: "RESOURCE_EXHAUSTED" },
  NOT_READY: { status: 503, title: "The server is not ready" },
  STORE_UNAVAILABLE: { status: 503, title: "The database does not answer" },
  DEFECT: { status: 500, title: "Millrace has a defect" },
} as const;

/** Every code that the API answers, with its status and title. */
export const problems = { ...rejections, ...refusals };

export type ProblemCode = keyof typeof problems;

/** A call is refused: the caller's to mend, nothing has changed. */
export class Refused extends Error {
  readonly code: ProblemCode;
  /** Path of the offending field, for example `/variables`. */
  readonly field: string | undefined;
  readonly findings: readonly Finding[] | undefined;

  constructor(code: ProblemCode, detail: string, more: { field?: string; findings?: readonly Finding[] } = {}) {
    super(detail);
    this.code = code;
    this.field = more.field;
    this.findings = more.findings;
  }
}

export const refusedBy = ({ code, detail }: Rejection): Refused => new Refused(code, detail);

/** True for what says nothing about the call: the same may succeed later. */
export const isForNow = (error: unknown): boolean => error instanceof Refused && problems[error.code].status === 503;
