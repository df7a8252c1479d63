/** BPMN for tests that need many small models: each element is one line, flows are drawn by {@link path}. */

const namespaces = [
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
].join(" ");

/** A file of processes and the messages that they use. */
export const definitions = (...parts: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions ${namespaces} id="definitions" targetNamespace="http://millrace.test">\n${parts.join("\n")}\n</bpmn:definitions>`;

export const bpmnProcess = (id: string, ...elements: readonly string[]) =>
  `<bpmn:process id="${id}" isExecutable="true">\n${elements.join("\n")}\n</bpmn:process>`;

/** Sequence flows along the ids, each to the next one. */
export const path = (...ids: readonly string[]) =>
  ids
    .slice(1)
    .map((id, at) => `<bpmn:sequenceFlow id="${ids[at]}-to-${id}" sourceRef="${ids[at]}" targetRef="${id}" />`)
    .join("\n");

export const message = (id: string, name: string, correlationKey?: string) =>
  correlationKey === undefined
    ? `<bpmn:message id="${id}" name="${name}" />`
    : `<bpmn:message id="${id}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${correlationKey}" /></bpmn:extensionElements></bpmn:message>`;

export const startEvent = (id: string, trigger = "") => `<bpmn:startEvent id="${id}">${trigger}</bpmn:startEvent>`;

export const endEvent = (id: string) => `<bpmn:endEvent id="${id}" />`;

export const catchEvent = (id: string, trigger: string) =>
  `<bpmn:intermediateCatchEvent id="${id}">${trigger}</bpmn:intermediateCatchEvent>`;

export const boundaryEvent = (id: string, host: string, trigger: string, { isInterrupting = true } = {}) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${isInterrupting}">${trigger}</bpmn:boundaryEvent>`;

/** Done by a worker that asks for jobs of its id. */
export const serviceTask = (id: string, inputs: Readonly<Record<string, string>> = {}) => {
  const mappings = Object.entries(inputs).map(
    ([target, source]) => `<zeebe:input source="${source}" target="${target}" />`,
  );
  const mapping = mappings.length > 0 ? `<zeebe:ioMapping>${mappings.join("")}</zeebe:ioMapping>` : "";
  return `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${id}" />${mapping}</bpmn:extensionElements></bpmn:serviceTask>`;
};

export const subProcess = (id: string, ...elements: readonly string[]) =>
  `<bpmn:subProcess id="${id}">\n${elements.join("\n")}\n</bpmn:subProcess>`;

export const parallelGateway = (id: string) => `<bpmn:parallelGateway id="${id}" />`;

/** `form` is `timeDate`, `timeDuration` or `timeCycle`. */
export const timer = (form: string, text: string) =>
  `<bpmn:timerEventDefinition><bpmn:${form} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${form}></bpmn:timerEventDefinition>`;

export const messageTrigger = (id: string) => `<bpmn:messageEventDefinition messageRef="${id}" />`;

export const userTask = (id: string) =>
  `<bpmn:userTask id="${id}"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>`;

/** Begins, waits once for the message `name` with the key `order`, and ends. */
export const waitingForMessage = (id: string, name: string) =>
  definitions(
    message(`${id}.message`, name, "=order"),
    bpmnProcess(
      id,
      startEvent("begin"),
      catchEvent("wait", messageTrigger(`${id}.message`)),
      endEvent("end"),
      path("begin", "wait", "end"),
    ),
  );
