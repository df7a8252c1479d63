import { expect } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { keyOfSequence } from "../../engine/keys.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { expectRejection, Rejected, type Runner } from "./runner.ts";

/** The pure engine with its state in memory. Every command also checks that events alone rebuild the state. */
export async function bareRunner(xml: string): Promise<Runner> {
  const model = await modelIn(xml);
  const key = keyOfSequence(1n);
  const state = emptyState(key);
  const all: Event[] = [];
  let now = Date.UTC(2026, 0, 5, 9);

  const runner: Runner = {
    ...looks(state, all),
    async execute(command) {
      const ran = run(model, state, command, { nowMs: now });
      if (!ran.ok) throw new Rejected(ran.rejection.code, ran.rejection.detail);
      all.push(...ran.events);
      const folded = emptyState(key);
      for (const event of all) evolve(folded, event);
      expect({ ...folded, keyCount: state.keyCount }).toEqual(state);
    },
    async publish(name, correlationKey, variables) {
      const subscription = [...state.subscriptions.values()].find(
        ({ wait }) => wait.kind === "message" && wait.messageName === name && wait.correlationKey === correlationKey,
      );
      if (!subscription) throw new Rejected("MESSAGE_NOT_CORRELATED", `nothing waits for ${name} ${correlationKey}`);
      const { subscriptionKey } = subscription;
      await runner.execute({ type: "correlateMessage", subscriptionKey, messageKey: "1", variables });
    },
    nowMs: () => now,
    setNow: (nowMs) => {
      now = nowMs;
    },
    expectRejection: (code, call) => expectRejection(runner, code, call),
    close: async () => {},
  };
  return runner;
}

async function modelIn(xml: string): Promise<ProcessModel> {
  const { processes, findings } = await parseModel(xml);
  if (!processes[0]) throw new Error(findings.map((finding) => `${finding.code}: ${finding.message}`).join("\n"));
  return processes[0];
}

type Looks = Omit<Runner, "execute" | "publish" | "nowMs" | "setNow" | "expectRejection" | "close">;

/** What can be seen of an instance: its state, and its events for what is no longer in the state. */
function looks(state: InstanceState, all: readonly Event[]): Looks {
  const isAt = (elementId: string) => (item: { elementKey: string }) =>
    state.elements.get(item.elementKey)?.elementId === elementId;
  /** The newest event that tells of it. */
  const last = <K extends string>(key: K, test: (event: Event) => boolean): string | undefined => {
    const event = all.findLast((one) => key in one && test(one));
    return (event as Record<K, string> | undefined)?.[key];
  };
  return {
    instanceKey: () => state.key,
    jobKey: async (jobType) =>
      found(
        [...state.jobs.values()].find(({ type }) => type === jobType)?.key ??
          last("jobKey", (event) => event.type === "jobCreated" && event.jobType === jobType),
        `job ${jobType}`,
      ),
    userTaskKey: async (elementId) =>
      found(
        [...state.userTasks.values()].find(isAt(elementId))?.key ??
          last("userTaskKey", (event) => event.type === "userTaskCreated" && event.elementId === elementId),
        `user task ${elementId}`,
      ),
    incidentKey: async () =>
      found([...state.incidents.keys()][0] ?? last("incidentKey", (e) => e.type === "incidentRaised"), "incident"),
    elementKey: async (elementId) =>
      found(
        [...state.elements.values()].find((element) => element.elementId === elementId)?.key ??
          last("elementKey", (event) => event.type === "elementActivated" && event.elementId === elementId),
        `element ${elementId}`,
      ),
    timerKey: async (elementId) =>
      found(
        last("subscriptionKey", (event) => event.type === "subscriptionOpened" && event.elementId === elementId),
        `timer at ${elementId}`,
      ),
    nextTimer: async () => {
      const timers = [...state.subscriptions.values()].flatMap(({ subscriptionKey, wait }) =>
        wait.kind === "timer" ? [{ subscriptionKey, dueMs: wait.dueMs }] : [],
      );
      return timers.sort((one, other) => one.dueMs - other.dueMs)[0];
    },
    events: async () => all,
    waiting: async () =>
      [...state.elements.values()].filter((element) => element.children.size === 0).map((element) => element.elementId),
    incidents: async () => [...state.incidents.values()],
    rootVariables: async () =>
      // An ended instance keeps no state; its variables are those that were last set in its scope.
      Object.fromEntries(
        all.flatMap((event) =>
          event.type === "variableSet" && event.scopeKey === state.key ? [[event.name, event.value]] : [],
        ),
      ),
    isEnded: async () => all.length > 0 && state.elements.size === 0,
  };
}

function found(key: string | undefined, what: string): string {
  if (key === undefined) throw new Error(`there is no ${what}`);
  return key;
}
