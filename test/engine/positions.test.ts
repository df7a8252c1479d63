import { describe, expect, test } from "vitest";
import type { FindingCode } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { boundary, bpmn, error, job, message, type Node, node, type Part, terminate, timer } from "../bpmnText.ts";

/*
 * Which event definition may stand where: BPMN 2.0.2 table 10.93, with tables 10.86 (isInterrupting) and 10.92
 * (cancelActivity) for what does not interrupt.
 */

const defined = (name: string, attributes = "", inner = "") =>
  `<bpmn:${name}EventDefinition ${attributes}>${inner}</bpmn:${name}EventDefinition>`;
const signal: Partial<Node> = {
  inside: [defined("signal", 'signalRef="the-signal"')],
  roots: ['<bpmn:signal id="the-signal" name="alarm" />'],
};
const escalation: Partial<Node> = {
  inside: [defined("escalation", 'escalationRef="the-escalation"')],
  roots: ['<bpmn:escalation id="the-escalation" escalationCode="late" />'],
};
const conditional: Partial<Node> = {
  inside: [
    defined("conditional", "", '<bpmn:condition xsi:type="bpmn:tFormalExpression">=amount &gt; 1</bpmn:condition>'),
  ],
};
const both = (one: Partial<Node>, other: Partial<Node>, attributes: Node["attributes"] = {}): Partial<Node> => ({
  attributes,
  inside: [...(one.inside ?? []), ...(other.inside ?? [])],
  roots: [...(one.roots ?? []), ...(other.roots ?? [])],
});
const paid = message("paid", "=orderId");

const triggers = {
  none: {},
  message: paid,
  timer: timer("timeDuration", "PT1H"),
  error: error("E"),
  escalation,
  cancel: { inside: [defined("cancel")] },
  compensation: { inside: [defined("compensate")] },
  conditional,
  link: { inside: [defined("link", 'name="there"')] },
  signal,
  terminate,
  multiple: both(paid, signal),
  "parallel multiple": both(paid, signal, { parallelMultiple: "true" }),
} satisfies Record<string, Partial<Node>>;

type Trigger = keyof typeof triggers;

const starts: Trigger[] = ["message", "timer", "conditional", "signal", "multiple", "parallel multiple"];

/** Columns of the table: what may stand there, and a model in which the event `it` does. */
const positions: Record<string, { allows: Trigger[]; model: (held: Partial<Node>, trigger: Trigger) => string }> = {
  "top-level start": {
    allows: ["none", ...starts],
    model: (held) => bpmn("p", [node("startEvent", "it", held), node("task", "t"), "it -> t"]),
  },
  "start of an embedded sub-process": {
    allows: ["none"],
    model: (held) => bpmn("p", [node("subProcess", "inner", { parts: [node("startEvent", "it", held)] })]),
  },
  "event sub-process start, interrupting": {
    allows: [...starts, "error", "escalation", "compensation"],
    model: (held) => bpmn("p", eventSubProcess(held)),
  },
  "event sub-process start, non-interrupting": {
    allows: [...starts, "escalation"],
    model: (held) => bpmn("p", eventSubProcess(with_(held, { isInterrupting: "false" }))),
  },
  "intermediate catch": {
    allows: [...starts, "link"],
    model: (held, trigger) =>
      bpmn("p", [
        job("serviceTask", "t"),
        node("intermediateCatchEvent", "it", held),
        ...(trigger === "link" ? [node("intermediateThrowEvent", "there", held), "t -> there"] : ["t -> it"]),
      ]),
  },
  "boundary, interrupting": {
    allows: [...starts, "error", "escalation", "cancel", "compensation"],
    model: (held, trigger) => onActivity(held, trigger),
  },
  "boundary, non-interrupting": {
    // Table 10.92: for compensation the attribute says nothing, the activity has completed.
    allows: [...starts, "escalation", "compensation"],
    model: (held, trigger) => onActivity(with_(held, { cancelActivity: "false" }), trigger),
  },
  "intermediate throw": {
    allows: ["none", "message", "escalation", "compensation", "link", "signal", "multiple"],
    model: (held, trigger) =>
      bpmn("p", [
        job("serviceTask", "t"),
        node("intermediateThrowEvent", "it", held),
        "t -> it",
        ...(trigger === "link" ? [node("intermediateCatchEvent", "there", held)] : []),
      ]),
  },
  end: {
    allows: ["none", "message", "error", "escalation", "cancel", "compensation", "signal", "terminate", "multiple"],
    model: (held, trigger) =>
      trigger === "cancel"
        ? bpmn("p", cancelled(boundary("cancelled", "x", held)))
        : bpmn("p", [job("serviceTask", "t"), node("endEvent", "it", held), "t -> it"]),
  },
};

const with_ = (held: Partial<Node>, attributes: Node["attributes"]): Partial<Node> => ({
  ...held,
  attributes: { ...held.attributes, ...attributes },
});

const eventSubProcess = (held: Partial<Node>): Part[] => [
  job("serviceTask", "t"),
  node("subProcess", "handler", {
    attributes: { triggeredByEvent: "true" },
    parts: [node("startEvent", "it", held), node("task", "handle"), "it -> handle"],
  }),
];

const cancelled = (event: Part, attachedTo: Part[] = []): Part[] => [
  node("transaction", "x", { parts: [node("endEvent", "it", triggers.cancel)] }),
  event,
  ...attachedTo,
];

function onActivity(held: Partial<Node>, trigger: Trigger): string {
  if (trigger === "cancel")
    return bpmn("p", [
      node("transaction", "x", { parts: [node("endEvent", "stop", triggers.cancel)] }),
      boundary("it", "x", held),
    ]);
  const parts = [job("serviceTask", "t"), boundary("it", "t", held)];
  if (trigger !== "compensation") return bpmn("p", parts);
  const undo = job("serviceTask", "undo", { attributes: { isForCompensation: "true" } });
  return bpmn("p", [...parts, undo]).replace(
    "</bpmn:process>",
    '<bpmn:association id="undone-by" associationDirection="One" sourceRef="it" targetRef="undo" /></bpmn:process>',
  );
}

/** Where another finding says it better than TRIGGER_MISPLACED. */
const otherCodes: Readonly<Record<string, FindingCode>> = {
  "event sub-process start, interrupting: none": "EVENT_SUB_PROCESS_INVALID",
  "event sub-process start, non-interrupting: none": "EVENT_SUB_PROCESS_INVALID",
  "intermediate catch: none": "EVENT_DEFINITION_MISSING",
  "boundary, interrupting: none": "EVENT_DEFINITION_MISSING",
  "boundary, non-interrupting: none": "EVENT_DEFINITION_MISSING",
  "boundary, non-interrupting: error": "BOUNDARY_INVALID",
  "boundary, non-interrupting: cancel": "BOUNDARY_INVALID",
  "intermediate throw: parallel multiple": "XML_UNKNOWN_ELEMENT",
  "end: parallel multiple": "XML_UNKNOWN_ELEMENT",
};

const cells = Object.entries(positions).flatMap(([place, { allows, model }]) =>
  Object.keys(triggers).map((name) => {
    const trigger = name as Trigger;
    return {
      cell: `${place}: ${trigger}`,
      isAllowed: allows.includes(trigger),
      xml: model(triggers[trigger], trigger),
    };
  }),
);

describe("allows", () => {
  test.each(cells.filter(({ isAllowed }) => isAllowed))("$cell", async ({ xml }) => {
    const { processes, findings } = await parseModel(xml);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(processes).toHaveLength(1);
  });
});

describe("refuses", () => {
  test.each(cells.filter(({ isAllowed }) => !isAllowed))("$cell", async ({ cell, xml }) => {
    const { processes, findings } = await parseModel(xml);
    expect(processes).toEqual([]);
    const told = findings.filter(({ elementId }) => elementId === "it" || elementId === "handler");
    expect(told.map(({ code, severity }) => [code, severity])).toContainEqual([
      otherCodes[cell] ?? "TRIGGER_MISPLACED",
      "error",
    ]);
  });
});

/** What is allowed by itself, but not together or not there: [what, model, code, element]. */
const misplaced: [string, Part[], FindingCode, string][] = [
  [
    "an error among the triggers of a start event that does not interrupt",
    eventSubProcess(with_(both(paid, error("E")), { isInterrupting: "false" })),
    "TRIGGER_MISPLACED",
    "it",
  ],
  [
    "an error among the triggers of a boundary event that does not interrupt",
    [job("serviceTask", "t"), boundary("it", "t", with_(both(paid, error("E")), { cancelActivity: "false" }))],
    "BOUNDARY_INVALID",
    "it",
  ],
  [
    "a link among several triggers",
    [job("serviceTask", "t"), node("intermediateThrowEvent", "it", both(signal, triggers.link)), "t -> it"],
    "TRIGGER_MISPLACED",
    "it",
  ],
  [
    "a cancel boundary event on something that is no transaction",
    [job("serviceTask", "t"), boundary("it", "t", triggers.cancel)],
    "TRANSACTION_INVALID",
    "it",
  ],
  [
    "a cancel end event in a sub-process of the transaction",
    [
      node("transaction", "x", {
        parts: [node("subProcess", "s", { parts: [node("endEvent", "it", triggers.cancel)] })],
      }),
      boundary("b", "x", triggers.cancel),
    ],
    "TRANSACTION_INVALID",
    "it",
  ],
  [
    "two cancel boundary events on one transaction",
    [...cancelled(boundary("a", "x", triggers.cancel)), boundary("b", "x", triggers.cancel)],
    "TRANSACTION_INVALID",
    "x",
  ],
  [
    "a cycle that can fire only once, at an interrupting start event",
    eventSubProcess(timer("timeCycle", "R3/PT1H")),
    "TIMER_INVALID",
    "it",
  ],
  ["a flow into an event sub-process", [...eventSubProcess(signal), "t -> handler"], "FLOW_MISPLACED", "handler"],
  [
    "a boundary event on an event sub-process",
    [...eventSubProcess(signal), boundary("b", "handler", paid)],
    "EVENT_SUB_PROCESS_INVALID",
    "handler",
  ],
  [
    "a link into a sub-process",
    [
      job("serviceTask", "t"),
      node("intermediateThrowEvent", "it", triggers.link),
      node("subProcess", "s", { parts: [job("serviceTask", "u"), node("intermediateCatchEvent", "l", triggers.link)] }),
      "t -> it",
    ],
    "LINK_INVALID",
    "it",
  ],
  [
    "a link out of a sub-process",
    [
      node("subProcess", "s", { parts: [node("intermediateThrowEvent", "it", triggers.link)] }),
      node("intermediateCatchEvent", "l", triggers.link),
    ],
    "LINK_INVALID",
    "it",
  ],
  [
    "two targets of one link",
    [
      node("intermediateThrowEvent", "there", triggers.link),
      node("intermediateCatchEvent", "l", triggers.link),
      node("intermediateCatchEvent", "it", triggers.link),
    ],
    "LINK_INVALID",
    "it",
  ],
  [
    "two boundary events for one escalation, one of them among others",
    [job("serviceTask", "t"), boundary("a", "t", escalation), boundary("it", "t", both(paid, escalation))],
    "BOUNDARY_INVALID",
    "it",
  ],
  [
    "two event sub-processes for one error",
    [
      ...eventSubProcess(error("E")),
      node("subProcess", "second", {
        attributes: { triggeredByEvent: "true" },
        parts: [node("startEvent", "again", error("E"))],
      }),
    ],
    "EVENT_SUB_PROCESS_INVALID",
    "second",
  ],
];

describe("refuses as well", () => {
  test.each(misplaced)("%s", async (_, parts, code, elementId) => {
    const { processes, findings } = await parseModel(bpmn("p", parts));
    expect(processes).toEqual([]);
    expect(findings.map((finding) => [finding.code, finding.elementId])).toEqual([[code, elementId]]);
  });
});
