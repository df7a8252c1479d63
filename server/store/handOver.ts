import type { Changes } from "./changes.ts";
import type { Reserved } from "./jobs.ts";
import type { Subject } from "./subjects.ts";

/** Where a batch finds the workers that wait. */
export interface Waiting {
  /** Takes the first worker out of a line in which nothing else is available; null when there is none. */
  reserve(type: string): Reserved | null;
  /** They have these jobs now. */
  deliver(reserved: readonly Reserved[]): void;
  /** The batch was rolled back: they wait again, as the first of their lines. */
  release(reserved: readonly Reserved[]): void;
}

/** Jobs of a batch that go to workers who wait already. */
export interface HandedOver {
  /** Keys of the jobs: nobody else has to be told of them. */
  readonly jobKeys: ReadonlySet<string>;
  committed(): void;
  rolledBack(): void;
}

interface NewJob {
  readonly processInstanceKey: string;
  readonly key: string;
  readonly type: string;
  readonly priority: number;
}

/**
 * Gives jobs that a batch creates to workers that wait for their types: their rows are written locked, which saves the
 * look that would lock them, its commit and a version of each row.
 *
 * Only where a line of workers has nothing else available, so that nothing older or more urgent is passed over. When
 * the process dies after the commit, the locks run out, as those of a worker that dies.
 */
export function handOver(waiting: Waiting, changes: Changes, touched: readonly Subject[], at: Date): HandedOver {
  const reserved: Reserved[] = [];
  const jobKeys = new Set<string>();
  for (const [type, jobs] of Map.groupBy(touched.flatMap(newJobsOf), (job) => job.type)) {
    jobs.sort((one, other) => other.priority - one.priority || Number(BigInt(one.key) - BigInt(other.key)));
    for (let from = 0; from < jobs.length; ) {
      const worker = waiting.reserve(type);
      if (!worker) break;
      const its = jobs.slice(from, from + worker.jobsMax);
      const deadline = new Date(at.getTime() + worker.lockMs);
      for (const { processInstanceKey, key } of its) {
        changes.jobs.change(processInstanceKey, key, { availableAt: deadline, deadline, worker: worker.worker });
        jobKeys.add(key);
      }
      worker.jobs.push(...its);
      reserved.push(worker);
      from += its.length;
    }
  }
  return {
    jobKeys,
    committed: () => waiting.deliver(reserved),
    rolledBack: () => waiting.release(reserved),
  };
}

/** Those that are still to be done after the batch. A task listener's is told its task, which has to be read. */
function newJobsOf({ key: processInstanceKey, events, state }: Subject): NewJob[] {
  return events.flatMap((event) => {
    if (event.type !== "jobCreated" || event.kind === "TASK_LISTENER") return [];
    const { jobKey: key, jobType: type, priority } = event;
    return state.jobs.get(key)?.isStopped === false ? [{ processInstanceKey, key, type, priority }] : [];
  });
}
