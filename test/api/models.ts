import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  startEvent,
} from "../store/diagrams.ts";

const boundaryError = (id: string, host: string, error: string) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}"><bpmn:errorEventDefinition errorRef="${error}" /></bpmn:boundaryEvent>`;

const prepare = `<bpmn:serviceTask id="prepare" name="Prepare">
  <bpmn:extensionElements>
    <zeebe:taskDefinition type="prepare" retries="3" />
    <zeebe:taskHeaders><zeebe:header key="printer" value="blue" /></zeebe:taskHeaders>
    <zeebe:ioMapping><zeebe:input source="=orderId" target="id" /></zeebe:ioMapping>
  </bpmn:extensionElements>
</bpmn:serviceTask>`;

const review = `<bpmn:userTask id="review" name="Review">
  <bpmn:extensionElements>
    <zeebe:userTask />
    <zeebe:assignmentDefinition candidateGroups="clerks, chiefs" candidateUsers="anna" />
    <zeebe:taskSchedule dueDate="2031-05-01T12:00:00Z" />
    <zeebe:priorityDefinition priority="70" />
    <zeebe:ioMapping><zeebe:input source="=orderId" target="title" /></zeebe:ioMapping>
  </bpmn:extensionElements>
</bpmn:userTask>`;

/** A job that may throw REFUSED, then a user task, then a wait for the message `approved` with the order's id. */
export const tour = definitions(
  bpmnProcess(
    "tour",
    startEvent("begin"),
    prepare,
    boundaryError("refused", "prepare", "error-refused"),
    review,
    catchEvent("approval", messageTrigger("message-approved")),
    endEvent("done"),
    endEvent("turned-down"),
    path("begin", "prepare", "review", "approval", "done"),
    path("refused", "turned-down"),
  ),
  message("message-approved", "approved", "=orderId"),
  `<bpmn:error id="error-refused" errorCode="REFUSED" />`,
);

/** Ends at once. */
export const brief = definitions(bpmnProcess("brief", startEvent("begin"), endEvent("end"), path("begin", "end")));

/** A message of this name starts it. */
export const calledFor = definitions(
  bpmnProcess("called-for", startEvent("begin", messageTrigger("message-call")), endEvent("end"), path("begin", "end")),
  message("message-call", "call"),
);

/** The text of a sample process. */
export const sample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../processes/${name}.bpmn`, import.meta.url)), "utf8");
