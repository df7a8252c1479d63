import { perSecond } from "./load.ts";

/** The durable cycle as its driver sees it, in process or over HTTP. */
export interface Cycle {
  /** Starts a process instance. */
  readonly start: () => Promise<unknown>;
  /** Answers the keys of locked jobs; waits for the first one until the signal. */
  readonly activate: (worker: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Completes a job, the last of its instance. */
  readonly complete: (jobKey: string) => Promise<unknown>;
}

/** Workers that ask for jobs at the same time. */
const workers = 2;

/** Jobs that a worker asks for at once. */
export const jobsPerAnswer = 200;

/** How long a worker waits for jobs, and how long they are its own; a round is shorter. */
export const waitMs = 10_000;
export const lockMs = 60_000;

/**
 * Keeps this many instances in flight until the time is up: each that ends makes place for the next. Then awaits the
 * last ones, and answers how many have ended per second.
 */
export async function cyclesPerSecond(cycle: Cycle, instancesInFlight: number, ms: number): Promise<number> {
  const startedMs = performance.now();
  const finish = new AbortController();
  const stopped = Promise.withResolvers<void>();
  let open = 0;
  let ended = 0;

  const startNext = () => {
    if (performance.now() - startedMs < ms) {
      open += 1;
      cycle.start().catch(stopped.reject);
    } else if (open === 0) stopped.resolve();
  };
  const complete = async (jobKey: string) => {
    await cycle.complete(jobKey);
    open -= 1;
    ended += 1;
    startNext();
  };
  const worker = async (name: string) => {
    while (!finish.signal.aborted)
      for (const jobKey of await cycle.activate(name, finish.signal)) complete(jobKey).catch(stopped.reject);
  };
  for (let at = 0; at < instancesInFlight; at++) startNext();
  const working = Array.from({ length: workers }, (_, at) => worker(`worker-${at}`).catch(stopped.reject));
  await stopped.promise;
  const elapsedMs = performance.now() - startedMs;
  finish.abort();
  await Promise.all(working);
  return perSecond(ended, elapsedMs);
}
