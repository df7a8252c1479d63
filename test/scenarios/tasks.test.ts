import { scenario } from "../scenario.ts";

scenario("executes each kind of task as it is drawn", "tasks.bpmn", (p) => {
  p.start({ amounts: [1, 2, 3] });
  p.walked(`+tasks +start -start +undefined-task -undefined-task +by-hand -by-hand +add -add +run-script`);
  p.variables({ amounts: [1, 2, 3], total: 6 });
  p.completeJob("run-script", { rows: 3 });
  p.completeJob("decide", { risk: "low" });
  p.completeJob("send");
  p.waitsAt("announce");
  p.completeJob("announce");
  p.walked("-run-script +decide -decide +send -send +announce -announce -tasks");
  p.variables({ amounts: [1, 2, 3], total: 6, rows: 3, risk: "low" });
});

const assigned = { boss: "eve", groups: ["sales", "board"], due: "2027-01-31T09:00:00Z", priority: 80 };

scenario("lets only the assignee complete a user task", "user-task.bpmn", (p) => {
  p.start(assigned);
  p.waitsAt("approve");
  p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", { decision: "yes" }, "bob"));
  p.completeUserTask("approve", { decision: "yes" }, "eve");
  p.walked("+user-task +start -start +approve -approve +end -end -user-task");
  p.variables({ ...assigned, approved: true });
  p.rejects("USER_TASK_NOT_FOUND", () => p.completeUserTask("approve", {}, "eve"));
  p.rejects("USER_TASK_NOT_FOUND", () => p.assign("approve", "ada"));
  p.rejects("USER_TASK_NOT_FOUND", () => p.unassign("approve"));
});

scenario("hands a user task over", "user-task.bpmn", (p) => {
  p.start(assigned);
  p.rejects("USER_TASK_ASSIGNED", () => p.assign("approve", "bob"));
  p.assign("approve", "ada", { isOverrideAllowed: true });
  p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("approve", {}, "eve"));
  p.unassign("approve");
  p.assign("approve", "bob");
  p.assign("approve", "bob");
  p.completeUserTask("approve", { decision: "no" }, "bob");
  p.variables({ ...assigned, approved: false });
});

scenario("lets anybody complete a task that is nobody's", "user-task.bpmn", (p) => {
  p.start({});
  p.completeUserTask("approve", { decision: "yes" }, "ada");
  p.ended();
});

scenario("waits for a person when a task's properties cannot be read", "user-task.bpmn", (p) => {
  p.start({ ...assigned, priority: 101 });
  p.incidents("approve EXTRACT_VALUE_ERROR");
  p.setVariables({ priority: 1, due: "soon" });
  p.resolveIncident();
  p.incidents("approve EXTRACT_VALUE_ERROR");
  p.setVariables({ due: "2027-01-31", groups: 5 });
  p.resolveIncident();
  p.incidents("approve EXTRACT_VALUE_ERROR");
  p.setVariables({ groups: "sales, board" });
  p.resolveIncident();
  p.completeUserTask("approve", {}, "eve");
  p.ended();
});
