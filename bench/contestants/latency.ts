import pg from "pg";
import { keyOfSequence } from "../../engine/keys.ts";
import { bareWrites, byIndex, commit, type Write } from "../bareWrites.ts";
import type { Contestant, Figures, Open } from "../contestant.ts";
import { quantile } from "../figures.ts";
import { completeCommand, jobKeyOf, startCommand } from "../oneTask.ts";
import { exampleRows } from "../rows.ts";
import { openStore } from "../store.ts";

/** Above the keys that the store takes from its sequence during a run, in the same partitions. */
const firstBareSequence = 1_000_000n;

/** What is timed; each name gives a median and a 99th percentile. */
type Timed = "startBare" | "start" | "completeBare" | "complete";

/**
 * One command at a time, Millrace's and the bare commit of the same rows in turn: what a caller waits for when nothing
 * else happens. Nobody works on the jobs; their keys are read off the start's events.
 */
export const open: Open = async (connection): Promise<Contestant> => {
  const writes = bareWrites(await exampleRows(connection));
  const { store, start } = await openStore(connection);
  const client = new pg.Client(byIndex(connection));
  await client.connect();
  let sequence = firstBareSequence;

  const cycle = async (samples: Samples) => {
    const keys = [BigInt(keyOfSequence(sequence++))];
    const bare = (part: readonly Write[]) => () => commit(client, part, keys);
    await timed(samples.startBare, bare(writes.start));
    const { events } = await timed(samples.start, () => store.startInstance(start, startCommand, "bench"));
    const jobKey = jobKeyOf(events);
    await timed(samples.completeBare, bare(writes.complete));
    await timed(samples.complete, () => store.executeFor(jobKey, completeCommand(jobKey), "bench"));
  };
  return {
    async round(ms) {
      const samples: Samples = { startBare: [], start: [], completeBare: [], complete: [] };
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs) await cycle(samples);
      return figuresOf(samples);
    },
    async close() {
      await client.end();
      await store.close();
    },
  };
};

type Samples = Record<Timed, number[]>;

async function timed<T>(samples: number[], call: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const answer = await call();
  samples.push(performance.now() - startedMs);
  return answer;
}

const figuresOf = (samples: Samples): Figures =>
  Object.fromEntries(
    Object.entries(samples).flatMap(([name, times]) => [
      [`${name}MedianMs`, quantile(times, 0.5)],
      [`${name}P99Ms`, quantile(times, 0.99)],
    ]),
  );
