import { setTimeout as pause } from "node:timers/promises";
import { besides, boundary, bpmn, extension, message, node, timer } from "../../bpmnText.ts";
import { publish, type Story } from "./story.ts";

/** A user task that somebody does, or that is withdrawn, and of which somebody is reminded. */
export const people: Story = {
  name: "people",
  files: [
    bpmn("people", [
      node("startEvent", "begin"),
      node("userTask", "approve", extension("<zeebe:userTask />")),
      boundary("withdrawn", "approve", message("withdrawal", "=id")),
      boundary("reminded", "approve", besides, timer("timeDuration", "PT0.3S")),
      node("endEvent", "gone"),
      node("endEvent", "noted"),
      node("endEvent", "filed"),
      "begin -> approve -> filed",
      "withdrawn -> gone",
      "reminded -> noted",
    ]),
  ],
  variables: () => ({ plan: {} }),
  async drive(client, instance, random) {
    if (!random.chance(0.5)) return;
    await pause(random.between(0, 1_500));
    instance.notes.push("withdrawn");
    await publish(client, "withdrawal", instance.id);
  },
  expected: ({ notes }) => ({
    state: ["COMPLETED"],
    completed: {
      people: 1,
      begin: 1,
      approve: [0, 1],
      filed: [0, 1],
      withdrawn: [0, notes.length],
      gone: [0, notes.length],
      reminded: [0, 1],
      noted: [0, 1],
    },
  }),
  check(_, { completed }) {
    const times = (id: string) => completed.get(id) ?? 0;
    const wrong = [];
    if (times("filed") + times("gone") !== 1) wrong.push("neither done nor withdrawn, or both");
    if (times("filed") !== times("approve")) wrong.push("filed without approval, or approved and not filed");
    if (times("gone") !== times("withdrawn")) wrong.push("gone without being withdrawn");
    if (times("noted") !== times("reminded")) wrong.push("noted without being reminded");
    return wrong;
  },
};
