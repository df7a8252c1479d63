import { type Construct, inGroup, type Row } from "./construct.ts";

const job = "Give it a job type (zeebe:taskDefinition).";

const activityRows: readonly Row[] = [
  { id: "process", name: "process", bpmn: "bpmn:Process", section: "13.2" },
  { id: "process.withoutStartEvent", name: "scope without a start event", bpmn: "bpmn:Process", section: "13.2" },
  { id: "task", name: "undefined task", bpmn: "bpmn:Task", section: "13.3.3" },
  { id: "manualTask", name: "manual task", bpmn: "bpmn:ManualTask", section: "13.3.3" },
  { id: "userTask", name: "user task", bpmn: "bpmn:UserTask", section: "13.3.3" },
  { id: "serviceTask", name: "service task", bpmn: "bpmn:ServiceTask", section: "13.3.3" },
  { id: "sendTask.job", name: "send task, a worker sends", bpmn: "bpmn:SendTask", section: "13.3.3" },
  {
    id: "sendTask.message",
    name: "send task, the engine publishes its message",
    bpmn: "bpmn:SendTask",
    section: "13.3.3",
    instead: job,
  },
  { id: "receiveTask", name: "receive task", bpmn: "bpmn:ReceiveTask", section: "13.3.3" },
  {
    id: "receiveTask.instantiating",
    name: "receive task that starts the process",
    bpmn: "bpmn:ReceiveTask",
    section: "13.3.3",
    instead: "Use a message start event.",
  },
  { id: "scriptTask.feel", name: "script task, FEEL", bpmn: "bpmn:ScriptTask", section: "13.3.3" },
  { id: "scriptTask.job", name: "script task, a worker runs it", bpmn: "bpmn:ScriptTask", section: "13.3.3" },
  {
    id: "scriptTask.otherLanguage",
    name: "script task with a script in another language",
    bpmn: "bpmn:ScriptTask",
    section: "13.3.3",
    instead: "Write the script in FEEL (zeebe:script), or give it a job type (zeebe:taskDefinition).",
  },
  {
    id: "businessRuleTask.job",
    name: "business rule task, a worker decides",
    bpmn: "bpmn:BusinessRuleTask",
    section: "13.3.3",
  },
  {
    id: "businessRuleTask.decision",
    name: "business rule task that calls a DMN decision",
    bpmn: "bpmn:BusinessRuleTask",
    section: "13.3.3",
  },
  { id: "subProcess", name: "embedded sub-process", bpmn: "bpmn:SubProcess", section: "13.3.4" },
  {
    id: "eventSubProcess",
    name: "event sub-process",
    bpmn: "bpmn:SubProcess",
    section: "13.5.4",
    instead: "Use boundary events on an embedded sub-process.",
  },
  {
    id: "transaction",
    name: "transaction",
    bpmn: "bpmn:Transaction",
    section: "13.3.4",
    instead: "Use an embedded sub-process with error boundary events.",
  },
  {
    id: "adHocSubProcess",
    name: "ad-hoc sub-process",
    bpmn: "bpmn:AdHocSubProcess",
    section: "13.3.5",
    instead: "Draw the order of its activities.",
  },
  {
    id: "adHocSubProcess.sequential",
    name: "ad-hoc sub-process, one after the other",
    bpmn: "bpmn:AdHocSubProcess",
    section: "13.3.5",
    instead: "Draw the order of its activities.",
  },
  {
    id: "adHocSubProcess.completionCondition",
    name: "ad-hoc sub-process with a completion condition",
    bpmn: "bpmn:AdHocSubProcess",
    section: "13.3.5",
    instead: "Draw the order of its activities.",
  },
  {
    id: "adHocSubProcess.job",
    name: "ad-hoc sub-process, a worker chooses",
    bpmn: "bpmn:AdHocSubProcess",
    section: "13.3.5",
    instead: "Draw the order of its activities.",
  },
  ...["latest", "deployment", "versionTag"].map((binding) => ({
    id: `callActivity.${binding}`,
    name: `call activity, ${binding === "latest" ? "newest version" : binding === "deployment" ? "version of the same deployment" : "version with a tag"}`,
    bpmn: "bpmn:CallActivity",
    section: "13.3.4",
    instead: "Draw the called process as an embedded sub-process.",
  })),
];

const loop = "Draw the loop with a gateway.";
const activity = "bpmn:Activity";
const repeated = (feature: string, name: string, section = "13.3.7", instead = loop): Row => ({
  id: feature,
  name,
  bpmn: section === "13.3.6" ? "bpmn:StandardLoopCharacteristics" : "bpmn:MultiInstanceLoopCharacteristics",
  section,
  instead,
});

const markerRows: readonly Row[] = [
  repeated("multiInstance.parallel", "parallel multi-instance"),
  repeated("multiInstance.sequential", "sequential multi-instance"),
  repeated("multiInstance.cardinality", "multi-instance by a number (loopCardinality)"),
  repeated("multiInstance.completionCondition", "multi-instance with a completion condition"),
  repeated("multiInstance.behavior.none", "multi-instance, an event at every completion (behavior None)"),
  repeated("multiInstance.behavior.one", "multi-instance, an event at the first completion (behavior One)"),
  repeated("multiInstance.behavior.complex", "multi-instance, events by conditions (behavior Complex)"),
  repeated(
    "multiInstance.loopData",
    "multi-instance over a data item (loopDataInputRef)",
    "13.3.7",
    "Name the list in zeebe:loopCharacteristics.",
  ),
  repeated("standardLoop.testAfter", "standard loop, tested after", "13.3.6"),
  repeated("standardLoop.testBefore", "standard loop, tested before", "13.3.6"),
  repeated("standardLoop.maximum", "standard loop with a maximum", "13.3.6"),
  {
    id: "compensationHandler",
    name: "compensation handler (isForCompensation)",
    bpmn: activity,
    section: "10.7",
    instead: "Draw the way back with sequence flows.",
  },
  {
    id: "startQuantity",
    name: "startQuantity other than 1",
    bpmn: activity,
    section: "13.3.1",
    instead: "Leave it at 1.",
  },
  {
    id: "completionQuantity",
    name: "completionQuantity other than 1",
    bpmn: activity,
    section: "13.3.1",
    instead: "Leave it at 1.",
  },
];

export const activities: readonly Construct[] = [
  ...activityRows.map(inGroup("activities")),
  ...markerRows.map(inGroup("markers")),
];
