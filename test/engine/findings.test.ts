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
    title: "a flow without an id",
    xml: '<bpmn:task id="a" /><bpmn:task id="b" /><bpmn:sequenceFlow sourceRef="a" targetRef="b" />',
    code: "ID_MISSING",
    elementId: "p",
    line: 2,
    message: "Expected an id at every sequence flow, got one without.",
  },
  {
    title: "an element that is not executed",
    xml: '<bpmn:inclusiveGateway id="g" />',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "g",
    line: 3,
    message: 'inclusive gateway "g" is not executed; see the coverage page.',
  },
  {
    title: "a repetition",
    xml: '<bpmn:task id="t"><bpmn:multiInstanceLoopCharacteristics /></bpmn:task>',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message:
      'task "t" is repeated (MultiInstanceLoopCharacteristics), which is not executed. Draw the loop with a gateway.',
  },
  {
    title: "a compensation handler",
    xml: '<bpmn:task id="a" /><bpmn:task id="t" isForCompensation="true" />',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message: 'task "t" is a compensation handler, which is not executed.',
  },
  {
    title: "a quantity other than one",
    xml: '<bpmn:task id="t" startQuantity="2" />',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message: 'task "t" has startQuantity 2; only 1 is executed.',
  },
  {
    title: "listeners",
    xml: `<bpmn:task id="t">${extended('<zeebe:executionListeners><zeebe:executionListener eventType="start" type="log" /></zeebe:executionListeners>')}</bpmn:task>`,
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message:
      'task "t" has zeebe:executionListeners, which is not executed. Move the work into a service task before or after it.',
  },
  {
    title: "an event sub-process",
    xml: '<bpmn:task id="t" /><bpmn:subProcess id="s" triggeredByEvent="true"><bpmn:startEvent id="e" /></bpmn:subProcess>',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "s",
    line: 3,
    message: 'Event sub-process "s" is not executed. Use boundary events on an embedded sub-process.',
  },
  {
    title: "a triggered start in a sub-process",
    xml: `<bpmn:subProcess id="s"><bpmn:startEvent id="e">${timer("timeDuration", "PT1H")}</bpmn:startEvent></bpmn:subProcess>`,
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "e",
    line: 3,
    message:
      'Start event "e" of an embedded sub-process has a trigger. Remove it, or put a catch event behind the start event.',
  },
  {
    title: "a trigger that is not executed there",
    xml: '<bpmn:startEvent id="s"><bpmn:signalEventDefinition /></bpmn:startEvent>',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "s",
    line: 3,
    message: 'Expected timer or message at start event "s", got a signal, which is not executed here.',
  },
  {
    title: "several triggers",
    xml: '<bpmn:task id="t" /><bpmn:endEvent id="e"><bpmn:terminateEventDefinition /><bpmn:terminateEventDefinition /></bpmn:endEvent>',
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "e",
    line: 3,
    message: 'Expected error or terminate at end event "e", got several triggers, which is not executed here.',
  },
  {
    title: "a called decision",
    xml: `<bpmn:businessRuleTask id="t">${extended('<zeebe:calledDecision decisionId="d" resultVariable="r" />')}</bpmn:businessRuleTask>`,
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message:
      'Business rule task "t" calls a DMN decision, which is not executed. Give it a zeebe:taskDefinition and let a worker decide.',
  },
  {
    title: "a receive task that starts instances",
    xml: withRoot(
      '<bpmn:receiveTask id="r" instantiate="true" messageRef="m" />',
      `<bpmn:message id="m" name="go">${extended('<zeebe:subscription correlationKey="=key" />')}</bpmn:message>`,
    ),
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "r",
    line: 3,
    message: 'Receive task "r" starts instances, which is not executed. Use a message start event.',
  },
  {
    title: "an event-based gateway that starts instances",
    xml: `<bpmn:eventBasedGateway id="g" instantiate="true" />${flow("g", "a")}${flow("g", "b")}
<bpmn:intermediateCatchEvent id="a">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="b">${timer("timeDuration", "PT2H")}</bpmn:intermediateCatchEvent>`,
    code: "ELEMENT_NOT_EXECUTED",
    elementId: "g",
    line: 3,
    message: 'Event-based gateway "g" starts instances, which is not executed. Use message start events.',
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
    title: "a scope that cannot begin",
    xml: '<bpmn:subProcess id="s" />',
    code: "START_EVENT_MISSING",
    elementId: "s",
    line: 3,
    message: 'Expected a start event in sub process "s", got none.',
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
    message: 'Expected a FEEL expression, got "=1 +": unexpected text at character 4 in the script of script task "t".',
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
];

const warned: Case[] = [
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
  {
    title: "drawn data",
    xml: '<bpmn:task id="t"><bpmn:dataInputAssociation id="d"><bpmn:targetRef>t</bpmn:targetRef></bpmn:dataInputAssociation></bpmn:task>',
    code: "DATA_NOT_EXECUTED",
    elementId: "t",
    line: 3,
    message: 'The data associations of task "t" are read as documentation; use input and output mappings.',
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

test("every finding is told here", () => {
  const told = new Set([...refused, ...warned].map(({ code }) => code));
  expect([...told].sort()).toEqual(Object.keys(findingCodes).sort());
});

test("all errors come at once, before the warnings, and nothing is executed", async () => {
  const xml = '<bpmn:userTask id="u" />\n<bpmn:serviceTask id="s" />\n<bpmn:complexGateway id="g" />';
  const { processes, findings } = await parseModel(document(xml));
  expect(findings.map(({ code, line }) => [code, line])).toEqual([
    ["JOB_TYPE_MISSING", 4],
    ["ELEMENT_NOT_EXECUTED", 5],
    ["USER_TASK_AS_JOB", 3],
  ]);
  expect(processes).toEqual([]);
});

test("what follows from another finding is not told", async () => {
  const xml = `<bpmn:callActivity id="call" />${flow("call", "c")}
<bpmn:intermediateCatchEvent id="c">${timer("timeDuration", "PT1H")}</bpmn:intermediateCatchEvent>`;
  const { findings } = await parseModel(document(xml));
  expect(findings.map(({ code, elementId }) => [code, elementId])).toEqual([["ELEMENT_NOT_EXECUTED", "call"]]);
});

test("every executable process of a file is answered, others are left out", async () => {
  const one = (id: string, isExecutable: boolean) =>
    `<bpmn:process id="${id}" isExecutable="${isExecutable}"><bpmn:task id="task-of-${id}" /></bpmn:process>`;
  const { processes } = await parseModel(definitions(one("a", true) + one("b", false) + one("c", true)));
  expect(processes.map(({ processId }) => processId)).toEqual(["a", "c"]);
});
