import type { Pool } from "pg";
import { inTransaction } from "./database.ts";
import type { Hub } from "./hub.ts";

/** What a change of time is to everybody who listens: all of it may look otherwise now. */
const anything = { instances: null, jobTypes: null, definitions: true } as const;

/**
 * The time of everything durable. It is the wall clock's, unless somebody has pinned it: then it stands still, on every
 * node and over restarts, because the pin is a row of the database. Nodes hear of it as of any other change.
 */
export class Clock {
  readonly #pool: Pool;
  readonly #hub: Hub;
  readonly #wallMs: () => number;
  readonly #onError: (error: unknown) => void;
  #pinnedMs: number | null = null;
  /** One look at the row after the other: an older answer must not overtake a newer one. */
  #looking: Promise<void> = Promise.resolve();
  #stopListening = () => {};

  constructor(pool: Pool, hub: Hub, wallMs: () => number, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#hub = hub;
    this.#wallMs = wallMs;
    this.#onError = onError;
  }

  /** Epoch milliseconds. */
  readonly nowMs = (): number => this.#pinnedMs ?? this.#wallMs();

  /** Time stands still. */
  get isPinned(): boolean {
    return this.#pinnedMs !== null;
  }

  /** Takes the time that an earlier run or another node has set, and listens for the next. */
  async start(): Promise<void> {
    this.#stopListening = this.#hub.onChange(({ instances, jobTypes, definitions }) => {
      if (instances === null && jobTypes === null && definitions) this.#look().catch(this.#onError);
    });
    await this.#look();
  }

  /** Pins the time of all nodes to an instant, in epoch milliseconds; null lets it run again. */
  async set(pinnedMs: number | null): Promise<void> {
    await inTransaction(this.#pool, async (tx) => {
      await tx.query(
        "insert into millrace.clock (pinned_at) values ($1) on conflict (is_only) do update set pinned_at = $1",
        [pinnedMs === null ? null : new Date(pinnedMs)],
      );
      await this.#hub.notify(tx, anything);
    });
    await this.#look();
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#looking.catch(() => {});
  }

  #look(): Promise<void> {
    const look = async () => {
      const { rows } = await this.#pool.query<{ at: Date | null }>("select pinned_at as at from millrace.clock");
      const pinnedMs = rows[0]?.at?.getTime() ?? null;
      if (pinnedMs === this.#pinnedMs) return;
      this.#pinnedMs = pinnedMs;
      // Whoever has heard of it before this look went by the old time.
      this.#hub.emit(anything);
    };
    this.#looking = this.#looking.then(look, look);
    return this.#looking;
  }
}
