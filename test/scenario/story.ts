import { expect } from "vitest";
import { instanceKeyOf } from "../../engine/keys.ts";
import { dueAfterDuration } from "../../engine/triggers/time.ts";
import type { Command } from "../../engine/vocabulary.ts";
import type { InstanceStory, Story } from "../scenario.ts";
import { checks } from "./checks.ts";
import { expectRejection, Rejected, type Runner, type RunningInstance } from "./runner.ts";

/** One thing to do; `where` is the line in the story. */
export interface Act {
  where: Error;
  what: string;
  perform(runner: Runner): Promise<void>;
}

/** Notes an act of the story. */
export type Note = (what: string, perform: Act["perform"]) => void;

/** Finds an instance when its act is performed; throws when it has not begun. */
export type Find = (runner: Runner) => Promise<RunningInstance>;

/** The story is told at once and performed afterwards, so that one story fits runners that need to wait. */
export function record(tell: (p: Story) => void): Act[] {
  const acts: Act[] = [];
  const note: Note = (what, perform) => acts.push({ where: new Error(what), what, perform });
  const others = new Map<string, InstanceStory>();
  tell({
    ...storyOf(first, note),
    ...worldActs(note),
    instance(processId, nth = 1) {
      const name = `${nth} ${processId}`;
      const other = others.get(name) ?? storyOf(nthOf(processId, nth), note);
      others.set(name, other);
      return other;
    },
    rejects(code, call) {
      const from = acts.length;
      call();
      const inner = acts.splice(from);
      note(`rejects ${code}`, (runner) => expectRejection(runner, code, () => performAll(inner, runner)));
    },
  });
  return acts;
}

const first: Find = async (runner) => {
  const [instance] = await runner.instances();
  if (!instance) throw new Error("no instance has begun");
  return instance;
};

const nthOf =
  (processId: string, nth: number): Find =>
  async (runner) => {
    const all = (await runner.instances()).filter((instance) => instance.processId === processId);
    const instance = all[nth - 1];
    if (!instance) throw new Error(`there are ${all.length} instances of ${processId}, not ${nth}`);
    return instance;
  };

async function performAll(acts: Act[], runner: Runner): Promise<void> {
  for (const act of acts) await act.perform(runner);
}

function worldActs(note: Note): Pick<Story, "start" | "message" | "signal" | "advance" | "began"> {
  return {
    start: (variables = {}, at) =>
      note("start", (runner) =>
        runner.start(at?.processId ?? null, {
          type: "startInstance",
          variables,
          startElementIds: at?.elementIds ?? null,
          ...(at?.eventVariables && { eventVariables: at.eventVariables }),
        }),
      ),
    message: (name, correlationKey, variables = {}, { timeToLive, messageId = null } = {}) =>
      note(`message ${name}`, (runner) => {
        const timeToLiveMs = timeToLive === undefined ? null : after(timeToLive, runner.nowMs()) - runner.nowMs();
        return runner.publish({ name, correlationKey, variables, timeToLiveMs, messageId });
      }),
    signal: (name, variables = {}) => note(`signal ${name}`, (runner) => runner.broadcast(name, variables)),
    advance: (duration) => note(`advance ${duration}`, (runner) => advance(runner, duration)),
    began: (...processIds) =>
      note("began", async (runner) => {
        const begun = (await runner.instances()).map(({ processId }) => processId);
        expect(begun).toEqual(processIds);
      }),
  };
}

function storyOf(find: Find, note: Note): InstanceStory {
  const command = (what: string, make: (instance: RunningInstance) => Command | Promise<Command>) =>
    note(what, async (runner) => {
      const instance = await find(runner);
      await runner.execute(instance.key, await make(instance));
    });
  return { ...jobActs(command), ...userTaskActs(command), ...instanceActs(command), ...checks(find, note) };
}

type Tell = (what: string, make: (instance: RunningInstance) => Command | Promise<Command>) => void;

function jobActs(command: Tell): Pick<InstanceStory, "completeJob" | "failJob" | "throwError" | "updateRetries"> {
  return {
    completeJob: (jobType, variables = {}, result = undefined) =>
      command(`completeJob ${jobType}`, async (instance) => ({
        type: "completeJob",
        jobKey: await instance.jobKey(jobType),
        variables,
        ...(result && { result }),
      })),
    failJob: (jobType, { retries, message = "", retryDelayMs = 0 }) =>
      command(`failJob ${jobType}`, async (instance) => ({
        type: "failJob",
        jobKey: await instance.jobKey(jobType),
        retries,
        message,
        retryDelayMs,
        variables: {},
      })),
    throwError: (jobType, errorCode, variables = {}) =>
      command(`throwError ${jobType}`, async (instance) => ({
        type: "throwJobError",
        jobKey: await instance.jobKey(jobType),
        errorCode,
        message: "",
        variables,
      })),
    updateRetries: (jobType, retries) =>
      command(`updateRetries ${jobType}`, async (instance) => ({
        type: "updateJob",
        jobKey: await instance.jobKey(jobType),
        retries,
      })),
  };
}

function userTaskActs(
  command: Tell,
): Pick<InstanceStory, "assign" | "unassign" | "updateUserTask" | "completeUserTask"> {
  return {
    assign: (elementId, assignee, { isOverrideAllowed } = { isOverrideAllowed: false }) =>
      command(`assign ${elementId}`, async (instance) => ({
        type: "assignUserTask",
        userTaskKey: await instance.userTaskKey(elementId),
        assignee,
        isOverrideAllowed,
      })),
    unassign: (elementId) =>
      command(`unassign ${elementId}`, async (instance) => ({
        type: "unassignUserTask",
        userTaskKey: await instance.userTaskKey(elementId),
      })),
    updateUserTask: (elementId, changes) =>
      command(`updateUserTask ${elementId}`, async (instance) => ({
        type: "updateUserTask",
        userTaskKey: await instance.userTaskKey(elementId),
        changes,
      })),
    completeUserTask: (elementId, variables = {}, by = undefined) =>
      command(`completeUserTask ${elementId}`, async (instance) => ({
        type: "completeUserTask",
        userTaskKey: await instance.userTaskKey(elementId),
        variables,
        by: by ?? null,
      })),
  };
}

function instanceActs(
  command: Tell,
): Pick<InstanceStory, "fireTimer" | "activateAdHoc" | "setVariables" | "resolveIncident" | "cancel"> {
  return {
    fireTimer: (elementId) =>
      command(`fireTimer ${elementId}`, async (instance) => ({
        type: "triggerTimer",
        subscriptionKey: await instance.timerKey(elementId),
      })),
    activateAdHoc: (adHocId, elementIds, { variables = {}, isCancelingRemaining = false } = {}) =>
      command(`activateAdHoc ${adHocId}`, async (instance) => ({
        type: "activateAdHoc",
        elementKey: await instance.elementKey(adHocId),
        elements: elementIds.map((elementId) => ({ elementId, variables })),
        isCancelingRemaining,
      })),
    setVariables: (variables, at) =>
      command("setVariables", async (instance) => ({
        type: "setVariables",
        elementKey: at ? await instance.elementKey(at.elementId) : instance.key,
        variables,
        isLocal: at !== undefined,
      })),
    resolveIncident: () =>
      command("resolveIncident", async (instance) => ({
        type: "resolveIncident",
        incidentKey: await instance.incidentKey(),
      })),
    cancel: () => command("cancel", () => ({ type: "cancelInstance" })),
  };
}

function after(duration: string, nowMs: number): number {
  const until = dueAfterDuration(duration, nowMs);
  if (!until.ok) throw new Error(until.message);
  return until.value;
}

async function advance(runner: Runner, duration: string): Promise<void> {
  const untilMs = after(duration, runner.nowMs());
  for (let timer = await runner.nextTimer(); timer && timer.dueMs <= untilMs; timer = await runner.nextTimer()) {
    runner.setNow(Math.max(timer.dueMs, runner.nowMs()));
    await fire(runner, timer.subscriptionKey);
  }
  runner.setNow(untilMs);
}

/** A store also fires due timers by itself and may have been first. */
async function fire(runner: Runner, subscriptionKey: string): Promise<void> {
  await runner
    .execute(instanceKeyOf(subscriptionKey), { type: "triggerTimer", subscriptionKey })
    .catch((error: unknown) => {
      if (!(error instanceof Rejected && error.code === "SUBSCRIPTION_GONE")) throw error;
    });
}
