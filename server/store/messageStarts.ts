import type { PoolClient } from "pg";
import type { Subject, Workshop } from "./batch.ts";
import { type Message, startableBy, startByMessage } from "./messages.ts";

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

/** A process of which an instance has ended that a message with this key had started. */
export interface EndedStart {
  readonly processId: string;
  /** None in particular: any message with the key may start the next one. */
  readonly name: "";
  readonly correlationKey: string;
}

export const endedStarts = (touched: readonly Subject[]): EndedStart[] =>
  touched.flatMap(({ state, definition, startCorrelationKey }) =>
    startCorrelationKey && !state.elements.has(state.key)
      ? [{ processId: definition.processId, name: "", correlationKey: startCorrelationKey }]
      : [],
  );

/**
 * When an instance that a message with a correlation key had started ends, the oldest buffered message with the same
 * key starts the next one. The keys are locked. Answers how many it found.
 */
export async function startBuffered(
  shop: Workshop,
  tx: PoolClient,
  ended: readonly EndedStart[],
  now: Date,
): Promise<number> {
  let started = 0;
  for (const start of ended)
    for (const message of await bufferedFor(tx, start, now))
      started += (await startByMessages(shop, tx, message, now)).length;
  return started;
}

async function bufferedFor(tx: PoolClient, { processId, correlationKey }: EndedStart, now: Date): Promise<Message[]> {
  const { rows } = await tx.query<{ key: string; name: string; variables: string }>(
    `select key, name, variables from millrace.message m
     where name in (select message_name from millrace.start_subscription where process_id = $3 and kind = 'message')
       and correlation_key = $1 and expires_at > $2
       and not exists (select 1 from millrace.message_correlation c where c.message_key = m.key and c.process_id = $3)
     order by published_at, key limit 1`,
    [correlationKey, now, processId],
  );
  return rows.map(({ key, name, variables }) => ({ key, name, correlationKey, variables: JSON.parse(variables) }));
}
