import { expect } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { expectRejection, Rejected, type Runner } from "./runner.ts";

/** The pure engine with its state in memory. Every command also checks that events alone rebuild the state. */
export async function bareRunner(xml: string): Promise<Runner> {
  const { processes, findings } = await parseModel(xml);
  const model = processes[0];
  if (!model) throw new Error(findings.map((finding) => `${finding.code}: ${finding.message}`).join("\n"));
  const key = keyOfSequence(1n);
  const state = emptyState(key);
  const all: Event[] = [];
  let now = Date.UTC(2026, 0, 5, 9);

  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`there is no ${what}`);
    return value;
  };
  const runner: Runner = {
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
      const { subscriptionKey } = found(subscription, `subscription to ${name} with ${correlationKey}`);
      await runner.execute({ type: "correlateMessage", subscriptionKey, messageKey: "1", variables });
    },
    nowMs: () => now,
    setNow: (nowMs) => {
      now = nowMs;
    },
    instanceKey: () => key,
    jobKey: async (jobType) =>
      found(
        [...state.jobs.values()].find(({ type }) => type === jobType),
        `job ${jobType}`,
      ).key,
    userTaskKey: async (elementId) =>
      found(
        [...state.userTasks.values()].find(({ elementKey }) => state.elements.get(elementKey)?.elementId === elementId),
        `user task ${elementId}`,
      ).key,
    incidentKey: async () => found([...state.incidents.keys()][0], "incident"),
    nextTimer: async () => {
      const timers = [...state.subscriptions.values()].flatMap(({ subscriptionKey, wait }) =>
        wait.kind === "timer" ? [{ subscriptionKey, dueMs: wait.dueMs }] : [],
      );
      return timers.sort((one, other) => one.dueMs - other.dueMs)[0];
    },
    events: async () => all,
    waiting: async () =>
      [...state.elements.values()].filter((element) => element.children.size === 0).map((element) => element.elementId),
    rootVariables: async () =>
      // An ended instance keeps no state; its variables are those that were last set in its scope.
      Object.fromEntries(
        all.flatMap((event) =>
          event.type === "variableSet" && event.scopeKey === key ? [[event.name, event.value]] : [],
        ),
      ),
    isEnded: async () => all.length > 0 && state.elements.size === 0,
    expectRejection: (code, call) => expectRejection(runner, code, call),
    close: async () => {},
  };
  return runner;
}
