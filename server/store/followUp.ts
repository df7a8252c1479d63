import type { PoolClient } from "pg";
import type { Event, Subscription } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import { effectsOf, type RefusedCall, writeEffects } from "./effects.ts";
import type { HandedOver } from "./handOver.ts";
import type { Change } from "./hub.ts";
import { endedStarts, startBuffered } from "./messageStarts.ts";
import { correlateBuffered, lockMessages, messagesOf, type OpenedWait, type Orphan, recorrelate } from "./messages.ts";
import { type Publication, sendAll } from "./publish.ts";
import { type MissedSignal, sendOn } from "./signals.ts";
import type { Subject } from "./subjects.ts";
import { newTimers } from "./timers.ts";

/** More instances than this in one notification are not worth naming. */
const namedInstancesMax = 200;

/** What a batch has done. */
export interface DoneBatch {
  readonly touched: readonly Subject[];
  readonly orphans: readonly Orphan[];
  readonly missedSignals: readonly MissedSignal[];
  readonly refusedCalls: readonly RefusedCall[];
  readonly handed: HandedOver;
}

/**
 * What has to happen in the transaction beside an instance's own rows: timers, messages that waited for a catcher,
 * what the events cause in other instances, and word to everybody. Answers what remains to be done after the commit.
 */
export async function followUp(shop: Workshop, tx: PoolClient, done: DoneBatch, at: Date): Promise<() => void> {
  const { touched, orphans } = done;
  const opened = touched.map((subject) => ({ subject, ...subscriptionsOf(subject.events) }));
  const timers = opened.flatMap(({ subject, open }) => newTimers(subject.key, open));
  await shop.timers.write(
    tx,
    timers,
    opened.flatMap(({ closed }) => closed),
  );
  const effects = effectsOf(touched, done.refusedCalls, at);
  const sent = (await writeEffects(shop, tx, effects, at)) + (await sendOn(tx, done.missedSignals, at));
  const waits = opened.flatMap(({ subject, open }) => open.flatMap((wait) => messageWaitOf(subject, wait)));
  const found = await correlateAll(shop, tx, { waits, touched, orphans, thrown: effects.messages }, at);
  const change = changeOf(touched, done.handed);
  return () => {
    if (touched.length > 0) shop.hub.tell(change);
    if (sent + found > 0) shop.drainOutbox();
    for (const { dueMs } of timers) shop.timers.wakeAt(dueMs);
  };
}

interface Meeting {
  readonly waits: readonly OpenedWait[];
  readonly touched: readonly Subject[];
  readonly orphans: readonly Orphan[];
  readonly thrown: readonly Publication[];
}

/** All locks at once: taken bit by bit, two batches could each hold what the other one needs. Older messages first. */
async function correlateAll(shop: Workshop, tx: PoolClient, met: Meeting, at: Date): Promise<number> {
  const { waits, touched, thrown } = met;
  const ended = endedStarts(touched);
  const orphans = await messagesOf(tx, met.orphans);
  await lockMessages(tx, [...waits, ...ended, ...orphans.map(({ message }) => message), ...thrown]);
  const recorrelated = await recorrelate(tx, orphans, at);
  const buffered = await correlateBuffered(tx, waits, at);
  const started = await startBuffered(shop, tx, ended, at);
  return recorrelated + buffered + started + (await sendAll(shop, tx, thrown, at));
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

function changeOf(touched: readonly Subject[], { jobKeys }: HandedOver): Change {
  const jobTypes = new Set<string>();
  for (const { events, state } of touched)
    for (const event of events) {
      if (event.type === "jobCreated") {
        // Whoever waits has it already.
        if (!jobKeys.has(event.jobKey)) jobTypes.add(event.jobType);
      } else if (event.type === "jobFailed" || event.type === "jobReopened") {
        const type = state.jobs.get(event.jobKey)?.type;
        if (type !== undefined) jobTypes.add(type);
      }
    }
  const instances = touched.length <= namedInstancesMax ? touched.map(({ key }) => key) : null;
  return { instances, jobTypes: [...jobTypes], definitions: false };
}
