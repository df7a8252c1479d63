import type { Pool, PoolClient } from "pg";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { assert } from "../../engine/result.ts";

/** A process definition with its compiled model. */
export interface Definition {
  readonly key: string;
  readonly processId: string;
  readonly version: number;
  readonly model: ProcessModel;
}

/** Compiled models in memory; a definition never changes, so none is ever stale. Oldest used leave first. */
const cachedModelsMax = 1_000;

export class Models {
  readonly #cached = new Map<string, Definition>();

  /** The definition, compiled from its XML when it is not in memory; undefined when there is none with this key. */
  async get(db: Pool | PoolClient, key: string): Promise<Definition | undefined> {
    const cached = this.#cached.get(key);
    if (cached) return this.#keep(cached);
    const { rows } = await db.query<{ xml: string; processId: string; version: number }>(
      `select xml, process_id as "processId", version from millrace.process_definition where key = $1`,
      [key],
    );
    const row = rows[0];
    if (!row) return undefined;
    const { processes, findings } = await parseModel(row.xml);
    const model = processes.find(({ processId }) => processId === row.processId);
    assert(model, `definition ${key} was deployed but does not compile: ${findings[0]?.message}`);
    return this.#keep({ key, processId: row.processId, version: row.version, model });
  }

  #keep(definition: Definition): Definition {
    this.#cached.delete(definition.key);
    this.#cached.set(definition.key, definition);
    if (this.#cached.size > cachedModelsMax) {
      const [oldest] = this.#cached.keys();
      if (oldest !== undefined) this.#cached.delete(oldest);
    }
    return definition;
  }
}
