import type { PoolClient } from "pg";
import type { Event, Subscription } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import type { Subject, Workshop } from "./batch.ts";
import type { Change } from "./hub.ts";
import { endedStarts, startBuffered } from "./messageStarts.ts";
import { correlateBuffered, lockMessages, messagesOf, type OpenedWait, type Orphan, recorrelate } from "./messages.ts";
import { newTimers } from "./timers.ts";

/** More instances than this in one notification are not worth naming. */
const namedInstancesMax = 200;

/**
 * What has to happen in the transaction beside an instance's own rows: timers, messages that waited for a catcher,
 * and word to everybody. Answers what remains to be done after the commit.
 */
export async function followUp(
  shop: Workshop,
  tx: PoolClient,
  { touched, orphans }: { touched: readonly Subject[]; orphans: readonly Orphan[] },
  at: Date,
): Promise<() => void> {
  const opened = touched.map((subject) => ({ subject, ...subscriptionsOf(subject.events) }));
  const timers = opened.flatMap(({ subject, open }) => newTimers(subject.key, open));
  await shop.timers.write(
    tx,
    timers,
    opened.flatMap(({ closed }) => closed),
  );
  const waits = opened.flatMap(({ subject, open }) => open.flatMap((wait) => messageWaitOf(subject, wait)));
  const found = await correlateAll(shop, tx, { waits, touched, orphans }, at);
  const change = changeOf(touched);
  if (touched.length > 0) await shop.hub.notify(tx, change);
  return () => {
    if (touched.length > 0) shop.hub.emit(change);
    if (found > 0) shop.drainOutbox();
    for (const { dueMs } of timers) shop.timers.wakeAt(dueMs);
  };
}

interface Meeting {
  readonly waits: readonly OpenedWait[];
  readonly touched: readonly Subject[];
  readonly orphans: readonly Orphan[];
}

/** All locks at once: taken bit by bit, two batches could each hold what the other one needs. */
async function correlateAll(shop: Workshop, tx: PoolClient, met: Meeting, at: Date): Promise<number> {
  const { waits, touched } = met;
  const ended = endedStarts(touched);
  const orphans = await messagesOf(tx, met.orphans);
  await lockMessages(tx, [...waits, ...ended, ...orphans.map(({ message }) => message)]);
  const recorrelated = await recorrelate(tx, orphans, at);
  const buffered = await correlateBuffered(tx, waits, at);
  return recorrelated + buffered + (await startBuffered(shop, tx, ended, at));
}

/** Those still open after the batch, and the keys of timers that were open before it. */
function subscriptionsOf(events: readonly Event[]): { open: Subscription[]; closed: string[] } {
  const open = new Map<string, Subscription>();
  const closed: string[] = [];
  for (const event of events) {
    if (event.type === "subscriptionOpened") open.set(event.subscriptionKey, event);
    else if (event.type === "subscriptionClosed" && !open.delete(event.subscriptionKey))
      closed.push(event.subscriptionKey);
  }
  return { open: [...open.values()], closed };
}

function messageWaitOf({ key, definition }: Subject, { subscriptionKey, wait }: Subscription): OpenedWait[] {
  if (wait.kind !== "message") return [];
  const { processId } = definition;
  return [
    {
      processInstanceKey: key,
      subscriptionKey,
      processId,
      name: storable(wait.messageName),
      correlationKey: storable(wait.correlationKey),
    },
  ];
}

function changeOf(touched: readonly Subject[]): Change {
  const jobTypes = new Set<string>();
  for (const { events, state } of touched)
    for (const event of events) {
      if (event.type === "jobCreated") jobTypes.add(event.jobType);
      else if (event.type === "jobFailed" || event.type === "jobReopened") {
        const type = state.jobs.get(event.jobKey)?.type;
        if (type !== undefined) jobTypes.add(type);
      }
    }
  const instances = touched.length <= namedInstancesMax ? touched.map(({ key }) => key) : null;
  return { instances, jobTypes: [...jobTypes], definitions: false };
}
