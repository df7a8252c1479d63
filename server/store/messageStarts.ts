import type { PoolClient } from "pg";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Variables } from "../../engine/feel/values.ts";
import type { StartInstance } from "../../engine/vocabulary.ts";
import type { Workshop } from "./batch.ts";
import { lockAllMessages, type Message } from "./messages.ts";
import type { Subject } from "./subjects.ts";

/** Starts an instance at every start event that the message can start. Answers the new instances. */
export async function startByMessages(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  message: Message,
  now: Date,
): Promise<string[]> {
  const startable = await startableBy(tx, message);
  return start(
    shop,
    tx,
    startable.map((at) => ({ message, ...at })),
    now,
  );
}

/** A start event that a message can start now. */
interface Startable {
  readonly definitionKey: string;
  readonly processId: string;
  readonly elementId: string;
  readonly triggerIndex: number;
}

/**
 * The message (`m`) has not been to the process (`s`), and, as in Camunda 8, no instance that was started with the same
 * correlation key runs or is on its way; the next message waits in the buffer until it has ended.
 */
const mayStart = `not exists (select 1 from millrace.message_correlation c
                              where c.message_key = m.key and c.process_id = s.process_id)
  and (m.correlation_key = '' or not exists (
         select 1 from millrace.process_instance i
         where i.start_correlation_key = m.correlation_key and i.process_id = s.process_id and i.state = 'ACTIVE'))
  and (m.correlation_key = '' or not exists (
         select 1 from millrace.outbox o join millrace.process_definition d on d.key = o.definition_key
         where o.start_correlation_key = m.correlation_key and d.process_id = s.process_id and o.defect is null))`;

async function startableBy(tx: PoolClient, { key, name, correlationKey }: Message): Promise<Startable[]> {
  const { rows } = await tx.query<Startable>({
    name: "startable by message",
    text: `select definition_key as "definitionKey", process_id as "processId", element_id as "elementId",
             trigger_index as "triggerIndex"
           from millrace.start_subscription s,
             (select $1::bigint as key, $2::text as name, $3::text as correlation_key) as m
           where s.kind = 'message' and s.message_name = $2 and ${mayStart} order by s.key`,
    values: [key, name, correlationKey],
  });
  return rows;
}

type Start = Startable & { readonly message: Message };

/** Sends messages to start events: an instance will begin at each. Answers their keys. */
async function start(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  starts: readonly Start[],
  now: Date,
): Promise<string[]> {
  if (starts.length === 0) return [];
  const keys: string[] = [];
  for (let count = 0; count < starts.length; count++) keys.push(await shop.keys.next());
  await tx.query({
    name: "start by messages",
    text: `with started as (
             select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[])
               with ordinality as u(message, instance, process_id, definition, correlation_key, command, place)),
           correlated as (
             insert into millrace.message_correlation (message_key, process_id, process_instance_key)
             select message, process_id, instance from started)
           insert into millrace.outbox
             (process_instance_key, definition_key, actor, command, message_key, start_correlation_key, created_at)
           select instance, definition, 'message', command, message, nullif(correlation_key, ''), $7
           from started order by place`,
    values: [
      starts.map(({ message }) => message.key),
      keys,
      starts.map(({ processId }) => processId),
      starts.map(({ definitionKey }) => definitionKey),
      starts.map(({ message }) => message.correlationKey),
      starts.map((one) => JSON.stringify(commandOf(one))),
      now,
    ],
  });
  return keys;
}

const commandOf = ({ elementId, triggerIndex, message }: Start): StartInstance => ({
  type: "startInstance",
  variables: {},
  startElementIds: [elementId],
  eventVariables: message.variables,
  triggerIndex,
});

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
  for (const one of ended)
    for (const message of await bufferedFor(tx, one, now))
      started += (await startByMessages(shop, tx, message, now)).length;
  return started;
}

async function bufferedFor(tx: PoolClient, { processId, correlationKey }: EndedStart, now: Date): Promise<Message[]> {
  const { rows } = await tx.query<{ key: string; name: string; variables: string }>(
    `select key, name, variables from millrace.message m
     where name in (select message_name from millrace.start_subscription where process_id = $3 and kind = 'message')
       and correlation_key = $1 and expires_at > $2
       and not exists (select 1 from millrace.message_correlation c where c.message_key = m.key and c.process_id = $3)
     order by position limit 1`,
    [correlationKey, now, processId],
  );
  return rows.map(({ key, name, variables }) => ({ key, name, correlationKey, variables: parseJson(variables) }));
}

/** Messages that are looked at together, with their variables. */
const messagesMax = 1_000;

/**
 * Messages that were buffered before a definition with message start events was deployed start its instances, in
 * publishing order. Nobody publishes meanwhile: a message that is written at the same time would not see the start
 * event, nor be seen here.
 */
export async function startWaiting(shop: Workshop, tx: PoolClient, definitionKeys: readonly string[]): Promise<void> {
  const { rowCount } = await tx.query(
    "select from millrace.start_subscription where kind = 'message' and definition_key = any($1::bigint[]) limit 1",
    [definitionKeys],
  );
  if (rowCount === 0) return;
  await lockAllMessages(tx);
  const now = new Date(shop.nowMs());
  for (;;) {
    const starts = await waitingFor(tx, definitionKeys, now);
    await start(shop, tx, starts, now);
    if (starts.length < messagesMax) return;
  }
}

async function waitingFor(tx: PoolClient, definitionKeys: readonly string[], now: Date): Promise<Start[]> {
  const { rows } = await tx.query<Startable & { key: string; name: string; correlationKey: string; variables: string }>(
    `with candidate as (
       select s.definition_key, s.process_id, s.element_id, s.trigger_index, m.*,
              row_number() over (partition by s.process_id, m.correlation_key order by m.position) as place
       from millrace.start_subscription s join millrace.message m on m.name = s.message_name and m.expires_at > $2
       where s.kind = 'message' and s.definition_key = any($1::bigint[]) and ${mayStart})
     select definition_key as "definitionKey", process_id as "processId", element_id as "elementId",
            trigger_index as "triggerIndex", key, name, correlation_key as "correlationKey", variables
     from candidate where correlation_key = '' or place = 1 order by position limit ${messagesMax}`,
    [definitionKeys, now],
  );
  return rows.map(({ key, name, correlationKey, variables, ...at }) => ({
    ...at,
    message: { key, name, correlationKey, variables: parseJson(variables) as Variables },
  }));
}
