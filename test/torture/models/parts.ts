import { type Node, node, work } from "../../bpmnText.ts";

/** Parts of models that `bpmnText.ts` does not have. */

export const task = (id: string, ...more: readonly Partial<Node>[]): Node =>
  node("serviceTask", id, work("work"), ...more);

/** Nobody works it: something must interrupt it. */
export const stuck = (id: string): Node => node("serviceTask", id, work("nobody"));

/** Undoes another activity, by {@link undoneBy}. */
export const handler = (id: string): Node =>
  node("serviceTask", id, work("undo"), { attributes: { isForCompensation: "true" } });

/** What of an activity is undone by which handler. */
export const undoneBy = (activity: string, handlerId: string): Node[] => [
  node("boundaryEvent", `${activity}-undo`, { attributes: { attachedToRef: activity }, ...compensation }),
  node("association", `${activity}-undone`, {
    attributes: { sourceRef: `${activity}-undo`, targetRef: handlerId, associationDirection: "One" },
  }),
];

export const compensation: Partial<Node> = { inside: ["<bpmn:compensateEventDefinition />"] };

export const signal = (name: string): Partial<Node> => ({
  inside: ['<bpmn:signalEventDefinition signalRef="signal" />'],
  roots: [`<bpmn:signal id="signal" name="${name}" />`],
});

export const condition = (text: string): Partial<Node> => ({
  inside: [
    `<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">${text.replaceAll(">", "&gt;")}</bpmn:condition></bpmn:conditionalEventDefinition>`,
  ],
});

export const script = (id: string, expression: string, resultVariable: string): Node =>
  node("scriptTask", id, {
    extensions: [`<zeebe:script expression="${expression}" resultVariable="${resultVariable}" />`],
  });

export const call = (id: string, processId: string, ...more: readonly Partial<Node>[]): Node =>
  node(
    "callActivity",
    id,
    { extensions: [`<zeebe:calledElement processId="${processId}" propagateAllChildVariables="false" />`] },
    ...more,
  );

/** Once for each of the variable `items`; each gives ten times its item to the list `results`. */
export const repeated = (results: string, isSequential: boolean): Partial<Node> => ({
  inside: [
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="${results}" outputElement="=item * 10" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`,
  ],
});

export const item = (id: string, ...more: readonly Partial<Node>[]): Node =>
  node("serviceTask", id, work("item"), ...more);
