import { type Construct, inGroup, type Row } from "./construct.ts";

/** Where an event can stand (BPMN 2.0.2 §10.5, table 10.93). */
interface Position {
  readonly id: string;
  readonly name: string;
  readonly bpmn: string;
  readonly section: string;
  /** Ends of ids: an event's triggers that the standard allows there. */
  readonly triggers: readonly string[];
}

const timers = ["timer.date", "timer.duration", "timer.cycle"];
const several = ["multiple", "parallelMultiple"];
const beside = ["message", ...timers, "escalation", "conditional", "signal", ...several];

export const positions: readonly Position[] = [
  {
    id: "startEvent",
    name: "start event",
    bpmn: "bpmn:StartEvent",
    section: "13.5.1",
    triggers: ["none", "message", ...timers, "conditional", "signal", ...several],
  },
  {
    id: "subProcessStartEvent",
    name: "start event of an embedded sub-process",
    bpmn: "bpmn:StartEvent",
    section: "13.5.1",
    triggers: ["none"],
  },
  {
    id: "eventSubProcessStartEvent",
    name: "start event of an event sub-process",
    bpmn: "bpmn:StartEvent",
    section: "13.5.4",
    triggers: [
      "message",
      "timer.date",
      "timer.duration",
      "error",
      "escalation",
      "compensation",
      "conditional",
      "signal",
      ...several,
    ],
  },
  {
    id: "eventSubProcessStartEvent.nonInterrupting",
    name: "non-interrupting start event of an event sub-process",
    bpmn: "bpmn:StartEvent",
    section: "13.5.4",
    triggers: beside,
  },
  {
    id: "intermediateCatchEvent",
    name: "intermediate catch event",
    bpmn: "bpmn:IntermediateCatchEvent",
    section: "13.5.2",
    triggers: ["message", "timer.date", "timer.duration", "conditional", "link", "signal", ...several],
  },
  {
    id: "boundaryEvent",
    name: "boundary event",
    bpmn: "bpmn:BoundaryEvent",
    section: "13.5.3",
    triggers: [
      "message",
      "timer.date",
      "timer.duration",
      "error",
      "escalation",
      "cancel",
      "compensation",
      "conditional",
      "signal",
      ...several,
    ],
  },
  {
    id: "boundaryEvent.nonInterrupting",
    name: "non-interrupting boundary event",
    bpmn: "bpmn:BoundaryEvent",
    section: "13.5.3",
    triggers: beside,
  },
  {
    id: "intermediateThrowEvent",
    name: "intermediate throw event",
    bpmn: "bpmn:IntermediateThrowEvent",
    section: "13.5.2",
    triggers: [
      "none",
      "message",
      "message.job",
      "escalation",
      "compensation",
      "compensation.activity",
      "compensation.notWaiting",
      "link",
      "signal",
      "multiple",
    ],
  },
  {
    id: "endEvent",
    name: "end event",
    bpmn: "bpmn:EndEvent",
    section: "13.5.6",
    triggers: [
      "none",
      "message",
      "message.job",
      "error",
      "escalation",
      "cancel",
      "compensation",
      "compensation.activity",
      "signal",
      "terminate",
      "multiple",
    ],
  },
];

const words: Readonly<Record<string, string>> = {
  "timer.date": "timer (date)",
  "timer.duration": "timer (duration)",
  "timer.cycle": "timer (cycle)",
  "message.job": "message that a worker sends",
  "compensation.activity": "compensation of one activity",
  "compensation.notWaiting": "compensation without waiting",
  multiple: "multiple (any of several triggers)",
  parallelMultiple: "parallel multiple (all of several triggers)",
};

const remedies: Readonly<Record<string, string>> = {
  message: "Give it a job type (zeebe:taskDefinition).",
  signal: "Publish a message to each receiver.",
  escalation: "Use an error, or a message.",
  conditional: "Use a message when the condition becomes true.",
  compensation: "Draw the way back with sequence flows.",
  cancel: "Use an error end event and an error boundary event.",
  link: "Draw the sequence flow.",
  multiple: "Draw an event for each of its triggers.",
  parallelMultiple: "Draw an event for each of its triggers, and a parallel gateway.",
};

const isThrown = ({ id }: Position) => id === "intermediateThrowEvent" || id === "endEvent";

const eventRows: readonly Row[] = positions.flatMap((position) =>
  position.triggers.map((trigger) => {
    const word =
      trigger === "multiple" && isThrown(position) ? "multiple (all of its triggers)" : (words[trigger] ?? trigger);
    const instead = remedies[trigger] ?? remedies[trigger.split(".")[0] ?? ""];
    const { bpmn, section } = position;
    return {
      id: `${position.id}.${trigger}`,
      name: `${position.name}: ${word}`,
      bpmn,
      section,
      ...(instead ? { instead } : {}),
    };
  }),
);

const featureRows: readonly Row[] = [
  {
    id: "event.definitionRef",
    name: "event definition defined elsewhere (eventDefinitionRef)",
    bpmn: "bpmn:Event",
    section: "10.5.1",
    instead: "Define the event in place.",
  },
  {
    id: "implicitThrowEvent",
    name: "implicit throw event",
    bpmn: "bpmn:ImplicitThrowEvent",
    section: "10.5.1",
    instead: "The standard uses it inside a multi-instance behavior only; draw an intermediate throw event.",
  },
];

export const events: readonly Construct[] = [...eventRows, ...featureRows].map(inGroup("events"));
