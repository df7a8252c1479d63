import { Pool } from "undici";

/** Most callers have a request under way; more of them wait for a connection. */
const connectionsMax = 256;

/** A lean client of the API at one address, over connections that it keeps; one request at a time on each. */
export class HttpClient {
  readonly #pool: Pool;

  constructor(address: string) {
    this.#pool = new Pool(address, { connections: connectionsMax, pipelining: 1 });
  }

  /** Posts JSON and answers the body. Fails unless the status is 2xx, and when the signal aborts. */
  async post(path: string, body: object, signal?: AbortSignal): Promise<string> {
    const headers = { "content-type": "application/json" };
    const request = { path, method: "POST" as const, headers, body: JSON.stringify(body), signal: signal ?? null };
    const { statusCode, body: answer } = await this.#pool.request(request);
    const text = await answer.text();
    if (statusCode >= 200 && statusCode < 300) return text;
    throw new Error(`Expected 2xx from ${path}, got ${statusCode}: ${text}`);
  }

  /** Drops its connections, whatever is under way on them. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
