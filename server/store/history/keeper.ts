import pg from "pg";
import type { Layout } from "./layout.ts";
import { type Retention, readRetention, setRetention, unsetRetention } from "./policies.ts";
import { type Removed, removeExpired } from "./retention.ts";
import { sumUpStatistics } from "./statistics.ts";

/** How often what batches have counted is summed up; until then, a look reads a row for each batch and element. */
const sumUpMs = 5_000;

/** How often a node looks for what no policy keeps any longer. */
const removeMs = 3_600_000;

export interface KeeperOptions {
  readonly connection: pg.PoolConfig;
  readonly pool: pg.Pool;
  readonly layout: Layout;
  readonly nowMs: () => number;
  readonly log: (message: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Sums up the statistic and lets history age out, in the background. Every node has one; they keep out of each other's way. */
export class HistoryKeeper {
  readonly #options: KeeperOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  #summingUp: Promise<unknown> = Promise.resolve();
  #removing: Promise<unknown> = Promise.resolve();
  #removal: pg.Client | null = null;
  #isClosed = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const every = (ms: number, work: () => Promise<unknown>) => {
      const timer = setInterval(() => work().catch(this.#options.onError), ms);
      timer.unref();
      this.#timers.push(timer);
    };
    every(sumUpMs, () => {
      const summed = this.#summingUp.then(() => this.#sumUp());
      this.#summingUp = summed.catch(() => {});
      return summed;
    });
    every(removeMs, () => this.removeExpired());
  }

  retention(): Promise<Retention> {
    return readRetention(this.#options.pool);
  }

  /** Of one process, or of all that have no policy of their own. */
  setRetention(days: number | null, processId?: string): Promise<void> {
    return setRetention(this.#options.pool, days, processId);
  }

  unsetRetention(processId: string): Promise<void> {
    return unsetRetention(this.#options.pool, processId);
  }

  /** Removes what no policy keeps any longer; answers what that was. Nothing when another node is at it. */
  removeExpired(): Promise<Removed> {
    const removed = this.#removing.then(() => this.#remove());
    this.#removing = removed.catch(() => {});
    return removed;
  }

  /** A removal may take minutes, and goes on where it was with the next look: it is broken off. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#removal?.end().catch(() => {});
    await Promise.all([this.#summingUp, this.#removing]);
  }

  async #sumUp(): Promise<void> {
    if (this.#isClosed) return;
    const client = await this.#options.pool.connect();
    try {
      await sumUpStatistics(client);
    } finally {
      client.release();
    }
  }

  /** On a connection of its own, which no time-out ends: it may take minutes. */
  async #remove(): Promise<Removed> {
    const { connection, layout, nowMs, log } = this.#options;
    const nothing = { ranges: [], instances: 0 };
    if (this.#isClosed) return nothing;
    const client = new pg.Client({ ...connection, application_name: "millrace history" });
    client.on("error", () => {});
    await client.connect();
    this.#removal = client;
    try {
      const { rows } = await client.query("select pg_try_advisory_lock(hashtext('millrace history')) as free");
      if (!rows[0]?.free) return nothing;
      const removed = await removeExpired(client, layout, nowMs());
      if (removed.ranges.length > 0 || removed.instances > 0)
        log(
          `History aged out: ${removed.ranges.length} partition(s) dropped, ${removed.instances} instance(s) deleted`,
        );
      return removed;
    } catch (error) {
      if (this.#isClosed) return nothing;
      throw error;
    } finally {
      this.#removal = null;
      await client.end().catch(() => {});
    }
  }
}
