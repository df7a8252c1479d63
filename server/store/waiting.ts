import type { Pool } from "pg";
import { parseJson } from "../../engine/feel/exactJson.ts";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { afterCommit } from "./afterCommit.ts";
import type { Hub } from "./hub.ts";

/** How long somebody waits. */
export interface Patience {
  /** Milliseconds. */
  readonly waitMs: number;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** A caller who waits for something to happen in a process instance. */
export interface Wait<T> extends Patience {
  readonly processInstanceKey: string;
  /** Null as long as it has not happened. */
  readonly look: () => Promise<T | null>;
}

/** Looks now, and whenever the instance has changed; null when it has not happened in time, or the caller has gone. */
export async function waitFor<T>(hub: Hub, { processInstanceKey, waitMs, signal, look }: Wait<T>): Promise<T | null> {
  const { promise, resolve, reject } = Promise.withResolvers<T | null>();
  const tryNow = () =>
    void afterCommit("The command is carried out", look).then((found) => {
      if (found !== null) resolve(found);
    }, reject);
  const stop = hub.onChange(({ instances }) => {
    if (instances === null || instances.includes(processInstanceKey)) tryNow();
  });
  const giveUp = () => resolve(null);
  const timer = setTimeout(giveUp, waitMs);
  signal.addEventListener("abort", giveUp);
  try {
    if (signal.aborted) return null;
    // It may have happened before we listened.
    tryNow();
    return await promise;
  } finally {
    stop();
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** True once the instance has ended. */
export async function hasEnded(pool: Pool, processInstanceKey: string): Promise<true | null> {
  const { rows } = await pool.query<{ state: string }>("select state from millrace.process_instance where key = $1", [
    processInstanceKey,
  ]);
  return rows[0]?.state === "ACTIVE" ? null : true;
}

/** What became of a change that a user task's listeners were asked about. */
export type TransitionEnd =
  | { readonly kind: "agreed" }
  | { readonly kind: "denied"; readonly reason: string }
  /** The task was cancelled meanwhile. */
  | { readonly kind: "canceled" };

/** How the transition ended that the command with this revision began; null while listeners are asked. */
export async function transitionEnd(pool: Pool, userTaskKey: string, revision: number): Promise<TransitionEnd | null> {
  // While one transition lasts no other begins, so the first end after its beginning is its own.
  const { rows } = await pool.query<{ events: string }>({
    name: "end of transition",
    text: `select events from millrace.journal
           where process_instance_key = $1 and revision > $2 and position($3 in events) > 0 order by revision`,
    values: [instanceKeyOf(userTaskKey), revision, `"userTaskKey":"${userTaskKey}"`],
  });
  for (const { events } of rows)
    for (const event of parseJson(events) as readonly Event[]) {
      const end = endIn(event, userTaskKey);
      if (end) return end;
    }
  return null;
}

function endIn(event: Event, userTaskKey: string): TransitionEnd | null {
  if (event.type === "userTaskCanceled" && event.userTaskKey === userTaskKey) return { kind: "canceled" };
  if (event.type !== "userTaskTransition" || event.userTaskKey !== userTaskKey || event.transition) return null;
  return event.deniedReason === null ? { kind: "agreed" } : { kind: "denied", reason: event.deniedReason };
}
