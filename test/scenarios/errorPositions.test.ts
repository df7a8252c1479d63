import { scenario } from "../scenario.ts";

scenario("catches a called process's error on its call activity", "error-called.bpmn", (p) => {
  p.start();
  const called = p.instance("error-called");
  called.completeJob("charge", { code: "DECLINED" });
  p.walked("+error-calling +start -start +call xcall +declined -declined +declined-end -declined-end -error-calling");
  called.walked("+error-called +begin -begin +charge -charge +how -how +fail xfail xerror-called");
  p.variables({ reason: "no money" });
});

scenario("catches the error of a called process's worker on its call activity", "error-called.bpmn", (p) => {
  p.start();
  p.instance("error-called").throwError("charge", "DECLINED", { cause: "stolen card" });
  p.ended();
  p.instance("error-called").ended();
  p.variables({ reason: "stolen card" });
});

scenario("waits at the thrower when no caller catches an error, and can be mended there", "error-called.bpmn", (p) => {
  p.start();
  const called = p.instance("error-called");
  called.completeJob("charge", { code: "STOLEN" });
  p.waitsAt("call");
  p.incidents();
  called.incidents("fail UNHANDLED_ERROR_EVENT");
  called.resolveIncident();
  called.incidents("fail UNHANDLED_ERROR_EVENT");
  called.setVariables({ code: "DECLINED" });
  called.resolveIncident();
  called.ended();
  p.ended();
});

scenario("gives a job back to the workers when no caller catches its error", "error-called.bpmn", (p) => {
  p.start();
  const called = p.instance("error-called");
  called.throwError("charge", "STOLEN");
  called.incidents("charge UNHANDLED_ERROR_EVENT");
  called.resolveIncident();
  called.completeJob("charge", { code: null });
  called.ended();
  p.ended();
});

scenario("climbs through every caller", "error-called-twice.bpmn", (p) => {
  p.start();
  p.instance("error-innermost").throwError("work", "BROKEN");
  p.walked("+error-outermost +start -start +call xcall +broken +broken-start -broken-start +mend");
  p.instance("error-middle").walked(
    `+error-middle +middle-start -middle-start +middle-call xmiddle-call xerror-middle`,
  );
  p.instance("error-innermost").walked("+error-innermost +inner-start -inner-start +work xwork xerror-innermost");
});

scenario("ends all instances of a repeated activity when one of them fails", "error-instances.bpmn", (p) => {
  p.start();
  p.completeJob("check");
  p.throwError("check", "BAD", { who: 2 });
  p.walked(`+error-instances +start -start +each +each +each +each +each-start +each-start +each-start -each-start
    -each-start -each-start +check +check +check -check +each-end -each-end -each xcheck xeach xcheck xeach
    xeach +failed -failed +failed-end -failed-end -error-instances`);
  p.variables({ culprit: 2 });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("check"));
});

scenario("mends one instance of a repeated activity inside it", "error-instance-inside.bpmn", (p) => {
  p.start();
  p.throwError("check", "BAD");
  p.waitsAt("check", "repair");
  p.completeJob("check");
  p.completeJob("repair");
  p.walked(`+error-instance-inside +start -start +each +each +each +each-start +each-start -each-start -each-start
    +check +check xcheck +mend +mend-start -mend-start +repair -check +each-end -each-end -each -repair
    +mend-end -mend-end -mend -each -each +end -end -error-instance-inside`);
});

scenario("carries the variables of an end event to what catches its error", "error-data.bpmn", (p) => {
  p.start({ code: "A", why: "because" });
  p.walked(`+error-data +start -start +inner +inner-start -inner-start +fail xfail xinner +failed -failed +failed-end
    -failed-end -error-data`);
  p.variables({ code: "A", why: "because", reason: "because" });
});

scenario("catches an error that has no event of its own with the event for all", "error-data.bpmn", (p) => {
  p.start({ code: "B", why: "because" });
  p.variables({ code: "B", why: "because", cause: "because" });
  p.walked(`+error-data +start -start +inner +inner-start -inner-start +fail xfail xinner +other -other +other-end
    -other-end -error-data`);
});

scenario(
  "waits for a person when nothing catches the error of an event sub-process",
  "error-event-sub-process-uncaught.bpmn",
  (p) => {
    p.start({ code: "LOST" });
    p.signal("off");
    p.incidents("fail UNHANDLED_ERROR_EVENT");
    p.waitsAt("fail");
    p.cancel();
    p.walked(`+error-event-sub-process-uncaught +start -start +work xwork +off +off-start -off-start +fail
    !UNHANDLED_ERROR_EVENT xfail xoff xerror-event-sub-process-uncaught`);
  },
);
