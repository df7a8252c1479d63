import { describe, expect, test } from "vitest";
import { type FindingCode, findingCodes } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";

interface Case {
  title: string;
  /** Stands on line 3, within a process, unless it begins with `<?xml`. */
  xml: string;
  code: FindingCode;
  elementId: string | null;
  line: number | null;
  message: string;
}

const definitions = (xml: string) =>
  `<?xml version="1.0"?><bpmn:definitions id="definitions" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${xml}\n</bpmn:definitions>`;
const document = (xml: string) =>
  xml.startsWith("<?xml") ? xml : definitions(`<bpmn:process id="p" isExecutable="true">\n${xml}\n</bpmn:process>`);

/** A model that is in order but for what is told here. */
const flow = (from: string, to: string, inner = "") =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${inner}</bpmn:sequenceFlow>`;
const extended = (xml: string) => `<bpmn:extensionElements>${xml}</bpmn:extensionElements>`;
const condition = (text: string) =>
  `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${text}</bpmn:conditionExpression>`;
const timer = (form: string, text: string) =>
  `<bpmn:timerEventDefinition><bpmn:${form} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${form}></bpmn:timerEventDefinition>`;
const catching = (definition: string) => `<bpmn:task id="t" />${flow("t", "c")}
<bpmn:intermediateCatchEvent id="c">${definition}</bpmn:intermediateCatchEvent>`;
const onTask = (boundary: string) => `<bpmn:manualTask id="t" />\n${boundary}`;
const withRoot = (xml: string, root: string) =>
  definitions(`<bpmn:process id="p" isExecutable="true">\n${xml}\n</bpmn:process>\n${root}`);

const refused: Case[] = [
  {
    title: "a file that is no XML",
    xml: "<?xml version='1.0'?>\n<bpmn:definitions",
    code: "XML_INVALID",
    elementId: null,
    line: 2,
    message:
      "Expected BPMN 2.0 XML: unparsable content <bpmn:definitions detected, line: 1, column: 0, nested error: unclosed tag.",
  },
  {
    title: "a document type",
    xml: "<?xml version='1.0'?><!DOCTYPE a>",
    code: "XML_ENTITY_REFUSED",
    elementId: null,
    line: null,
    message: "Expected XML without a document type, got <!DOCTYPE>. Remove it.",
  },
  {
    title: "too deep nesting",
    xml: `<?xml version='1.0'?>${"<a>".repeat(201)}`,
    code: "XML_TOO_LARGE",
    elementId: null,
    line: null,
    message: "Expected elements nested at most 200 deep, got 201.",
  },
  {
    title: "an element that BPMN does not know",
    xml: '<bpmn:task id="t" />\n<bpmn:robot id="r" />',
    code: "XML_UNKNOWN_ELEMENT",
    elementId: null,
    line: 4,
    message: "unparsable content <bpmn:robot> detected, line: 3, column: 0, nested error: unknown type <bpmn:Robot>.",
  },
  {
    title: "an attribute that BPMN does not know",
    xml: '<bpmn:task id="t" speed="9" />',
    code: "XML_UNKNOWN_ELEMENT",
    elementId: "t",
    line: 3,
    message: 'task "t" has the unknown attribute <speed>.',
  },
  {
    title: "no executable process",
    xml: definitions('<bpmn:process id="p" />'),
    code: "PROCESS_MISSING",
    elementId: "p",
    line: null,
    message: 'Expected a process with isExecutable="true", got none. Set isExecutable="true" on process "p".',
  },
  {
    title: "no process at all",
    xml: definitions(""),
    code: "PROCESS_MISSING",
    elementId: null,
    line: null,
    message: 'Expected a process with isExecutable="true", got none. Draw a process.',
  },
  {
    title: "a task without an id",
    xml: '<bpmn:task id="t" /><bpmn:task name="nameless" />',
    code: "ID_MISSING",
    elementId: "p",
    line: 2,
    message: 'Expected an id at bpmn:Task "nameless", got none.',
  },
  {
    title: "an id that no index can hold",
    xml: `<bpmn:task id="${"t".repeat(201)}" />`,
    code: "ID_TOO_LONG",
    elementId: "t".repeat(201),
    line: 3,
    message: "Expected an id of at most 200 characters, got 201.",
  },
  {
    title: "an id that two elements have",
    xml: '<bpmn:task id="t" /><bpmn:task id="t" />',
    code: "ID_DUPLICATE",
    elementId: "t",
    line: 3,
    message: 'Expected every id once in a file, got "t" several times.',
  },
  {
    title: "a flow without an id",
    xml: '<bpmn:task id="a" /><bpmn:task id="b" /><bpmn:sequenceFlow sourceRef="a" targetRef="b" />',
    code: "ID_MISSING",
    elementId: "p",
    line: 2,
    message: "Expected an id at every sequence flow, got one without.",
  },
  {
    title: "a called decision without a variable for its value",
    xml: `<bpmn:businessRuleTask id="t">${extended('<zeebe:calledDecision decisionId="d" />')}</bpmn:businessRuleTask>`,
    code: "CALLED_DECISION_MISSING",
    elementId: "t",
    line: 3,
    message:
      'Expected a decisionId and a resultVariable in the zeebe:calledDecision of business rule task "t", got {"decisionId":"d","resultVariable":null}.',
  },
  {
    title: "a business rule task that calls a decision and asks a worker",
    xml: `<bpmn:businessRuleTask id="t">${extended('<zeebe:calledDecision decisionId="d" resultVariable="r" /><zeebe:taskDefinition type="x" />')}</bpmn:businessRuleTask>`,
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message:
      'Business rule task "t" has both a zeebe:calledDecision and a zeebe:taskDefinition; only one is executed. Remove the other.',
  },
  {
    title: "a flow that leads nowhere",
    xml: '<bpmn:task id="t" />\n<bpmn:sequenceFlow id="f" sourceRef="t" targetRef="gone" />',
    code: "REFERENCE_MISSING",
    elementId: "f",
    line: 4,
    message: 'Expected sequence flow "f" to lead from one element to another, but its target does not exist.',
  },
  {
    title: "a default flow that does not exist",
    xml: '<bpmn:task id="t" default="gone" />',
    code: "REFERENCE_MISSING",
    elementId: "t",
    line: 3,
    message: 'Expected bpmn:default of task "t" to name an element of the file, got "gone".',
  },
  {
    title: "a flow into a sub-process",
    xml: `<bpmn:task id="t" />\n<bpmn:subProcess id="s"><bpmn:task id="inner" /></bpmn:subProcess>\n${flow("t", "inner")}`,
    code: "FLOW_MISPLACED",
    elementId: "t-inner",
    line: 5,
    message:
      'Expected sequence flow "t-inner" to stay within one process or sub-process, but "t" and "inner" are in different ones.',
  },
  {
    title: "a flow into a start event",
    xml: `<bpmn:startEvent id="s" /><bpmn:task id="t" />${flow("s", "t")}${flow("t", "s")}`,
    code: "FLOW_MISPLACED",
    elementId: "s",
    line: 3,
    message: 'Expected no flow into start event "s", got "t-s".',
  },
  {
    title: "a flow out of an end event",
    xml: `<bpmn:startEvent id="s" /><bpmn:task id="t" />${flow("s", "e")}<bpmn:endEvent id="e" />${flow("e", "t")}`,
    code: "FLOW_MISPLACED",
    elementId: "e",
    line: 3,
    message: 'Expected no flow out of end event "e", got "e-t".',
  },
  {
    title: "a flow into a boundary event",
    xml: onTask(
      `<bpmn:boundaryEvent id="b" attachedToRef="t">${timer("timeDuration", "PT1H")}</bpmn:boundaryEvent>${flow("t", "b")}`,
    ),
    code: "FLOW_MISPLACED",
    elementId: "b",
    line: 4,
    message: 'Expected no flow into boundary event "b", got "t-b".',
  },
  {
    title: "a catch event that nothing leads to",
    xml: `<bpmn:intermediateCatchEvent id="c">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent>`,
    code: "FLOW_MISPLACED",
    elementId: "c",
    line: 3,
    message: 'Expected a flow into catch event "c", got none.',
  },
  {
    title: "two none start events",
    xml: '<bpmn:startEvent id="a" /><bpmn:startEvent id="b" />',
    code: "START_EVENT_AMBIGUOUS",
    elementId: "p",
    line: 2,
    message: 'Expected at most one none start event in process "p", got "a", "b".',
  },
  {
    title: "a catch event without a trigger",
    xml: catching(""),
    code: "EVENT_DEFINITION_MISSING",
    elementId: "c",
    line: 4,
    message: 'Expected a trigger at intermediate catch event "c", got none.',
  },
  {
    title: "FEEL that cannot be read",
    xml: `<bpmn:scriptTask id="t">${extended('<zeebe:script expression="=1 +" resultVariable="x" />')}</bpmn:scriptTask>`,
    code: "EXPRESSION_INVALID",
    elementId: "t",
    line: 3,
    message: 'Expected a FEEL expression, got "=1 +": unexpected end at character 4 in the script of script task "t".',
  },
  {
    title: "a choice without a condition",
    xml: `<bpmn:exclusiveGateway id="g" /><bpmn:task id="a" /><bpmn:task id="b" />\n${flow("g", "a", condition("=true"))}\n${flow("g", "b")}`,
    code: "CONDITION_MISSING",
    elementId: "g-b",
    line: 5,
    message: 'Expected a condition at flow "g-b" out of gateway "g", got none. Add one, or make it the default flow.',
  },
  {
    title: "a condition that is not FEEL",
    xml: `<bpmn:task id="a" /><bpmn:task id="b" />\n${flow("a", "b", condition(`\${amount &gt; 1}`))}`,
    code: "CONDITION_INVALID",
    elementId: "a-b",
    line: 4,
    message: `Expected a FEEL expression that begins with "=" as condition of flow "a-b", got "\${amount > 1}". Write "=amount > 1".`,
  },
  {
    title: "a service task without a job type",
    xml: '<bpmn:serviceTask id="t" />',
    code: "JOB_TYPE_MISSING",
    elementId: "t",
    line: 3,
    message: 'Expected a job type at service task "t", got none. Set zeebe:taskDefinition type.',
  },
  {
    title: "a job priority that is no number",
    xml: `<bpmn:serviceTask id="t">${extended('<zeebe:taskDefinition type="t" /><zeebe:jobPriorityDefinition priority="high" />')}</bpmn:serviceTask>`,
    code: "JOB_PRIORITY_INVALID",
    elementId: "t",
    line: 3,
    message:
      'Expected a whole number from -2147483648 to 2147483647 as job priority at service task "t", got "high". Write a number, or FEEL with "=".',
  },
  {
    title: "a script task without a script",
    xml: '<bpmn:scriptTask id="t" />',
    code: "SCRIPT_MISSING",
    elementId: "t",
    line: 3,
    message:
      'Expected a FEEL expression (zeebe:script) or a job type (zeebe:taskDefinition) at script task "t", got neither.',
  },
  {
    title: "a script without a result variable",
    xml: `<bpmn:scriptTask id="t">${extended('<zeebe:script expression="=1" />')}</bpmn:scriptTask>`,
    code: "SCRIPT_MISSING",
    elementId: "t",
    line: 3,
    message: 'Expected an expression and a result variable in the zeebe:script of task "t".',
  },
  {
    title: "a mapping to something that is no name",
    xml: `<bpmn:subProcess id="s">${extended('<zeebe:ioMapping><zeebe:input source="=1" target="a b" /></zeebe:ioMapping>')}<bpmn:task id="t" /></bpmn:subProcess>`,
    code: "MAPPING_INVALID",
    elementId: "s",
    line: 3,
    message:
      'Expected a source and a variable name as target in the mapping of sub process "s", got source "=1" and target "a b".',
  },
  {
    title: "a message without a name",
    xml: withRoot(catching('<bpmn:messageEventDefinition messageRef="m" />'), '<bpmn:message id="m" />'),
    code: "MESSAGE_NAME_MISSING",
    elementId: "c",
    line: 4,
    message: 'Expected a message with a name at intermediate catch event "c", got one without.',
  },
  {
    title: "no message",
    xml: '<bpmn:receiveTask id="r" />',
    code: "MESSAGE_NAME_MISSING",
    elementId: "r",
    line: 3,
    message: 'Expected a message with a name at receive task "r", got none.',
  },
  {
    title: "a message without a correlation key",
    xml: withRoot(catching('<bpmn:messageEventDefinition messageRef="m" />'), '<bpmn:message id="m" name="paid" />'),
    code: "CORRELATION_KEY_MISSING",
    elementId: "c",
    line: 4,
    message:
      'Expected a correlation key (zeebe:subscription) on message "paid" of intermediate catch event "c", got none.',
  },
  {
    title: "a timer without a time",
    xml: catching("<bpmn:timerEventDefinition />"),
    code: "TIMER_INVALID",
    elementId: "c",
    line: 4,
    message: 'Expected one of timeDate, timeDuration and timeCycle at intermediate catch event "c", got 0.',
  },
  {
    title: "a duration that is none",
    xml: catching(timer("timeDuration", "soon")),
    code: "TIMER_INVALID",
    elementId: "c",
    line: 4,
    message: 'Expected a duration such as PT30M or P7D, got "soon", at intermediate catch event "c".',
  },
  {
    title: "a cycle at a catch event",
    xml: catching(timer("timeCycle", "R3/PT1H")),
    code: "TIMER_INVALID",
    elementId: "c",
    line: 4,
    message: 'Expected a date or duration at catch event "c", got a cycle.',
  },
  {
    title: "a cycle at an interrupting boundary event",
    xml: onTask(`<bpmn:boundaryEvent id="b" attachedToRef="t">${timer("timeCycle", "R3/PT1H")}</bpmn:boundaryEvent>`),
    code: "TIMER_INVALID",
    elementId: "b",
    line: 4,
    message:
      'Expected a date or duration at interrupting boundary event "b", got a cycle. It fires once, or make it non-interrupting.',
  },
  {
    title: "an error to throw without a code",
    xml: '<bpmn:task id="t" /><bpmn:endEvent id="e"><bpmn:errorEventDefinition /></bpmn:endEvent>',
    code: "ERROR_CODE_INVALID",
    elementId: "e",
    line: 3,
    message: 'Expected an error with a code at end event "e", got none.',
  },
  {
    title: "a computed error code to catch",
    xml: withRoot(
      onTask(
        '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition errorRef="x" /></bpmn:boundaryEvent>',
      ),
      '<bpmn:error id="x" errorCode="=code" />',
    ),
    code: "ERROR_CODE_INVALID",
    elementId: "b",
    line: 4,
    message: 'Expected a fixed error code to catch at boundary event "b", got "=code".',
  },
  {
    title: "a boundary event on nothing",
    xml: `<bpmn:task id="t" /><bpmn:boundaryEvent id="b">${timer("timeDuration", "PT1H")}</bpmn:boundaryEvent>`,
    code: "BOUNDARY_INVALID",
    elementId: "b",
    line: 3,
    message: 'Expected boundary event "b" to stand on an activity, got none.',
  },
  {
    title: "a boundary event on an event",
    xml: `<bpmn:startEvent id="s" /><bpmn:boundaryEvent id="b" attachedToRef="s">${timer("timeDuration", "PT1H")}</bpmn:boundaryEvent>`,
    code: "BOUNDARY_INVALID",
    elementId: "b",
    line: 3,
    message: 'Expected boundary event "b" to stand on an activity of its own scope, got "s".',
  },
  {
    title: "a boundary event on an activity of another scope",
    xml: `<bpmn:subProcess id="s"><bpmn:task id="t" /></bpmn:subProcess>
<bpmn:boundaryEvent id="b" attachedToRef="t">${timer("timeDuration", "PT1H")}</bpmn:boundaryEvent>`,
    code: "BOUNDARY_INVALID",
    elementId: "b",
    line: 4,
    message: 'Expected boundary event "b" to stand on an activity of its own scope, got "t".',
  },
  {
    title: "an error that does not interrupt",
    xml: onTask(
      '<bpmn:boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>',
    ),
    code: "BOUNDARY_INVALID",
    elementId: "b",
    line: 4,
    message: 'Expected error boundary event "b" to interrupt its activity (§10.5.4).',
  },
  {
    title: "an event-based gateway with one event",
    xml: `<bpmn:eventBasedGateway id="g" />${flow("g", "a")}
<bpmn:intermediateCatchEvent id="a">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent>`,
    code: "GATEWAY_INVALID",
    elementId: "g",
    line: 3,
    message: 'Expected at least two events behind event-based gateway "g", got 1.',
  },
  {
    title: "a task behind an event-based gateway",
    xml: `<bpmn:eventBasedGateway id="g" />${flow("g", "a")}${flow("g", "t")}
<bpmn:intermediateCatchEvent id="a">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent><bpmn:task id="t" />`,
    code: "GATEWAY_INVALID",
    elementId: "g",
    line: 3,
    message: 'Expected a catch event, or a receive task without boundary events, behind gateway "g"; got "t".',
  },
  {
    title: "an element that is not executed",
    xml: '<bpmn:choreographyTask id="c" />',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "c",
    line: 3,
    message: 'choreography task "c" is not executed; see the coverage page.',
  },
  {
    title: "a process that cannot begin",
    xml: `<bpmn:task id="t" /><bpmn:task id="u" />${flow("t", "u")}${flow("u", "t")}`,
    code: "START_EVENT_MISSING",
    elementId: "p",
    line: 2,
    message: 'Expected a start event in process "p", got none.',
  },
  {
    title: "a sub-process that cannot begin",
    xml: `<bpmn:task id="first" /><bpmn:subProcess id="s"><bpmn:task id="t" />${flow("t", "t")}</bpmn:subProcess>`,
    code: "START_EVENT_MISSING",
    elementId: "s",
    line: 3,
    message: 'Expected a start event in sub process "s", got none.',
  },
  {
    title: "a trigger that the standard does not allow there",
    xml: catching("<bpmn:errorEventDefinition />"),
    code: "TRIGGER_MISPLACED",
    elementId: "c",
    line: 4,
    message:
      'Expected timer, message, signal, conditional, link at intermediate catch event "c", got an error (BPMN 2.0.2 §10.5).',
  },
  {
    title: "a triggered start in a sub-process",
    xml: `<bpmn:subProcess id="s"><bpmn:startEvent id="e">${timer("timeDuration", "PT1H")}</bpmn:startEvent></bpmn:subProcess>`,
    code: "TRIGGER_MISPLACED",
    elementId: "e",
    line: 3,
    message: 'Expected no trigger at start event "e", got a timer (BPMN 2.0.2 §10.5).',
  },
  {
    title: "a signal without a name",
    xml: withRoot(catching('<bpmn:signalEventDefinition signalRef="x" />'), '<bpmn:signal id="x" />'),
    code: "SIGNAL_NAME_MISSING",
    elementId: "c",
    line: 4,
    message: 'Expected a signal with a name at intermediate catch event "c", got one without.',
  },
  {
    title: "no signal",
    xml: '<bpmn:startEvent id="s"><bpmn:signalEventDefinition /></bpmn:startEvent>',
    code: "SIGNAL_NAME_MISSING",
    elementId: "s",
    line: 3,
    message: 'Expected a signal with a name at start event "s", got none.',
  },
  {
    title: "an escalation to throw without a code",
    xml: '<bpmn:task id="t" /><bpmn:endEvent id="e"><bpmn:escalationEventDefinition /></bpmn:endEvent>',
    code: "ESCALATION_CODE_INVALID",
    elementId: "e",
    line: 3,
    message: 'Expected an escalation with a code at end event "e", got none.',
  },
  {
    title: "a computed escalation code to catch",
    xml: withRoot(
      onTask(
        '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:escalationEventDefinition escalationRef="x" /></bpmn:boundaryEvent>',
      ),
      '<bpmn:escalation id="x" escalationCode="=code" />',
    ),
    code: "ESCALATION_CODE_INVALID",
    elementId: "b",
    line: 4,
    message: 'Expected a fixed escalation code at boundary event "b", got "=code".',
  },
  {
    title: "a condition to wait for that is none",
    xml: catching("<bpmn:conditionalEventDefinition />"),
    code: "CONDITION_INVALID",
    elementId: "c",
    line: 4,
    message: 'Expected a FEEL expression that begins with "=" as condition of intermediate catch event "c", got none.',
  },
  {
    title: "a link without a name",
    xml: '<bpmn:task id="t" /><bpmn:intermediateThrowEvent id="l"><bpmn:linkEventDefinition /></bpmn:intermediateThrowEvent>',
    code: "LINK_INVALID",
    elementId: "l",
    line: 3,
    message: 'Expected a name at the link of intermediate throw event "l", got none.',
  },
  {
    title: "a link that leads to nothing",
    xml: '<bpmn:intermediateThrowEvent id="l"><bpmn:linkEventDefinition name="A" /></bpmn:intermediateThrowEvent>',
    code: "LINK_INVALID",
    elementId: "l",
    line: 3,
    message: 'Expected a link catch event "A" in the scope of throw event "l", got none. Links do not cross scopes.',
  },
  {
    title: "an event sub-process without a trigger",
    xml: '<bpmn:task id="t" /><bpmn:subProcess id="s" triggeredByEvent="true"><bpmn:startEvent id="e" /></bpmn:subProcess>',
    code: "EVENT_SUB_PROCESS_INVALID",
    elementId: "s",
    line: 3,
    message: 'Expected one start event with a trigger in event sub-process "s", got one without.',
  },
  {
    title: "an event sub-process with two start events",
    xml: `<bpmn:task id="t" /><bpmn:subProcess id="s" triggeredByEvent="true"><bpmn:startEvent id="d">${timer("timeDuration", "PT1H")}</bpmn:startEvent><bpmn:startEvent id="e">${timer("timeDuration", "PT2H")}</bpmn:startEvent></bpmn:subProcess>`,
    code: "EVENT_SUB_PROCESS_INVALID",
    elementId: "s",
    line: 3,
    message: 'Expected one start event with a trigger in event sub-process "s", got 2.',
  },
  {
    title: "a cancel end event outside a transaction",
    xml: '<bpmn:task id="t" /><bpmn:endEvent id="e"><bpmn:cancelEventDefinition /></bpmn:endEvent>',
    code: "TRANSACTION_INVALID",
    elementId: "e",
    line: 3,
    message: 'Expected cancel end event "e" to stand directly in a transaction, got "p".',
  },
  {
    title: "a transaction that nothing takes over from when it is cancelled",
    xml: '<bpmn:transaction id="x"><bpmn:endEvent id="e"><bpmn:cancelEventDefinition /></bpmn:endEvent></bpmn:transaction>',
    code: "TRANSACTION_INVALID",
    elementId: "x",
    line: 3,
    message: 'Expected one cancel boundary event on transaction "x", which has a cancel end event, got 0.',
  },
  {
    title: "a compensation boundary event without a handler",
    xml: onTask('<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>'),
    code: "COMPENSATION_INVALID",
    elementId: "b",
    line: 4,
    message:
      'Expected an association from compensation boundary event "b" to an activity with isForCompensation, got none.',
  },
  {
    title: "the compensation of an activity in another scope",
    xml: '<bpmn:subProcess id="s"><bpmn:task id="t" /></bpmn:subProcess>\n<bpmn:intermediateThrowEvent id="c"><bpmn:compensateEventDefinition activityRef="t" /></bpmn:intermediateThrowEvent>',
    code: "COMPENSATION_INVALID",
    elementId: "c",
    line: 4,
    message: 'Expected intermediate throw event "c" to compensate an activity of "p", got "t".',
  },
  {
    title: "a call activity that calls nothing",
    xml: '<bpmn:callActivity id="c" />',
    code: "CALLED_ELEMENT_MISSING",
    elementId: "c",
    line: 3,
    message: 'Expected call activity "c" to name the process that it calls (zeebe:calledElement processId), got none.',
  },
  {
    title: "a repetition that does not say how often",
    xml: '<bpmn:task id="t"><bpmn:multiInstanceLoopCharacteristics /></bpmn:task>',
    code: "LOOP_INVALID",
    elementId: "t",
    line: 3,
    message: 'Expected an input collection (zeebe:loopCharacteristics) or a loop cardinality at task "t", got neither.',
  },
  {
    title: "a loop that would never end",
    xml: '<bpmn:task id="t"><bpmn:standardLoopCharacteristics /></bpmn:task>',
    code: "LOOP_INVALID",
    elementId: "t",
    line: 3,
    message:
      'Expected a loop condition or a whole number from 1 as loop maximum at task "t", got neither: it would never end.',
  },
  {
    title: "an ad-hoc sub-process with an end event",
    xml: '<bpmn:adHocSubProcess id="a"><bpmn:task id="t" /><bpmn:endEvent id="e" /></bpmn:adHocSubProcess>',
    code: "AD_HOC_INVALID",
    elementId: "e",
    line: 3,
    message: 'Expected no start and end events in ad-hoc sub-process "a" (§10.3.5), got "e".',
  },
  {
    title: "a quantity that is none",
    xml: '<bpmn:task id="t" startQuantity="0" />',
    code: "QUANTITY_INVALID",
    elementId: "t",
    line: 3,
    message: 'Expected a whole number from 1 to 1000 as startQuantity of task "t", got 0.',
  },
  {
    title: "a listener for an event that has none",
    xml: `<bpmn:task id="t">${extended('<zeebe:executionListeners><zeebe:executionListener eventType="cancel" type="log" /></zeebe:executionListeners>')}</bpmn:task>`,
    code: "LISTENER_INVALID",
    elementId: "t",
    line: 3,
    message: 'Expected start or end as event type of every listener of task "t", got "cancel", which is not executed.',
  },
  {
    title: "semantics that nobody knows",
    xml: `${extended('<zeebe:properties><zeebe:property name="millrace:semantics" value="other" /></zeebe:properties>')}<bpmn:task id="t" />`,
    code: "SEMANTICS_INVALID",
    elementId: "p",
    line: 2,
    message: 'Expected standard or camunda8 as property millrace:semantics of process "p", got "other".',
  },
  {
    title: "a data association that names no variable",
    xml: '<bpmn:task id="t"><bpmn:dataInputAssociation id="d"><bpmn:assignment><bpmn:from>1</bpmn:from><bpmn:to>a b</bpmn:to></bpmn:assignment></bpmn:dataInputAssociation></bpmn:task>',
    code: "DATA_INVALID",
    elementId: "t",
    line: 3,
    message: 'Expected a value and a variable name in the data association of task "t", got "1" and "a b".',
  },
  {
    title: "a loop that no command would come out of",
    xml: `<bpmn:startEvent id="s" /><bpmn:task id="t" />${flow("s", "t")}${flow("t", "t")}`,
    code: "LOOP_ENDLESS",
    elementId: "t",
    line: 3,
    message:
      'Expected a way out of the loop at task "t", got none: s → t → t. It never waits either; lead a flow out of it.',
  },
  {
    title: "a process that calls itself whatever happens",
    xml: '<bpmn:callActivity id="c" calledElement="p" />',
    code: "CALL_ENDLESS",
    elementId: "c",
    line: 3,
    message:
      'Expected a run of process "p" that ends, but every one calls it again: p → c → p. Lead a flow around one of the calls.',
  },
];

const jobOf = (id: string) =>
  `<bpmn:serviceTask id="${id}">${extended(`<zeebe:taskDefinition type="${id}" />`)}</bpmn:serviceTask>`;
/** Choices that stay open side by side, as ends of the whole process come last: two to the power of their number. */
function manyAtOnce(count: number): string {
  const end = (id: string) => `<bpmn:endEvent id="${id}"><bpmn:terminateEventDefinition /></bpmn:endEvent>`;
  const choices = Array.from({ length: count }, (_, n) => [`x${n}`, `a${n}`, `b${n}`] as const).map(
    ([x, a, b]) =>
      `<bpmn:exclusiveGateway id="${x}" default="${x}-${b}" />${end(a)}${end(b)}${flow("f", x)}${flow(x, a, condition("=isOne"))}${flow(x, b)}`,
  );
  const joined = ["t", "u"].map((id) => `<bpmn:task id="${id}" />${flow("f", id)}${flow(id, "k")}`);
  return `<bpmn:parallelGateway id="f" /><bpmn:parallelGateway id="k" />${[...joined, ...choices].join("")}`;
}

/** Two ways out of `x`, which decides by a condition. */
const choice = (one: string, other: string) =>
  `<bpmn:exclusiveGateway id="x" default="x-${other}" />${flow("x", one, condition("=isOne"))}${flow("x", other)}`;

const warned: Case[] = [
  {
    title: "a join that waits for a token that never comes",
    xml: `${choice("a", "b")}<bpmn:task id="a" /><bpmn:task id="b" />${flow("a", "j")}${flow("b", "j")}
<bpmn:parallelGateway id="j" />`,
    code: "JOIN_STARVES",
    elementId: "j",
    line: 4,
    message:
      'Expected a token on every flow into parallel gateway "j", but x → b → j can wait for ever: none comes over "a-j" any more. Every flow into it has to bring as many tokens; an exclusive gateway joins alternatives.',
  },
  {
    title: "a join that waits for nobody",
    xml: `${choice("a", "b")}<bpmn:task id="a" /><bpmn:task id="b" />${flow("a", "j")}${flow("b", "j")}
<bpmn:inclusiveGateway id="j" />`,
    code: "JOIN_POINTLESS",
    elementId: "j",
    line: 4,
    message:
      'Expected several tokens at the same time before inclusive gateway "j", but there is never more than one: x → a → j waits for nobody. An exclusive gateway does the same.',
  },
  {
    title: "a loop that nobody leaves",
    xml: `<bpmn:startEvent id="s" />${flow("s", "t")}${flow("t", "t")}\n${jobOf("t")}`,
    code: "END_UNREACHABLE",
    elementId: "t",
    line: 4,
    message:
      'Expected a way out of the loop at service task "t", got none: s → t → t. No token in it ever comes to an end.',
  },
  {
    title: "an element that no token comes to",
    xml: '<bpmn:startEvent id="s" />\n<bpmn:task id="t" />',
    code: "ELEMENT_UNREACHABLE",
    elementId: "t",
    line: 4,
    message: 'Expected a path from "s" to task "t", got none. Connect it, or remove it.',
  },
  {
    title: "an error that only a caller may catch",
    xml: withRoot(
      '<bpmn:task id="t" /><bpmn:endEvent id="e"><bpmn:errorEventDefinition errorRef="x" /></bpmn:endEvent>',
      '<bpmn:error id="x" errorCode="LOST" />',
    ),
    code: "ERROR_UNCAUGHT",
    elementId: "e",
    line: 3,
    message:
      'Expected something that catches error "LOST" of end event "e", got nothing in this process; only a calling process may catch it. Catch it with a boundary event or an event sub-process around "e".',
  },
  {
    title: "a process that calls itself on a condition",
    xml: `${choice("c", "t")}<bpmn:task id="t" />\n<bpmn:callActivity id="c" calledElement="p" />`,
    code: "CALL_RECURSIVE",
    elementId: "c",
    line: 4,
    message: 'Process "p" calls itself again: p → c → p. Make sure that a condition ends it.',
  },
  {
    title: "more at a time than can be looked through",
    xml: manyAtOnce(16),
    code: "SOUNDNESS_UNDECIDED",
    elementId: "p",
    line: 2,
    message:
      'Expected "p" to be understood within 100000 steps, got more: whether a token can wait for ever at k is not known. Move parts of it into sub-processes.',
  },
  {
    title: "a condition that cannot be true or false",
    xml: `<bpmn:task id="a" /><bpmn:task id="b" />\n${flow("a", "b", condition("=amount + 1"))}`,
    code: "EXPRESSION_KIND_WRONG",
    elementId: "a-b",
    line: 4,
    message:
      'Expected a boolean as the condition of sequence flow "a-b", got "=amount + 1", which is the result of a calculation whatever the variables are.',
  },
  {
    title: "a user task for job workers",
    xml: '<bpmn:userTask id="u" />',
    code: "USER_TASK_AS_JOB",
    elementId: "u",
    line: 3,
    message: 'user task "u" has no zeebe:userTask. It is executed as a user task of the inbox, not as a job.',
  },
  {
    title: "a form",
    xml: `<bpmn:userTask id="u">${extended('<zeebe:userTask /><zeebe:formDefinition formId="f" />')}</bpmn:userTask>`,
    code: "FORM_NOT_SHOWN",
    elementId: "u",
    line: 3,
    message: 'The form of user task "u" is not drawn; the inbox shows its variables instead.',
  },
];

describe("refuses", () => {
  test.each(refused)("$title: $code", async ({ xml, code, elementId, line, message }) => {
    const { processes, findings } = await parseModel(document(xml));
    expect(findings).toEqual([{ code, severity: "error", elementId, line, message }]);
    expect(processes).toEqual([]);
  });
});

describe("warns of", () => {
  test.each(warned)("$title: $code", async ({ xml, code, elementId, line, message }) => {
    const { processes, findings } = await parseModel(document(xml));
    expect(findings).toEqual([{ code, severity: "warning", elementId, line, message }]);
    expect(processes).toHaveLength(1);
  });
});

/** Of decisions alone; `decision/refusals.test.ts` tells them. */
const ofDecisions: readonly FindingCode[] = [
  "DECISION_CYCLE",
  "DECISION_INVALID",
  "DECISION_MISSING",
  "DECISION_TABLE_INVALID",
  "EXPRESSION_LANGUAGE_UNKNOWN",
  "IMPORT_MISSING",
  "TYPE_INVALID",
  "TYPE_UNKNOWN",
];

test("every finding is told here", () => {
  const told = new Set([...[...refused, ...warned].map(({ code }) => code), ...ofDecisions]);
  expect([...told].sort()).toEqual(Object.keys(findingCodes).sort());
});

test("all errors come at once, before the warnings, and nothing is executed", async () => {
  const xml = '<bpmn:userTask id="u" />\n<bpmn:serviceTask id="s" />\n<bpmn:choreographyTask id="g" />';
  const { processes, findings } = await parseModel(document(xml));
  expect(findings.map(({ code, line }) => [code, line])).toEqual([
    ["JOB_TYPE_MISSING", 4],
    ["ELEMENT_NOT_EXECUTED", 5],
    ["USER_TASK_AS_JOB", 3],
  ]);
  expect(processes).toEqual([]);
});

test("what follows from another finding is not told", async () => {
  const xml = `<bpmn:choreographyTask id="call" />${flow("call", "c")}
<bpmn:intermediateCatchEvent id="c">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent>`;
  const { findings } = await parseModel(document(xml));
  expect(findings.map(({ code, elementId }) => [code, elementId])).toEqual([["ELEMENT_NOT_EXECUTED", "call"]]);
});

test("a condition or trigger that cannot be read is not told to be missing as well", async () => {
  const xml = `<bpmn:startEvent id="a" />${flow("a", "g")}<bpmn:exclusiveGateway id="g" />
<bpmn:sequenceFlow id="g-to-b" sourceRef="g" targetRef="b"><bpmn:conditionExpression>=1 +</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="g-to-c" sourceRef="g" targetRef="c"><bpmn:conditionExpression>=true</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:task id="b" /><bpmn:task id="c" />
<bpmn:subProcess id="s" triggeredByEvent="true"><bpmn:startEvent id="t"><bpmn:signalEventDefinition /></bpmn:startEvent></bpmn:subProcess>`;
  const { findings } = await parseModel(document(xml));
  expect(findings.map(({ code, elementId }) => [code, elementId])).toEqual([
    ["SIGNAL_NAME_MISSING", "t"],
    ["EXPRESSION_INVALID", "g-to-b"],
  ]);
});

test("a message flow that names no message of the file changes nothing", async () => {
  const xml = definitions(`<bpmn:collaboration id="c"><bpmn:participant id="p" processRef="a" />
<bpmn:participant id="q" /><bpmn:messageFlow id="m" sourceRef="t" targetRef="q" messageRef="gone" /></bpmn:collaboration>
<bpmn:process id="a" isExecutable="true"><bpmn:task id="t" /></bpmn:process>`);
  expect((await parseModel(xml)).findings).toEqual([]);
});

test("every executable process of a file is answered, others are left out", async () => {
  const one = (id: string, isExecutable: boolean) =>
    `<bpmn:process id="${id}" isExecutable="${isExecutable}"><bpmn:task id="task-of-${id}" /></bpmn:process>`;
  const { processes } = await parseModel(definitions(one("a", true) + one("b", false) + one("c", true)));
  expect(processes.map(({ processId }) => processId)).toEqual(["a", "c"]);
});
