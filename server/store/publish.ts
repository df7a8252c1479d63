import type { PoolClient } from "pg";
import type { Variables } from "../../engine/feel/values.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import { inTransaction } from "./database.ts";
import { Refused } from "./failures.ts";
import { startByMessages } from "./messageStarts.ts";
import { correlateWaiting, lockMessages, type Message } from "./messages.ts";

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
  const { messageKey } = await sendInTransaction(shop, publication, refuseNobody);
  const processInstanceKeys = await carryOut(messageKey);
  refuseNobody(processInstanceKeys);
  return { messageKey, processInstanceKeys };
}

async function sendInTransaction(
  shop: Workshop,
  given: Publication,
  check: (reached: readonly string[]) => void,
): Promise<Published> {
  const publication = asStored(given);
  const message = await messageOf(shop, publication);
  const processInstanceKeys = await inTransaction(shop.pool, async (tx) => {
    await lockMessages(tx, [message]);
    const reached = await send(shop, tx, { publication, message, now: new Date(shop.nowMs()) });
    check(reached);
    return reached;
  });
  return { messageKey: message.key, processInstanceKeys };
}

/** A message with a key of its own; its texts as columns can hold them. */
export async function messageOf(shop: Pick<Workshop, "keys">, publication: Publication): Promise<Message> {
  const { name, correlationKey, variables } = asStored(publication);
  return { key: await shop.keys.next(), name, correlationKey, variables };
}

const asStored = ({ name, correlationKey, messageId, ...rest }: Publication): Publication => ({
  ...rest,
  name: storable(name),
  correlationKey: storable(correlationKey),
  messageId: messageId === null ? null : storable(messageId),
});

export interface Sending {
  readonly publication: Publication;
  readonly message: Message;
  readonly now: Date;
}

/** In a transaction that has locked the message's name and key. Answers the instances that it reaches or starts. */
export async function send(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  { publication, message, now }: Sending,
): Promise<string[]> {
  await refuseTwice(tx, { publication, message, now });
  if (publication.timeToLiveMs > 0) await buffer(tx, { publication, message, now });
  const reached = await correlateWaiting(tx, message, now);
  const started = await startByMessages(shop, tx, message, now);
  return [...reached, ...started];
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
  const expiresAt = new Date(now.getTime() + publication.timeToLiveMs);
  const { key, name, correlationKey, variables } = message;
  await tx.query(
    `insert into millrace.message (key, name, correlation_key, message_id, variables, published_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key, name, correlationKey, publication.messageId, JSON.stringify(variables), now, expiresAt],
  );
}
