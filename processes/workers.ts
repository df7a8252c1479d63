/**
 * Works the jobs of all sample processes, through the public REST API and the official client.
 *
 * `npm run worker`, or `node processes/workers.ts`. The server's address comes from MILLRACE_URL or CAMUNDA_REST_ADDRESS,
 * otherwise it is http://127.0.0.1:8080. Waits for a server that is not up. Ctrl-C finishes the jobs at hand and ends.
 */
import { setTimeout as pause } from "node:timers/promises";
import {
  type CamundaClient,
  createCamundaClient,
  type EnrichedActivatedJob,
} from "@camunda8/orchestration-cluster-api";
import { customerOnboarding } from "./work/customerOnboarding.ts";
import { dailyReport } from "./work/dailyReport.ts";
import { marketingCampaign } from "./work/marketingCampaign.ts";
import { orderFulfilment } from "./work/orderFulfilment.ts";
import { pullRequestReview } from "./work/pullRequestReview.ts";
import { travelBooking } from "./work/travelBooking.ts";
import { type Engine, failed, type Outcome, type Work, type WorkByJobType } from "./work/vocabulary.ts";

const address = process.env.MILLRACE_URL ?? process.env.CAMUNDA_REST_ADDRESS ?? "http://127.0.0.1:8080";

/** A job whose worker vanished is given out again after this; ours take milliseconds. */
const jobTimeoutMs = 30_000;
/** Enough to see the retries one after the other in the console. */
const retryBackOffMs = 2_000;
/** Between two looks for a server that is not up. */
const serverPollMs = 1_000;

const works: WorkByJobType = {
  ...pullRequestReview,
  ...customerOnboarding,
  ...marketingCampaign,
  ...dailyReport,
  ...orderFulfilment,
  ...travelBooking,
};

const ending = new AbortController();
const jobsAtHand = new Set<Promise<unknown>>();
let serverIsAwaited = false;

const client = createCamundaClient({
  config: { CAMUNDA_REST_ADDRESS: address },
  log: { level: "error", transport: ({ args }) => void hear(args) },
});

const engine: Engine = {
  countInstances: async (state) => {
    const found = await client.searchProcessInstances(
      { filter: { state }, page: { limit: 1 } },
      { consistency: { waitUpToMs: 0 } },
    );
    return found.page.totalItems;
  },
};

process.once("SIGINT", () => void end());
process.once("SIGTERM", () => void end());
await awaitServer(client);
if (!ending.signal.aborted) startWorkers(client);

/** The client reports every failed poll of every worker; while the server is gone, one line says it all. */
async function hear([what, cause]: readonly unknown[]): Promise<void> {
  if (serverIsAwaited) return;
  if (what === "activation.error" && !(await answers(client))) return awaitServer(client);
  console.log(`${String(what)}: ${messageOf(cause)}`);
}

/** Resolves when the server answers or the program ends; says so when it has to wait. */
async function awaitServer(server: CamundaClient): Promise<void> {
  if (serverIsAwaited || ending.signal.aborted) return;
  serverIsAwaited = true;
  let hasWaited = false;
  while (!ending.signal.aborted && !(await answers(server))) {
    if (!hasWaited) console.log(`Waiting for the server at ${address}`);
    hasWaited = true;
    await pause(serverPollMs, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  if (hasWaited && !ending.signal.aborted) console.log("The server answers");
  serverIsAwaited = false;
}

function answers(server: CamundaClient): Promise<boolean> {
  return server.getTopology({ retry: false }).then(
    () => true,
    () => false,
  );
}

function startWorkers(server: CamundaClient): void {
  for (const [jobType, work] of Object.entries(works)) {
    server.createJobWorker({
      jobType,
      workerName: "sample-worker",
      jobTimeoutMs,
      // A server that restarts is found again within a few seconds.
      pollBackoffMaxMs: 4 * serverPollMs,
      jobHandler: (job) => track(carryOut(job, work)),
    });
  }
  console.log(`Working at ${address}, Ctrl-C ends it. Job types:\n  ${Object.keys(works).join("\n  ")}`);
}

/** Does the work, says what came of it and tells the server. A job that is gone meanwhile is only logged. */
async function carryOut(job: EnrichedActivatedJob, work: Work) {
  const outcome = await outcomeOf(job, work);
  console.log(`${job.type} ${job.jobKey}: ${describe(outcome, job.retries - 1)}`);
  try {
    return await report(job, outcome);
  } catch (cause) {
    console.log(`${job.type} ${job.jobKey}: the server did not take the result: ${messageOf(cause)}`);
    return job.ignore();
  }
}

async function outcomeOf(job: EnrichedActivatedJob, work: Work): Promise<Outcome> {
  try {
    return await work(job.variables, engine);
  } catch (cause) {
    return failed(messageOf(cause));
  }
}

function report(job: EnrichedActivatedJob, outcome: Outcome) {
  switch (outcome.kind) {
    case "completed":
      return job.complete(outcome.variables);
    case "errorThrown":
      return job.error({ errorCode: outcome.code, errorMessage: outcome.message });
    case "failed":
      return job.fail({ errorMessage: outcome.message, retries: job.retries - 1, retryBackOff: retryBackOffMs });
    default:
      return outcome satisfies never;
  }
}

function describe(outcome: Outcome, retriesLeft: number): string {
  switch (outcome.kind) {
    case "completed":
      return outcome.did;
    case "errorThrown":
      return `threw ${outcome.code}: ${outcome.message}`;
    case "failed":
      return `failed, ${retriesLeft} ${retriesLeft === 1 ? "retry" : "retries"} left: ${outcome.message}`;
    default:
      return outcome satisfies never;
  }
}

/** Remembers the job until its result has been reported, so that the end can wait for it. */
function track<T>(job: Promise<T>): Promise<T> {
  jobsAtHand.add(job);
  return job.finally(() => jobsAtHand.delete(job));
}

async function end(): Promise<void> {
  ending.abort();
  client.stopAllWorkers();
  await Promise.allSettled(jobsAtHand);
  console.log("Stopped");
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
