import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
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

/** Keys of instances that fit into one notification beside some types of jobs. */
const instancesPerPayload = 300;

/** More instances than this that changed within a millisecond or two are not worth naming. */
const namedInstancesMax = 3_000;

/** Until it is tried again to connect, or to tell, in milliseconds. */
const againMs = 1_000;

const notifyText = `select count(pg_notify('${channel}', payload)) from unnest($1::text[]) as payload`;

const nothingElse = { jobTypes: [], definitions: false } as const;

const anything: Change = { instances: null, jobTypes: null, definitions: true };

/**
 * Tells this node and every other one what changed, after it is committed. Only a hint to look again: after a
 * connection broke, everybody is told that anything may have changed.
 */
export class Hub {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #node = randomUUID();
  readonly #config: pg.ClientConfig;
  readonly #onError: (error: unknown) => void;
  /** The connection on which it listens. */
  #client: pg.Client | null = null;
  /** The connection on which it tells. */
  readonly #speaking: pg.Pool;
  /** What the other nodes have not been told yet. */
  #untold: Change | null = null;
  #telling: Promise<void> | null = null;
  #isClosed = false;

  constructor(config: pg.ClientConfig, onError: (error: unknown) => void) {
    this.#config = config;
    this.#onError = onError;
    this.#speaking = new pg.Pool({ application_name: "millrace news", ...config, max: 1 });
    // Told again with the next connection.
    this.#speaking.on("error", () => {});
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

  /**
   * Tells everybody what has been committed: the listeners of this node at once, the other nodes right after it, as
   * many changes with one notification as have gathered meanwhile. Not in the transaction that makes the change:
   * Postgres commits transactions with notifications one after the other on all connections, disk and all, which halves
   * what four connections commit. Lost with a node that is killed between the commit and this.
   */
  tell(change: Change): void {
    this.emit(change);
    this.#untold = this.#untold ? together(this.#untold, change) : change;
    this.#telling ??= this.#tellAll();
  }

  /** Tells the other nodes when the transaction commits: for what is rare, and must be heard also when this node dies. */
  async notify(tx: Pick<PoolClient, "query">, change: Change): Promise<void> {
    await tx.query({ name: "notify", text: notifyText, values: [this.#payloads(change)] });
  }

  /** Answers the call that ends the listening. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells what is left to tell, and hears no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#telling;
    await Promise.all([this.#client?.end(), this.#speaking.end()]);
  }

  /** Nobody waits for the disk: what a crash of the database loses here, it loses with all connections. */
  async #tellAll(): Promise<void> {
    for (let change = this.#untold; change !== null; change = this.#untold) {
      this.#untold = null;
      const isTold = await this.#send(change);
      if (!isTold && this.#isClosed) break;
      if (isTold) continue;
      this.#untold = anything;
      await setTimeout(againMs);
    }
    // In one turn with the last look at what is untold: whoever comes later begins anew.
    this.#telling = null;
  }

  async #send(change: Change): Promise<boolean> {
    try {
      await this.#speaking.query({
        name: "tell",
        text: `select set_config('synchronous_commit', 'off', true), (${notifyText})`,
        values: [this.#payloads(change)],
      });
      return true;
    } catch (error) {
      this.#onError(error);
      return false;
    }
  }

  /** Those who wait for an instance look when it is named, and all of them when nobody is: so names are worth room. */
  #payloads({ instances, ...rest }: Change): string[] {
    if (!instances || instances.length <= instancesPerPayload) return [this.#payload({ instances, ...rest })];
    const parts = Array.from({ length: Math.ceil(instances.length / instancesPerPayload) }, (_, n) =>
      instances.slice(n * instancesPerPayload, (n + 1) * instancesPerPayload),
    );
    return parts.map((part, n) => this.#payload({ instances: part, ...(n === 0 ? rest : nothingElse) }));
  }

  /** What does not fit is left out: everybody then looks at all of it. */
  #payload(change: Change): string {
    const texts = [change, { ...change, instances: null }, anything].map((one) =>
      JSON.stringify({ node: this.#node, ...one }),
    );
    return texts.find((text) => Buffer.byteLength(text) < payloadBytesMax) ?? "{}";
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
        () => this.emit(anything),
        () => globalThis.setTimeout(retry, againMs).unref(),
      );
    };
    retry();
  }
}

/** Two changes in one. */
function together(one: Change, other: Change): Change {
  const instances = union(one.instances, other.instances);
  return {
    instances: instances && instances.length <= namedInstancesMax ? instances : null,
    jobTypes: union(one.jobTypes, other.jobTypes),
    definitions: one.definitions || other.definitions,
  };
}

const union = (one: readonly string[] | null, other: readonly string[] | null): string[] | null =>
  one && other && [...new Set([...one, ...other])];
