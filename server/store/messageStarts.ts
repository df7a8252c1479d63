import type { PoolClient } from "pg";
import type { Subject, Workshop } from "./batch.ts";
import { lockMessages, type Message, startableBy, startByMessage } from "./messages.ts";

/** Starts an instance at every start event that the message can start. Answers the new instances. */
export async function startByMessages(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  message: Message,
  now: Date,
): Promise<string[]> {
  const started: string[] = [];
  for (const startable of await startableBy(tx, message)) {
    const processInstanceKey = await shop.keys.next();
    await startByMessage(tx, message, { ...startable, processInstanceKey }, now);
    started.push(processInstanceKey);
  }
  return started;
}

/**
 * When an instance that a message with a correlation key had started ends, the oldest buffered message with the same
 * key starts the next one. Answers how many it found.
 */
export async function startBuffered(
  shop: Workshop,
  tx: PoolClient,
  touched: readonly Subject[],
  now: Date,
): Promise<number> {
  const ended = touched.filter(
    ({ state, startCorrelationKey }) => startCorrelationKey && !state.elements.has(state.key),
  );
  let started = 0;
  for (const { definition, startCorrelationKey } of ended) {
    for (const message of await bufferedFor(tx, definition.processId, startCorrelationKey ?? "", now))
      started += (await startByMessages(shop, tx, message, now)).length;
  }
  return started;
}

async function bufferedFor(tx: PoolClient, processId: string, correlationKey: string, now: Date): Promise<Message[]> {
  const { rows: names } = await tx.query<{ name: string }>(
    `select distinct message_name as name from millrace.start_subscription where process_id = $1 and kind = 'message'`,
    [processId],
  );
  await lockMessages(
    tx,
    names.map(({ name }) => ({ name, correlationKey })),
  );
  const { rows } = await tx.query<{ key: string; name: string; variables: string }>(
    `select key, name, variables from millrace.message m
     where name = any($1) and correlation_key = $2 and expires_at > $3
       and not exists (select 1 from millrace.message_correlation c where c.message_key = m.key and c.process_id = $4)
     order by key limit 1`,
    [names.map(({ name }) => name), correlationKey, now, processId],
  );
  return rows.map(({ key, name, variables }) => ({ key, name, correlationKey, variables: JSON.parse(variables) }));
}
