import { scenario } from "../scenario.ts";

scenario("goes on with the first of several triggers: a message", "multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-1", isFree: false });
  p.message("paid", "M-1", { amount: 5 });
  p.walked("+multiple-catch +start -start +any -any +end -end -multiple-catch");
  p.variables({ orderId: "M-1", isFree: false, amount: 5 });
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("any"));
});

scenario("goes on with the first of several triggers: a signal", "multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-2", isFree: false });
  p.signal("waived");
  p.ended();
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("paid", "M-2"));
});

scenario("goes on with the first of several triggers: a timer", "multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-3", isFree: false });
  p.advance("PT1H");
  p.ended();
});

scenario("goes on with the first of several triggers: a condition", "multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-4", isFree: true });
  p.ended();
});

scenario("waits for none of several triggers while one of them cannot be awaited", "multiple-catch.bpmn", (p) => {
  p.start({ isFree: false });
  p.incidents("any EXTRACT_VALUE_ERROR");
  p.signal("waived");
  p.advance("PT2H");
  p.incidents("any EXTRACT_VALUE_ERROR");
  p.setVariables({ orderId: "M-5" });
  p.resolveIncident();
  p.signal("waived");
  p.walked("+multiple-catch +start -start +any !EXTRACT_VALUE_ERROR -any +end -end -multiple-catch");
});

scenario("interrupts with any of several triggers", "multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-6" });
  p.signal("halt");
  p.walked(
    `+multiple-boundary +start -start +work xwork +stopped -stopped +stopped-end -stopped-end -multiple-boundary`,
  );
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "M-6"));
});

scenario("interrupts with an error among several triggers", "multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-7" });
  p.throwError("work", "BROKEN");
  p.walked(
    `+multiple-boundary +start -start +work xwork +stopped -stopped +stopped-end -stopped-end -multiple-boundary`,
  );
});

scenario("runs beside at each of several triggers", "multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-8" });
  p.message("note", "M-8");
  p.signal("remark");
  p.signal("remark");
  p.advance("PT10M");
  p.waitsAt("work", "file", "file", "file", "file");
  p.completeJob("work");
  p.signal("remark");
  p.waitsAt("file", "file", "file", "file");
});

scenario("catches an error or an escalation with one event", "multiple-caught.bpmn", (p) => {
  p.start();
  p.completeJob("work", { how: 1 });
  p.walked(`+multiple-caught +start -start +inner +inner-start -inner-start +work -work +how -how +broken xbroken xinner
    +caught -caught +caught-end -caught-end -multiple-caught`);
  p.start();
  const escalated = p.instance("multiple-caught", 2);
  escalated.completeJob("work", { how: 2 });
  escalated.walked(`+multiple-caught +start -start +inner +inner-start -inner-start +work -work +how -how +late xlate xinner
    +caught -caught +caught-end -caught-end -multiple-caught`);
});

scenario("throws each of several triggers", "multiple-throw.bpmn", (p) => {
  p.start({ orderId: "M-9" }, { processId: "multiple-listening" });
  p.start({ orderId: "M-9", text: "hello" }, { processId: "multiple-throw" });
  const throwing = p.instance("multiple-throw");
  throwing.completeJob("work");
  throwing.waitsAt("more");
  p.waitsAt("bye");
  p.variables({ orderId: "M-9", text: "hello" });
  throwing.completeJob("more");
  throwing.walked(`+multiple-throw +start -start +inner +inner-start -inner-start +work -work +tell +heard -tell -heard +more
    +heard-end -heard-end -more +inner-end -inner-end -inner +end -end -multiple-throw`);
  p.ended();
});

scenario("throws an error after what else an end event throws", "multiple-end-error.bpmn", (p) => {
  p.start();
  p.walked(`+multiple-end-error +start -start +fork -fork +inner +x +inner-start -inner-start +fail xfail xinner +failed
    -x -failed +x-end +failed-end -x-end -failed-end -multiple-end-error`);
});

scenario("begins an instance with each of several triggers", "multiple-start.bpmn", (p) => {
  p.message("order", "", { by: "message" });
  p.signal("order", { by: "signal" });
  p.began("multiple-start", "multiple-start");
  p.variables({ by: "message" });
  p.instance("multiple-start", 2).variables({ by: "signal" });
  p.instance("multiple-start", 2).walked("+multiple-start +ordered -ordered +pack");
});

scenario("begins an event sub-process with any of several triggers", "multiple-event-sub-process.bpmn", (p) => {
  p.start({ orderId: "M-10" });
  p.message("note", "M-10");
  p.signal("remark");
  p.waitsAt("work", "file", "file");
  p.signal("halt");
  p.waitsAt("clean");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "M-10"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "M-10"));
  p.completeJob("clean");
  p.walked(`+multiple-event-sub-process +start -start +work +note +note-start -note-start +file +note +note-start
    -note-start +file xwork xfile xnote xfile xnote +stop +stop-start -stop-start +clean -clean +stop-end
    -stop-end -stop -multiple-event-sub-process`);
});

scenario("goes on behind a gateway with one of several triggers", "multiple-gateway.bpmn", (p) => {
  p.start();
  p.signal("b");
  p.walked("+multiple-gateway +start -start +either -either +any -any +any-end -any-end -multiple-gateway");
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("late"));
});

scenario("waits for all of several triggers, in any order", "parallel-multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-11" });
  p.signal("packed", { boxes: 2 });
  p.waitsAt("all");
  p.advance("PT1H");
  p.waitsAt("all");
  p.message("paid", "M-11", { amount: 5 });
  p.walked("+parallel-multiple-catch +start -start +all -all +end -end -parallel-multiple-catch");
  p.variables({ orderId: "M-11", boxes: 2, amount: 5 });
});

scenario("counts a trigger once", "parallel-multiple-catch.bpmn", (p) => {
  p.start({ orderId: "M-12" });
  p.message("paid", "M-12");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("paid", "M-12"));
  p.signal("packed");
  p.signal("packed");
  p.waitsAt("all");
  p.advance("PT1H");
  p.ended();
});

scenario("interrupts when all of several triggers have happened", "parallel-multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-13" });
  p.signal("halt");
  p.waitsAt("work");
  p.message("stop", "M-13");
  p.walked(`+parallel-multiple-boundary +start -start +work xwork +both -both +both-end -both-end
    -parallel-multiple-boundary`);
});

scenario("forgets what has happened of an event when its activity ends", "parallel-multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-14" });
  p.signal("halt");
  p.completeJob("work");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "M-14"));
  p.walked("+parallel-multiple-boundary +start -start +work -work +end -end -parallel-multiple-boundary");
});

scenario("counts anew beside the activity when all have happened", "parallel-multiple-boundary.bpmn", (p) => {
  p.start({ orderId: "M-15" });
  p.signal("right");
  p.message("left", "M-15");
  p.waitsAt("work", "tie");
  p.message("left", "M-15");
  p.waitsAt("work", "tie");
  p.signal("right");
  p.waitsAt("work", "tie", "tie");
  p.signal("right");
  p.waitsAt("work", "tie", "tie");
});

scenario("begins an event sub-process when all have happened", "parallel-multiple-event-sub-process.bpmn", (p) => {
  p.start({ orderId: "M-16" });
  p.message("left", "M-16", { l: 1 });
  p.signal("right", { r: 2 });
  p.waitsAt("work", "tie");
  p.variables({ orderId: "M-16", l: 1, r: 2 });
  p.signal("halt");
  p.waitsAt("work", "tie");
  p.signal("warn");
  p.waitsAt("clean");
  p.completeJob("clean");
  p.walked(`+parallel-multiple-event-sub-process +start -start +inner +inner-start -inner-start +work +pair +pair-start
    -pair-start +tie +warn +warn-start -warn-start +late xwork xtie xpair xlate xwarn +both +both-start
    -both-start +clean -clean +both-end -both-end -both -inner +end -end -parallel-multiple-event-sub-process`);
});

scenario("counts a condition that was true when the other triggers came", "parallel-multiple-condition.bpmn", (p) => {
  p.start({ level: 0 });
  p.setVariables({ level: 2 });
  p.setVariables({ level: 0 });
  p.signal("go");
  p.walked("+parallel-multiple-condition +start -start +work +both -both +both-end -both-end");
  p.completeJob("work");
  p.ended();
});

scenario("begins an instance when all of several triggers have happened", "parallel-multiple-start.bpmn", (p) => {
  p.message("paid", "M-17", { orderId: "M-17", amount: 5 });
  p.began("parallel-multiple-start");
  p.waitsAt("complete");
  p.message("ordered", "M-18", { orderId: "M-18" });
  p.began("parallel-multiple-start", "parallel-multiple-start");
  p.message("ordered", "M-17", { pieces: 3 });
  p.waitsAt("complete");
  p.signal("open");
  p.began("parallel-multiple-start", "parallel-multiple-start");
  p.walked("+parallel-multiple-start +complete -complete +pack");
  p.variables({ orderId: "M-17", amount: 5, pieces: 3 });
  const other = p.instance("parallel-multiple-start", 2);
  other.waitsAt("complete");
  p.message("paid", "M-18");
  other.waitsAt("pack");
  p.signal("open");
  p.began("parallel-multiple-start", "parallel-multiple-start", "parallel-multiple-start");
  p.instance("parallel-multiple-start", 3).incidents("complete EXTRACT_VALUE_ERROR");
});
