import { scenario } from "../scenario.ts";

scenario("runs beside what has escalated, with what the escalation brings", "escalation-boundary.bpmn", (p) => {
  p.start({ delay: 5, isHopeless: false });
  p.completeJob("work");
  p.waitsAt("finish", "warn");
  p.variables({ delay: 5, isHopeless: false, warnedAfter: 5 });
  p.completeJob("finish");
  p.completeJob("warn");
  p.walked(`+escalation-boundary +start -start +inner +inner-start -inner-start +work -work +late +warned -late -warned
    +finish +warn -finish +done -done +inner-end -inner-end -inner +end -end -warn -escalation-boundary`);
});

scenario("ends what has escalated, and leaves it by the boundary event alone", "escalation-boundary.bpmn", (p) => {
  p.start({ delay: 1, isHopeless: true });
  p.completeJob("work");
  p.completeJob("finish");
  p.walked(`+escalation-boundary +start -start +inner +inner-start -inner-start +work -work +late +warned -late -warned
    +finish +warn -finish +done -done +given-up xgiven-up xinner +stopped -stopped +stopped-end -stopped-end`);
  p.waitsAt("warn");
});

scenario("goes on when nobody catches an escalation", "escalation-uncaught.bpmn", (p) => {
  p.start();
  p.walked(`+escalation-uncaught +start -start +inner +inner-start -inner-start +late -late +inner-end -inner-end -inner
    +end -end -escalation-uncaught`);
});

scenario("catches an escalation in the innermost scope alone", "escalation-codes.bpmn", (p) => {
  p.start({ code: "cost" });
  p.completeJob("go-on");
  p.walked(`+escalation-codes +start -start +outer +outer-start -outer-start +inner +inner-start -inner-start +ask
    +inner-cost -ask -inner-cost +go-on +inner-cost-end -inner-cost-end -go-on +inner-end -inner-end -inner
    +outer-end -outer-end -outer +end -end -escalation-codes`);
});

scenario("prefers the code to the catch-all", "escalation-codes.bpmn", (p) => {
  p.start({ code: "time" });
  p.completeJob("go-on");
  p.walked(`+escalation-codes +start -start +outer +outer-start -outer-start +inner +inner-start -inner-start +ask +time
    -ask -time +go-on +time-end -time-end -go-on +inner-end -inner-end -inner +outer-end -outer-end -outer +end
    -end -escalation-codes`);
});

scenario("catches every other escalation with a catch-all", "escalation-codes.bpmn", (p) => {
  p.start({ code: "taste" });
  p.completeJob("go-on");
  p.walked(`+escalation-codes +start -start +outer +outer-start -outer-start +inner +inner-start -inner-start +ask +any
    -ask -any +go-on +any-end -any-end -go-on +inner-end -inner-end -inner +outer-end -outer-end -outer +end
    -end -escalation-codes`);
});

scenario("waits for a person when the escalation code is no text", "escalation-codes.bpmn", (p) => {
  p.start({ code: 5 });
  p.incidents("ask EXTRACT_VALUE_ERROR");
  p.setVariables({ code: "time" });
  p.resolveIncident();
  p.completeJob("go-on");
  p.ended();
});

scenario("suppresses the flow of a thrower that is interrupted", "escalation-interrupts-thrower.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.walked(`+escalation-interrupts-thrower +start -start +inner +inner-start -inner-start +fork -fork +work +beside
    -work +stop xbeside xstop xinner +stopped -stopped +stopped-end -stopped-end -escalation-interrupts-thrower`);
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("beside"));
});

scenario("escalates to the calling process, beside the call", "escalation-called.bpmn", (p) => {
  p.start({ code: "warn" });
  const called = p.instance("escalation-called");
  called.completeJob("work");
  p.waitsAt("call", "take-note");
  called.waitsAt("go-on");
  called.completeJob("go-on");
  called.ended();
  p.completeJob("take-note");
  p.walked(`+escalation-calling +start -start +call +warned -warned +take-note -call +end -end -take-note
    -escalation-calling`);
  p.variables({ code: "warn", heard: "warn" });
});

scenario("escalates to the calling process, which ends the call", "escalation-called.bpmn", (p) => {
  p.start({ code: "stop" });
  const called = p.instance("escalation-called");
  called.completeJob("work");
  p.walked(`+escalation-calling +start -start +call xcall +stopped -stopped +stopped-end -stopped-end
    -escalation-calling`);
  called.walked("+escalation-called +called-start -called-start +work -work +throw xthrow xescalation-called");
});

scenario("goes on in the called process when its caller catches no escalation", "escalation-called.bpmn", (p) => {
  p.start({ code: "whatever" });
  const called = p.instance("escalation-called");
  called.completeJob("work");
  called.waitsAt("go-on");
  called.completeJob("go-on");
  called.ended();
  p.walked("+escalation-calling +start -start +call -call +end -end -escalation-calling");
});

scenario(
  "catches an escalation in event sub-processes before boundary events",
  "escalation-event-sub-process.bpmn",
  (p) => {
    p.start();
    p.completeJob("work");
    p.waitsAt("more", "note");
    p.completeJob("note");
    p.completeJob("more");
    p.walked(`+escalation-event-sub-process +start -start +inner +inner-start -inner-start +work -work +warn +warned -warn
    +warned-start +more -warned-start +note -note +noted -noted -warned -more +stop xstop +stopped
    +stopped-start -stopped-start +again +outside -again -outside +stopped-end +outside-end -stopped-end
    -outside-end -stopped -inner +end -end -escalation-event-sub-process`);
  },
);

scenario(
  "ends other event sub-processes of a scope that an escalation interrupts",
  "escalation-event-sub-process.bpmn",
  (p) => {
    p.start();
    p.completeJob("work");
    p.completeJob("more");
    p.walked(`+escalation-event-sub-process +start -start +inner +inner-start -inner-start +work -work +warn +warned -warn
    +warned-start +more -warned-start +note -more +stop xnote xwarned xstop +stopped +stopped-start
    -stopped-start +again +outside -again -outside +stopped-end +outside-end -stopped-end -outside-end -stopped
    -inner +end -end -escalation-event-sub-process`);
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("note"));
  },
);

scenario("escalates out of several instances, each by itself", "escalation-instances.bpmn", (p) => {
  p.start();
  p.completeJob("check", { isDoubtful: true });
  p.completeJob("check", { isDoubtful: false });
  p.completeJob("check", { isDoubtful: true });
  p.walked(`+escalation-instances +start -start +each +each +each +each +each-start +each-start +each-start -each-start
    -each-start -each-start +check +check +check -check +fine -fine +doubt +doubted -doubt -doubted -each
    +doubted-end -doubted-end -check +fine -fine +each-end -each-end -each -check +fine -fine +doubt +doubted
    -doubt -doubted -each -each +doubted-end +end -doubted-end -end -escalation-instances`);
});
