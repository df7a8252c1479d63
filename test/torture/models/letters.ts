import { setTimeout as pause } from "node:timers/promises";
import { bpmn, mapped, message, node, timer } from "../../bpmnText.ts";
import type { Client } from "../client.ts";
import { task } from "./parts.ts";
import { type Begun, completedOf, publish, type Story } from "./story.ts";

const isChosen = ({ variables: { patience } }: Begun) => patience === "PT1H";

/** Messages that come before their wait and after it, the first of two events, a question and its answer. */
export const letters: Story = {
  name: "letters",
  files: [
    bpmn("letters", [
      node("startEvent", "begin"),
      node("intermediateCatchEvent", "early", message("early", "=id")),
      node("intermediateCatchEvent", "late", message("late", "=id")),
      node("eventBasedGateway", "either"),
      node("intermediateCatchEvent", "chosen", message("choice", "=id")),
      node("intermediateCatchEvent", "waited", timer("timeDuration", "=patience")),
      node("intermediateThrowEvent", "ask", message("question", "=id"), mapped({ inputs: { id: "=id" } })),
      node("intermediateCatchEvent", "answered", message("answer", "=id")),
      node("endEvent", "end"),
      "begin -> early -> late -> either -> chosen -> ask -> answered -> end",
      "either -> waited -> ask",
    ]),
    bpmn("answers", [
      node("startEvent", "asked", message("question")),
      task("think"),
      node("intermediateThrowEvent", "reply", message("answer", "=id")),
      node("endEvent", "replied"),
      "asked -> think -> reply -> replied",
    ]),
  ],
  variables: (random) => ({ plan: {}, patience: random.of(["PT1H", "PT0.5S"]) }),
  prelude: (client, id) => publish(client, "early", id),
  async drive(client, instance) {
    await publish(client, "late", instance.id);
    if (isChosen(instance)) await choose(client, instance);
  },
  expected: (instance) => ({
    state: ["COMPLETED"],
    completed: {
      letters: 1,
      begin: 1,
      early: 1,
      late: 1,
      either: 1,
      ...(isChosen(instance) ? { chosen: 1 } : { waited: 1 }),
      ask: 1,
      answered: 1,
      end: 1,
    },
    variables: { id: instance.id },
    caused: { answers: 1 },
  }),
};

/** Answered at once, or refused because nothing waits yet; when nobody knows, whoever asked has to look. */
async function choose(client: Client, instance: Begun): Promise<void> {
  const body = (mark: string) => ({ name: "choice", correlationKey: instance.id, variables: { choice: mark } });
  const request = { what: "correlate", target: instance.id, path: "/v2/messages/correlation", body } as const;
  for (;;) {
    const { outcome } = await client.attempt(request);
    if (outcome === "acknowledged") return void instance.notes.push("chosen");
    if ((await completedOf(client, instance, "chosen")) === 1) return;
    await pause(200);
  }
}

/** How what `letters` asks is answered. */
export const answered = { answers: 1, asked: 1, think: 1, reply: 1, replied: 1 };
