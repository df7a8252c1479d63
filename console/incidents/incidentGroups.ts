import type { Incident } from "../api/v2Types.ts";
import { grouped } from "../words/groups.ts";

/** Incidents with the same cause: one element of one process, stopped for the same reason. */
export interface IncidentGroup {
  /** For the address: process id, element and kind of error. */
  id: string;
  processDefinitionId: string;
  elementId: string;
  errorType: string;
  /** The newest first. */
  incidents: Incident[];
}

/** Names the group that an incident belongs to. */
export const groupId = ({ processDefinitionId, elementId, errorType }: Incident): string =>
  `${processDefinitionId}~${elementId}~${errorType}`;

/** The most frequent cause first. */
export function incidentGroups(incidents: readonly Incident[]): IncidentGroup[] {
  const groups = grouped(incidents, groupId);
  return [...groups]
    .flatMap(([id, members]) => {
      const [first] = members;
      if (!first) return [];
      const { processDefinitionId, elementId, errorType } = first;
      return [{ id, processDefinitionId, elementId, errorType, incidents: members }];
    })
    .sort((a, b) => b.incidents.length - a.incidents.length);
}

const causes: Record<string, string> = {
  JOB_NO_RETRIES: "No tries left",
  EXECUTION_LISTENER_NO_RETRIES: "A listener has no tries left",
  TASK_LISTENER_NO_RETRIES: "A listener has no tries left",
  AD_HOC_SUB_PROCESS_NO_RETRIES: "No tries left to say what begins",
  IO_MAPPING_ERROR: "A mapping failed",
  EXTRACT_VALUE_ERROR: "An expression gave no usable value",
  CONDITION_ERROR: "No way out could be chosen",
  UNHANDLED_ERROR_EVENT: "Nothing catches the error",
  CALLED_ELEMENT_ERROR: "The called process could not start",
  CALLED_DECISION_ERROR: "The called decision does not exist",
  DECISION_EVALUATION_ERROR: "The decision could not be made",
  UNSPECIFIED: "A bound was reached",
};

/** The kind of error in words; kinds without words of their own as they are. */
export const causeWords = (errorType: string): string =>
  causes[errorType] ?? errorType.toLowerCase().replace(/_/g, " ");
