import { scenario } from "../scenario.ts";

scenario("ends its scope's work and takes its place: a message", "event-sub-process-message.bpmn", (p) => {
  p.start({ orderId: "E-1" });
  p.message("stop", "E-1", { why: "too dear", noise: 1 });
  p.waitsAt("clean");
  p.variables({ orderId: "E-1", reason: "too dear" });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("work"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "E-1"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "E-1"));
  p.completeJob("clean");
  p.walked(`+event-sub-process-message +start -start +work xwork +stop +stop-start -stop-start +clean -clean +stop-end
    -stop-end -stop -event-sub-process-message`);
});

scenario(
  "runs beside any number of times, and its scope waits for it: a message",
  "event-sub-process-message.bpmn",
  (p) => {
    p.start({ orderId: "E-2" });
    p.message("note", "E-2", { text: "one" });
    p.message("note", "E-2", { text: "two" });
    p.variables({ orderId: "E-2", last: "two" });
    p.waitsAt("work", "file", "file");
    p.completeJob("work");
    p.waitsAt("file", "file");
    p.completeJob("file");
    p.message("note", "E-2", { text: "three" });
    p.waitsAt("file", "file");
    p.completeJob("file");
    p.completeJob("file");
    p.walked(`+event-sub-process-message +start -start +work +note +note-start -note-start +file +note +note-start
    -note-start +file -work +end -end -file +note-end -note-end -note +note +note-start -note-start +file -file
    +note-end -note-end -note -file +note-end -note-end -note -event-sub-process-message`);
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "E-2"));
  },
);

scenario("is disarmed when its scope completes", "event-sub-process-message.bpmn", (p) => {
  p.start({ orderId: "E-3" });
  p.completeJob("work");
  p.ended();
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "E-3"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "E-3"));
});

scenario("interrupts a sub-process after a duration, and the process goes on", "event-sub-process-timer.bpmn", (p) => {
  p.start({ limit: "PT2H", half: "2099-01-01" });
  p.advance("PT2H");
  p.waitsAt("after");
  p.walked(`+event-sub-process-timer +start -start +inner +inner-start -inner-start +work +remind +remind-start
    -remind-start +mail +remind +remind-start -remind-start +mail xwork xmail xremind xmail xremind +overdue
    +overdue-start -overdue-start +overdue-end -overdue-end -overdue -inner +after`);
  p.completeJob("after");
  p.ended();
});

scenario("runs beside at a date, and as often as a cycle says", "event-sub-process-timer.bpmn", (p) => {
  p.start({ limit: "PT2H", half: "2020-01-01" });
  p.advance("PT15M");
  p.waitsAt("work", "hurry", "mail");
  p.advance("PT1H");
  p.waitsAt("work", "hurry", "mail", "mail");
  p.completeJob("work");
  p.completeJob("mail");
  p.completeJob("hurry");
  p.waitsAt("mail");
  p.completeJob("mail");
  p.walked(`+event-sub-process-timer +start -start +inner +inner-start -inner-start +work +half-time +half-time-start
    -half-time-start +hurry +remind +remind-start -remind-start +mail +remind +remind-start -remind-start +mail
    -work +inner-end -inner-end -mail +remind-end -remind-end -remind -hurry +half-end -half-end -half-time
    -mail +remind-end -remind-end -remind -inner +after`);
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("overdue-start"));
});

scenario("interrupts with a signal, also what runs beside", "event-sub-process-signal.bpmn", (p) => {
  p.start();
  p.signal("remark");
  p.signal("remark");
  p.waitsAt("work", "file", "file");
  p.signal("halt");
  p.walked(`+event-sub-process-signal +start -start +inner +inner-start -inner-start +work +remark +remark-start
    -remark-start +file +remark +remark-start -remark-start +file xwork xfile xremark xfile xremark +halt
    +halt-start -halt-start +halt-end -halt-end -halt -inner +end -end -event-sub-process-signal`);
  p.signal("halt");
  p.ended();
});

scenario("catches an error of its scope before the boundary event on it", "event-sub-process-error.bpmn", (p) => {
  p.start();
  p.throwError("work", "DECLINED", { cause: "no money" });
  p.waitsAt("call-customer");
  p.variables({ reason: "no money" });
  p.completeJob("call-customer");
  p.walked(`+event-sub-process-error +start -start +inner +inner-start -inner-start +work xwork +declined
    +declined-start -declined-start +call-customer -call-customer +declined-end -declined-end -declined -inner
    +end -end -event-sub-process-error`);
});

scenario("catches every error that comes out of a scope", "event-sub-process-error.bpmn", (p) => {
  p.start();
  p.throwError("work", "OTHER");
  p.waitsAt("repair");
  p.completeJob("repair");
  p.walked(`+event-sub-process-error +start -start +inner +inner-start -inner-start +work xwork xinner +any +any-start
    -any-start +repair -repair +any-end -any-end -any -event-sub-process-error`);
});

scenario("does not catch what it throws itself", "event-sub-process-error.bpmn", (p) => {
  p.start();
  p.throwError("work", "OTHER");
  p.throwError("repair", "OTHER");
  p.incidents("repair UNHANDLED_ERROR_EVENT");
  p.resolveIncident();
  p.completeJob("repair");
  p.ended();
});

scenario("begins when a condition becomes true", "event-sub-process-conditional.bpmn", (p) => {
  p.start({ degrees: 20 });
  p.setVariables({ degrees: 60 });
  p.setVariables({ degrees: 70 });
  p.waitsAt("work", "cool");
  p.setVariables({ degrees: 30 });
  p.setVariables({ degrees: 60 });
  p.waitsAt("work", "cool", "cool");
  p.setVariables({ degrees: 101 });
  p.walked(`+event-sub-process-conditional +start -start +work +warm +warm-start -warm-start +cool +warm +warm-start
    -warm-start +cool xwork xcool xwarm xcool xwarm +hot +hot-start -hot-start +hot-end -hot-end -hot
    -event-sub-process-conditional`);
});

scenario("begins at once when its condition is true already", "event-sub-process-conditional.bpmn", (p) => {
  p.start({ degrees: 60 });
  p.waitsAt("work", "cool");
});

scenario("lets only one of those that interrupt win", "event-sub-process-rivals.bpmn", (p) => {
  p.start({ orderId: "E-4" });
  p.signal("alarm");
  p.waitsAt("flee");
  p.signal("remark");
  p.signal("alarm");
  p.waitsAt("flee");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "E-4"));
  p.completeJob("flee");
  p.walked(`+event-sub-process-rivals +start -start +inner +inner-start -inner-start +work xwork +first +first-start
    -first-start +flee -flee +first-end -first-end -first -inner +end -end -event-sub-process-rivals`);
});

scenario("catches no error in a scope that was interrupted already", "event-sub-process-rivals.bpmn", (p) => {
  p.start({ orderId: "E-5" });
  p.signal("alarm");
  p.throwError("flee", "BROKEN");
  p.walked(`+event-sub-process-rivals +start -start +inner +inner-start -inner-start +work xwork +first +first-start
    -first-start +flee xflee xfirst xinner +failed -failed +failed-end -failed-end -event-sub-process-rivals`);
});

scenario("is ended with its scope by a boundary event", "event-sub-process-rivals.bpmn", (p) => {
  p.start({ orderId: "E-6" });
  p.signal("alarm");
  p.advance("PT1H");
  p.walked(`+event-sub-process-rivals +start -start +inner +inner-start -inner-start +work xwork +first +first-start
    -first-start +flee xflee xfirst xinner +timed-out -timed-out +timed-out-end -timed-out-end
    -event-sub-process-rivals`);
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("flee"));
});

scenario("is disarmed when its scope is interrupted", "event-sub-process-rivals.bpmn", (p) => {
  p.start({ orderId: "E-7" });
  p.advance("PT1H");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "E-7"));
  p.signal("alarm");
  p.walked(`+event-sub-process-rivals +start -start +inner +inner-start -inner-start +work xwork xinner +timed-out
    -timed-out +timed-out-end -timed-out-end -event-sub-process-rivals`);
});

scenario("catches an error of one that runs beside", "event-sub-process-errors-inside.bpmn", (p) => {
  p.start();
  p.signal("check");
  p.throwError("check", "BROKEN");
  p.walked(`+event-sub-process-errors-inside +start -start +inner +inner-start -inner-start +work +beside +beside-start
    -beside-start +check xwork xcheck xbeside +mend +mend-start -mend-start +repair`);
  p.waitsAt("repair");
});

scenario("throws an error of its own to the boundary event", "event-sub-process-errors-inside.bpmn", (p) => {
  p.start();
  p.throwError("work", "BROKEN");
  p.throwError("repair", "BROKEN");
  p.walked(`+event-sub-process-errors-inside +start -start +inner +inner-start -inner-start +work xwork +mend
    +mend-start -mend-start +repair xrepair xmend xinner +failed -failed +failed-end -failed-end
    -event-sub-process-errors-inside`);
});

scenario("nests: the inner one ends its own scope alone", "event-sub-process-nested.bpmn", (p) => {
  p.start();
  p.signal("deep");
  p.waitsAt("work");
  p.signal("in");
  p.waitsAt("in-work");
  p.signal("deep");
  p.waitsAt("deep-work");
  p.completeJob("deep-work");
  p.walked(`+event-sub-process-nested +start -start +outer +outer-start -outer-start +inner +inner-start -inner-start
    +work xwork +in +in-start -in-start +in-work xin-work +deep +deep-start -deep-start +deep-work -deep-work
    +deep-end -deep-end -deep -in -inner +outer-end -outer-end -outer +end -end -event-sub-process-nested`);
});

scenario("nests: the outer one ends the inner one", "event-sub-process-nested.bpmn", (p) => {
  p.start();
  p.signal("in");
  p.signal("deep");
  p.signal("out");
  p.waitsAt("out-work");
  p.signal("in");
  p.signal("deep");
  p.completeJob("out-work");
  p.walked(`+event-sub-process-nested +start -start +outer +outer-start -outer-start +inner +inner-start -inner-start
    +work xwork +in +in-start -in-start +in-work xin-work +deep +deep-start -deep-start +deep-work xdeep-work
    xdeep xin xinner +out +out-start -out-start +out-work -out-work +out-end -out-end -out -outer +end -end
    -event-sub-process-nested`);
});

scenario("begins no sub-process while one in it cannot be armed", "event-sub-process-arming.bpmn", (p) => {
  p.start();
  p.incidents("inner EXTRACT_VALUE_ERROR");
  p.waitsAt("inner");
  p.advance("PT2H");
  p.setVariables({ orderId: "E-8" });
  p.resolveIncident();
  p.waitsAt("work");
  p.advance("PT30M");
  p.waitsAt("work");
  p.message("stop", "E-8");
  p.walked(`+event-sub-process-arming +start -start +inner !EXTRACT_VALUE_ERROR +inner-start -inner-start +work xwork
    +stop +stop-start -stop-start +stop-end -stop-end -stop -inner +end -end -event-sub-process-arming`);
});

scenario("begins no process while one in it cannot be armed", "event-sub-process-arming-process.bpmn", (p) => {
  p.start();
  p.incidents("event-sub-process-arming-process EXTRACT_VALUE_ERROR");
  p.setVariables({ orderId: "E-9" });
  p.resolveIncident();
  p.waitsAt("work");
  p.message("stop", "E-9");
  p.walked(`+event-sub-process-arming-process !EXTRACT_VALUE_ERROR +start -start +work xwork +stop +stop-start
    -stop-start +stop-end -stop-end -stop -event-sub-process-arming-process`);
});

scenario("is armed for each instance of a repeated sub-process", "event-sub-process-instances.bpmn", (p) => {
  p.start();
  p.message("stop", "b");
  p.waitsAt("work", "clean");
  p.completeJob("work");
  p.waitsAt("clean");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("stop", "a"));
  p.completeJob("clean");
  p.walked(`+event-sub-process-instances +start -start +each +each +each +each-start +each-start -each-start -each-start
    +work +work xwork +stop +stop-start -stop-start +clean -work +each-end -each-end -each -clean +stop-end
    -stop-end -stop -each -each +end -end -event-sub-process-instances`);
});

scenario("does not keep an empty scope open", "event-sub-process-alone.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.walked("+event-sub-process-alone +start -start +work -work +empty -empty +end -end -event-sub-process-alone");
});

scenario(
  "ends a call with the scope that it interrupts",
  ["event-sub-process-in-call.bpmn", "event-sub-process-called.bpmn"],
  (p) => {
    p.start();
    const called = p.instance("event-sub-process-called");
    called.waitsAt("work");
    p.signal("off");
    p.walked(`+event-sub-process-in-call +start -start +call xcall +off +off-start -off-start +off-end -off-end -off
    -event-sub-process-in-call`);
    called.ended();
  },
);

scenario("interrupts an instance that waits for a person", "event-sub-process-message.bpmn", (p) => {
  p.start({ orderId: "E-10" });
  p.failJob("work", { retries: 0 });
  p.incidents("work JOB_NO_RETRIES");
  p.message("stop", "E-10", { why: "stuck" });
  p.incidents();
  p.waitsAt("clean");
  p.completeJob("clean");
  p.ended();
});

scenario("ends with the instance that is cancelled", "event-sub-process-message.bpmn", (p) => {
  p.start({ orderId: "E-11" });
  p.message("note", "E-11");
  p.cancel();
  p.walked(`+event-sub-process-message +start -start +work +note +note-start -note-start +file xwork xfile xnote
    xevent-sub-process-message`);
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("file"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "E-11"));
});

scenario(
  "lets the boundary event win that waited first, of all who hear one signal",
  "event-sub-process-race.bpmn",
  (p) => {
    p.start();
    p.completeJob("work");
    p.walked(`+event-sub-process-race +start -start +inner +inner-start -inner-start +work -work +alarm xalarm xinner
    +left -left +left-end -left-end -event-sub-process-race`);
  },
);

scenario(
  "lets the first of two conditions win that become true at once",
  "event-sub-process-race-conditions.bpmn",
  (p) => {
    p.start({ level: 0 });
    p.setVariables({ level: 2 });
    p.walked(`+event-sub-process-race-conditions +start -start +work xwork +first +first-start -first-start +first-end
    -first-end -first -event-sub-process-race-conditions`);
  },
);
