import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inject, test } from "vitest";
import type { Variables } from "../engine/feel/values.ts";
import { dueAfterDuration } from "../engine/triggers/time.ts";
import type { Command } from "../engine/vocabulary.ts";
import { bareRunner } from "./scenario/bareRunner.ts";
import { checks } from "./scenario/checks.ts";
import { Rejected, type Runner } from "./scenario/runner.ts";

/** The story of one process instance. Each call is carried out in order; a failed one points at its line. */
export interface Story {
  /** Starts the instance, at its none start event or at the named elements; what a start event brought comes last. */
  start(variables?: Variables, at?: { elementIds: string[]; eventVariables?: Variables }): void;
  /** Completes the oldest open job of a type; when none is open, tries the last one that was. */
  completeJob(jobType: string, variables?: Variables): void;
  failJob(jobType: string, failure: { retries: number; message?: string; retryDelayMs?: number }): void;
  /** The worker of the oldest open job of a type throws a BPMN error. */
  throwError(jobType: string, errorCode: string, variables?: Variables): void;
  assign(elementId: string, assignee: string, how?: { isOverrideAllowed: boolean }): void;
  unassign(elementId: string): void;
  /** Completes the oldest open user task at an element; when none is open, tries the last one that was. */
  completeUserTask(elementId: string, variables?: Variables, by?: string): void;
  /** Publishes a message to the instance. */
  message(name: string, correlationKey: string, variables?: Variables): void;
  /** Lets an ISO 8601 duration pass; timers fire in the order in which they are due. */
  advance(duration: string): void;
  /** The timer that an element waited for last comes now, whether it is due, still waited for, or not. */
  fireTimer(elementId: string): void;
  /** Sets variables of the process instance, or local ones of the element that has been active longest. */
  setVariables(variables: Variables, at?: { elementId: string }): void;
  updateRetries(jobType: string, retries: number): void;
  /** Resolves the oldest open incident. */
  resolveIncident(): void;
  cancel(): void;
  /** What happened since the last look: `+` activated, `-` completed, `x` terminated, `!CODE` an incident. */
  walked(path: string): void;
  /** The process instance's own variables: these, and no others. */
  variables(expected: Variables): void;
  /** Ids of the elements that wait, in the order of their activation. */
  waitsAt(...elementIds: string[]): void;
  /** Open incidents, each as `elementId CODE`, in the order in which they were raised. */
  incidents(...expected: string[]): void;
  ended(): void;
  /** The call made inside is refused with this code, and changes nothing. */
  rejects(code: string, call: () => void): void;
}

/** One thing to do; `where` is the line in the story. */
export interface Act {
  where: Error;
  what: string;
  perform(runner: Runner): Promise<void>;
}

/**
 * A diagram and a story, on the bare engine or on Postgres, whichever the test project asks for.
 *
 * @param file a path relative to the test file's folder, or a path that exists in `processes/`.
 */
export function scenario(title: string, file: string, tell: (p: Story) => void): void {
  const xml = readFileSync(locate(file), "utf8");
  test(title, async () => {
    const runner = await openRunner(xml);
    try {
      for (const act of record(tell)) await perform(act, runner);
    } finally {
      await runner.close();
    }
  });
}

async function openRunner(xml: string): Promise<Runner> {
  if (inject("backend") === "engine") return bareRunner(xml);
  const { storeRunner } = await import("./scenario/storeRunner.ts");
  return storeRunner(xml);
}

async function perform(act: Act, runner: Runner): Promise<void> {
  try {
    await act.perform(runner);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    act.where.message = `${act.what}: ${message}`;
    throw act.where;
  }
}

/** The story is told at once and performed afterwards, so that one story fits runners that need to wait. */
function record(tell: (p: Story) => void): Act[] {
  const acts: Act[] = [];
  const act = (what: string, perform: Act["perform"]) => acts.push({ where: new Error(what), what, perform });
  const command = (what: string, make: (runner: Runner) => Command | Promise<Command>) =>
    act(what, async (runner) => runner.execute(await make(runner)));
  const p: Story = {
    ...checks(act),
    start: (variables = {}, at) =>
      command("start", () => ({
        type: "startInstance",
        variables,
        startElementIds: at?.elementIds ?? null,
        eventVariables: at?.eventVariables,
      })),
    completeJob: (jobType, variables = {}) =>
      command(`completeJob ${jobType}`, async (r) => ({
        type: "completeJob",
        jobKey: await r.jobKey(jobType),
        variables,
      })),
    failJob: (jobType, { retries, message = "", retryDelayMs = 0 }) =>
      command(`failJob ${jobType}`, async (r) => ({
        type: "failJob",
        jobKey: await r.jobKey(jobType),
        retries,
        message,
        retryDelayMs,
        variables: {},
      })),
    throwError: (jobType, errorCode, variables = {}) =>
      command(`throwError ${jobType}`, async (r) => ({
        type: "throwJobError",
        jobKey: await r.jobKey(jobType),
        errorCode,
        message: "",
        variables,
      })),
    assign: (elementId, assignee, { isOverrideAllowed } = { isOverrideAllowed: false }) =>
      command(`assign ${elementId}`, async (r) => ({
        type: "assignUserTask",
        userTaskKey: await r.userTaskKey(elementId),
        assignee,
        isOverrideAllowed,
      })),
    unassign: (elementId) =>
      command(`unassign ${elementId}`, async (r) => ({
        type: "unassignUserTask",
        userTaskKey: await r.userTaskKey(elementId),
      })),
    completeUserTask: (elementId, variables = {}, by) =>
      command(`completeUserTask ${elementId}`, async (r) => ({
        type: "completeUserTask",
        userTaskKey: await r.userTaskKey(elementId),
        variables,
        by: by ?? null,
      })),
    message: (name, correlationKey, variables = {}) =>
      act(`message ${name}`, (r) => r.publish(name, correlationKey, variables)),
    advance: (duration) => act(`advance ${duration}`, (r) => advance(r, duration)),
    fireTimer: (elementId) =>
      command(`fireTimer ${elementId}`, async (r) => ({
        type: "triggerTimer",
        subscriptionKey: await r.timerKey(elementId),
      })),
    setVariables: (variables, at) =>
      command("setVariables", async (r) => ({
        type: "setVariables",
        elementKey: at ? await r.elementKey(at.elementId) : r.instanceKey(),
        variables,
        isLocal: at !== undefined,
      })),
    updateRetries: (jobType, retries) =>
      command(`updateRetries ${jobType}`, async (r) => ({
        type: "updateJob",
        jobKey: await r.jobKey(jobType),
        retries,
      })),
    resolveIncident: () =>
      command("resolveIncident", async (r) => ({ type: "resolveIncident", incidentKey: await r.incidentKey() })),
    cancel: () => command("cancel", () => ({ type: "cancelInstance" })),
    rejects: (code, call) => {
      const from = acts.length;
      call();
      const inner = acts.splice(from);
      act(`rejects ${code}`, (r) => r.expectRejection(code, () => performAll(inner, r)));
    },
  };
  tell(p);
  return acts;
}

async function performAll(acts: Act[], runner: Runner): Promise<void> {
  for (const act of acts) await act.perform(runner);
}

async function advance(runner: Runner, duration: string): Promise<void> {
  const until = dueAfterDuration(duration, runner.nowMs());
  if (!until.ok) throw new Error(until.message);
  for (let timer = await runner.nextTimer(); timer && timer.dueMs <= until.value; timer = await runner.nextTimer()) {
    runner.setNow(Math.max(timer.dueMs, runner.nowMs()));
    await fire(runner, timer.subscriptionKey);
  }
  runner.setNow(until.value);
}

/** A store also fires due timers by itself and may have been first. */
async function fire(runner: Runner, subscriptionKey: string): Promise<void> {
  await runner.execute({ type: "triggerTimer", subscriptionKey }).catch((error: unknown) => {
    if (!(error instanceof Rejected && error.code === "SUBSCRIPTION_GONE")) throw error;
  });
}

function locate(file: string): string {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
  for (const folder of ["test/scenarios/models", "processes", "."]) {
    const path = resolve(root, folder, file);
    try {
      readFileSync(path);
      return path;
    } catch {
      // Looked for in the next folder.
    }
  }
  throw new Error(`Expected ${file} in test/scenarios/models or processes, found it in neither`);
}

declare module "vitest" {
  interface ProvidedContext {
    backend: "engine" | "store";
  }
}
