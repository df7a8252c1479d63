import { scenario } from "../scenario.ts";

/** Forms of events and flows that the standard allows and that few people draw. */

scenario("begins with a receive task", "receive-task-start.bpmn", (p) => {
  p.message("rare-ordered", "o-1", { orderId: "o-1" });
  p.began("receive-task-start");
  p.walked("+receive-task-start +ordered -ordered +pack");
  p.variables({ orderId: "o-1" });
  p.completeJob("pack");
  p.ended();
});

scenario("takes every true condition out of an event", "conditional-flows-event.bpmn", (p) => {
  p.start({ amount: 250, country: "FR" });
  p.walked("+conditional-flows-event +start -start +counted -counted +large +foreign");
});

scenario("waits for a person when no condition out of an event is true", "conditional-flows-event.bpmn", (p) => {
  p.start({ amount: 5, country: "DE" });
  p.incidents("counted CONDITION_ERROR");
  p.setVariables({ amount: 101 });
  p.resolveIncident();
  p.walked("+conditional-flows-event +start -start +counted !CONDITION_ERROR -counted +large");
});

scenario("begins on a date", "timer-start-date.bpmn", (p) => {
  p.start({}, { elementIds: ["new-year"] });
  p.completeJob("close-books");
  p.walked("+timer-start-date +new-year -new-year +close-books -close-books +end -end -timer-start-date");
});

scenario("interrupts a process on a date", "event-sub-process-date.bpmn", (p) => {
  p.start({ due: "2099-03-01T08:00:00Z" });
  p.waitsAt("work");
  p.fireTimer("due-date");
  p.completeJob("apologise");
  p.walked(`+event-sub-process-date +start -start +work xwork +overdue +due-date -due-date +apologise -apologise
    +apologised -apologised -overdue -event-sub-process-date`);
});

scenario("lets a worker send the message of a throw event", "throw-message-job.bpmn", (p) => {
  p.start();
  p.waitsAt("tell");
  p.completeJob("tell");
  p.walked("+throw-message-job +start -start +tell -tell +end -end -throw-message-job");
});

scenario("undoes one activity at the end, and no other", "end-compensation-activity.bpmn", (p) => {
  p.start();
  p.completeJob("book");
  p.completeJob("pay");
  p.waitsAt("undo-booking", "cancel-booking");
  p.completeJob("cancel-booking");
  p.ended();
  p.walked(`+end-compensation-activity +start -start +book -book +pay -pay +undo-booking +cancel-booking
    -cancel-booking -undo-booking -end-compensation-activity`);
});
