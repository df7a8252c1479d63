import type { PoolClient } from "pg";
import type { Variables } from "../../engine/feel/values.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import { inTransaction } from "./database.ts";
import { addErrands, type Errand } from "./errands.ts";

export interface Signal {
  readonly name: string;
  readonly variables: Variables;
}

/** Broadcasts a signal in a transaction of its own. Answers its key. */
export async function broadcastSignal(shop: Workshop, signal: Signal): Promise<{ signalKey: string }> {
  const signalKey = await shop.keys.next();
  const reached = await inTransaction(shop.pool, (tx) => broadcast(shop, tx, signal, new Date(shop.nowMs())));
  if (reached > 0) shop.drainOutbox();
  return { signalKey };
}

/**
 * To everything that waits for the signal at this moment, once each, and to every start event of its name. The instance
 * that has thrown it has heard it already. Answers how many it reaches.
 */
export async function broadcast(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  { name, variables }: Signal,
  now: Date,
  throwerKey: string | null = null,
): Promise<number> {
  const { rowCount } = await tx.query({
    name: "signal waiting",
    text: `insert into millrace.outbox (process_instance_key, actor, command, subscription_key, created_at)
           select s.process_instance_key, 'signal', json_build_object('type', 'triggerSignal',
                    'subscriptionKey', s.key::text, 'variables', $2::json)::text, s.key, $3
           from millrace.subscription s
           where s.signal_name = $1 and s.state = 'OPEN' and s.kind = 'signal' and s.process_instance_key is distinct from $4
           order by s.key`,
    values: [storable(name), JSON.stringify(variables), now, throwerKey],
  });
  const starts = await startErrands(shop, tx, { name, variables });
  await addErrands(tx, starts, now);
  return (rowCount ?? 0) + starts.length;
}

async function startErrands(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  { name, variables }: Signal,
): Promise<Errand[]> {
  const { rows } = await tx.query<{ definitionKey: string; elementId: string; triggerIndex: number }>({
    name: "startable by signal",
    // An instance that waits for it there was begun by another trigger of the same event.
    text: `select definition_key as "definitionKey", element_id as "elementId", trigger_index as "triggerIndex"
           from millrace.start_subscription s
           where signal_name = $1 and kind = 'signal' and not exists (
             select 1 from millrace.subscription w
             join millrace.process_instance i on i.key = w.process_instance_key
             where w.signal_name = $1 and w.kind = 'signal' and w.state = 'OPEN' and w.element_id = s.element_id
               and w.trigger_index = s.trigger_index and i.definition_key = s.definition_key)
           order by key`,
    values: [storable(name)],
  });
  const errands: Errand[] = [];
  for (const { definitionKey, elementId, triggerIndex } of rows) {
    const started = { startElementIds: [elementId], eventVariables: variables, triggerIndex };
    const command: Command = { type: "startInstance", variables: {}, ...started };
    errands.push({ processInstanceKey: await shop.keys.next(), command, actor: "signal", definitionKey });
  }
  return errands;
}

/** A signal that came to a wait that had gone. */
export interface MissedSignal {
  readonly processInstanceKey: string;
  readonly subscriptionKey: string;
  readonly variables: Variables;
}

/**
 * A wait that does not interrupt is opened anew by every signal: one that comes while another is on its way goes to
 * the wait that follows. The instances are locked. Answers how many there are.
 */
export async function sendOn(tx: PoolClient, missed: readonly MissedSignal[], now: Date): Promise<number> {
  if (missed.length === 0) return 0;
  const { rowCount } = await tx.query({
    name: "send signals on",
    text: `insert into millrace.outbox (process_instance_key, actor, command, subscription_key, created_at)
           select n.process_instance_key, 'signal', json_build_object('type', 'triggerSignal',
                    'subscriptionKey', n.key::text, 'variables', u.variables::json)::text, n.key, $4
           from unnest($1::bigint[], $2::bigint[], $3::text[]) with ordinality as u(instance, subscription, variables, place)
           join millrace.subscription s on s.process_instance_key = u.instance and s.key = u.subscription
           join millrace.subscription n on n.process_instance_key = s.process_instance_key and n.element_key = s.element_key
             and n.element_id = s.element_id and n.trigger_index = s.trigger_index
           where s.state = 'TRIGGERED' and n.state = 'OPEN' and n.kind = 'signal' and n.signal_name = s.signal_name
           order by u.place`,
    values: [
      missed.map((one) => one.processInstanceKey),
      missed.map((one) => one.subscriptionKey),
      missed.map((one) => JSON.stringify(one.variables)),
      now,
    ],
  });
  return rowCount ?? 0;
}
