import {
  boundaryEvent,
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  parallelGateway,
  path,
  serviceTask,
  startEvent,
  timer,
} from "./diagrams.ts";

/** A timer beside a job that reminds of itself twice; both are joined. */
export const crashModel = definitions(
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

/** How many instances the process that is killed would start. */
export const crashInstances = 200;
