import { bpmn, node, subProcess, timer } from "../../bpmnText.ts";
import { item, repeated } from "./parts.ts";
import type { Story } from "./story.ts";

/** The same for each item of a list: side by side, one after the other, and with more than a job inside. */
export const loops: Story = {
  name: "loops",
  files: [
    bpmn("loops", [
      node("startEvent", "begin"),
      item("each", repeated("all", false)),
      item("each-in-turn", repeated("inTurn", true)),
      subProcess(
        "parts",
        [
          node("startEvent", "part-begin"),
          node("intermediateCatchEvent", "part-pause", timer("timeDuration", "PT0.2S")),
          item("each-part"),
          node("endEvent", "part-end"),
          "part-begin -> part-pause -> each-part -> part-end",
        ],
        repeated("parted", false),
      ),
      node("endEvent", "end"),
      "begin -> each -> each-in-turn -> parts -> end",
    ]),
  ],
  variables: (random) => ({ plan: {}, items: Array.from({ length: random.between(1, 6) }, (_, n) => n) }),
  expected: ({ variables: { items } }) => {
    const list = items as number[];
    const [count, results] = [list.length, list.map((one) => one * 10)];
    return {
      state: ["COMPLETED"],
      // With what repeats them.
      completed: {
        loops: 1,
        begin: 1,
        each: count + 1,
        "each-in-turn": count + 1,
        parts: count + 1,
        "part-begin": count,
        "part-pause": count,
        "each-part": count,
        "part-end": count,
        end: 1,
      },
      variables: { all: results, inTurn: results, parted: results },
    };
  },
};
