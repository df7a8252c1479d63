import { describe } from "vitest";
import type { JobResult, UserTaskChanges } from "../../engine/vocabulary.ts";
import { scenario } from "../scenario.ts";

const answers = (corrections: UserTaskChanges = {}): JobResult => ({
  type: "userTask",
  isDenied: false,
  deniedReason: "",
  corrections,
});
const denies: JobResult = { type: "userTask", isDenied: true, deniedReason: "No", corrections: {} };

describe("listeners of a user task", () => {
  scenario("are asked at each turn of its life", "task-listeners.bpmn", (p) => {
    p.start({ clerk: "ada" });
    p.waitsAt("approve");
    p.rejects("USER_TASK_BUSY", () => p.completeUserTask("approve"));
    p.completeJob("on-create");
    p.completeJob("on-assign");
    p.rejects("USER_TASK_BUSY", () => p.unassign("approve"));
    p.completeJob("on-assign-again");
    p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "bob"));
    p.updateUserTask("approve", { priority: 80 });
    p.completeJob("on-update");
    p.completeUserTask("approve", { isApproved: true }, "ada");
    p.waitsAt("approve");
    p.variables({ clerk: "ada" });
    p.completeJob("on-complete");
    p.ended();
    p.variables({ clerk: "ada", isApproved: true });
    p.walked("+task-listeners +start -start +approve -approve +end -end -task-listeners");
  });

  scenario("correct who is assigned, each seeing the one before", "task-listeners.bpmn", (p) => {
    p.start({ clerk: "ada" });
    p.completeJob("on-create", {}, answers());
    p.completeJob("on-assign", {}, answers({ assignee: "bob", priority: 70 }));
    p.completeJob("on-assign-again", {}, answers({ assignee: "cleo" }));
    p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "ada"));
    p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "bob"));
    p.completeUserTask("approve", {}, "cleo");
    p.completeJob("on-complete");
    p.ended();
  });

  scenario("are not asked to assign a task that is born without an assignee", "task-listeners.bpmn", (p) => {
    p.start({ clerk: null });
    p.completeJob("on-create");
    p.completeUserTask("approve");
    p.completeJob("on-complete");
    p.ended();
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("on-complete"));
  });

  scenario("cannot deny that a task is created", "task-listeners.bpmn", (p) => {
    p.start({ clerk: null });
    p.rejects("JOB_RESULT_INVALID", () => p.completeJob("on-create", {}, denies));
    p.completeJob("on-create");
    p.completeUserTask("approve");
    p.completeJob("on-complete");
    p.ended();
  });

  scenario("assign a task when it is created, by a correction", "task-listeners.bpmn", (p) => {
    p.start({ clerk: null });
    p.completeJob("on-create", {}, answers({ assignee: "dora" }));
    p.completeJob("on-assign");
    p.completeJob("on-assign-again");
    p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "ada"));
    p.completeUserTask("approve", {}, "dora");
    p.completeJob("on-complete");
    p.ended();
  });

  scenario("deny what was to happen, and the task is as it was", "task-listeners.bpmn", (p) => {
    p.start({ clerk: "ada" });
    p.completeJob("on-create");
    p.completeJob("on-assign");
    p.completeJob("on-assign-again");
    p.assign("approve", "bob", { isOverrideAllowed: true });
    p.completeJob("on-assign", {}, denies);
    p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "bob"));
    p.completeUserTask("approve", { isApproved: true }, "ada");
    p.completeJob("on-complete", {}, denies);
    p.waitsAt("approve");
    p.variables({ clerk: "ada" });
    p.completeUserTask("approve", { isApproved: false }, "ada");
    p.completeJob("on-complete", {}, answers());
    p.ended();
    p.variables({ clerk: "ada", isApproved: false });
  });

  scenario("can be tried again after they have failed", "task-listeners-plain.bpmn", (p) => {
    p.start();
    p.completeUserTask("approve", { isApproved: true });
    p.failJob("on-complete", { retries: 0 });
    p.incidents("approve JOB_NO_RETRIES");
    p.rejects("USER_TASK_BUSY", () => p.completeUserTask("approve"));
    p.resolveIncident();
    p.completeJob("on-complete");
    p.waitsAt("approve");
    p.completeJob("on-complete-again");
    p.ended();
    p.variables({ isApproved: true });
  });

  scenario("are withdrawn when the task is interrupted", "task-listeners.bpmn", (p) => {
    p.start({ clerk: "ada" });
    p.advance("P1D");
    p.walked("+task-listeners +start -start +approve xapprove +late -late +late-end -late-end -task-listeners");
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("on-create"));
  });

  scenario("answer only what is asked", "task-listeners-plain.bpmn", (p) => {
    p.start();
    p.completeUserTask("approve");
    const other: JobResult = {
      type: "adHocSubProcess",
      elements: [],
      isCancelingRemaining: false,
      isConditionFulfilled: true,
    };
    p.rejects("JOB_RESULT_INVALID", () => p.completeJob("on-complete", {}, other));
  });
});
