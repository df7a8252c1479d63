import type { PoolClient } from "pg";
import type { Variables } from "../../engine/feel/values.ts";

/** A wait for a message that an instance has just opened. */
export interface OpenedWait {
  readonly processInstanceKey: string;
  readonly subscriptionKey: string;
  readonly processId: string;
  readonly name: string;
  readonly correlationKey: string;
}

export interface Message {
  readonly key: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
}

/** A message that came to a wait that had gone. */
export interface Orphan {
  readonly messageKey: string;
  readonly processInstanceKey: string;
  readonly subscriptionKey: string;
  readonly variables: Variables;
}

/** Postgres keeps every lock in shared memory, by default some thousands for all connections together. */
const locksMax = 500;

/**
 * Serialises publishers and waiters of one correlation key until the transaction ends; without a key, of one name.
 * Without it a message and a wait that are written at the same time would not see each other, nor would two messages
 * that start the same process. A transaction takes its locks at once and in one order, so nobody deadlocks; it calls
 * this once, and one that has too many keys locks all there are.
 */
export async function lockMessages(
  tx: PoolClient,
  pairs: readonly { name: string; correlationKey: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  if (pairs.length > locksMax) return lockAllMessages(tx);
  await tx.query({
    name: "share messages",
    text: "select pg_advisory_xact_lock_shared(hashtext('millrace messages'))",
  });
  await tx.query({
    name: "lock messages",
    text: `select pg_advisory_xact_lock(hash) from (
             select distinct hashtextextended(case key when '' then 'name ' || name else 'key ' || key end, 0) as hash
             from unnest($1::text[], $2::text[]) as u(name, key) order by hash) as pairs`,
    values: [pairs.map(({ name }) => name), pairs.map(({ correlationKey }) => correlationKey)],
  });
}

/** As {@link lockMessages}, whatever their keys are: nobody else publishes or begins to wait. */
export async function lockAllMessages(tx: PoolClient): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('millrace messages'))");
}

/**
 * Gives buffered messages to waits that have just been opened: the oldest message to each, and each message to a
 * process once. Their keys are locked. The commands go through the outbox. Answers how many were found.
 */
export async function correlateBuffered(tx: PoolClient, waits: readonly OpenedWait[], now: Date): Promise<number> {
  if (waits.length === 0) return 0;
  let open = [...waits];
  let found = 0;
  // Two waits of one process may want the same message; the loser looks for the next.
  for (;;) {
    const taken = await takeBuffered(tx, open, now);
    if (taken.length === 0) return found;
    found += taken.length;
    open = open.filter(({ subscriptionKey }) => !taken.includes(subscriptionKey));
  }
}

async function takeBuffered(tx: PoolClient, waits: readonly OpenedWait[], now: Date): Promise<string[]> {
  const { rows } = await tx.query<{ subscription: string }>({
    name: "take buffered messages",
    text: `with opened as (
             select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
               as u(instance, subscription, process_id, name, key)),
           candidate as (
             select distinct on (o.subscription) o.*, m.key as message_key, m.variables from opened o
             join millrace.message m on m.name = o.name and m.correlation_key = o.key and m.expires_at > $6
             where not exists (select 1 from millrace.message_correlation c
                               where c.message_key = m.key and c.process_id = o.process_id)
             order by o.subscription, m.position),
           matched as (
             select distinct on (message_key, process_id) * from candidate order by message_key, process_id, subscription),
           correlated as (
             insert into millrace.message_correlation (message_key, process_id, process_instance_key)
             select message_key, process_id, instance from matched on conflict do nothing
             returning message_key, process_id)
           insert into millrace.outbox (process_instance_key, actor, command, subscription_key, message_key, created_at)
           select o.instance, 'message', json_build_object('type', 'correlateMessage',
                    'subscriptionKey', o.subscription::text, 'messageKey', o.message_key::text,
                    'variables', o.variables::json)::text, o.subscription, o.message_key, $6
           from matched o join correlated c using (message_key, process_id)
           returning subscription_key as subscription`,
    values: [
      waits.map((wait) => wait.processInstanceKey),
      waits.map((wait) => wait.subscriptionKey),
      waits.map((wait) => wait.processId),
      waits.map((wait) => wait.name),
      waits.map((wait) => wait.correlationKey),
      now,
    ],
  });
  return rows.map(({ subscription }) => subscription);
}

/** Sends the message to the oldest wait of every process that has not had it. Answers the instances. */
export async function correlateWaiting(tx: PoolClient, message: Message, now: Date): Promise<string[]> {
  const { rows } = await tx.query<{ instance: string }>({
    name: "correlate waiting",
    text: `with matched as (
             select distinct on (i.process_id) i.process_id, s.process_instance_key as instance, s.key as subscription
             from millrace.subscription s join millrace.process_instance i on i.key = s.process_instance_key
             where s.message_name = $2 and s.correlation_key = $3 and s.state = 'OPEN' and s.kind = 'message'
               and not exists (select 1 from millrace.outbox o where o.process_instance_key = s.process_instance_key
                               and o.subscription_key = s.key and o.defect is null)
             order by i.process_id, s.opened_at, s.key),
           correlated as (
             insert into millrace.message_correlation (message_key, process_id, process_instance_key)
             select $1, process_id, instance from matched on conflict do nothing returning process_id)
           insert into millrace.outbox (process_instance_key, actor, command, subscription_key, message_key, created_at)
           select m.instance, 'message', json_build_object('type', 'correlateMessage',
                    'subscriptionKey', m.subscription::text, 'messageKey', $1::bigint::text,
                    'variables', $4::json)::text, m.subscription, $1::bigint, $5
           from matched m join correlated c on c.process_id = m.process_id
           returning process_instance_key as instance`,
    values: [message.key, message.name, message.correlationKey, JSON.stringify(message.variables), now],
  });
  return rows.map(({ instance }) => instance);
}

/**
 * Messages on their way to waits that have gone. Their names and keys are those of the waits: a message that was not
 * to be buffered has no row of its own, and still finds whoever waits now.
 */
export async function messagesOf(
  tx: PoolClient,
  orphans: readonly Orphan[],
): Promise<{ orphan: Orphan; message: Message }[]> {
  if (orphans.length === 0) return [];
  const { rows } = await tx.query<{ key: string; name: string; correlationKey: string }>(
    `select s.key, s.message_name as name, s.correlation_key as "correlationKey"
     from unnest($1::bigint[], $2::bigint[]) as u(instance, subscription)
     join millrace.subscription s on s.process_instance_key = u.instance and s.key = u.subscription`,
    [orphans.map((orphan) => orphan.processInstanceKey), orphans.map((orphan) => orphan.subscriptionKey)],
  );
  const waits = new Map(rows.map((row) => [row.key, row]));
  return orphans.flatMap((orphan) => {
    const wait = waits.get(orphan.subscriptionKey);
    if (!wait) return [];
    const { messageKey: key, variables } = orphan;
    return [{ orphan, message: { key, name: wait.name, correlationKey: wait.correlationKey, variables } }];
  });
}

/** Messages whose catchers had gone look for other ones. Their keys are locked. Answers how many found one. */
export async function recorrelate(
  tx: PoolClient,
  orphans: readonly { orphan: Orphan; message: Message }[],
  now: Date,
): Promise<number> {
  let found = 0;
  for (const { orphan, message } of orphans) {
    await tx.query("delete from millrace.message_correlation where message_key = $1 and process_instance_key = $2", [
      orphan.messageKey,
      orphan.processInstanceKey,
    ]);
    found += (await correlateWaiting(tx, message, now)).length;
  }
  return found;
}
