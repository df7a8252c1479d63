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

export const endEvent = (id: string, trigger = "") => `<bpmn:endEvent id="${id}">${trigger}</bpmn:endEvent>`;

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

/** Begins when its trigger comes, inside the scope in which it is drawn. */
export const eventSubProcess = (id: string, ...elements: readonly string[]) =>
  subProcess(id, ...elements).replace("<bpmn:subProcess", '<bpmn:subProcess triggeredByEvent="true"');

export const throwEvent = (id: string, trigger = "") =>
  `<bpmn:intermediateThrowEvent id="${id}">${trigger}</bpmn:intermediateThrowEvent>`;

/** `how` are more attributes of zeebe:calledElement. */
export const callActivity = (id: string, processId: string, how = "") =>
  `<bpmn:callActivity id="${id}"><bpmn:extensionElements><zeebe:calledElement processId="${processId}" ${how} /></bpmn:extensionElements></bpmn:callActivity>`;

export const signal = (id: string, name: string) => `<bpmn:signal id="${id}" name="${name}" />`;

export const signalTrigger = (id: string) => `<bpmn:signalEventDefinition signalRef="${id}" />`;

export const conditionTrigger = (condition: string) =>
  `<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">${condition}</bpmn:condition></bpmn:conditionalEventDefinition>`;

/** From a compensation boundary event to the activity that undoes what the event stands on. */
export const association = (from: string, to: string) =>
  `<bpmn:association id="${from}-with-${to}" sourceRef="${from}" targetRef="${to}" associationDirection="One" />`;

export const compensationHandler = (activity: string) =>
  activity.replace(/^<bpmn:(\w+)/, '<bpmn:$1 isForCompensation="true"');

export const adHocSubProcess = (id: string, ...elements: readonly string[]) =>
  `<bpmn:adHocSubProcess id="${id}">\n${elements.join("\n")}\n</bpmn:adHocSubProcess>`;

/** With a worker that is asked before or after the element itself (`start` or `end`). */
export const listening = (element: string, event: string, type: string) =>
  element.replace(
    "</bpmn:extensionElements>",
    `<zeebe:executionListeners><zeebe:executionListener eventType="${event}" type="${type}" /></zeebe:executionListeners></bpmn:extensionElements>`,
  );

/** `defaultFlow` is taken when no condition is true. */
export const exclusiveGateway = (id: string, defaultFlow: string) =>
  `<bpmn:exclusiveGateway id="${id}" default="${defaultFlow}" />`;

export const conditionalFlow = (from: string, to: string, condition: string) =>
  `<bpmn:sequenceFlow id="${from}-to-${to}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;

export const compensationTrigger = () => "<bpmn:compensateEventDefinition />";

export const error = (id: string, code: string) => `<bpmn:error id="${id}" errorCode="${code}" />`;

export const errorTrigger = (id: string) => `<bpmn:errorEventDefinition errorRef="${id}" />`;

/** Repeats an activity, for example {@link serviceTask}: `attributes` are those of zeebe:loopCharacteristics. */
export const repeated = (activity: string, attributes: string, { isSequential = false } = {}) =>
  activity.replace(
    /<\/bpmn:(\w+)>$/,
    `<bpmn:multiInstanceLoopCharacteristics isSequential="${isSequential}"><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes} /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:$1>`,
  );

export const receiveTask = (id: string, messageId: string, { isInstantiating = false } = {}) =>
  `<bpmn:receiveTask id="${id}" messageRef="${messageId}" instantiate="${isInstantiating}" />`;

export const eventBasedGateway = (id: string, { isInstantiating = false, isParallel = false } = {}) =>
  `<bpmn:eventBasedGateway id="${id}" instantiate="${isInstantiating}" eventGatewayType="${isParallel ? "Parallel" : "Exclusive"}" />`;

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
