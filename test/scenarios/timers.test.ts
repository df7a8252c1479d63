import { scenario } from "../scenario.ts";

scenario("waits for a date", "timer-date.bpmn", (p) => {
  p.start({ due: "2099-03-01T08:00:00+01:00" });
  p.waitsAt("remind-at");
  p.fireTimer("remind-at");
  p.ended();
});

scenario("goes on at once when the date has passed", "timer-date.bpmn", (p) => {
  p.start({ due: "2020-03-01" });
  p.advance("PT0S");
  p.ended();
});

scenario("waits for a person when the date is none, and for the date when it is mended", "timer-date.bpmn", (p) => {
  p.start({ due: "next week" });
  p.incidents("remind-at EXTRACT_VALUE_ERROR");
  p.setVariables({ due: null });
  p.resolveIncident();
  p.incidents("remind-at EXTRACT_VALUE_ERROR");
  p.setVariables({ due: "2020-03-01" });
  p.resolveIncident();
  p.advance("PT0S");
  p.walked(`+timer-date +start -start +remind-at !EXTRACT_VALUE_ERROR !EXTRACT_VALUE_ERROR
    -remind-at +end -end -timer-date`);
});

scenario("does not take a time of day for a date", "timer-date.bpmn", (p) => {
  p.start({ due: "10:00:00" });
  p.incidents("remind-at EXTRACT_VALUE_ERROR");
});

scenario("waits for a duration", "timer-duration.bpmn", (p) => {
  p.start();
  p.advance("PT23H59M");
  p.waitsAt("cool-down");
  p.advance("PT1M");
  p.walked("+timer-duration +start -start +cool-down -cool-down +end -end -timer-duration");
});

scenario("waits for a computed duration", "timer-computed.bpmn", (p) => {
  p.start({ hours: 36 });
  p.advance("PT35H");
  p.waitsAt("pause");
  p.setVariables({ hours: 72 });
  p.advance("PT1H");
  p.ended();
});

scenario("repeats a cycle as often as it says, beside its activity", "timer-cycle.bpmn", (p) => {
  p.start();
  p.advance("PT10M");
  p.walked("+timer-cycle +start -start +ship +remind -remind +send-reminder");
  p.advance("PT1H");
  p.walked("+remind -remind +send-reminder +remind -remind +send-reminder");
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("remind"));
  p.completeJob("ship");
  p.waitsAt("send-reminder", "send-reminder", "send-reminder");
  p.completeJob("send-reminder");
  p.completeJob("send-reminder");
  p.completeJob("send-reminder");
  p.ended();
});

scenario("withdraws the rest of a cycle with its activity", "timer-cycle.bpmn", (p) => {
  p.start();
  p.advance("PT10M");
  p.completeJob("ship");
  p.advance("PT1H");
  p.waitsAt("send-reminder");
  p.completeJob("send-reminder");
  p.ended();
});

scenario("interrupts its activity when time is up", "timer-boundary.bpmn", (p) => {
  p.start({ limit: "PT1H" });
  p.advance("PT1H");
  p.walked("+timer-boundary +start -start +approve xapprove +overdue -overdue +escalate");
  p.rejects("USER_TASK_NOT_FOUND", () => p.completeUserTask("approve"));
  p.completeJob("escalate");
  p.ended();
});

scenario("refuses a timer that comes after its activity has been completed", "timer-boundary.bpmn", (p) => {
  p.start({ limit: "PT1H" });
  p.completeUserTask("approve");
  p.ended();
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("overdue"));
});

scenario("begins no activity whose boundary timer has no time", "timer-boundary.bpmn", (p) => {
  p.start();
  p.incidents("approve EXTRACT_VALUE_ERROR");
  p.setVariables({ limit: "PT1H" });
  p.resolveIncident();
  p.completeUserTask("approve");
  p.walked("+timer-boundary +start -start +approve !EXTRACT_VALUE_ERROR -approve +end -end -timer-boundary");
});

scenario("fires once beside an activity that is tried again", "boundary-retry.bpmn", (p) => {
  p.start();
  p.advance("PT1H");
  p.walked("+boundary-retry +start -start +charge !EXTRACT_VALUE_ERROR +late -late +reminded -reminded");
  p.resolveIncident();
  p.setVariables({ kind: "charge" });
  p.resolveIncident();
  p.advance("P1D");
  p.completeJob("charge");
  p.walked("!EXTRACT_VALUE_ERROR -charge +end -end -boundary-retry");
});

scenario("still fires beside an activity that is tried again before", "boundary-retry.bpmn", (p) => {
  p.start();
  p.setVariables({ kind: "charge" });
  p.resolveIncident();
  p.advance("PT1H");
  p.completeJob("charge");
  p.walked(`+boundary-retry +start -start +charge !EXTRACT_VALUE_ERROR +late -late +reminded -reminded
    -charge +end -end -boundary-retry`);
});
