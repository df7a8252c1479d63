import type { Finding } from "../../server/contract.ts";
import { userName } from "../app/preferences.ts";

/** An answer of the server that is not a success, or no answer at all (status 0). Shown to people as it is. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  /** The catalogue's code, for example `INSTANCE_ENDED`; empty when the answer had none. */
  readonly code: string;
  /** Path of the offending field, for example `variables.amount`. */
  readonly field: string | null;
  /** What a refused deployment was refused for. */
  readonly findings: readonly Finding[];

  constructor(answer: ProblemBody) {
    super(answer.detail ?? answer.title ?? "The server gave no reason.");
    this.status = answer.status ?? 0;
    this.title = answer.title ?? "";
    this.code = answer.code ?? "";
    this.field = answer.field ?? null;
    this.findings = answer.findings ?? [];
  }
}

interface ProblemBody {
  status?: number;
  title?: string;
  detail?: string;
  code?: string;
  field?: string | null;
  findings?: Finding[];
}

export interface RequestOptions {
  /** Sent as JSON. */
  json?: unknown;
  form?: FormData;
  /** Sent as `text/xml`. */
  xml?: string;
  signal?: AbortSignal;
}

/** Sends one request as the person named in the top bar. Throws `Problem` for every answer outside 2xx. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const type = response.headers.get("content-type") ?? "";
  return (type.includes("json") ? await response.json() : await response.text()) as T;
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { "x-millrace-user": encodeURIComponent(userName()) };
  if (options.json !== undefined) headers["content-type"] = "application/json";
  if (options.xml !== undefined) headers["content-type"] = "text/xml";
  const body = options.json !== undefined ? JSON.stringify(options.json) : (options.form ?? options.xml ?? null);
  try {
    return await fetch(path, { method, headers, body, signal: options.signal ?? null });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Problem({ status: 0, title: "No connection", detail: "Millrace does not answer. Nothing was changed." });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return new Problem({ status: response.status, ...(JSON.parse(text) as ProblemBody) });
  } catch {
    return new Problem({
      status: response.status,
      title: response.statusText,
      detail: text.slice(0, 300) || undefined,
    });
  }
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return String(thrown);
}
