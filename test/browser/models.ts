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
