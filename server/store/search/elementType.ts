import { text } from "./field.ts";

/** Camunda 8's clients know neither transactions nor complex gateways, and refuse what they do not know. */
export const elementType = text(
  "case t.element_type when 'TRANSACTION' then 'SUB_PROCESS' when 'COMPLEX_GATEWAY' then 'UNKNOWN' else t.element_type end",
  {
    values: [
      "UNSPECIFIED",
      "PROCESS",
      "SUB_PROCESS",
      "EVENT_SUB_PROCESS",
      "AD_HOC_SUB_PROCESS",
      "AD_HOC_SUB_PROCESS_INNER_INSTANCE",
      "START_EVENT",
      "INTERMEDIATE_CATCH_EVENT",
      "INTERMEDIATE_THROW_EVENT",
      "BOUNDARY_EVENT",
      "END_EVENT",
      "SERVICE_TASK",
      "RECEIVE_TASK",
      "USER_TASK",
      "MANUAL_TASK",
      "TASK",
      "EXCLUSIVE_GATEWAY",
      "INCLUSIVE_GATEWAY",
      "PARALLEL_GATEWAY",
      "EVENT_BASED_GATEWAY",
      "SEQUENCE_FLOW",
      "MULTI_INSTANCE_BODY",
      "CALL_ACTIVITY",
      "BUSINESS_RULE_TASK",
      "SCRIPT_TASK",
      "SEND_TASK",
      "UNKNOWN",
    ],
  },
);
