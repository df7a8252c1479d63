import { type FlowNode, triggersOf } from "../model.ts";

/** Whether a token at the node waits for something from outside, so that the command ends before it goes on. */
export function isWaiting(node: FlowNode): boolean {
  if (node.job !== null || node.listeners.start.length + node.listeners.end.length > 0) return true;
  switch (node.type) {
    case "TASK":
    case "MANUAL_TASK":
    case "SCRIPT_TASK":
    case "BUSINESS_RULE_TASK":
    case "SEND_TASK":
    case "START_EVENT":
    case "END_EVENT":
    case "BOUNDARY_EVENT":
    case "EXCLUSIVE_GATEWAY":
    case "INCLUSIVE_GATEWAY":
    case "COMPLEX_GATEWAY":
      return false;
    case "PARALLEL_GATEWAY":
      return node.incoming.length > 1;
    case "INTERMEDIATE_CATCH_EVENT":
      return triggersOf(node).some(({ kind }) => kind !== "link");
    case "INTERMEDIATE_THROW_EVENT":
      return triggersOf(node).some(({ kind }) => kind === "compensation");
    case "PROCESS":
    case "SUB_PROCESS":
    case "TRANSACTION":
      return node.children.some(isWaiting);
    case "SERVICE_TASK":
    case "USER_TASK":
    case "RECEIVE_TASK":
    case "CALL_ACTIVITY":
    case "EVENT_BASED_GATEWAY":
    case "EVENT_SUB_PROCESS":
    case "AD_HOC_SUB_PROCESS":
    case "AD_HOC_SUB_PROCESS_INNER_INSTANCE":
    case "MULTI_INSTANCE_BODY":
      return true;
    default:
      return node.type satisfies never;
  }
}
