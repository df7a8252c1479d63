import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
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
 * Tells this node and every other one what changed, after it is committed. Only a hint to look again: who missed one,
 * because a connection broke, hears `lost` and looks at everything.
 */
export class Hub {
  readonly #events = new EventEmitter<{ change: [Change] }>();
  readonly #node = randomUUID();
  readonly #config: pg.ClientConfig;
  #client: pg.Client | null = null;
  #isClosed = false;

  constructor(config: pg.ClientConfig) {
    this.#config = config;
    this.#events.setMaxListeners(0);
  }

  /** Listens for other nodes; reconnects by itself. */
  async start(): Promise<void> {
    await this.#connect();
  }

  /** Tells the listeners of this node. */
  emit(change: Change): void {
    this.#events.emit("change", change);
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
    this.#events.on("change", listener);
    return () => this.#events.off("change", listener);
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
    await client.query(`listen ${channel}`);
    this.#client = client;
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
