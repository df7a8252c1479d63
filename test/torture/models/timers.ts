import { besides, boundary, bpmn, node, subProcess, timer } from "../../bpmnText.ts";
import { condition, script, stuck } from "./parts.ts";
import type { Story } from "./story.ts";

/** A pause, a cycle that does not interrupt and is counted, and a timer that interrupts what nobody does. */
export const timers: Story = {
  name: "timers",
  files: [
    bpmn("timers", [
      node("startEvent", "begin"),
      node("parallelGateway", "split"),
      node("intermediateCatchEvent", "pause", timer("timeDuration", "PT0.4S")),
      subProcess("counting", [
        node("startEvent", "count-begin"),
        node("intermediateCatchEvent", "counted", condition("=ticks >= 3")),
        node("endEvent", "count-end"),
        "count-begin -> counted -> count-end",
      ]),
      boundary("reminded", "counting", besides, timer("timeCycle", "R3/PT0.3S")),
      script("tick", "=ticks + 1", "ticks"),
      node("endEvent", "told"),
      stuck("ignored"),
      node("endEvent", "never"),
      boundary("overdue", "ignored", timer("timeDuration", "PT0.6S")),
      node("parallelGateway", "join"),
      node("endEvent", "end"),
      "begin -> split -> pause -> join -> end",
      "split -> counting -> join",
      "split -> ignored -> never",
      "overdue -> join",
      "reminded -> tick -> told",
    ]),
  ],
  variables: () => ({ plan: {}, ticks: 0 }),
  expected: () => ({
    state: ["COMPLETED"],
    completed: {
      timers: 1,
      begin: 1,
      split: 1,
      pause: 1,
      counting: 1,
      "count-begin": 1,
      counted: 1,
      "count-end": 1,
      reminded: 3,
      tick: 3,
      told: 3,
      overdue: 1,
      join: 1,
      end: 1,
    },
    variables: { ticks: 3 },
  }),
};
