import { setTimeout as pause } from "node:timers/promises";
import { besides, boundary, bpmn, messageRef, node } from "../../bpmnText.ts";
import type { Client } from "../client.ts";
import { signal } from "./parts.ts";
import { type Begun, completedOf, publish, type Story } from "./story.ts";

/** Signals that do not interrupt: each that was broadcast is heard once. */
export const bell: Story = {
  name: "bell",
  files: [
    bpmn("bell", [
      node("startEvent", "begin"),
      node("receiveTask", "listening", messageRef("enough", "=id")),
      boundary("rung", "listening", besides, signal("=&quot;bell &quot; + id")),
      node("endEvent", "heard"),
      node("endEvent", "end"),
      "begin -> listening -> end",
      "rung -> heard",
    ]),
  ],
  variables: () => ({ plan: {} }),
  async drive(client, instance, random) {
    const rings = Array.from({ length: random.between(1, 5) }, async (_, n) => {
      await pause(n * random.between(0, 40));
      return ring(client, instance);
    });
    const answers = await Promise.all(rings);
    const certain = answers.filter(({ outcome }) => outcome === "acknowledged");
    instance.notes.push(...answers.map(({ mark }) => mark));
    // Whoever stops listening before the last ring has come does not hear it.
    while (((await completedOf(client, instance, "heard")) ?? 0) < certain.length) await pause(150);
    await publish(client, "enough", instance.id);
  },
  expected: ({ notes }) => ({
    state: ["COMPLETED"],
    completed: { bell: 1, begin: 1, listening: 1, rung: [0, notes.length], heard: [0, notes.length], end: 1 },
  }),
  check({ notes }, { signals, completed }, outcomeOf) {
    const wrong = [];
    if (new Set(signals).size !== signals.length) wrong.push(`heard a signal twice: ${signals}`);
    if (signals.length !== (completed.get("heard") ?? 0)) wrong.push(`heard ${signals}, and told of others`);
    for (const mark of notes) {
      if (outcomeOf(mark) === "acknowledged" && !signals.includes(mark)) wrong.push(`never heard signal ${mark}`);
      if (outcomeOf(mark) === "refused" && signals.includes(mark))
        wrong.push(`heard signal ${mark}, which was refused`);
    }
    return [...wrong, ...signals.flatMap((mark) => (notes.includes(mark) ? [] : [`heard ${mark} of somebody else`]))];
  },
};

function ring(client: Client, { id }: Begun) {
  const body = (mark: string) => ({ signalName: `bell ${id}`, variables: { ring: mark } });
  return client.attempt({ what: "broadcast", target: id, path: "/v2/signals/broadcast", body });
}
