/**
 * Keeps `lanes` calls going until the time is up, waits for the last ones, and answers how many units they finished
 * per second. `once` answers the number of units that it finished.
 */
export async function closedLoop(lanes: number, ms: number, once: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  let finished = 0;
  const lane = async () => {
    while (performance.now() - startedMs < ms) {
      const done = await once();
      finished += done;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return perSecond(finished, performance.now() - startedMs);
}

/** As {@link closedLoop} with one lane of synchronous work; looks at the clock once in `chunk` calls. */
export function busyLoop(ms: number, chunk: number, once: () => void): number {
  const startedMs = performance.now();
  let finished = 0;
  while (performance.now() - startedMs < ms) {
    for (let at = 0; at < chunk; at++) once();
    finished += chunk;
  }
  return perSecond(finished, performance.now() - startedMs);
}

export const perSecond = (finished: number, elapsedMs: number): number => (finished * 1_000) / elapsedMs;
