import {
  bpmnProcess,
  callActivity,
  catchEvent,
  conditionTrigger,
  definitions,
  endEvent,
  parallelGateway,
  path,
  repeated,
  serviceTask,
  signal,
  signalTrigger,
  startEvent,
  subProcess,
  userTask,
} from "../store/diagrams.ts";

const extended = (element: string, extension: string) =>
  element.replace("</bpmn:extensionElements>", `${extension}</bpmn:extensionElements>`);

const taskListener = (eventType: string) => `<zeebe:taskListener eventType="${eventType}" type="${eventType}" />`;

/** A task whose listeners, one for every kind of event, are jobs of the event's name. */
export const asked = definitions(
  bpmnProcess(
    "asked",
    startEvent("begin"),
    extended(
      userTask("decide"),
      `<zeebe:taskListeners>${["creating", "assigning", "updating", "completing"].map(taskListener).join("")}</zeebe:taskListeners>`,
    ),
    endEvent("end"),
    path("begin", "decide", "end"),
  ),
);

/** A task that jobs of the type `four-eyes` let complete. */
export const signed = definitions(
  bpmnProcess(
    "signed",
    startEvent("begin"),
    extended(
      userTask("sign"),
      '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="four-eyes" /></zeebe:taskListeners>',
    ),
    endEvent("end"),
    path("begin", "sign", "end"),
  ),
);

/** A task without listeners. */
export const unasked = definitions(
  bpmnProcess("unasked", startEvent("begin"), userTask("decide"), endEvent("end"), path("begin", "decide", "end")),
);

/** A job between an execution listener before it and one after it. */
export const heard = definitions(
  bpmnProcess(
    "heard",
    startEvent("begin"),
    extended(
      serviceTask("work"),
      `<zeebe:executionListeners><zeebe:executionListener eventType="start" type="before-work" /><zeebe:executionListener eventType="end" type="after-work" /></zeebe:executionListeners>`,
    ),
    endEvent("end"),
    path("begin", "work", "end"),
  ),
);

/** Starts with the signal `alarm`, and waits for the signal `over`. */
export const alarmed = definitions(
  signal("signal-alarm", "alarm"),
  signal("signal-over", "over"),
  bpmnProcess(
    "alarmed",
    startEvent("begin", signalTrigger("signal-alarm")),
    catchEvent("wait", signalTrigger("signal-over")),
    endEvent("end"),
    path("begin", "wait", "end"),
  ),
);

/** Starts when the temperature is over `limit`. */
export const warned = (processId: string, limit: number) =>
  definitions(
    bpmnProcess(
      processId,
      startEvent("begin", conditionTrigger(`=temperature &gt; ${limit}`)),
      userTask("look"),
      path("begin", "look"),
    ),
  );

/** Calls the process that `next` names, which does the same until there is none. */
export const calling = (processId: string, next: string) =>
  definitions(
    bpmnProcess(
      processId,
      startEvent("begin"),
      callActivity("call", next),
      endEvent("end"),
      path("begin", "call", "end"),
    ).replace("<bpmn:process ", `<bpmn:process name="The ${processId}" `),
  );

/** A job for each item, at the same time. */
export const shipped = definitions(
  bpmnProcess(
    "shipped",
    startEvent("begin"),
    repeated(
      serviceTask("ship"),
      'inputCollection="=items" inputElement="item" outputCollection="parcels" outputElement="=parcel"',
    ),
    endEvent("end"),
    path("begin", "ship", "end"),
  ),
);

const adHocSubProcess = (id: string, extension: string, ...elements: readonly string[]) =>
  subProcess(id, `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`, ...elements).replaceAll(
    "bpmn:subProcess",
    "bpmn:adHocSubProcess",
  );

/** Two jobs that begin when somebody says so; a third follows the second. */
export const chosen = definitions(
  bpmnProcess(
    "chosen",
    startEvent("begin"),
    adHocSubProcess(
      "choose",
      "",
      serviceTask("left"),
      serviceTask("right"),
      serviceTask("after"),
      path("right", "after"),
    ),
    endEvent("end"),
    path("begin", "choose", "end"),
  ),
);

/** The same, with a worker that says what begins. */
export const steered = definitions(
  bpmnProcess(
    "steered",
    startEvent("begin"),
    adHocSubProcess("choose", '<zeebe:taskDefinition type="steer" />', serviceTask("left"), serviceTask("right")),
    endEvent("end"),
    path("begin", "choose", "end"),
  ),
);

/** A transaction, and a complex gateway behind it that waits for one of two tokens. */
export const unusual = definitions(
  bpmnProcess(
    "unusual",
    startEvent("begin"),
    subProcess("pay", startEvent("pay-begin"), endEvent("pay-end"), path("pay-begin", "pay-end")).replaceAll(
      "bpmn:subProcess",
      "bpmn:transaction",
    ),
    parallelGateway("split"),
    `<bpmn:complexGateway id="first"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">=activationCount &gt;= 1</bpmn:activationCondition></bpmn:complexGateway>`,
    userTask("rest"),
    path("begin", "pay", "split", "first"),
    path("split", "rest", "first"),
  ),
);
