import { bpmn, extension, job, messageRef, type Node, node, type Part, subProcess } from "../bpmnText.ts";
import { trigger } from "./definitions.ts";
import { eventProbes } from "./eventProbes.ts";
import { extensionProbes } from "./extensionProbes.ts";

const begin = node("startEvent", "begin");
const end = node("endEvent", "end");

/** `begin -> it -> end`, with what else is needed. */
const around = (it: Node, ...more: Part[]) => bpmn("probe", [begin, it, end, "begin -> it -> end", ...more]);
const attributes = (given: Node["attributes"]): Partial<Node> => ({ attributes: given });
const inside = (...xml: string[]): Partial<Node> => ({ inside: xml });
const task = (...more: Partial<Node>[]) => around(job("serviceTask", "it", ...more));

const formal = (name: string, text: string) => `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
const called = (given: string) => extension(`<zeebe:calledElement processId="other" ${given} />`);
const adHoc = (given: Node["attributes"], ...more: Partial<Node>[]) =>
  around(
    node(
      "adHocSubProcess",
      "it",
      attributes(given),
      { parts: [job("serviceTask", "one"), job("serviceTask", "two")] },
      ...more,
    ),
  );

/** Puts something at the end of the process. */
const inProcess = (xml: string, inner: string) => xml.replace("</bpmn:process>", `${inner}</bpmn:process>`);

const list =
  '<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" /></bpmn:extensionElements>';
const repeated = (given: string, inner = list) =>
  task(inside(`<bpmn:multiInstanceLoopCharacteristics ${given}>${inner}</bpmn:multiInstanceLoopCharacteristics>`));
const looped = (given: string) =>
  task(
    inside(
      `<bpmn:standardLoopCharacteristics ${given}>${formal("loopCondition", "=isAgain")}</bpmn:standardLoopCharacteristics>`,
    ),
  );

const activityProbes = {
  process: bpmn("probe", [begin, end, "begin -> end"]),
  "process.withoutStartEvent": bpmn("probe", [job("serviceTask", "it"), end, "it -> end"]),
  task: around(node("task", "it")),
  manualTask: around(node("manualTask", "it")),
  userTask: around(node("userTask", "it", extension("<zeebe:userTask />"))),
  serviceTask: task(),
  "sendTask.job": around(job("sendTask", "it")),
  "sendTask.message": around(node("sendTask", "it", messageRef("paid", "=orderId"))),
  receiveTask: around(node("receiveTask", "it", messageRef("paid", "=orderId"))),
  "receiveTask.instantiating": bpmn("probe", [
    node("receiveTask", "it", attributes({ instantiate: "true" }), messageRef("paid", "=orderId")),
    end,
    "it -> end",
  ]),
  "scriptTask.feel": around(
    node("scriptTask", "it", extension('<zeebe:script expression="=1 + 1" resultVariable="two" />')),
  ),
  "scriptTask.job": around(job("scriptTask", "it")),
  "scriptTask.otherLanguage": around(
    node("scriptTask", "it", attributes({ scriptFormat: "javascript" }), inside("<bpmn:script>1 + 1</bpmn:script>")),
  ),
  "businessRuleTask.job": around(job("businessRuleTask", "it")),
  "businessRuleTask.decision": around(
    node("businessRuleTask", "it", extension('<zeebe:calledDecision decisionId="rate" resultVariable="rate" />')),
  ),
  subProcess: around(subProcess("it", [node("startEvent", "first"), node("endEvent", "last"), "first -> last"])),
  eventSubProcess: bpmn("probe", [
    begin,
    job("serviceTask", "work"),
    "begin -> work",
    node("subProcess", "it", attributes({ triggeredByEvent: "true" }), {
      parts: [node("startEvent", "late", trigger("timer.duration")), node("endEvent", "last"), "late -> last"],
    }),
  ]),
  transaction: around(
    node("transaction", "it", { parts: [node("startEvent", "first"), node("endEvent", "last"), "first -> last"] }),
  ),
  adHocSubProcess: adHoc({}),
  "adHocSubProcess.sequential": adHoc({ ordering: "Sequential" }),
  "adHocSubProcess.completionCondition": adHoc({}, inside(formal("completionCondition", "=isDone"))),
  "adHocSubProcess.job": adHoc({}, extension('<zeebe:taskDefinition type="choose" />')),
  "callActivity.latest": around(node("callActivity", "it", called(""))),
  "callActivity.deployment": around(node("callActivity", "it", called('bindingType="deployment"'))),
  "callActivity.versionTag": around(node("callActivity", "it", called('bindingType="versionTag" versionTag="stable"'))),
};

const signalThrown = '<bpmn:signalEventDefinition id="thrown" signalRef="the-signal" />';
const behaving = (kind: string, inner: string) =>
  task(
    { roots: trigger("signal").roots ?? [] },
    inside(
      `<bpmn:multiInstanceLoopCharacteristics behavior="${kind}" ${inner}</bpmn:multiInstanceLoopCharacteristics>`,
    ),
  );
/** The definition that a behavior refers to stands among the roots. */
const withRoot = (xml: string, root: string) => xml.replace("</bpmn:definitions>", `${root}</bpmn:definitions>`);
const compensated = eventProbes["boundaryEvent.compensation"] ?? "";

const markerProbes = {
  "multiInstance.parallel": repeated(""),
  "multiInstance.sequential": repeated('isSequential="true"'),
  "multiInstance.cardinality": repeated("", formal("loopCardinality", "=3")),
  "multiInstance.completionCondition": repeated(
    "",
    `${list}${formal("completionCondition", "=numberOfCompletedInstances &gt; 1")}`,
  ),
  "multiInstance.behavior.none": withRoot(behaving("None", `noneBehaviorEventRef="thrown">${list}`), signalThrown),
  "multiInstance.behavior.one": withRoot(behaving("One", `oneBehaviorEventRef="thrown">${list}`), signalThrown),
  "multiInstance.behavior.complex": behaving(
    "Complex",
    `>${list}<bpmn:complexBehaviorDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=numberOfCompletedInstances = 2</bpmn:condition><bpmn:event id="thrower"><bpmn:signalEventDefinition signalRef="the-signal" /></bpmn:event></bpmn:complexBehaviorDefinition>`,
  ),
  "multiInstance.loopData": withData(repeated("", "<bpmn:loopDataInputRef>items-ref</bpmn:loopDataInputRef>"), "items"),
  "standardLoop.testAfter": looped(""),
  "standardLoop.testBefore": looped('testBefore="true"'),
  "standardLoop.maximum": looped('loopMaximum="3"'),
  compensationHandler: compensated,
  startQuantity: task(attributes({ startQuantity: "2" })),
  completionQuantity: task(attributes({ completionQuantity: "2" })),
};

const split = (type: string, ...flows: string[]) =>
  bpmn("probe", [
    begin,
    node(type, "it"),
    job("serviceTask", "one"),
    job("serviceTask", "two"),
    "begin -> it",
    ...flows,
  ]);
const join = (type: string, ...more: Partial<Node>[]) =>
  bpmn("probe", [
    begin,
    job("serviceTask", "one"),
    job("serviceTask", "two"),
    node(type, "it", ...more),
    end,
    "begin -> one -> it",
    "begin -> two -> it",
    "it -> end",
  ]);
const awaited = node("intermediateCatchEvent", "one", trigger("message"));
const alarm = node("intermediateCatchEvent", "two", trigger("signal"));
const instantiating = (type: string) =>
  bpmn("probe", [
    node("eventBasedGateway", "it", attributes({ instantiate: "true", eventGatewayType: type })),
    awaited,
    node("intermediateCatchEvent", "two", {
      inside: ['<bpmn:messageEventDefinition messageRef="message-other" />'],
      roots: messageRef("other", "=orderId").roots ?? [],
    }),
    end,
    "it -> one -> end",
    "it -> two -> end",
  ]);

const gatewayProbes = {
  exclusiveGateway: split("exclusiveGateway", "it -> one if =amount > 1", "it -> two default"),
  parallelGateway: split("parallelGateway", "it -> one", "it -> two"),
  "inclusiveGateway.split": split("inclusiveGateway", "it -> one if =amount > 1", "it -> two default"),
  "inclusiveGateway.join": join("inclusiveGateway"),
  complexGateway: join("complexGateway"),
  "complexGateway.activationCondition": join(
    "complexGateway",
    inside(formal("activationCondition", "=activationCount &gt;= 1")),
  ),
  eventBasedGateway: bpmn("probe", [
    begin,
    node("eventBasedGateway", "it"),
    awaited,
    alarm,
    end,
    "begin -> it",
    "it -> one -> end",
    "it -> two -> end",
  ]),
  "eventBasedGateway.instantiating": instantiating("Exclusive"),
  "eventBasedGateway.instantiatingParallel": instantiating("Parallel"),
};

const pools = (inner: string) => (xml: string) =>
  xml.replace(/(<bpmn:definitions[^>]*>)/, `$1<bpmn:collaboration id="pools">${inner}</bpmn:collaboration>`);
const pool = '<bpmn:participant id="ours" processRef="probe" />';
const simple = activityProbes.process;

const flowProbes = {
  sequenceFlow: simple,
  "sequenceFlow.conditional.gateway": gatewayProbes.exclusiveGateway,
  "sequenceFlow.conditional.activity": split("task", "it -> one if =amount > 1", "it -> two"),
  "sequenceFlow.conditional.event": bpmn("probe", [begin, end, "begin -> end if =amount > 1"]),
  "sequenceFlow.default.gateway": gatewayProbes.exclusiveGateway,
  "sequenceFlow.default.activity": split("task", "it -> one if =amount > 1", "it -> two default"),
  messageFlow: pools(
    `${pool}<bpmn:participant id="theirs" name="Customer" /><bpmn:messageFlow id="sent" sourceRef="it" targetRef="theirs" />`,
  )(activityProbes["sendTask.job"]),
};

const withTask = (...inner: string[]) => withData(task(inside(...inner)), "order");
/** A data object and the reference to it. */
function withData(xml: string, id: string): string {
  return inProcess(
    xml,
    `<bpmn:dataObject id="${id}" /><bpmn:dataObjectReference id="${id}-ref" name="${id}" dataObjectRef="${id}" />`,
  );
}
const io =
  '<bpmn:ioSpecification><bpmn:dataInput id="in" name="in" /><bpmn:dataOutput id="out" name="out" /><bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>';
const assignment = `<bpmn:assignment>${formal("from", "=order")}${formal("to", "in")}</bpmn:assignment>`;
const input = (inner = "") =>
  `<bpmn:dataInputAssociation id="into"><bpmn:sourceRef>order-ref</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>${inner}</bpmn:dataInputAssociation>`;
const output =
  '<bpmn:dataOutputAssociation id="from"><bpmn:sourceRef>out</bpmn:sourceRef><bpmn:targetRef>order-ref</bpmn:targetRef></bpmn:dataOutputAssociation>';

const dataProbes = {
  dataObject: withData(simple, "order"),
  dataObjectReference: withData(simple, "order"),
  property: simple.replace(/(<bpmn:process[^>]*>)/, '$1<bpmn:property id="note" name="note" />'),
  dataInputAssociation: withTask(io, input()),
  dataOutputAssociation: withTask(io, output),
  "dataAssociation.assignment": withTask(io, input(assignment)),
  "dataAssociation.transformation": withTask(io, input(formal("transformation", "=order + 1"))),
  dataStoreReference: inProcess(simple, '<bpmn:dataStoreReference id="orders" name="orders" />'),
  ioSpecification: withTask(io),
};

const choreographed = (type: string) =>
  inProcess(around(node(type, "it", attributes({ initiatingParticipantRef: "ours" }))), "").replace(
    /(<bpmn:definitions[^>]*>)/,
    `$1<bpmn:collaboration id="pools">${pool}</bpmn:collaboration>`,
  );

const drawingProbes = {
  participant: pools(pool)(simple),
  participantMultiplicity: pools(
    '<bpmn:participant id="ours" processRef="probe"><bpmn:participantMultiplicity minimum="2" maximum="3" /></bpmn:participant>',
  )(simple),
  lane: simple.replace(
    /(<bpmn:process[^>]*>)/,
    '$1<bpmn:laneSet id="lanes"><bpmn:lane id="sales"><bpmn:flowNodeRef>begin</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
  ),
  textAnnotation: inProcess(
    simple,
    '<bpmn:textAnnotation id="note"><bpmn:text>Mind this.</bpmn:text></bpmn:textAnnotation>',
  ),
  group: inProcess(simple, '<bpmn:group id="around" />'),
  association: inProcess(
    simple,
    '<bpmn:textAnnotation id="note" /><bpmn:association id="points" sourceRef="note" targetRef="begin" />',
  ),
  resourceRole: task(
    inside(
      '<bpmn:potentialOwner id="owner"><bpmn:resourceAssignmentExpression><bpmn:formalExpression>sales</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner>',
    ),
  ),
  conversation: pools(
    `${pool}<bpmn:participant id="theirs" /><bpmn:conversation id="talk"><bpmn:participantRef>ours</bpmn:participantRef></bpmn:conversation>`,
  )(simple),
  nonExecutableProcess: withRoot(
    simple,
    '<bpmn:process id="theirs" isExecutable="false"><bpmn:task id="drawn" /></bpmn:process>',
  ),
  choreography: withRoot(simple, '<bpmn:choreography id="dance" />'),
  choreographyTask: choreographed("choreographyTask"),
  subChoreography: choreographed("subChoreography"),
  callChoreography: choreographed("callChoreography"),
  globalTask: withRoot(simple, '<bpmn:globalUserTask id="everywhere" name="Everywhere" />'),
};

const rest = {
  "event.definitionRef": withRoot(
    around(node("intermediateCatchEvent", "it", inside("<bpmn:eventDefinitionRef>defined</bpmn:eventDefinitionRef>"))),
    '<bpmn:timerEventDefinition id="defined"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
  ),
  implicitThrowEvent: around(node("implicitThrowEvent", "it", trigger("signal"))),
};

/** The smallest model that shows a construct, by the construct's id. */
export const probes: Readonly<Record<string, string>> = {
  ...activityProbes,
  ...markerProbes,
  ...gatewayProbes,
  ...flowProbes,
  ...eventProbes,
  ...dataProbes,
  ...drawingProbes,
  ...extensionProbes,
  ...rest,
};
