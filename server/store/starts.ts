import type { PoolClient } from "pg";
import type { Moment } from "../../engine/feel/moment.ts";
import { type FlowNode, type ProcessModel, type SingleTrigger, triggersOf } from "../../engine/model/model.ts";
import { ok, type Result } from "../../engine/result.ts";
import { lookedUpText, messageWait } from "../../engine/triggers/message.ts";
import { firstOfCycle, nextOfCycle, type TimerWait } from "../../engine/triggers/time.ts";
import { timerWait } from "../../engine/triggers/timer.ts";
import type { Workshop } from "./batch.ts";
import { bulkTable, insertAll, type RowOf } from "./bulk.ts";
import { inTransaction } from "./database.ts";
import { addErrands } from "./errands.ts";
import { Refused } from "./failures.ts";
import { momentOf } from "./moment.ts";
import { startSubscription } from "./schema/index.ts";

type StartRow = RowOf<typeof startSubscription>;

const table = bulkTable(startSubscription);

/** Start events see no variables: there is no instance yet. */
const nothing = () => undefined;

/** What starts a process is what starts its newest version. */
export async function replaceStarts(
  shop: Workshop,
  tx: PoolClient,
  { definitionKey, model }: { definitionKey: string; model: ProcessModel },
): Promise<void> {
  const { processId } = model;
  const { rows: old } = await tx.query<{ key: string; kind: string }>(
    "delete from millrace.start_subscription where process_id = $1 returning key, kind",
    [processId],
  );
  const rows: StartRow[] = [];
  for (const event of startsOf(model))
    for (const [triggerIndex, trigger] of triggersOf(event).entries()) {
      const common = { key: await shop.keys.next(), definitionKey, processId, elementId: event.id, triggerIndex };
      rows.push({ ...common, openedAt: new Date(shop.nowMs()), ...waitOf(event, trigger, momentOf(shop)) });
    }
  refuseAmbiguous(processId, rows);
  await insertAll(tx, table, rows);
  const closed = old.filter(({ kind }) => kind === "timer").map(({ key }) => key);
  const opened = rows.flatMap(({ key, dueAt }) =>
    dueAt ? [{ job: { kind: "start" as const, subscriptionKey: key }, dueMs: dueAt.getTime() }] : [],
  );
  await shop.timers.write(tx, opened, closed);
}

/** Events that begin an instance: triggered start events, and what waits without a token (BPMN 2.0.2 §13.2). */
const startsOf = ({ root }: ProcessModel): FlowNode[] =>
  root.children.flatMap((node) => {
    if (node.type === "START_EVENT") return [node];
    if (!node.isInstantiating) return [];
    return node.type === "EVENT_BASED_GATEWAY" ? node.outgoing.map(({ target }) => target) : [node];
  });

/** A message starts one instance of a process; which of two events it would start at, nobody could say. */
function refuseAmbiguous(processId: string, rows: readonly StartRow[]): void {
  for (const [name, [first, second]] of Map.groupBy(rows, ({ messageName }) => messageName ?? null))
    if (name !== null && second)
      throw new Refused(
        "DEPLOYMENT_REFUSED",
        `Expected message "${name}" to start process "${processId}" at one event, got "${first?.elementId}" and "${second.elementId}"`,
        { field: "/resources" },
      );
}

type WaitColumns = Pick<StartRow, "kind" | "messageName" | "signalName" | "dueAt" | "cycle" | "repetitions">;

function waitOf(event: FlowNode, trigger: SingleTrigger, moment: Moment): WaitColumns {
  const granted = <T>(wait: Result<T>): T => {
    if (wait.ok) return wait.value;
    throw new Refused("DEPLOYMENT_REFUSED", `${wait.message}, at start event "${event.id}"`, { field: "/resources" });
  };
  switch (trigger.kind) {
    case "message": {
      const { messageName } = granted(messageWait({ ...trigger, correlationKey: null }, nothing, moment));
      return { kind: "message", messageName };
    }
    case "signal":
      return { kind: "signal", signalName: granted(lookedUpText(trigger.name, "signal name", nothing, moment)) };
    case "timer":
      return { kind: "timer", ...timerColumns(granted(timerWait(trigger, nothing, moment))) };
    case "conditional":
      return { kind: "conditional" };
    case "error":
    case "escalation":
    case "compensation":
    case "link":
    case "cancel":
    case "terminate":
      throw new Error(`Defect: process start event ${event.id} has the trigger ${trigger.kind}`);
    default:
      return trigger satisfies never;
  }
}

const timerColumns = ({ dueMs, cycle, repetitions }: TimerWait) => ({ dueAt: new Date(dueMs), cycle, repetitions });

/**
 * A start timer is due: an instance begins through the outbox, and the next one is armed, in one transaction. A timer
 * of a version that has been replaced is gone, and nothing happens.
 */
export async function fireStart(shop: Workshop, subscriptionKey: string): Promise<void> {
  const fired = await inTransaction(shop.pool, async (tx) => {
    // Waits for a deployment, which would not see the next timer that is armed here and leave it to the old version.
    await tx.query("select pg_advisory_xact_lock_shared(hashtext('millrace deployment'))");
    const start = await takeStart(tx, subscriptionKey);
    await shop.timers.write(tx, [], [subscriptionKey]);
    if (!start) return null;
    await orderStart(shop, tx, start);
    await armNext(shop, tx, start);
    return start;
  });
  if (fired) shop.observer.fired(Math.max(0, shop.nowMs() - fired.dueAt.getTime()) / 1_000);
  shop.drainOutbox();
}

interface TakenStart {
  definitionKey: string;
  processId: string;
  elementId: string;
  triggerIndex: number;
  dueAt: Date;
  cycle: string | null;
  repetitions: number | null;
}

async function takeStart(tx: PoolClient, subscriptionKey: string): Promise<TakenStart | undefined> {
  const { rows } = await tx.query<TakenStart>(
    `delete from millrace.start_subscription where key = $1
     returning definition_key as "definitionKey", process_id as "processId", element_id as "elementId",
               trigger_index as "triggerIndex", due_at as "dueAt", cycle, repetitions`,
    [subscriptionKey],
  );
  return rows[0];
}

async function orderStart(shop: Workshop, tx: PoolClient, start: TakenStart): Promise<void> {
  const { definitionKey, elementId, triggerIndex } = start;
  const command = { type: "startInstance", variables: {}, startElementIds: [elementId], triggerIndex } as const;
  const errand = { processInstanceKey: await shop.keys.next(), command, actor: "timer", definitionKey };
  await addErrands(tx, [errand], new Date(shop.nowMs()));
}

async function armNext(shop: Workshop, tx: PoolClient, start: TakenStart): Promise<void> {
  const { dueAt, cycle, repetitions, ...event } = start;
  const next = nextStart({ kind: "timer", dueMs: dueAt.getTime(), cycle, repetitions }, shop);
  if (!next?.ok) return;
  const key = await shop.keys.next();
  const row = { ...event, key, kind: "timer", openedAt: new Date(shop.nowMs()) };
  await insertAll(tx, table, [{ ...row, ...timerColumns(next.value) }]);
  await shop.timers.write(tx, [{ job: { kind: "start", subscriptionKey: key }, dueMs: next.value.dueMs }], []);
  shop.timers.wakeAt(next.value.dueMs);
}

/**
 * One instance makes up for all that a cycle without end has missed while no server ran; then it goes on at its regular
 * times. A count is kept, and so is every time that somebody has set the clock forward over.
 */
function nextStart(wait: TimerWait, { nowMs, timers }: Pick<Workshop, "nowMs" | "timers">): Result<TimerWait> | null {
  const next = nextOfCycle(wait);
  if (!next?.ok || next.value.dueMs > nowMs() || wait.repetitions !== null || timers.isTimeSet) return next;
  const first = firstOfCycle(regularFrom(next.value), nowMs());
  return first.ok ? ok({ ...next.value, dueMs: first.value.dueMs }) : first;
}

/** The cycle with its own beginning, which a cron expression does not need. */
const regularFrom = ({ cycle, dueMs }: TimerWait): string =>
  cycle?.startsWith("R") ? `R/${new Date(dueMs).toISOString()}/${cycle.split("/").at(-1)}` : (cycle ?? "");
