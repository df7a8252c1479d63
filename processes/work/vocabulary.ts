import { createHash } from "node:crypto";

/** The variables a job carries: what its task's input mappings name. */
export type Variables = Readonly<Record<string, unknown>>;

/** How a job ended. `did` is the rest of the log line; the server never sees it. */
export type Outcome =
  | { readonly kind: "completed"; readonly variables: Variables; readonly did: string }
  /** A BPMN error, for a boundary event to catch. */
  | { readonly kind: "errorThrown"; readonly code: string; readonly message: string }
  /** Tried again while the job has retries, an incident afterwards. */
  | { readonly kind: "failed"; readonly message: string };

/** What a worker may ask of the server it works for. */
export type Engine = {
  /** Process instances in this state; rejects when the server does not answer. */
  readonly countInstances: (state: "ACTIVE" | "COMPLETED" | "TERMINATED") => Promise<number>;
};

/** The work behind one job type. What it throws fails the job, as `failed` does. */
export type Work = (variables: Variables, engine: Engine) => Outcome | Promise<Outcome>;

/** Job type → work. */
export type WorkByJobType = Readonly<Record<string, Work>>;

export const completed = (variables: Variables, did: string): Outcome => ({ kind: "completed", variables, did });

export const errorThrown = (code: string, message: string): Outcome => ({ kind: "errorThrown", code, message });

export const failed = (message: string): Outcome => ({ kind: "failed", message });

/** Eight hexadecimal digits of the SHA-256 of the JSON text: the same input has the same number on every machine. */
export const checksum = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
