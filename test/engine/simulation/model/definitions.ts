import type { Node } from "../../../bpmnText.ts";

type More = Partial<Node>;

/** Event definitions, loops and extensions, as the writer of models adds them to a node. */
export const signal = (name: string): More => ({
  inside: [`<bpmn:signalEventDefinition signalRef="signal-${name}" />`],
  roots: [signalRoot(name)],
});

const signalRoot = (name: string) => `<bpmn:signal id="signal-${name}" name="${name}" />`;

/** Without a code it catches every escalation. */
export const escalation = (code: string | null): More =>
  code === null
    ? { inside: ["<bpmn:escalationEventDefinition />"] }
    : {
        inside: [`<bpmn:escalationEventDefinition escalationRef="escalation-${code}" />`],
        roots: [`<bpmn:escalation id="escalation-${code}" name="${code}" escalationCode="${code}" />`],
      };

export const conditional = (condition: string): More => ({
  inside: [`<bpmn:conditionalEventDefinition>${expression("condition", condition)}</bpmn:conditionalEventDefinition>`],
});

/** What undoes one activity, or all of the scope when it names none. */
export const compensation = (activityId: string | null = null, isWaiting = true): More => ({
  inside: [
    `<bpmn:compensateEventDefinition${activityId === null ? "" : ` activityRef="${activityId}"`}${isWaiting ? "" : ' waitForCompletion="false"'} />`,
  ],
});

export const cancel: More = { inside: ["<bpmn:cancelEventDefinition />"] };

export const link = (name: string): More => ({ inside: [`<bpmn:linkEventDefinition name="${name}" />`] });

export const allOfThem: More = { attributes: { parallelMultiple: "true" } };

export const forCompensation: More = { attributes: { isForCompensation: "true" } };

export interface Repetition {
  readonly isSequential: boolean;
  /** A FEEL list, or how many. */
  readonly over: { readonly collection: string } | { readonly cardinality: string };
  readonly isCollecting: boolean;
  readonly until: string | null;
  /** The signal that it throws at its first inner completion. */
  readonly first: string | null;
}

export function multiInstance({ isSequential, over, isCollecting, until, first }: Repetition): More {
  const output = isCollecting ? ' outputCollection="results" outputElement="=loopCounter"' : "";
  const input = "collection" in over ? ` inputCollection="${over.collection}" inputElement="item"` : "";
  const zeebe = `${input}${output}`;
  const behavior = first === null ? "" : ` behavior="One" oneBehaviorEventRef="definition-${first}"`;
  const inner = [
    zeebe === "" ? "" : `<bpmn:extensionElements><zeebe:loopCharacteristics${zeebe} /></bpmn:extensionElements>`,
    "cardinality" in over ? expression("loopCardinality", over.cardinality) : "",
    until === null ? "" : expression("completionCondition", until),
  ];
  return {
    inside: [
      `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}"${behavior}>${inner.join("")}</bpmn:multiInstanceLoopCharacteristics>`,
    ],
    roots:
      first === null
        ? []
        : [signalRoot(first), `<bpmn:signalEventDefinition id="definition-${first}" signalRef="signal-${first}" />`],
  };
}

export const standardLoop = (loop: { isTestedBefore: boolean; condition: string | null; maximum: number }): More => ({
  inside: [
    `<bpmn:standardLoopCharacteristics testBefore="${loop.isTestedBefore}" loopMaximum="${loop.maximum}">${
      loop.condition === null ? "" : expression("loopCondition", loop.condition)
    }</bpmn:standardLoopCharacteristics>`,
  ],
});

export const activation = (condition: string): More => ({ inside: [expression("activationCondition", condition)] });

export const completion = (condition: string): More => ({ inside: [expression("completionCondition", condition)] });

/** Jobs that workers do before and after the element: `start` and `end`. */
export const listeners = (...events: readonly ("start" | "end")[]): More => ({
  extensions: [
    `<zeebe:executionListeners>${events
      .map((event) => `<zeebe:executionListener eventType="${event}" type="listen-${event}" />`)
      .join("")}</zeebe:executionListeners>`,
  ],
});

export const taskListeners = (...events: readonly string[]): More => ({
  extensions: [
    `<zeebe:taskListeners>${events
      .map((event) => `<zeebe:taskListener eventType="${event}" type="listen-${event}" />`)
      .join("")}</zeebe:taskListeners>`,
  ],
});

const expression = (name: string, text: string) =>
  `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")}</bpmn:${name}>`;
