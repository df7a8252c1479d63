import type { Pool } from "pg";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Variables } from "../../engine/feel/values.ts";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { Explanation, JournalEntry, ProcessSummary } from "../contract.ts";
import { type Caller, callHierarchy } from "./callHierarchy.ts";
import { readDecisionsXml, readInputsAndRules } from "./decisions/looking.ts";
import { type ElementStatistics, elementStatistics } from "./elementStatistics.ts";
import { explain } from "./explain.ts";
import { type ProblemCode, Refused } from "./failures.ts";
import type { Definition, Models } from "./models.ts";
import { countOpen, listProcesses, readJournal } from "./operations.ts";
import type { Database, Reading } from "./reading.ts";
import { type ResourceName, resources } from "./search/resources.ts";
import { findOne, type Item, type SearchAnswer, type SearchRequest, search } from "./search/search.ts";

/** Which definition a caller means. */
export interface DefinitionChoice {
  readonly processDefinitionKey?: string | undefined;
  readonly processDefinitionId?: string | undefined;
  /** -1 or nothing is the newest. */
  readonly processDefinitionVersion?: number | undefined;
}

/** A sequence flow that an instance has taken. */
export interface TakenFlow {
  readonly sequenceFlowId: string;
  readonly processInstanceKey: string;
  readonly rootProcessInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processDefinitionId: string;
  readonly elementId: string;
  readonly tenantId: string;
}

/** What a store gives to read from. */
interface ReadFrom {
  readonly pool: Pool;
  readonly reading: Reading;
  readonly models: Models;
  /** Epoch milliseconds. */
  nowMs(): number;
}

/** Everything that is only looked at. It reads the rows that commands write, so it is never behind them. */
export class Reads {
  readonly #pool: Pool;
  readonly #db: Database;
  /** For what commands wait for. */
  readonly #commandPool: Pool;
  readonly #models: Models;
  readonly #nowMs: () => number;

  /** Reads what this store writes. */
  constructor(store: ReadFrom) {
    const { pool, reading, models } = store;
    this.#pool = reading.pool;
    this.#db = reading.db;
    this.#commandPool = pool;
    this.#models = models;
    this.#nowMs = () => store.nowMs();
  }

  /** Throws when the database does not answer to commands. */
  async ping(): Promise<void> {
    await this.#commandPool.query("select 1");
  }

  counts() {
    return countOpen(this.#pool);
  }

  processes(): Promise<ProcessSummary[]> {
    return listProcesses(this.#pool);
  }

  journal(processInstanceKey: string): Promise<JournalEntry[]> {
    return readJournal(this.#pool, processInstanceKey);
  }

  explanation(processInstanceKey: string): Promise<Explanation> {
    return explain(this.#pool, this, processInstanceKey, this.#nowMs());
  }

  search(resource: ResourceName, request: SearchRequest | undefined): Promise<SearchAnswer> {
    return search(this.#db, resources[resource], request ?? {});
  }

  /** The one with this key; refused with the code when there is none. */
  async get(resource: ResourceName, key: string, code: ProblemCode): Promise<Item> {
    const found = await findOne(this.#db, resources[resource], { [resources[resource].keyField]: key });
    if (!found) throw new Refused(code, `Nothing has the key ${key}`);
    return found;
  }

  /** Element instances with the names that their models give them; an element without a name has its id. */
  async searchElements(request: SearchRequest | undefined): Promise<SearchAnswer> {
    const answer = await this.search("elementInstance", request);
    const items = await Promise.all(
      answer.items.map(async (item) => {
        const definition = await this.#models.get(this.#pool, String(item.processDefinitionKey));
        const elementName = definition?.model.nodes.get(String(item.elementId))?.name ?? item.elementId;
        return { ...item, elementName };
      }),
    );
    return { ...answer, items };
  }

  /** The definition to start; refused with DEFINITION_NOT_FOUND, or BODY_INVALID when none is named. */
  async definition(choice: DefinitionChoice): Promise<Definition> {
    const { processDefinitionKey, processDefinitionId, processDefinitionVersion = -1 } = choice;
    if (processDefinitionKey === undefined && processDefinitionId === undefined)
      throw new Refused("BODY_INVALID", "Expected processDefinitionKey or processDefinitionId, got neither", {
        field: "/",
      });
    const { rows } = await this.#commandPool.query<{ key: string }>({
      name: "choose definition",
      text: `select key from millrace.process_definition
             where ($1::bigint is null or key = $1) and ($2::text is null or process_id = $2) and ($3 < 0 or version = $3)
             order by version desc limit 1`,
      values: [processDefinitionKey ?? null, processDefinitionId ?? null, processDefinitionVersion],
    });
    const definition = rows[0] && (await this.#models.get(this.#commandPool, rows[0].key));
    if (definition) return definition;
    const version = processDefinitionVersion >= 0 ? `, version ${processDefinitionVersion}` : "";
    throw new Refused(
      "DEFINITION_NOT_FOUND",
      `Expected a deployed process ${processDefinitionId ?? processDefinitionKey}${version}, found none`,
      { field: processDefinitionKey === undefined ? "/processDefinitionId" : "/processDefinitionKey" },
    );
  }

  /** The compiled model of a definition. */
  async model(definitionKey: string): Promise<Definition> {
    return this.definition({ processDefinitionKey: definitionKey });
  }

  async xml(definitionKey: string): Promise<string> {
    const { rows } = await this.#pool.query<{ xml: string }>(
      "select xml from millrace.process_definition where key = $1",
      [definitionKey],
    );
    if (!rows[0]) throw new Refused("DEFINITION_NOT_FOUND", `No process definition has the key ${definitionKey}`);
    return rows[0].xml;
  }

  /** The file of decisions with this key of its requirements. */
  decisionsXml(requirementsKey: string): Promise<string> {
    return readDecisionsXml(this.#pool, requirementsKey);
  }

  /** A decision that was made, with its inputs and the rules that matched. */
  async decisionInstance(key: string): Promise<Item> {
    const item = await this.get("decisionInstance", key, "DECISION_INSTANCE_NOT_FOUND");
    return { ...item, ...(await readInputsAndRules(this.#pool, key)) };
  }

  /** The variables of the process instance itself. */
  async rootVariables(processInstanceKey: string): Promise<Variables> {
    const { rows } = await this.#commandPool.query<{ name: string; value: string }>(
      "select name, value from millrace.variable where process_instance_key = $1 and scope_key = $1 order by key",
      [processInstanceKey],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, parseJson(value)]));
  }

  /** The variables that a user task sees: its own and those around it, the inner one before the outer. */
  async variablesOfTask(userTaskKey: string, request: SearchRequest | undefined): Promise<SearchAnswer> {
    const task = await this.get("userTask", userTaskKey, "USER_TASK_NOT_FOUND");
    const { rows } = await this.#pool.query<{ key: string }>(
      `with recursive scopes(key, scope_key, depth) as (
         select key, scope_key, 0 from millrace.element_instance where process_instance_key = $1 and key = $2
         union all
         select e.key, e.scope_key, s.depth + 1 from scopes s
         join millrace.element_instance e on e.process_instance_key = $1 and e.key = s.scope_key)
       select distinct on (v.name) v.key from scopes s
       join millrace.variable v on v.process_instance_key = $1 and v.scope_key = s.key order by v.name, s.depth`,
      [instanceKeyOf(userTaskKey), task.elementInstanceKey],
    );
    const keys = rows.map(({ key }) => key);
    const visible = { variableKey: keys.length > 0 ? { $in: keys } : { $exists: false } };
    return this.search("variable", { ...request, filter: { ...request?.filter, ...visible } });
  }

  /** Sequence flows that an instance has taken, each once, read off its journal. */
  async takenFlows(processInstanceKey: string): Promise<TakenFlow[]> {
    const instance = await this.get("processInstance", processInstanceKey, "INSTANCE_NOT_FOUND");
    const processDefinitionKey = String(instance.processDefinitionKey);
    const processDefinitionId = String(instance.processDefinitionId);
    const { rows } = await this.#pool.query<{ flow: string }>(
      `select distinct event ->> 'flowId' as flow
       from millrace.journal j, json_array_elements(j.events::json) as event
       where j.process_instance_key = $1 and event ->> 'type' = 'sequenceFlowTaken' order by flow`,
      [processInstanceKey],
    );
    return rows.map(({ flow }) => ({
      sequenceFlowId: `${processInstanceKey}_${flow}`,
      processInstanceKey,
      rootProcessInstanceKey: String(instance.rootProcessInstanceKey),
      processDefinitionKey,
      processDefinitionId,
      elementId: flow,
      tenantId: "<default>",
    }));
  }

  /** The instance and those that called it, the outermost first. */
  callHierarchy(processInstanceKey: string): Promise<Caller[]> {
    return callHierarchy(this.#pool, processInstanceKey);
  }

  /** How often each element is active, was completed or terminated, and has incidents. */
  statistics(of: { processInstanceKey: string } | { definitionKey: string }): Promise<ElementStatistics[]> {
    return elementStatistics(this.#pool, of);
  }
}
