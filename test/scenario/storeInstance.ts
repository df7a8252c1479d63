import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Json } from "../../engine/feel/values.ts";
import type { Event } from "../../engine/vocabulary.ts";
import type { Store } from "../../server/store/store.ts";
import type { RunningInstance } from "./runner.ts";

/** One process instance, read off its rows. */
export class StoreInstance implements RunningInstance {
  readonly key: string;
  readonly processId: string;
  readonly #store: Store;

  constructor(store: Store, { key, processId }: { key: string; processId: string }) {
    this.#store = store;
    this.key = key;
    this.processId = processId;
  }

  jobKey(jobType: string): Promise<string> {
    return this.#one(
      `select key from millrace.job where process_instance_key = $1 and type = $2
       order by ${oldestFirst("ended_at is null")}`,
      jobType,
    );
  }

  userTaskKey(elementId: string): Promise<string> {
    return this.#one(
      `select key from millrace.user_task where process_instance_key = $1 and element_id = $2
       order by ${oldestFirst("completed_at is null")}`,
      elementId,
    );
  }

  incidentKey(): Promise<string> {
    return this.#one(
      `select key from millrace.incident where process_instance_key = $1 order by ${oldestFirst("state = 'ACTIVE'")}`,
    );
  }

  elementKey(elementId: string): Promise<string> {
    return this.#one(
      `select key from millrace.element_instance where process_instance_key = $1 and element_id = $2
       order by ${oldestFirst("state = 'ACTIVE'")}`,
      elementId,
    );
  }

  timerKey(elementId: string): Promise<string> {
    return this.#one(
      `select key from millrace.subscription where process_instance_key = $1 and element_id = $2 and kind = 'timer'
       order by key desc`,
      elementId,
    );
  }

  async events(): Promise<readonly Event[]> {
    const rows = await this.#rows<{ events: string }>(
      "select events from millrace.journal where process_instance_key = $1 order by revision",
    );
    return rows.flatMap(({ events }) => parseJson<Event[]>(events));
  }

  async waiting(): Promise<string[]> {
    const rows = await this.#rows<{ id: string }>(
      `select element_id as id from millrace.element_instance e
       where process_instance_key = $1 and state = 'ACTIVE' and not exists (
         select 1 from millrace.element_instance c
         where c.process_instance_key = $1 and c.scope_key = e.key and c.state = 'ACTIVE') order by key`,
    );
    return rows.map(({ id }) => id);
  }

  incidents(): Promise<{ elementId: string; code: string }[]> {
    return this.#rows(
      `select element_id as "elementId", code from millrace.incident
       where process_instance_key = $1 and state = 'ACTIVE' order by key`,
    );
  }

  async variables(scopeKey: string): Promise<Record<string, Json>> {
    const rows = await this.#rows<{ name: string; value: string }>(
      "select name, value from millrace.variable where process_instance_key = $1 and scope_key = $2 order by key",
      scopeKey,
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, parseJson<Json>(value)]));
  }

  async isEnded(): Promise<boolean> {
    const [row] = await this.#rows<{ state: string }>("select state from millrace.process_instance where key = $1");
    return row !== undefined && row.state !== "ACTIVE";
  }

  async #rows<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
    const { rows } = await this.#store.pool.query<Row>(text, [this.key, ...values]);
    return rows;
  }

  async #one(text: string, ...values: unknown[]): Promise<string> {
    const [row] = await this.#rows<{ key: string }>(text, ...values);
    if (!row) throw new Error(`nothing found by ${text} with ${values.join(", ")}`);
    return row.key;
  }
}

/** Open ones first, the oldest of them ahead; then the others, the newest ahead. */
const oldestFirst = (isOpen: string) =>
  `(case when ${isOpen} then 0 else 1 end), (case when ${isOpen} then key else -key end)`;
