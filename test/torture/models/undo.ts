import { boundary, bpmn, error, node } from "../../bpmnText.ts";
import { compensation, handler, task, undoneBy } from "./parts.ts";
import type { Story } from "./story.ts";

/** Two bookings that are undone, the last first, when the third is refused. */
export const undo: Story = {
  name: "undo",
  files: [
    bpmn("undo", [
      node("startEvent", "begin"),
      task("room"),
      ...undoneBy("room", "cancel-room"),
      handler("cancel-room"),
      task("car"),
      ...undoneBy("car", "cancel-car"),
      handler("cancel-car"),
      task("pay"),
      boundary("refused", "pay", error("REFUSED")),
      node("intermediateThrowEvent", "undo-all", compensation),
      node("endEvent", "undone"),
      node("endEvent", "end"),
      "begin -> room -> car -> pay -> end",
      "refused -> undo-all -> undone",
    ]),
  ],
  variables: (random) => ({
    plan: { pay: random.of(["done", "error"]), "cancel-car": random.of(["done", "failing", "exhausted"]) },
  }),
  expected: ({ variables: { plan } }) => ({
    state: ["COMPLETED"],
    completed: {
      undo: 1,
      begin: 1,
      room: 1,
      car: 1,
      ...(plan.pay === "error"
        ? { refused: 1, "undo-all": 1, "cancel-car": 1, "cancel-room": 1, undone: 1 }
        : { pay: 1, end: 1 }),
    },
  }),
  check(_, { walk }) {
    const [carUndone, roomBegan] = [walk.indexOf("-cancel-car"), walk.indexOf("+cancel-room")];
    return roomBegan < carUndone ? ["undid the room before the car was undone"] : [];
  },
};
