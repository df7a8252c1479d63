import type { Command, Event, StartInstance } from "../engine/vocabulary.ts";

/** What every contestant carries out: a start event, a service task, an end event. */
export const oneTask = {
  processId: "one-task",
  jobType: "work",
  resourceName: "oneTask.bpmn",
  /** `zeebe:taskDefinition` is for Millrace, `implementation` for bpmn-engine; each ignores the other's. */
  xml: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="one-task-definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="one-task" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="start-to-work" sourceRef="start" targetRef="work" />
    <bpmn:serviceTask id="work" implementation="\${environment.services.work}">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="work" />
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="work-to-end" sourceRef="work" targetRef="end" />
    <bpmn:endEvent id="end" />
  </bpmn:process>
</bpmn:definitions>`,
  /** Every instance starts with one variable. */
  variables: { amount: 250 },
} as const;

export const startCommand: StartInstance = {
  type: "startInstance",
  variables: oneTask.variables,
  startElementIds: null,
};

export const completeCommand = (jobKey: string): Command => ({ type: "completeJob", jobKey, variables: {} });

/** The job that a start has created. */
export function jobKeyOf(events: readonly Event[]): string {
  const created = events.find((event) => event.type === "jobCreated");
  if (!created) throw new Error(`Expected the start to create a job, got ${events.map(({ type }) => type).join(" ")}`);
  return created.jobKey;
}
