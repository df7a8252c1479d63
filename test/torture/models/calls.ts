import { boundary, bpmn, error, node, timer } from "../../bpmnText.ts";
import { call, repeated, stuck, task } from "./parts.ts";
import type { Story } from "./story.ts";

const called = (id: string, work: string) =>
  bpmn(id, [
    node("startEvent", `${work}-begin`),
    task(work),
    node("endEvent", `${work}-end`),
    `${work}-begin -> ${work} -> ${work}-end`,
  ]);

/** Calls several at once, one that may throw an error, and one that never ends and is interrupted. */
export const calls: Story = {
  name: "calls",
  files: [
    bpmn("calls", [
      node("startEvent", "begin"),
      call("many", "called", repeated("called", false)),
      call("risky", "risked"),
      boundary("failed", "risky", error("REFUSED")),
      task("mend"),
      call("endless", "unending"),
      boundary("hung-up", "endless", timer("timeDuration", "PT0.4S")),
      node("endEvent", "never"),
      node("endEvent", "end"),
      "begin -> many -> risky -> endless -> never",
      "failed -> mend -> endless",
      "hung-up -> end",
    ]),
    called("called", "help"),
    called("risked", "dare"),
    bpmn("unending", [
      node("startEvent", "unending-begin"),
      stuck("unending-work"),
      node("endEvent", "unending-end"),
      "unending-begin -> unending-work -> unending-end",
    ]),
  ],
  variables: (random) => ({
    plan: { dare: random.of(["done", "error"]), help: random.of(["done", "failing"]) },
    items: Array.from({ length: random.between(1, 4) }, (_, n) => n),
  }),
  expected: ({ variables: { plan, items } }) => {
    const list = items as number[];
    return {
      state: ["COMPLETED"],
      completed: {
        calls: 1,
        begin: 1,
        many: list.length + 1,
        ...(plan.dare === "error" ? { failed: 1, mend: 1 } : { risky: 1 }),
        "hung-up": 1,
        end: 1,
      },
      variables: { called: list.map((one) => one * 10) },
      caused: { called: list.length, risked: 1, unending: [0, 1] },
    };
  },
};
