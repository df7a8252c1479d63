import type { Pool } from "pg";
import type { Store } from "../../../server/store/store.ts";
import { brokenAt } from "../../store/journalChecks.ts";
import { Replays } from "../../store/stateChecks.ts";
import type { Evidence } from "./evidence.ts";

/** The chain of hashes holds, from the first command to the instance's row. */
export function chainFaults({ entries, revision, hash }: Evidence): string[] {
  const faults = entries.flatMap((entry, at) =>
    entry.revision === at + 1 ? [] : [`journal row ${at + 1} has revision ${entry.revision}`],
  );
  if (entries.length !== revision) faults.push(`the row counts ${revision} commands, the journal ${entries.length}`);
  const broken = brokenAt(entries);
  if (broken !== null) faults.push(`the journal's chain breaks at revision ${broken}`);
  if (!entries.at(-1)?.hash.equals(hash)) faults.push("the row's hash is not that of the last journal row");
  return faults;
}

/** What the rows hold as the state of the instance is what its events give. */
export async function replayFaults(pool: Pool, key: string): Promise<string[]> {
  try {
    // All that the comparison asks of a store is its connections.
    await new Replays().expectRows({ pool } as Store, [key], "replayed");
    return [];
  } catch (error) {
    return [`the events give another state than the rows: ${(error as Error).message.slice(0, 600)}`];
  }
}

/** No key is made twice, no job completed twice, no child of a repeated activity begun twice. */
export function doubleFaults({ events }: Evidence): string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  const once = (what: string) => {
    if (seen.has(what)) faults.push(`${what} twice`);
    seen.add(what);
  };
  for (const event of events)
    switch (event.type) {
      case "elementActivated":
        once(`element ${event.elementKey} began`);
        if (event.loopIndex !== null) once(`child ${event.loopIndex} of ${event.elementId} in ${event.scopeKey} began`);
        break;
      case "elementCompleted":
      case "elementTerminated":
        once(`element ${event.elementKey} ended`);
        break;
      case "jobCompleted":
      case "jobErrorThrown":
      case "jobCanceled":
        once(`job ${event.jobKey} ${event.type === "jobCanceled" ? "was cancelled" : "was done"}`);
        break;
      case "userTaskCompleted":
      case "userTaskCanceled":
        once(`user task ${event.userTaskKey} ended`);
        break;
      case "subscriptionClosed":
        once(`wait ${event.subscriptionKey} ended`);
        break;
      default:
        // What may happen again, or leaves the instance.
        break;
    }
  return faults;
}
