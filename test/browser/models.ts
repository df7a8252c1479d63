/** Small processes for the pages: as text, so that a test shows what it runs. */

const definitions = (process: string, shapes: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  ${process}
  <bpmndi:BPMNDiagram id="diagram">${shapes}</bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** A start event, one task and an end event, in a row and drawn. */
const oneTask = (id: string, name: string, task: string, roots = "") =>
  definitions(
    `<bpmn:process id="${id}" name="${name}" isExecutable="true">
    <bpmn:startEvent id="begin" name="Begin"><bpmn:outgoing>in</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="in" sourceRef="begin" targetRef="work" />
    ${task}
    <bpmn:sequenceFlow id="out" sourceRef="work" targetRef="done" />
    <bpmn:endEvent id="done" name="Done"><bpmn:incoming>out</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>${roots}`,
    `<bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
      <bpmndi:BPMNShape id="begin_di" bpmnElement="begin"><dc:Bounds x="160" y="102" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="work_di" bpmnElement="work"><dc:Bounds x="250" y="80" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="done_di" bpmnElement="done"><dc:Bounds x="402" y="102" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="in_di" bpmnElement="in"><di:waypoint x="196" y="120" /><di:waypoint x="250" y="120" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="out_di" bpmnElement="out"><di:waypoint x="350" y="120" /><di:waypoint x="402" y="120" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>`,
  );

const flows = "<bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>";

/** One person's task. */
export const approval = oneTask(
  "approval",
  "Approval",
  `<bpmn:userTask id="work" name="Approve it"><bpmn:documentation>Ask for a receipt above 200.</bpmn:documentation><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements>${flows}</bpmn:userTask>`,
);

/** One worker's job; its process id and its job type are `id`, so that tests do not take each other's jobs. */
export const payment = (id: string) =>
  oneTask(
    id,
    "Payment",
    `<bpmn:serviceTask id="work" name="Charge card"><bpmn:extensionElements><zeebe:taskDefinition type="${id}" /></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
  );

/** Waits for the message `parcel-handed-over` with the variable `orderId` as its key. */
export const handover = oneTask(
  "handover",
  "Handover",
  `<bpmn:receiveTask id="work" name="Await handover" messageRef="handed-over">${flows}</bpmn:receiveTask>`,
  `<bpmn:message id="handed-over" name="parcel-handed-over"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`,
);

/** One person's task; jobs of the type `check` say whether it may be completed. */
export const reviewed = oneTask(
  "reviewed",
  "Reviewed",
  `<bpmn:userTask id="work" name="Sign it"><bpmn:extensionElements><zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="check" /></zeebe:taskListeners></bpmn:extensionElements>${flows}</bpmn:userTask>`,
);

/** Calls another process. */
export const delegated = (called: string) =>
  oneTask(
    "delegated",
    "Delegated",
    `<bpmn:callActivity id="work" name="Let it be done"><bpmn:extensionElements><zeebe:calledElement processId="${called}" /></bpmn:extensionElements>${flows}</bpmn:callActivity>`,
  );

/** A transaction without anything to wait for, then a wait for the signal `all-clear`. */
export const cleared = oneTask(
  "cleared",
  "Cleared",
  `<bpmn:transaction id="work" name="Pay">${flows}<bpmn:startEvent id="inside" /><bpmn:sequenceFlow id="on" sourceRef="inside" targetRef="wait" /><bpmn:intermediateCatchEvent id="wait" name="Await all-clear"><bpmn:signalEventDefinition signalRef="all-clear" /></bpmn:intermediateCatchEvent></bpmn:transaction>`,
  `<bpmn:signal id="all-clear" name="all-clear" />`,
);

/** One review for each of the `chapters`, all at once; drawn in the lane Editors. */
export const reviews = oneTask(
  "reviews",
  "Reviews",
  `<bpmn:laneSet id="lanes"><bpmn:lane id="editors" name="Editors"><bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:userTask id="work" name="Review it"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements>${flows}
      <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=chapters" inputElement="chapter" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>`,
);

/** An ad-hoc sub-process that holds the user tasks Call and Write. */
export const contact = oneTask(
  "contact",
  "Contact",
  `<bpmn:adHocSubProcess id="work" name="Reach the customer">${flows}
      <bpmn:userTask id="call" name="Call"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>
      <bpmn:userTask id="write" name="Write"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>
      <bpmn:completionCondition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="bpmn:tFormalExpression">=reached</bpmn:completionCondition>
    </bpmn:adHocSubProcess>`,
);

/** A user task whose completion the worker of `approve-answer` has to allow. */
export const checked = oneTask(
  "checked",
  "Checked",
  `<bpmn:userTask id="work" name="Answer it"><bpmn:extensionElements><zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener eventType="completing" type="approve-answer" /></zeebe:taskListeners></bpmn:extensionElements>${flows}</bpmn:userTask>`,
);

/** Waits for the signal `markets-open`. */
export const patient = oneTask(
  "patient",
  "Patient",
  `<bpmn:intermediateCatchEvent id="work" name="Markets open">${flows}<bpmn:signalEventDefinition id="opening" signalRef="markets-open" /></bpmn:intermediateCatchEvent>`,
  `<bpmn:signal id="markets-open" name="markets-open" />`,
);
