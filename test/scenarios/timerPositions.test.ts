import { scenario } from "../scenario.ts";

scenario("evaluates a cycle once, whatever becomes of its variables", "timer-cycle-computed.bpmn", (p) => {
  p.start({ pause: "PT10M" });
  p.advance("PT10M");
  p.setVariables({ pause: "never" });
  p.advance("PT10M");
  p.incidents();
  p.waitsAt("work", "mail", "mail");
  p.advance("PT1H");
  p.waitsAt("work", "mail", "mail", "mail");
});

scenario("waits for a person when a cycle is none", "timer-cycle-computed.bpmn", (p) => {
  p.start({ pause: "often" });
  p.incidents("work EXTRACT_VALUE_ERROR");
  p.setVariables({ pause: "PT10M" });
  p.resolveIncident();
  p.advance("PT10M");
  p.completeJob("work");
  p.completeJob("mail");
  p.walked(`+timer-cycle-computed +start -start +work !EXTRACT_VALUE_ERROR +remind -remind +mail -work +end -end -mail
    -timer-cycle-computed`);
});

scenario("fires beside a sub-process at a date and after a duration, each once", "timer-positions.bpmn", (p) => {
  p.start({ date: "2020-01-01", end: "2099-01-01" });
  p.advance("PT0S");
  p.waitsAt("work", "on-date");
  p.advance("P1D");
  p.waitsAt("work", "on-date", "on-duration");
  p.fireTimer("over");
  p.walked(`+timer-positions +start -start +inner +inner-start -inner-start +work +beside-date -beside-date +on-date
    +beside-duration -beside-duration +on-duration xwork xinner +over -over +over-end -over-end`);
});

scenario("withdraws the timers of a sub-process that completes", "timer-positions.bpmn", (p) => {
  p.start({ date: "2099-01-01", end: "2099-01-01" });
  p.completeJob("work");
  p.ended();
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("beside-date"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("over"));
});

scenario("stands on a repeated activity as a whole", "timer-instances.bpmn", (p) => {
  p.start();
  p.advance("PT10M");
  p.completeJob("check");
  p.advance("PT50M");
  p.walked(`+timer-instances +start -start +check +check +check +soon -soon +soon-end -soon-end -check xcheck xcheck
    +late -late +late-end -late-end -timer-instances`);
});

scenario("ends a call when time is up", "timer-call.bpmn", (p) => {
  p.start();
  p.advance("PT1H");
  p.walked("+timer-calling +start -start +call xcall +late -late +late-end -late-end -timer-calling");
  p.instance("timer-called").walked("+timer-called +begin -begin +long xlong xtimer-called");
  p.advance("P2D");
});

scenario("waits anew at every pass", "timer-loop.bpmn", (p) => {
  p.start({ pause: "PT1H", isDone: false });
  p.advance("PT1H");
  p.setVariables({ pause: "PT2H" });
  p.completeJob("look");
  p.advance("PT1H");
  p.waitsAt("pause");
  p.advance("PT1H");
  p.completeJob("look", { isDone: true });
  p.walked(`+timer-loop +start -start +again -again +pause -pause +look -look +done -done +again -again +pause -pause
    +look -look +done -done +end -end -timer-loop`);
});
