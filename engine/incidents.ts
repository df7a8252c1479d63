/** Failures that belong to the model or its data. The names are those that Camunda 8's clients know. */
export const incidentCodes = {
  IO_MAPPING_ERROR: "An input or output mapping failed",
  EXTRACT_VALUE_ERROR: "An expression gave no usable value",
  CONDITION_ERROR: "A condition gave no boolean, or no flow could be taken",
  JOB_NO_RETRIES: "A worker failed the job and no retries are left",
  UNHANDLED_ERROR_EVENT: "An error was thrown that nothing catches",
  CALLED_ELEMENT_ERROR: "A process that is called could not be started",
  CALLED_DECISION_ERROR: "A decision that is called does not exist",
  DECISION_EVALUATION_ERROR: "A decision could not be made",
  UNSPECIFIED: "A bound of the engine was reached",
} as const;

export type IncidentCode = keyof typeof incidentCodes;
