import type { Event } from "../../engine/vocabulary.ts";
import { Refused } from "../../server/store/failures.ts";
import { Reads } from "../../server/store/reads.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { expectRejection, Rejected, type Runner } from "./runner.ts";

/** Time as the store sees it: the real one plus what the stories have let pass. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

let shared: Promise<Store> | null = null;

/** One store for all scenarios of a test file; every story has an instance of its own. */
function sharedStore(): Promise<Store> {
  shared ??= freshDatabase().then((connection) => Store.open({ connection, log: console.error, nowMs: clock }));
  return shared;
}

/** The same story on Postgres: commands through the batch, looks at the rows. */
export async function storeRunner(xml: string): Promise<Runner> {
  const store = await sharedStore();
  const { processes } = await store.deploy([{ name: "scenario.bpmn", content: xml }]);
  const definitionKey = processes[0]?.processDefinitionKey ?? "";
  let key = "";

  const one = async (text: string, ...values: unknown[]): Promise<string> => {
    const { rows } = await store.pool.query<{ key: string }>(text, [key, ...values]);
    if (!rows[0]) throw new Error(`nothing found by ${text} with ${values.join(", ")}`);
    return rows[0].key;
  };
  const refusedAsRejected = (error: unknown): never => {
    throw error instanceof Refused ? new Rejected(error.code, error.message) : error;
  };
  const runner: Runner = {
    async execute(command) {
      if (command.type !== "startInstance") {
        await store.execute(key, command, "story").catch(refusedAsRejected);
        return;
      }
      const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
      const started = await store.startInstance(start, command, "story").catch(refusedAsRejected);
      key = started.processInstanceKey;
    },
    async publish(name, correlationKey, variables) {
      const publication = { name, correlationKey, variables, timeToLiveMs: 0, messageId: null };
      await store.correlate(publication).catch(refusedAsRejected);
      await store.settled();
    },
    nowMs: clock,
    setNow: (nowMs) => {
      aheadMs = nowMs - Date.now();
    },
    instanceKey: () => key,
    jobKey: (jobType) =>
      one(
        `select key from millrace.job where process_instance_key = $1 and type = $2
         order by ${oldestFirst("ended_at is null")}`,
        jobType,
      ),
    userTaskKey: (elementId) =>
      one(
        `select key from millrace.user_task where process_instance_key = $1 and element_id = $2
         order by ${oldestFirst("state = 'CREATED'")}`,
        elementId,
      ),
    incidentKey: () =>
      one(
        `select key from millrace.incident where process_instance_key = $1
         order by ${oldestFirst("state = 'ACTIVE'")}`,
      ),
    elementKey: (elementId) =>
      one(
        `select key from millrace.element_instance where process_instance_key = $1 and element_id = $2
         order by ${oldestFirst("state = 'ACTIVE'")}`,
        elementId,
      ),
    timerKey: (elementId) =>
      one(
        `select key from millrace.subscription where process_instance_key = $1 and element_id = $2
           and kind = 'timer' order by key desc`,
        elementId,
      ),
    async nextTimer() {
      const { rows } = await store.pool.query<{ key: string; due: Date }>(
        `select key, due_at as due from millrace.subscription
         where process_instance_key = $1 and kind = 'timer' and state = 'OPEN' order by due_at, key limit 1`,
        [key],
      );
      return rows[0] && { subscriptionKey: rows[0].key, dueMs: rows[0].due.getTime() };
    },
    async events() {
      const { rows } = await store.pool.query<{ events: string }>(
        "select events from millrace.journal where process_instance_key = $1 order by revision",
        [key || "0"],
      );
      return rows.flatMap(({ events }) => JSON.parse(events) as Event[]);
    },
    async waiting() {
      const { rows } = await store.pool.query<{ id: string }>(
        `select element_id as id from millrace.element_instance e
         where process_instance_key = $1 and state = 'ACTIVE' and not exists (
           select 1 from millrace.element_instance c
           where c.process_instance_key = $1 and c.scope_key = e.key and c.state = 'ACTIVE') order by key`,
        [key],
      );
      return rows.map(({ id }) => id);
    },
    async incidents() {
      const { rows } = await store.pool.query<{ elementId: string; code: string }>(
        `select element_id as "elementId", code from millrace.incident
         where process_instance_key = $1 and state = 'ACTIVE' order by key`,
        [key],
      );
      return rows;
    },
    rootVariables: () => new Reads(store).rootVariables(key),
    async isEnded() {
      const { rows } = await store.pool.query<{ state: string }>(
        "select state from millrace.process_instance where key = $1",
        [key],
      );
      return rows[0]?.state !== undefined && rows[0].state !== "ACTIVE";
    },
    expectRejection: (code, call) => expectRejection(runner, code, call),
    async close() {
      // A story that stops half-way must not catch the next one's messages.
      if (key !== "" && !(await runner.isEnded())) await store.execute(key, { type: "cancelInstance" }, "story");
    },
  };
  return runner;
}

/** Open ones first, the oldest of them ahead; then the others, the newest ahead. */
const oldestFirst = (isOpen: string) =>
  `(case when ${isOpen} then 0 else 1 end), (case when ${isOpen} then key else -key end)`;
