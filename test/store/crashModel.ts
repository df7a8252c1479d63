import {
  boundaryEvent,
  bpmnProcess,
  callActivity,
  catchEvent,
  definitions,
  endEvent,
  parallelGateway,
  path,
  repeated,
  serviceTask,
  signal,
  signalTrigger,
  startEvent,
  throwEvent,
  timer,
} from "./diagrams.ts";

/** A timer beside a job that reminds of itself twice; both are joined. */
const timers = definitions(
  bpmnProcess(
    "crash",
    startEvent("begin"),
    parallelGateway("split"),
    catchEvent("pause", timer("timeDuration", "PT0.3S")),
    serviceTask("work"),
    boundaryEvent("reminded", "work", timer("timeCycle", "R2/PT0.2S"), { isInterrupting: false }),
    endEvent("told"),
    parallelGateway("join"),
    endEvent("end"),
    path("begin", "split", "pause", "join", "end"),
    path("split", "work", "join"),
    path("reminded", "told"),
  ),
);

/** Calls a process twice and waits for the signal that both calls throw, which has the caller's own name. */
const calls = [
  definitions(
    signal("done", "=&quot;done &quot; + string(n)"),
    bpmnProcess(
      "caller",
      startEvent("begin"),
      parallelGateway("split"),
      repeated(callActivity("call", "called"), 'inputCollection="=[1, 2]" inputElement="item"'),
      catchEvent("heard", signalTrigger("done")),
      parallelGateway("join"),
      endEvent("end"),
      path("begin", "split", "call", "join", "end"),
      path("split", "heard", "join"),
    ),
  ),
  definitions(
    signal("done", "=&quot;done &quot; + string(n)"),
    bpmnProcess(
      "called",
      startEvent("begin"),
      serviceTask("work"),
      throwEvent("tell", signalTrigger("done")),
      endEvent("end"),
      path("begin", "work", "tell", "end"),
    ),
  ),
];

/** Files whose first process is started; its jobs, and those of the others, are of the type `work`. */
export const crashModels = { timers: [timers], calls } as const;

/** How many instances the process that is killed would start. */
export const crashInstances = 200;
