import type { PoolClient } from "pg";
import type { FlowNode } from "../../engine/model/model.ts";
import { messageWait } from "../../engine/triggers/message.ts";
import { nextOfCycle, type TimerWait } from "../../engine/triggers/time.ts";
import { timerWait } from "../../engine/triggers/timer.ts";
import type { Workshop } from "./batch.ts";
import { bulkTable, insertAll, type RowOf } from "./bulk.ts";
import { inTransaction } from "./database.ts";
import { Refused } from "./failures.ts";
import { startSubscription } from "./schema/index.ts";

type StartRow = RowOf<typeof startSubscription>;

const table = bulkTable(startSubscription);

/** Start events see no variables: there is no instance yet. */
const nothing = () => undefined;

/** The timers and messages that start a process are those of its newest version. */
export async function replaceStarts(
  shop: Workshop,
  tx: PoolClient,
  { definitionKey, processId, starts }: { definitionKey: string; processId: string; starts: readonly FlowNode[] },
): Promise<void> {
  const { rows: old } = await tx.query<{ key: string; kind: string }>(
    "delete from millrace.start_subscription where process_id = $1 returning key, kind",
    [processId],
  );
  const rows: StartRow[] = [];
  for (const start of starts) {
    const common = { key: await shop.keys.next(), definitionKey, processId, elementId: start.id };
    rows.push({ ...common, openedAt: new Date(shop.nowMs()), ...waitOf(start, shop.nowMs()) });
  }
  refuseAmbiguous(processId, rows);
  await insertAll(tx, table, rows);
  const closed = old.filter(({ kind }) => kind === "timer").map(({ key }) => key);
  const opened = rows.flatMap(({ key, dueAt }) =>
    dueAt ? [{ job: { kind: "start" as const, subscriptionKey: key }, dueMs: dueAt.getTime() }] : [],
  );
  await shop.timers.write(tx, opened, closed);
}

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

function waitOf(
  start: FlowNode,
  nowMs: number,
): Pick<StartRow, "kind" | "messageName" | "dueAt" | "cycle" | "repetitions"> {
  const { trigger } = start;
  if (trigger?.kind === "message") {
    const wait = messageWait({ ...trigger, correlationKey: null }, nothing, nowMs);
    if (!wait.ok) throw new Refused("DEPLOYMENT_REFUSED", `${wait.message}, at start event "${start.id}"`);
    return { kind: "message", messageName: wait.value.messageName };
  }
  if (trigger?.kind !== "timer") throw new Error(`Defect: start event ${start.id} has no timer or message`);
  const wait = timerWait(trigger, nothing, nowMs);
  if (!wait.ok) throw new Refused("DEPLOYMENT_REFUSED", `${wait.message}, at start event "${start.id}"`);
  return { kind: "timer", ...timerColumns(wait.value) };
}

const timerColumns = ({ dueMs, cycle, repetitions }: TimerWait) => ({ dueAt: new Date(dueMs), cycle, repetitions });

/**
 * A start timer is due: an instance begins through the outbox, and the next one is armed, in one transaction. A timer
 * of a version that has been replaced is gone, and nothing happens.
 */
export async function fireStart(shop: Workshop, subscriptionKey: string): Promise<void> {
  await inTransaction(shop.pool, async (tx) => {
    // Waits for a deployment, which would not see the next timer that is armed here and leave it to the old version.
    await tx.query("select pg_advisory_xact_lock_shared(hashtext('millrace deployment'))");
    const start = await takeStart(tx, subscriptionKey);
    await shop.timers.write(tx, [], [subscriptionKey]);
    if (!start) return;
    await orderStart(shop, tx, start);
    await armNext(shop, tx, start);
  });
  shop.drainOutbox();
}

interface TakenStart {
  definitionKey: string;
  processId: string;
  elementId: string;
  dueAt: Date;
  cycle: string | null;
  repetitions: number | null;
}

async function takeStart(tx: PoolClient, subscriptionKey: string): Promise<TakenStart | undefined> {
  const { rows } = await tx.query<TakenStart>(
    `delete from millrace.start_subscription where key = $1
     returning definition_key as "definitionKey", process_id as "processId", element_id as "elementId",
               due_at as "dueAt", cycle, repetitions`,
    [subscriptionKey],
  );
  return rows[0];
}

async function orderStart(shop: Workshop, tx: PoolClient, { definitionKey, elementId }: TakenStart): Promise<void> {
  const command = { type: "startInstance", variables: {}, startElementIds: [elementId] };
  await tx.query(
    `insert into millrace.outbox (process_instance_key, definition_key, actor, command, created_at)
     values ($1, $2, 'timer', $3, $4)`,
    [await shop.keys.next(), definitionKey, JSON.stringify(command), new Date(shop.nowMs())],
  );
}

async function armNext(shop: Workshop, tx: PoolClient, start: TakenStart): Promise<void> {
  const { dueAt, cycle, repetitions, definitionKey, processId, elementId } = start;
  const next = nextOfCycle({ kind: "timer", dueMs: dueAt.getTime(), cycle, repetitions });
  if (!next?.ok) return;
  const key = await shop.keys.next();
  const row = { key, definitionKey, processId, elementId, kind: "timer", openedAt: new Date(shop.nowMs()) };
  await insertAll(tx, table, [{ ...row, ...timerColumns(next.value) }]);
  await shop.timers.write(tx, [{ job: { kind: "start", subscriptionKey: key }, dueMs: next.value.dueMs }], []);
  shop.timers.wakeAt(next.value.dueMs);
}
