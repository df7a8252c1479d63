/** The section that decides it, and our walk; or the finding for which the model is refused. */
export type Difference = { readonly why: string } & (
  | { readonly entered: string; readonly left: string }
  | { readonly refused: string }
);

const terminates = "§13.5.6: a terminate end event consumes its token as every end event does, so it is left";
const startEventOnly = "§10.5.2: in a process that a start event begins nothing else begins without a flow";
const cancels = "§13.5.5: a cancelled transaction has undone everything before its cancel boundary event goes on";
const noOrder = "§13: nothing is ordered between tokens that do not wait for one another";

/** Where we walk otherwise on purpose. Nothing else differs. */
export const differences: Readonly<Record<string, Difference>> = {
  "inclusive-gateway-exclusive-gateway": {
    why: "§13.4.3: whether a token can still come is asked when no other one moves, so that none overtakes another",
    entered:
      "StartEvent_1 ParallelGateway TimerEvent InclusiveGateway TimerEvent ExclusiveGateway EndEvent_2 EndEvent_1",
    left: "StartEvent_1 ParallelGateway TimerEvent ExclusiveGateway EndEvent_2 InclusiveGateway EndEvent_1",
  },
  terminate: { why: terminates, entered: "START TASK T_END", left: "START T_END" },
  "terminate-nested-scopes": {
    why: `${terminates}; ${noOrder}`,
    entered: "START SUB END_TERM START_SUB",
    left: "START END_TERM",
  },
  "transaction-terminate": {
    why: terminates,
    entered: "START T START_T Transactional_A Terminate_T_END End",
    left: "START START_T Transactional_A Terminate_T_END T End",
  },
  "signal-madness": {
    why: noOrder,
    entered:
      "START Event_1weiqmc REC_1 SEND_1 Activity_1yp7ae1 START_S REC_1 REC_2 REC_3 END_S REC_2 SEND_3 REC_3 A B SEND_4 BOUNDARY_4 GATE_JOIN GATE_JOIN END_B",
    left: "START Event_1weiqmc SEND_1 REC_1 START_S END_S REC_2 Activity_1yp7ae1 SEND_3 REC_3 B A SEND_4 BOUNDARY_4 GATE_JOIN END_B",
  },
  "signal-rethrow": {
    why: "§10.5.5: a signal reaches all that wait for it, not the innermost only; the boundary event ends the sub-process",
    entered: "START S S_START S_SIGNAL_END S_SIGNAL_BOUNDARY CANCEL_END",
    left: "START S_START S S_SIGNAL_BOUNDARY CANCEL_END",
  },
  "event-sub-process-nested-cancelation-absorb-event": {
    why: "§10.5.5: a signal reaches all that wait for it; the interrupting event sub-process ends the other one",
    entered: "START SUB START_SUB THROW_SUB SUB_N_INT SUB_INT START_INT END_INT END",
    left: "START START_SUB START_INT END_INT SUB_INT SUB END",
  },
  "process-implicit-start-none-event": { why: startEventOnly, entered: "START GATEWAY", left: "START" },
  "process-implicit-start-trigger": { why: startEventOnly, entered: "MESSAGE_START GATEWAY", left: "MESSAGE_START" },
  "transaction-compensation": {
    why: cancels,
    entered: "START T T_START A T_End Compensate_A CANCEL_BOUNDARY CANCELED",
    left: "START T_START A Compensate_A T CANCEL_BOUNDARY CANCELED",
  },
  "transaction-compensation-multiple": {
    why: cancels,
    entered:
      "START Transaction T_START Transactional_A Transactional_B End_Transaction Compensate_B Compensate_A CancelBoundary Canceled_End",
    left: "START T_START Transactional_A Transactional_B Compensate_B Compensate_A Transaction CancelBoundary Canceled_End",
  },
  "compensation-nested": {
    why: "§13.5.5: one handler after the other: the event sub-process inside has ended before the handler outside begins",
    entered:
      "START S S_START SN SN_START A SX SX_START B SF SF_START SF_ERROR_END SF_ERROR_BOUNDARY S_END END_COMPENSATE COMP_B E E_START E_COMP E_COMP_END COMP_A E_COMP_END COMP_S END_COMPENSATE",
    left: "START S_START SN_START A SN SX_START B SX SF_START SF SF_ERROR_BOUNDARY S_END S COMP_B SX E_START E_COMP COMP_A E_COMP_END E SN COMP_S S END_COMPENSATE",
  },
  "message-flow-pool-pool": {
    why: "§9: two pools without a process; there is nothing to execute",
    refused: "PROCESS_MISSING",
  },
};
