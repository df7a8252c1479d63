import { scenario } from "../scenario.ts";

scenario("takes every true condition out of a task", "conditional-flows.bpmn", (p) => {
  p.start({ amount: 250, gift: true });
  p.walked(`+conditional-flows +start -start +check -check +insure +gift -insure -gift
    +end +end -end -end -conditional-flows`);
  p.ended();
});

scenario("takes one of them when only one is true", "conditional-flows.bpmn", (p) => {
  p.start({ amount: 10, gift: true });
  p.walked("+conditional-flows +start -start +check -check +gift -gift +end -end -conditional-flows");
});

scenario("takes the default flow out of a task when no condition is true", "conditional-flows.bpmn", (p) => {
  p.start({ amount: 10, gift: false });
  p.walked("+conditional-flows +start -start +check -check +plain -plain +end -end -conditional-flows");
});

scenario("waits for a person when a task has no flow to take", "conditional-flows-none.bpmn", (p) => {
  p.start({ amount: 10, gift: false });
  p.completeJob("check");
  p.walked("+conditional-flows-none +start -start +check !CONDITION_ERROR");
  p.waitsAt("check");
  p.setVariables({ gift: true });
  p.resolveIncident();
  p.walked("-check +gift -gift +end -end -conditional-flows-none");
});

scenario("does not ask a worker again for a flow that could not be chosen", "conditional-flows-none.bpmn", (p) => {
  p.start({ amount: 10, gift: "perhaps" });
  p.completeJob("check");
  p.incidents("check CONDITION_ERROR");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("check"));
  p.setVariables({ gift: true });
  p.resolveIncident();
  p.ended();
});
