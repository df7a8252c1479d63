import { readFile } from "node:fs/promises";
import type { Pool } from "pg";

/** Milliseconds in which a database that is well answers the simplest question, busy or not. */
const answerMsMax = 1_000;

/** Rows of the outbox that are counted at most: more mean the same, and counting them would cost. */
const countedRowsMax = 100_000;

/** The outbox as it is now, for all servers of the database, and what was put aside. */
export interface Backlog {
  readonly waiting: number;
  readonly putAside: number;
  readonly timersPutAside: number;
}

const journalFile = new URL("../../migrations/meta/_journal.json", import.meta.url);

/** Asks the database whether commands can be carried out, and what waits; each question once at a time. */
export class DatabaseLook {
  readonly #pool: Pool;
  #ready: Promise<string | null> | null = null;
  #backlog: Promise<Backlog | null> | null = null;
  #newestMs: number | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Null when all is well, else what is missing, in a sentence. */
  missing(): Promise<string | null> {
    this.#ready ??= this.#findMissing().finally(() => {
      this.#ready = null;
    });
    return inTime(this.#ready, `The database does not answer within ${answerMsMax} ms`);
  }

  /** Null when the database does not answer in time. */
  backlog(): Promise<Backlog | null> {
    this.#backlog ??= this.#countBacklog()
      .catch(() => null)
      .finally(() => {
        this.#backlog = null;
      });
    return inTime(this.#backlog, null);
  }

  async #findMissing(): Promise<string | null> {
    try {
      const known = await this.#newestKnownMs();
      const { rows } = await this.#pool.query<{ newest: string | null }>(
        "select max(created_at)::text as newest from millrace_migrations.__drizzle_migrations",
      );
      return Number(rows[0]?.newest ?? 0) >= known ? null : "Migrations of the database are missing";
    } catch {
      return "The database does not answer";
    }
  }

  async #countBacklog(): Promise<Backlog> {
    const { rows } = await this.#pool.query<Backlog>(
      `select count(*) filter (where not is_aside)::int as waiting, count(*) filter (where is_aside)::int as "putAside",
              (select count(*)::int from millrace.timer_attempt where defect is not null) as "timersPutAside"
       from (select defect is not null as is_aside from millrace.outbox limit ${countedRowsMax}) as counted`,
    );
    return rows[0] ?? { waiting: 0, putAside: 0, timersPutAside: 0 };
  }

  async #newestKnownMs(): Promise<number> {
    if (this.#newestMs !== null) return this.#newestMs;
    const { entries } = JSON.parse(await readFile(journalFile, "utf8")) as { entries: { when: number }[] };
    this.#newestMs = entries.at(-1)?.when ?? 0;
    return this.#newestMs;
  }
}

/** The answer, or `late` when it does not come in time. The question goes on; nobody hears of its end. */
async function inTime<T>(asked: Promise<T>, late: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(resolve, answerMsMax, late);
  asked.then(resolve, () => resolve(late));
  const answer = await promise;
  clearTimeout(timer);
  return answer;
}
