import { randomUUID } from "node:crypto";
import pg, { type PoolClient } from "pg";

/** What a committed batch changed, as nodes tell each other. */
export interface Change {
  /** Instances that changed; null when there were too many to name. */
  readonly instances: readonly string[] | null;
  /** Types of jobs that became available; null when there were too many to name. */
  readonly jobTypes: readonly string[] | null;
  readonly definitions: boolean;
}

const channel = "millrace_change";

/** Postgres refuses notifications of 8 000 bytes and more. */
const payloadBytesMax = 7_900;

/**
 * Tells this node and every other one what changed, after it is committed. Only a hint to look again: after a
 * connection broke, everybody is told that anything may have changed.
 */
export class Hub {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #node = randomUUID();
  readonly #config: pg.ClientConfig;
  readonly #onError: (error: unknown) => void;
  #client: pg.Client | null = null;
  #isClosed = false;

  constructor(config: pg.ClientConfig, onError: (error: unknown) => void) {
    this.#config = config;
    this.#onError = onError;
  }

  /** Listens for other nodes; reconnects by itself. */
  async start(): Promise<void> {
    await this.#connect();
  }

  /** Tells the listeners of this node. One that throws must not reach the batch, which has been committed. */
  emit(change: Change): void {
    for (const listener of [...this.#listeners])
      try {
        listener(change);
      } catch (error) {
        this.#onError(error);
      }
  }

  /** Tells the other nodes when the transaction commits. */
  async notify(tx: Pick<PoolClient, "query">, change: Change): Promise<void> {
    const full = JSON.stringify({ node: this.#node, ...change });
    const brief = JSON.stringify({ node: this.#node, ...change, instances: null, jobTypes: null });
    const payload = Buffer.byteLength(full) < payloadBytesMax ? full : brief;
    await tx.query({ name: "notify", text: `select pg_notify('${channel}', $1)`, values: [payload] });
  }

  /** Answers the call that ends the listening. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on("notification", ({ payload }) => this.#hear(payload));
    client.on("error", () => this.#reconnect(client));
    client.on("end", () => this.#reconnect(client));
    await client.connect();
    try {
      await client.query(`listen ${channel}`);
    } catch (error) {
      // Tried again with a new client; this one would stay connected for nothing.
      void client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    if (this.#isClosed) await client.end();
  }

  #hear(payload: string | undefined): void {
    const change = JSON.parse(payload ?? "{}") as Change & { node?: string };
    if (change.node !== this.#node) this.emit(change);
  }

  #reconnect(client: pg.Client): void {
    if (this.#isClosed || this.#client !== client) return;
    this.#client = null;
    const retry = () => {
      if (this.#isClosed) return;
      this.#connect().then(
        () => this.emit({ instances: null, jobTypes: null, definitions: true }),
        () => setTimeout(retry, 1_000).unref(),
      );
    };
    retry();
  }
}
