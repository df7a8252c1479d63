import { assert } from "../../engine/result.ts";
import { createApp } from "../../server/app.ts";
import { silent } from "../../server/store/observer.ts";
import { Reads } from "../../server/store/reads.ts";
import type { Contestant, Figures, Open } from "../contestant.ts";
import { lockMs, waitMs } from "../cycle.ts";
import { quantile } from "../figures.ts";
import { HttpClient } from "../httpClient.ts";
import { openHttpNode } from "../httpNode.ts";
import { completeCommand, jobKeyOf, oneTask, startCommand } from "../oneTask.ts";
import { openStore } from "../store.ts";

/** Milliseconds between a worker's question and the job that it waits for: it is surely waiting by then. */
const pauseMs = 5;

/**
 * How long a job that was just committed is on its way to a worker that waits for it over HTTP: at the server that has
 * committed it, which lives in this process, and at another one over the same database.
 */
export const open: Open = async (connection): Promise<Contestant> => {
  let committedMs = 0;
  const committed = () => {
    committedMs = performance.now();
  };
  const { store, start } = await openStore(connection, { ...silent, committed });
  const reads = new Reads(store);
  const context = { store, reads, environment: "bench", version: "0", isClockControllable: false };
  const app = await createApp({ ...context, pages: null, bodyLimit: 1024 * 1024, log: console.error });
  const here = new HttpClient(await app.listen({ host: "127.0.0.1", port: 0 }));
  const other = await openHttpNode(connection);
  const there = new HttpClient(other.address);

  const handOverMs = async (server: HttpClient): Promise<number> => {
    const { jobType: type } = oneTask;
    const body = { type, worker: "bench", timeout: lockMs, maxJobsToActivate: 1, requestTimeout: waitMs };
    const answered = server.post("/v2/jobs/activation", body);
    const arrived = answered.then(() => performance.now());
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const begun = store
      .startInstance(start, startCommand, "bench")
      .then(({ events }) => [events, committedMs] as const);
    const [arrivedMs, [events, commitMs]] = await Promise.all([arrived, begun]);
    // No job is left over, which a later worker would get at once.
    const jobKey = jobKeyOf(events);
    assert((await answered).includes(`"${jobKey}"`), "the worker gets the job that was just created");
    await store.executeFor(jobKey, completeCommand(jobKey), "bench");
    return arrivedMs - commitMs;
  };
  return {
    async round(ms) {
      const times: Record<"same" | "other", number[]> = { same: [], other: [] };
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs) {
        times.same.push(await handOverMs(here));
        times.other.push(await handOverMs(there));
      }
      return figuresOf(times);
    },
    async close() {
      await Promise.all([here.close(), there.close()]);
      await app.close();
      await Promise.all([store.close(), other.close()]);
    },
  };
};

const figuresOf = (times: Record<string, number[]>): Figures =>
  Object.fromEntries(
    Object.entries(times).flatMap(([name, values]) => [
      [`${name}MedianMs`, quantile(values, 0.5)],
      [`${name}P99Ms`, quantile(values, 0.99)],
    ]),
  );
