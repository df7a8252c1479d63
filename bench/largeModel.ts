function largeXml(blocks: number): string {
  const numbers = Array.from({ length: blocks }, (_, number) => number);
  return document(`
    <bpmn:startEvent id="start" />${flow("begin", "start", "split0")}
    ${numbers.map((number) => block(number, number + 1 < blocks ? `split${number + 1}` : "end")).join("")}
    <bpmn:endEvent id="end" />`);
}

const block = (number: number, next: string): string => `
    <bpmn:exclusiveGateway id="split${number}" default="right${number}" />
    ${flow(`left${number}`, `split${number}`, `one${number}`, `=amount &gt; ${number}`)}
    ${flow(`right${number}`, `split${number}`, `two${number}`)}
    ${task(`one${number}`)}${task(`two${number}`)}
    ${flow(`down${number}`, `one${number}`, `join${number}`)}${flow(`up${number}`, `two${number}`, `join${number}`)}
    <bpmn:exclusiveGateway id="join${number}" />${flow(`on${number}`, `join${number}`, next)}`;

const task = (id: string): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="work" /></bpmn:extensionElements></bpmn:serviceTask>`;

function flow(id: string, from: string, to: string, condition?: string): string {
  const inner = condition
    ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`
    : "";
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${inner}</bpmn:sequenceFlow>`;
}

/** A process of these elements, as a file. */
export const document = (
  elements: string,
): string => `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="definitions" targetNamespace="bench">
  <bpmn:process id="bench" isExecutable="true">${elements}</bpmn:process>
</bpmn:definitions>`;

/** A model of 1,002 flow nodes: blocks of an exclusive split, two tasks and a join, one behind the other. */
export const largeModel = { nodes: 1_002, xml: largeXml(250) };
