import { setTimeout as pause } from "node:timers/promises";
import { bpmn, node, timer } from "../../bpmnText.ts";
import { isFinal } from "../client.ts";
import { call, item, repeated, task } from "./parts.ts";
import type { Story } from "./story.ts";

/** Cancelled by a client at some moment, with all that it has called; or it was faster. */
export const cancels: Story = {
  name: "cancels",
  files: [
    bpmn("cancels", [
      node("startEvent", "begin"),
      node("parallelGateway", "split"),
      item("each", repeated("all", false)),
      node("intermediateCatchEvent", "pause", timer("timeDuration", "PT0.7S")),
      call("help", "cancelled"),
      node("parallelGateway", "join"),
      node("endEvent", "end"),
      "begin -> split -> each -> join -> end",
      "split -> pause -> join",
      "split -> help -> join",
    ]),
    bpmn("cancelled", [
      node("startEvent", "called-begin"),
      task("first"),
      task("second"),
      node("endEvent", "called-end"),
      "called-begin -> first -> second -> called-end",
    ]),
  ],
  variables: (random) => ({ plan: {}, items: Array.from({ length: random.between(1, 4) }, (_, n) => n) }),
  async drive(client, instance, random) {
    await pause(random.between(0, 1_200));
    const path = `/v2/process-instances/${instance.processInstanceKey}/cancellation`;
    const { id: target, notes } = instance;
    for (;;) {
      const answer = await client.attempt({ what: "cancelInstance", target, path, body: () => ({}) });
      notes.push(answer.mark);
      if (isFinal(answer)) return;
      await pause(100);
    }
  },
  expected: ({ variables: { items } }) => {
    const count = (items as number[]).length;
    return {
      state: ["COMPLETED", "TERMINATED"],
      completed: {
        cancels: [0, 1],
        begin: 1,
        split: 1,
        each: [0, count + 1],
        pause: [0, 1],
        help: [0, 1],
        join: [0, 1],
        end: [0, 1],
      },
      caused: { cancelled: [0, 1] },
    };
  },
  check({ notes }, { state, completed }, outcomeOf) {
    const outcomes = notes.map(outcomeOf);
    const isAsked = outcomes.includes("acknowledged");
    const isPossible = isAsked || outcomes.includes("uncertain");
    const wrong = [];
    if (isAsked && state !== "TERMINATED") wrong.push("was cancelled and went on");
    if (!isPossible && state === "TERMINATED") wrong.push("was not cancelled and ended");
    if (state === "COMPLETED" && (completed.get("join") ?? 0) !== 1) wrong.push("completed before its end");
    return wrong;
  },
};
