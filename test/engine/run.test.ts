import { describe, expect, test } from "vitest";
import { keysKept, keysPerInstanceMax, stepsPerCommandMax, tokensPerInstanceMax } from "../../engine/bounds.ts";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState, newElement } from "../../engine/state.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import {
  besides,
  boundary,
  bpmn,
  extension,
  job,
  mapped,
  message,
  messageRef,
  node,
  type Part,
  subProcess,
  timer,
} from "../bpmnText.ts";

const nowMs = Date.UTC(2026, 0, 5, 9);
const key = keyOfSequence(1n);
const start: Command = { type: "startInstance", variables: {}, startElementIds: null };

/** The engine with a model and no events yet; `say` answers events or a rejection's code. */
async function instanceOf(parts: readonly Part[]) {
  const { processes, findings } = await parseModel(bpmn("p", parts));
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const state = emptyState(key);
  const say = (command: Command): readonly Event[] | string => {
    const ran = run(model, state, command, { nowMs });
    return ran.ok ? ran.events : ran.rejection.code;
  };
  return { state, say };
}

const one = <T extends Event["type"]>(events: readonly Event[] | string, type: T) => {
  if (typeof events === "string") throw new Error(`rejected: ${events}`);
  return events.find((event): event is Extract<Event, { type: T }> => event.type === type);
};

const charge = job("serviceTask", "charge");
const chain = (middle: Part & { id: string }) => [
  node("startEvent", `${middle.id}-start`),
  middle,
  node("endEvent", `${middle.id}-end`),
  `${middle.id}-start -> ${middle.id} -> ${middle.id}-end`,
];

describe("what events tell", () => {
  test.each([
    ["=kind", 'got null (Expected a variable "kind", got none)'],
    ["=customer.kind", 'got null (Expected a variable "customer", got none)'],
    ['=number("x") + 1', 'got null (Expected a number, got "x")'],
    ["=if true then null else 1", "got null"],
  ])("an incident about null says why it is so: %s", async (type, message) => {
    const definition = extension(`<zeebe:taskDefinition type="${type.replaceAll('"', "&quot;")}" />`);
    const { say } = await instanceOf(chain(node("serviceTask", "charge", definition)));
    expect(one(say(start), "incidentRaised")?.message).toContain(message);
  });

  test("a job knows its type, retries, headers and scopes from the inside out", async () => {
    const headers = extension(
      '<zeebe:taskHeaders><zeebe:header key="to" value="bank" /><zeebe:header key="empty" /></zeebe:taskHeaders>',
    );
    const { say } = await instanceOf(chain(subProcess("s", chain(job("serviceTask", "charge", headers)))));
    expect(one(say(start), "jobCreated")).toEqual({
      type: "jobCreated",
      jobKey: "4194309",
      elementKey: "4194308",
      elementId: "charge",
      jobType: "charge",
      retries: 3,
      headers: { to: "bank", empty: "" },
      kind: "BPMN_ELEMENT",
      priority: 0,
      scopeKeys: ["4194308", "4194306", key],
    });
  });

  test("a user task knows the lane that it was drawn in", async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
<bpmn:process id="p" isExecutable="true"><bpmn:laneSet id="set"><bpmn:lane id="sales" name="Sales"><bpmn:childLaneSet id="inner">
<bpmn:lane id="office" name="Back office"><bpmn:flowNodeRef>approve</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>
<bpmn:userTask id="approve"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask></bpmn:process></bpmn:definitions>`;
    const { processes } = await parseModel(xml);
    const [model] = processes;
    const ran = model && run(model, emptyState(key), start, { nowMs: 0 });
    const created = ran?.ok ? ran.events.find(({ type }) => type === "userTaskCreated") : null;
    expect(created).toMatchObject({ headers: { "millrace:lane": "Sales / Back office" } });
  });

  test("a failure with a delay says when a worker may try again", async () => {
    const { say } = await instanceOf(chain(charge));
    const jobKey = one(say(start), "jobCreated")?.jobKey ?? "";
    const failure = { type: "failJob", jobKey, retries: 1, message: "busy", variables: { seen: 1 } } as const;
    expect(say({ ...failure, retryDelayMs: 90_000 })).toMatchObject([
      { type: "jobFailed", retries: 1, message: "busy", retryAtMs: nowMs + 90_000 },
      { type: "variableSet", name: "seen" },
    ]);
    expect(one(say({ ...failure, retryDelayMs: 0 }), "jobFailed")?.retryAtMs).toBeNull();
  });

  test("a user task has what the model computes", async () => {
    const user = node(
      "userTask",
      "approve",
      extension("<zeebe:userTask />"),
      extension('<zeebe:assignmentDefinition assignee="=boss" candidateGroups="=groups" candidateUsers="ada, bob," />'),
      extension(
        '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)" followUpDate="2026-01-06T10:00:00+02:00" />',
      ),
      extension('<zeebe:priorityDefinition priority="80" />'),
      extension('<zeebe:formDefinition externalReference="form-7" />'),
    );
    const { say } = await instanceOf(chain(user));
    const variables = { boss: "eve", groups: ["sales", "board"] };
    expect(one(say({ ...start, variables }), "userTaskCreated")).toMatchObject({
      assignee: "eve",
      candidateGroups: ["sales", "board"],
      candidateUsers: ["ada", "bob"],
      dueDate: "2026-01-06T09:00:00.000Z",
      followUpDate: "2026-01-06T08:00:00.000Z",
      priority: 80,
      externalFormReference: "form-7",
    });
  });

  test("an input mapping sees the ones before it", async () => {
    const inputs = mapped({ inputs: { a: "=1", "b.c": "=a + 1", "b.d": "=b.c + 1" } });
    const { state, say } = await instanceOf(chain(job("serviceTask", "charge", inputs)));
    say(start);
    const charged = [...state.elements.values()].find(({ elementId }) => elementId === "charge");
    expect(charged?.variables.get("b")?.value).toEqual({ c: 2, d: 3 });
  });
});

describe("what is refused", () => {
  test("a second start", async () => {
    const { say } = await instanceOf(chain(charge));
    say(start);
    expect(say(start)).toBe("INSTANCE_EXISTS");
    say({ type: "cancelInstance" });
    expect(say(start)).toBe("INSTANCE_EXISTS");
  });

  test("a trigger of another kind", async () => {
    const timed = await instanceOf(chain(node("intermediateCatchEvent", "c", timer("timeDuration", "PT1H"))));
    const timerKey = one(timed.say(start), "subscriptionOpened")?.subscriptionKey ?? "";
    const correlate = { type: "correlateMessage", messageKey: "1", variables: {} } as const;
    expect(timed.say({ ...correlate, subscriptionKey: timerKey })).toBe("SUBSCRIPTION_GONE");

    const messaged = await instanceOf(chain(node("intermediateCatchEvent", "c", message("paid", '="A-1"'))));
    const messageKey = one(messaged.say(start), "subscriptionOpened")?.subscriptionKey ?? "";
    expect(messaged.say({ type: "triggerTimer", subscriptionKey: messageKey })).toBe("SUBSCRIPTION_GONE");
    expect(one(messaged.say({ ...correlate, subscriptionKey: messageKey }), "subscriptionClosed")?.isTriggered).toBe(
      true,
    );
    expect(messaged.say({ ...correlate, subscriptionKey: messageKey })).toBe("SUBSCRIPTION_GONE");
  });

  test("everything before the start", async () => {
    const { say } = await instanceOf(chain(charge));
    expect(say({ type: "cancelInstance" })).toBe("INSTANCE_ENDED");
    expect(say({ type: "completeJob", jobKey: "1", variables: {} })).toBe("JOB_NOT_FOUND");
    expect(say({ type: "resolveIncident", incidentKey: "1" })).toBe("INCIDENT_NOT_FOUND");
    expect(say({ type: "setVariables", elementKey: key, variables: {}, isLocal: true })).toBe("ELEMENT_NOT_FOUND");
  });
});

describe("bounds", () => {
  test("an instance stops before its keys run out", async () => {
    const { state, say } = await instanceOf([...chain(charge), node("task", "t"), "charge -> t"]);
    const jobKey = one(say(start), "jobCreated")?.jobKey ?? "";
    state.keyCount = keysPerInstanceMax - 900;
    const events = say({ type: "completeJob", jobKey, variables: {} });
    expect(one(events, "incidentRaised")).toMatchObject({ code: "UNSPECIFIED", elementId: "charge-end" });
  });

  test("and never takes a neighbour's", async () => {
    const { state, say } = await instanceOf(chain(charge));
    const jobKey = one(say(start), "jobCreated")?.jobKey ?? "";
    state.keyCount = keysPerInstanceMax - 1;
    const variables = { a: 1, b: 2 };
    expect(() => say({ type: "completeJob", jobKey, variables })).toThrow("Defect: instance 4194304 has no keys left");
  });

  test("a task that multiplies its tokens stops before it fills the memory, and can be canceled", async () => {
    const flows = Array.from({ length: 1_000 }, () => "t -> t if =isOn");
    const { state, say } = await instanceOf([
      node("startEvent", "s"),
      node("task", "t"),
      "s -> t",
      "t -> e if =not(isOn)",
      node("endEvent", "e"),
      ...flows,
    ]);
    const events = say({ ...start, variables: { isOn: true } });
    expect(events.length).toBeLessThan(4 * stepsPerCommandMax);
    expect(state.elements.size).toBeLessThan(stepsPerCommandMax);
    expect(one(events, "incidentRaised")).toMatchObject({ code: "UNSPECIFIED", elementId: "t", retry: "finish" });
    say({ type: "cancelInstance" });
    expect(state.elements.size).toBe(0);
  });

  test("a sub-process that multiplies its tokens stops as well", async () => {
    const flows = Array.from({ length: 1_000 }, () => "t -> s");
    const inside = Array.from({ length: 1_000 }, (_, n) => node("receiveTask", `r${n}`, messageRef("m", '="k"')));
    const { state, say } = await instanceOf([node("task", "t"), subProcess("s", inside), ...flows]);
    say(start);
    expect(state.elements.size).toBeLessThan(2 * stepsPerCommandMax);
  });

  test("a cycle stops when the keys are used up, with one incident that says what to do", async () => {
    const cycle = boundary("b", "charge", besides, timer("timeCycle", "R/PT1S"));
    const { state, say } = await instanceOf([...chain(charge), cycle]);
    const subscriptionKey = one(say(start), "subscriptionOpened")?.subscriptionKey ?? "";
    state.keyCount = keysPerInstanceMax - keysKept + 1;
    const events = say({ type: "triggerTimer", subscriptionKey });
    expect(events).toMatchObject([
      { type: "subscriptionClosed", isTriggered: false },
      {
        type: "incidentRaised",
        elementId: "charge",
        message: expect.stringContaining("cancel it and start a new one"),
      },
    ]);
    const incidentKey = one(events, "incidentRaised")?.incidentKey ?? "";
    expect(say({ type: "resolveIncident", incidentKey })).toBe("INSTANCE_EXHAUSTED");
    expect(say({ type: "triggerTimer", subscriptionKey })).toBe("SUBSCRIPTION_GONE");
    expect(one(say({ type: "cancelInstance" }), "elementTerminated")?.elementId).toBe("charge");
  });

  test("an instance stops at too many tokens", async () => {
    const { state, say } = await instanceOf([...chain(charge), node("task", "t"), "charge -> t"]);
    const jobKey = one(say(start), "jobCreated")?.jobKey ?? "";
    for (let n = 0; n <= tokensPerInstanceMax; n++)
      state.elements.set(`x${n}`, newElement(`x${n}`, "charge", "SERVICE_TASK", key));
    expect(one(say({ type: "completeJob", jobKey, variables: {} }), "incidentRaised")).toMatchObject({
      code: "UNSPECIFIED",
    });
  });
});
