import { setTimeout as pause } from "node:timers/promises";
import { Client } from "./client.ts";
import type { Instructions } from "./crew.ts";
import { lockMs, type Plan, worked } from "./plan.ts";
import { Random } from "./random.ts";

/**
 * A worker process of the torture: works the jobs, user tasks and incidents of all models until it is killed. Tells each
 * attempt on its output, a line of JSON before it is sent and another one when it is answered.
 */
const { name, seed, addresses, isMoody } = JSON.parse(process.argv[2] ?? "") as Instructions;
const random = new Random(seed);
const client = new Client(
  name,
  () => addresses,
  random.branch(),
  (told) => process.stdout.write(`${JSON.stringify(told)}\n`),
);

/** Tries to have a completion acknowledged. More would keep a worker at a job whose server is long gone. */
const triesMax = 20;

interface Job {
  readonly jobKey: string;
  readonly elementId: string;
  readonly retries: number;
  readonly variables: { readonly plan?: Plan };
}

await Promise.all([...worked.flatMap((type) => [work(type), work(type)]), clerk(), operator()]);

async function work(type: string): Promise<never> {
  for (;;) {
    const maxJobsToActivate = random.between(1, 12);
    const asked = { type, worker: name, timeout: lockMs, maxJobsToActivate, requestTimeout: 2_000 };
    const answer = await client.look("POST", "/v2/jobs/activation", asked);
    if (answer === null) await pause(200);
    else await Promise.all((answer.jobs as Job[]).map((job) => (isMoody ? moodily(job) : carryOut(job))));
  }
}

/** Sometimes forgets a job, is slower than its lock, fails for once, or says twice that it is done. */
async function moodily(job: Job): Promise<void> {
  const mood = random.fraction();
  if (mood < 0.04) return;
  if (mood < 0.08) await pause(lockMs + random.between(0, 1_000));
  if (mood < 0.13) return fail(job, job.retries, random.between(0, 500));
  if (mood < 0.17) await Promise.all([carryOut(job), carryOut(job)]);
  else await carryOut(job);
}

/** What the plan of the instance says about the element; without a word it is done. */
async function carryOut(job: Job): Promise<void> {
  const plan = job.variables.plan?.[job.elementId] ?? "done";
  switch (plan) {
    case "done":
      return complete(job);
    case "failing":
      return job.retries > 1 ? fail(job, job.retries - 1, 50) : complete(job);
    case "exhausted":
      return job.retries > 1 ? fail(job, 0, 0) : complete(job);
    case "error":
      return throwError(job);
    default:
      plan satisfies never;
  }
}

async function complete({ jobKey, elementId }: Job): Promise<void> {
  const body = (mark: string) => ({ variables: elementId.startsWith("each") ? {} : { [elementId]: mark } });
  await client.insist({ what: "completeJob", target: jobKey, path: `/v2/jobs/${jobKey}/completion`, body }, triesMax);
}

async function fail({ jobKey }: Job, retries: number, retryBackOff: number): Promise<void> {
  const body = () => ({ retries, retryBackOff, errorMessage: "It did not work" });
  await client.attempt({ what: "failJob", target: jobKey, path: `/v2/jobs/${jobKey}/failure`, body });
}

async function throwError({ jobKey }: Job): Promise<void> {
  const body = () => ({ errorCode: "REFUSED", errorMessage: "No" });
  await client.attempt({ what: "throwJobError", target: jobKey, path: `/v2/jobs/${jobKey}/error`, body });
}

/** Works what is in the inbox, some of it after having claimed it. */
async function clerk(): Promise<never> {
  for (;;) {
    await pause(random.between(200, 600));
    const found = await client.look("POST", "/v2/user-tasks/search", {
      filter: { state: "CREATED" },
      page: { limit: 20 },
    });
    for (const { userTaskKey: target } of (found?.items ?? []) as { userTaskKey: string }[]) {
      const path = `/v2/user-tasks/${target}`;
      const user = "clerk";
      const action = (mark: string) => ({ action: mark });
      const assign = (mark: string) => ({ assignee: user, action: mark });
      if (random.chance(0.5))
        await client.attempt({ what: "assignUserTask", target, path: `${path}/assignment`, body: assign, user });
      await client.attempt({ what: "completeUserTask", target, path: `${path}/completion`, body: action, user });
    }
  }
}

/** Gives jobs that have failed for good another try. */
async function operator(): Promise<never> {
  for (;;) {
    await pause(random.between(300, 800));
    const found = await client.look("POST", "/v2/incidents/search", {
      filter: { state: "ACTIVE" },
      page: { limit: 20 },
    });
    for (const { incidentKey, jobKey } of (found?.items ?? []) as { incidentKey: string; jobKey: string | null }[]) {
      if (jobKey !== null) {
        const body = () => ({ changeset: { retries: 1 } });
        await client.attempt({ what: "updateJob", target: jobKey, method: "PATCH", path: `/v2/jobs/${jobKey}`, body });
      }
      const path = `/v2/incidents/${incidentKey}/resolution`;
      await client.attempt({ what: "resolveIncident", target: incidentKey, path, body: () => ({}) });
    }
  }
}
