import { boundary, bpmn, error, node, subProcess } from "../../bpmnText.ts";
import type { Doing } from "../plan.ts";
import { task } from "./parts.ts";
import type { Story } from "./story.ts";

/** Jobs that are done, fail, fail for good, or throw an error; and an error that an end event throws. */
export const works: Story = {
  name: "works",
  files: [
    bpmn("works", [
      node("startEvent", "begin"),
      task("charge"),
      boundary("refused", "charge", error("REFUSED")),
      task("refund"),
      node("endEvent", "refunded"),
      task("ship"),
      subProcess("box", [
        node("startEvent", "box-begin"),
        task("pack"),
        node("endEvent", "broken", error("BROKEN")),
        "box-begin -> pack -> broken",
      ]),
      boundary("caught", "box", error("BROKEN")),
      node("endEvent", "end"),
      "begin -> charge -> ship -> box",
      "caught -> end",
      "refused -> refund -> refunded",
    ]),
  ],
  variables: (random) => {
    const usual: readonly Doing[] = ["done", "done", "failing", "exhausted"];
    return {
      plan: { charge: random.of([...usual, "error"]), ship: random.of(usual), refund: random.of(usual), pack: "done" },
    };
  },
  expected: ({ variables: { plan } }) => ({
    state: ["COMPLETED"],
    completed: {
      works: 1,
      begin: 1,
      ...(plan.charge === "error"
        ? { refused: 1, refund: 1, refunded: 1 }
        : { charge: 1, ship: 1, "box-begin": 1, pack: 1, broken: [0, 1] as const, caught: 1, end: 1 }),
    },
  }),
};
