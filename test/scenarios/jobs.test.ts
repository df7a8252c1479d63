import { scenario } from "../scenario.ts";

scenario("completes a job once", "job.bpmn", (p) => {
  p.start();
  p.completeJob("charge", { receipt: "R-1" });
  p.walked("+job +start -start +charge -charge +end -end -job");
  p.variables({ receipt: "R-1" });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("charge"));
  p.rejects("JOB_NOT_FOUND", () => p.failJob("charge", { retries: 1 }));
  p.rejects("JOB_NOT_FOUND", () => p.throwError("charge", "LATE"));
  p.rejects("JOB_NOT_FOUND", () => p.updateRetries("charge", 3));
});

scenario("tries again while there are retries", "job.bpmn", (p) => {
  p.start();
  p.failJob("charge", { retries: 2, message: "no answer", retryDelayMs: 60_000 });
  p.failJob("charge", { retries: 1, message: "no answer" });
  p.incidents();
  p.completeJob("charge");
  p.ended();
});

scenario("waits for a person when no retries are left", "job.bpmn", (p) => {
  p.start();
  p.failJob("charge", { retries: 0, message: "no answer" });
  p.incidents("charge JOB_NO_RETRIES");
  p.rejects("JOB_NOT_ACTIVE", () => p.completeJob("charge"));
  p.rejects("JOB_NOT_ACTIVE", () => p.failJob("charge", { retries: 0 }));
  p.rejects("JOB_NOT_ACTIVE", () => p.throwError("charge", "ANY"));
  p.updateRetries("charge", 2);
  p.rejects("JOB_NOT_ACTIVE", () => p.completeJob("charge"));
  p.resolveIncident();
  p.incidents();
  p.failJob("charge", { retries: 1 });
  p.completeJob("charge");
  p.walked("+job +start -start +charge !JOB_NO_RETRIES -charge +end -end -job");
});

scenario("gives one more try when an incident is resolved without new retries", "job.bpmn", (p) => {
  p.start();
  p.failJob("charge", { retries: 0 });
  p.resolveIncident();
  p.rejects("INCIDENT_NOT_FOUND", () => p.resolveIncident());
  p.failJob("charge", { retries: 0 });
  p.resolveIncident();
  p.completeJob("charge");
  p.ended();
});

scenario("refuses numbers of retries that make no sense", "job.bpmn", (p) => {
  p.start();
  p.rejects("RETRIES_INVALID", () => p.failJob("charge", { retries: -1 }));
  p.rejects("RETRIES_INVALID", () => p.failJob("charge", { retries: 1.5 }));
  p.rejects("RETRIES_INVALID", () => p.updateRetries("charge", 0));
  p.completeJob("charge");
});

scenario("computes a job's type and retries", "job-computed.bpmn", (p) => {
  p.start({ provider: "swift", tries: 5 });
  p.completeJob("charge-swift");
  p.ended();
});

scenario("waits for a person when a job's type cannot be computed", "job-computed.bpmn", (p) => {
  p.start({ tries: 1 });
  p.incidents("charge EXTRACT_VALUE_ERROR");
  for (const tries of [0, 1.5, "many", 3_000_000_000]) {
    p.setVariables({ provider: "swift", tries });
    p.resolveIncident();
    p.incidents("charge EXTRACT_VALUE_ERROR");
  }
  p.setVariables({ tries: 1 });
  p.resolveIncident();
  p.completeJob("charge-swift");
  p.ended();
});

scenario("waits for a person when a job's priority is no whole number", "job-priority.bpmn", (p) => {
  p.start({ urgency: "high" });
  for (const urgency of [null, 1.5, true, 3_000_000_000]) {
    p.setVariables({ urgency });
    p.resolveIncident();
    p.incidents("charge EXTRACT_VALUE_ERROR");
  }
  p.setVariables({ urgency: -20 });
  p.resolveIncident();
  p.incidents();
  p.completeJob("charge");
  p.completeJob("thank");
  p.ended();
});

scenario("cancels a job with its instance, incident and all", "job.bpmn", (p) => {
  p.start();
  p.failJob("charge", { retries: 0 });
  p.cancel();
  p.incidents();
  p.rejects("INCIDENT_NOT_FOUND", () => p.resolveIncident());
  p.rejects("JOB_NOT_FOUND", () => p.updateRetries("charge", 1));
});
