import type { PoolClient } from "pg";
import type { Variables } from "../../engine/feel/values.ts";
import { afterCommit } from "./afterCommit.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import { bulkTable, insertAll } from "./bulk.ts";
import { inTransaction } from "./database.ts";
import { Refused } from "./failures.ts";
import { startByMessages } from "./messageStarts.ts";
import { correlateWaiting, lockMessages, type Message } from "./messages.ts";
import { message as messageTable } from "./schema/index.ts";

const table = bulkTable(messageTable);

export interface Publication {
  readonly name: string;
  readonly correlationKey: string;
  /** How long it waits for a catcher, in milliseconds; 0 is gone when nobody waits now. */
  readonly timeToLiveMs: number;
  /** While a message with the same id, name and key lives, another one is refused. */
  readonly messageId: string | null;
  readonly variables: Variables;
}

/** A published message: its key, and the instances that it reached or started at once. */
export interface Published {
  readonly messageKey: string;
  readonly processInstanceKeys: readonly string[];
}

/**
 * Publishes a message: to the oldest wait of every process, to the start events of its name, and into the buffer for
 * those to come. What it causes goes through the outbox.
 */
export async function publish(shop: Workshop, publication: Publication): Promise<Published> {
  const published = await sendInTransaction(shop, publication, () => {});
  if (published.processInstanceKeys.length > 0) shop.drainOutbox();
  return published;
}

/**
 * As {@link publish}, but carried out at once: answers the instances that have the message, and is refused with
 * MESSAGE_NOT_CORRELATED when nothing waits for it, or when all that waited have ended meanwhile.
 */
export async function correlate(
  shop: Workshop,
  publication: Publication,
  carryOut: (messageKey: string) => Promise<string[]>,
): Promise<Published> {
  const refuseNobody = (reached: readonly string[]) => {
    if (reached.length > 0) return;
    throw new Refused(
      "MESSAGE_NOT_CORRELATED",
      `Expected something to wait for message "${publication.name}" with correlation key "${publication.correlationKey}", found nothing`,
    );
  };
  const published = await sendInTransaction(shop, publication, refuseNobody);
  const { messageKey } = published;
  const processInstanceKeys = await afterCommit("The message is published", async () => {
    const reached = await carryOut(messageKey);
    return reached.length > 0 ? reached : haveHad(shop, published);
  });
  refuseNobody(processInstanceKeys);
  return { messageKey, processInstanceKeys };
}

/**
 * Those of the instances it was sent to that have had it. Another node may have carried it out, and the note of that is
 * swept away with the message; journals stay.
 */
async function haveHad(shop: Workshop, { messageKey, processInstanceKeys, startedKeys }: Addressed): Promise<string[]> {
  const { rows } = await shop.pool.query<{ key: string }>(
    `select distinct process_instance_key as key from millrace.journal
     where process_instance_key = any($1::bigint[])
       and (process_instance_key = any($2::bigint[]) or position($3 in command) > 0)`,
    [processInstanceKeys, startedKeys, `"messageKey":"${messageKey}"`],
  );
  return rows.map(({ key }) => key);
}

/** As {@link Published}, with the instances among them that it starts. */
interface Addressed extends Published {
  readonly startedKeys: readonly string[];
}

async function sendInTransaction(
  shop: Workshop,
  given: Publication,
  check: (reached: readonly string[]) => void,
): Promise<Addressed> {
  const publication = asStored(given);
  const message = await messageOf(shop, publication);
  return inTransaction(shop.pool, async (tx) => {
    await lockMessages(tx, [message]);
    const { waitingKeys, startedKeys } = await send(shop, tx, { publication, message, now: new Date(shop.nowMs()) });
    const processInstanceKeys = [...waitingKeys, ...startedKeys];
    check(processInstanceKeys);
    return { messageKey: message.key, processInstanceKeys, startedKeys };
  });
}

/** A message with a key of its own; its texts as columns can hold them. */
async function messageOf(shop: Pick<Workshop, "keys">, publication: Publication): Promise<Message> {
  const { name, correlationKey, variables } = asStored(publication);
  return { key: await shop.keys.next(), name, correlationKey, variables };
}

const asStored = ({ name, correlationKey, messageId, ...rest }: Publication): Publication => ({
  ...rest,
  name: storable(name),
  correlationKey: storable(correlationKey),
  messageId: messageId === null ? null : storable(messageId),
});

interface Sending {
  readonly publication: Publication;
  readonly message: Message;
  readonly now: Date;
}

async function send(shop: Workshop, tx: PoolClient, { publication, message, now }: Sending) {
  await refuseTwice(tx, { publication, message, now });
  if (publication.timeToLiveMs > 0) await buffer(tx, { publication, message, now });
  const waitingKeys = await correlateWaiting(tx, message, now);
  const startedKeys = await startByMessages(shop, tx, message, now);
  return { waitingKeys, startedKeys };
}

/** The name and key are locked, so no other publisher comes in between. */
async function refuseTwice(tx: PoolClient, { publication, message, now }: Sending): Promise<void> {
  const { messageId } = publication;
  if (messageId === null) return;
  const same = [message.name, message.correlationKey, messageId];
  await tx.query(
    "delete from millrace.message where name = $1 and correlation_key = $2 and message_id = $3 and expires_at <= $4",
    [...same, now],
  );
  const { rowCount } = await tx.query(
    "select from millrace.message where name = $1 and correlation_key = $2 and message_id = $3",
    same,
  );
  if (rowCount === 0) return;
  throw new Refused(
    "MESSAGE_PUBLISHED_ALREADY",
    `Expected a new message id for "${message.name}" with key "${message.correlationKey}", got "${messageId}", which lives already`,
    { field: "/messageId" },
  );
}

async function buffer(tx: PoolClient, { publication, message, now }: Sending): Promise<void> {
  await bufferAll(tx, [{ publication, message }], now);
}

interface Sent {
  readonly publication: Publication;
  readonly message: Message;
}

async function bufferAll(tx: PoolClient, sent: readonly Sent[], now: Date): Promise<void> {
  const rows = sent.map(({ publication: { timeToLiveMs, messageId }, message: { variables, ...message } }) => {
    const expiresAt = new Date(now.getTime() + timeToLiveMs);
    return { ...message, messageId, variables: JSON.stringify(variables), publishedAt: now, expiresAt };
  });
  await insertAll(tx, table, rows);
}

/**
 * Publishes what instances have thrown, in order, in a transaction that has locked all names and keys. A repeated
 * activity may throw ten thousand: only those that somebody waits for are looked at one by one. Answers how many
 * instances they reach or start.
 */
export async function sendAll(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  publications: readonly Publication[],
  now: Date,
): Promise<number> {
  const sent: Sent[] = [];
  for (const publication of publications) sent.push({ publication, message: await messageOf(shop, publication) });
  await bufferAll(
    tx,
    sent.filter(({ publication }) => publication.timeToLiveMs > 0),
    now,
  );
  let reached = 0;
  for (const message of await awaited(tx, sent)) {
    reached += (await correlateWaiting(tx, message, now)).length;
    reached += (await startByMessages(shop, tx, message, now)).length;
  }
  return reached;
}

/** Messages that an instance waits for, or that may start one. */
async function awaited(tx: PoolClient, sent: readonly Sent[]): Promise<Message[]> {
  if (sent.length === 0) return [];
  const { rows } = await tx.query<{ place: string }>({
    name: "awaited messages",
    text: `select place from unnest($1::text[], $2::text[]) with ordinality as u(name, key, place)
           where exists (select 1 from millrace.subscription s where s.message_name = u.name
                           and s.correlation_key = u.key and s.state = 'OPEN' and s.kind = 'message')
              or exists (select 1 from millrace.start_subscription s where s.message_name = u.name and s.kind = 'message')
           order by place`,
    values: [sent.map(({ message }) => message.name), sent.map(({ message }) => message.correlationKey)],
  });
  return rows.flatMap(({ place }) => sent[Number(place) - 1]?.message ?? []);
}
