import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command, Event, JobResult } from "../../engine/vocabulary.ts";
import { bpmn, extension, node } from "../bpmnText.ts";

const listeners = extension(
  '<zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="ask" /></zeebe:taskListeners>',
);

/** An instance that waits at a task with a listener; answers what tells it commands and gives its events. */
async function atTask() {
  const parts = [node("startEvent", "start"), node("userTask", "approve", listeners), "start -> approve"];
  const { processes, findings } = await parseModel(bpmn("p", parts));
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command): readonly Event[] => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
    return ran.events;
  };
  say({ type: "startInstance", variables: {}, startElementIds: null });
  const [userTaskKey = ""] = state.userTasks.keys();
  const answer = (result: JobResult | null) => {
    const [jobKey = ""] = state.jobs.keys();
    return transitions(say({ type: "completeJob", jobKey, variables: {}, result }));
  };
  return { say, answer, userTaskKey };
}

const transitions = (events: readonly Event[]) => events.filter((event) => event.type === "userTaskTransition");

const verdict = (isDenied: boolean, deniedReason: string): JobResult => ({
  type: "userTask",
  isDenied,
  deniedReason,
  corrections: {},
});

test("listeners are told what the caller calls it", async () => {
  const { say, userTaskKey } = await atTask();
  const command = { type: "completeUserTask", userTaskKey, variables: {}, by: null } as const;
  expect(transitions(say({ ...command, action: "approve" }))).toMatchObject([
    { transition: { event: "completing", action: "approve" }, deniedReason: null },
  ]);
});

test("what nobody has named is called by its usual word", async () => {
  const { say, userTaskKey } = await atTask();
  expect(transitions(say({ type: "completeUserTask", userTaskKey, variables: {}, by: null }))).toMatchObject([
    { transition: { action: "complete" } },
  ]);
});

test("a denial tells why, an agreement has no reason", async () => {
  const { say, answer, userTaskKey } = await atTask();
  const complete = { type: "completeUserTask", userTaskKey, variables: {}, by: null } as const;
  say(complete);
  expect(answer(verdict(true, "too early"))).toMatchObject([{ transition: null, deniedReason: "too early" }]);
  say(complete);
  expect(answer(verdict(true, ""))).toMatchObject([{ transition: null, deniedReason: "" }]);
  say(complete);
  expect(answer(verdict(false, ""))).toMatchObject([{ transition: null, deniedReason: null }]);
});
