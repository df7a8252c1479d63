import { bpmn, extension, job, mapped, messageRef, node, type Part } from "../bpmnText.ts";

const begin = node("startEvent", "begin");
const end = node("endEvent", "end");
const around = (it: Part, ...more: Part[]) => bpmn("probe", [begin, it, end, "begin -> it -> end", ...more]);
const task = (xml: string) => around(job("serviceTask", "it", extension(xml)));
const userTask = (xml: string) => around(node("userTask", "it", extension(`<zeebe:userTask />${xml}`)));
const ofProcess = (xml: string) =>
  bpmn("probe", [begin, end, "begin -> end"]).replace(
    /(<bpmn:process[^>]*>)/,
    `$1<bpmn:extensionElements>${xml}</bpmn:extensionElements>`,
  );

/** A model for each extension element, by the construct's id. */
export const extensionProbes: Readonly<Record<string, string>> = {
  "zeebe.taskDefinition": task(""),
  "zeebe.taskHeaders": task('<zeebe:taskHeaders><zeebe:header key="to" value="sales" /></zeebe:taskHeaders>'),
  "zeebe.ioMapping": around(job("serviceTask", "it", mapped({ inputs: { rate: "=0.2" } }))),
  "zeebe.subscription": around(node("receiveTask", "it", messageRef("paid", "=orderId"))),
  "zeebe.loopCharacteristics": around(
    job("serviceTask", "it", {
      inside: [
        '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="done" outputElement="=item" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>',
      ],
    }),
  ),
  "zeebe.calledElement": around(node("callActivity", "it", extension('<zeebe:calledElement processId="other" />'))),
  "zeebe.calledDecision": around(
    node("businessRuleTask", "it", extension('<zeebe:calledDecision decisionId="rate" resultVariable="rate" />')),
  ),
  "zeebe.script": around(
    node("scriptTask", "it", extension('<zeebe:script expression="=1 + 1" resultVariable="two" />')),
  ),
  "zeebe.userTask": userTask(""),
  "zeebe.formDefinition": userTask('<zeebe:formDefinition formId="order" />'),
  "zeebe.userTaskForm": ofProcess('<zeebe:userTaskForm id="form">{}</zeebe:userTaskForm>'),
  "zeebe.assignmentDefinition": userTask('<zeebe:assignmentDefinition assignee="anna" />'),
  "zeebe.taskSchedule": userTask('<zeebe:taskSchedule dueDate="2030-01-01T00:00:00Z" />'),
  "zeebe.priorityDefinition": userTask('<zeebe:priorityDefinition priority="80" />'),
  "zeebe.executionListeners": task(
    '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="audit" /></zeebe:executionListeners>',
  ),
  "zeebe.taskListeners": userTask(
    '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="review" /></zeebe:taskListeners>',
  ),
  "zeebe.properties": task('<zeebe:properties><zeebe:property name="team" value="sales" /></zeebe:properties>'),
  "zeebe.versionTag": ofProcess('<zeebe:versionTag value="stable" />'),
  "zeebe.linkedResources": task(
    '<zeebe:linkedResources><zeebe:linkedResource resourceId="rpa" resourceType="RPA" linkName="RPAScript" /></zeebe:linkedResources>',
  ),
  "zeebe.adHoc": around(
    node("adHocSubProcess", "it", extension('<zeebe:adHoc activeElementsCollection="=[&quot;one&quot;]" />'), {
      parts: [job("serviceTask", "one")],
    }),
  ),
  "zeebe.conditionalFilter": around(
    node("intermediateCatchEvent", "it", {
      inside: [
        '<bpmn:conditionalEventDefinition><bpmn:extensionElements><zeebe:conditionalFilter variableNames="amount" variableEvents="create" /></bpmn:extensionElements><bpmn:condition xsi:type="bpmn:tFormalExpression">=amount &gt; 1</bpmn:condition></bpmn:conditionalEventDefinition>',
      ],
    }),
  ),
  "zeebe.jobPriorityDefinition": task('<zeebe:jobPriorityDefinition priority="80" />'),
  "zeebe.agentDefinition": task('<zeebe:agentDefinition agentType="aiAgent" />'),
};
