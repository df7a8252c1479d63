import type { Node } from "../bpmnText.ts";

const expression = (name: string, text: string) =>
  `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
const root = (name: string, attributes: string, inner = "") =>
  `<bpmn:${name} id="the-${name}" ${attributes}>${inner}</bpmn:${name}>`;

const key = '<bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements>';

/** A definition of each trigger, by the end of a construct's id, with what it refers to. */
const byTrigger: Readonly<Record<string, Partial<Node>>> = {
  none: {},
  message: {
    inside: ['<bpmn:messageEventDefinition messageRef="the-message" />'],
    roots: [root("message", 'name="paid"', key)],
  },
  "timer.date": { inside: [timer("timeDate", "2030-01-01T00:00:00Z")] },
  "timer.duration": { inside: [timer("timeDuration", "PT1H")] },
  "timer.cycle": { inside: [timer("timeCycle", "R3/PT1H")] },
  error: {
    inside: ['<bpmn:errorEventDefinition errorRef="the-error" />'],
    roots: [root("error", 'name="broken" errorCode="broken"')],
  },
  escalation: {
    inside: ['<bpmn:escalationEventDefinition escalationRef="the-escalation" />'],
    roots: [root("escalation", 'name="late" escalationCode="late"')],
  },
  signal: {
    inside: ['<bpmn:signalEventDefinition signalRef="the-signal" />'],
    roots: [root("signal", 'name="alarm"')],
  },
  conditional: {
    inside: [
      `<bpmn:conditionalEventDefinition>${expression("condition", "=amount &gt; 1")}</bpmn:conditionalEventDefinition>`,
    ],
  },
  link: { inside: ['<bpmn:linkEventDefinition name="there" />'] },
  compensation: { inside: ["<bpmn:compensateEventDefinition />"] },
  "compensation.activity": { inside: ['<bpmn:compensateEventDefinition activityRef="done" />'] },
  "compensation.notWaiting": { inside: ['<bpmn:compensateEventDefinition waitForCompletion="false" />'] },
  cancel: { inside: ["<bpmn:cancelEventDefinition />"] },
  terminate: { inside: ["<bpmn:terminateEventDefinition />"] },
};

function timer(form: string, text: string): string {
  return `<bpmn:timerEventDefinition>${expression(form, text)}</bpmn:timerEventDefinition>`;
}

/** What an event of this trigger holds. */
export function trigger(id: string): Partial<Node> {
  if (id === "multiple" || id === "parallelMultiple")
    return {
      attributes: { parallelMultiple: id === "parallelMultiple" ? "true" : undefined },
      inside: ["message", "signal"].flatMap((one) => byTrigger[one]?.inside ?? []),
      roots: ["message", "signal"].flatMap((one) => byTrigger[one]?.roots ?? []),
    };
  if (id === "message.job") return { ...byTrigger.message, extensions: ['<zeebe:taskDefinition type="send" />'] };
  const found = byTrigger[id];
  if (!found) throw new Error(`Expected a definition for the trigger ${id}, there is none`);
  return found;
}
