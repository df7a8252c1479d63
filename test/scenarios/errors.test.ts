import { scenario } from "../scenario.ts";

scenario("catches an error by its code before a catch-all, with its variables", "error-task.bpmn", (p) => {
  p.start({ orderId: 1 });
  p.throwError("charge", "DECLINED", { cause: "no money", noise: 1 });
  p.walked("+error-task +start -start +charge xcharge +declined -declined +refused -refused -error-task");
  p.variables({ orderId: 1, reason: "no money" });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("charge"));
});

scenario("catches every other error with a catch-all", "error-task.bpmn", (p) => {
  p.start();
  p.throwError("charge", "BROKEN", { cause: "unknown" });
  p.walked("+error-task +start -start +charge xcharge +any-error -any-error +failed -failed -error-task");
  p.variables({ cause: "unknown" });
});

scenario("catches an end event's error on the sub-process around it", "error-outwards.bpmn", (p) => {
  p.start();
  p.completeJob("ask", { seats: 0 });
  p.walked(`+error-outwards +start -start +book +book-start -book-start +reserve +reserve-start -reserve-start +ask
    -ask +found -found +sold-out xsold-out xreserve xbook +no-seats -no-seats +apologise -apologise -error-outwards`);
  p.ended();
});

scenario("catches an error where it is thrown before looking further out", "error-outwards.bpmn", (p) => {
  p.start();
  p.throwError("ask", "BUSY");
  p.walked(`+error-outwards +start -start +book +book-start -book-start +reserve +reserve-start -reserve-start +ask
    xask +busy -busy +retry-later -retry-later -reserve +book-end -book-end -book +end -end -error-outwards`);
});

scenario("prefers a catch-all further in to a code further out", "error-outwards.bpmn", (p) => {
  p.start();
  p.throwError("ask", "OTHER");
  p.walked(`+error-outwards +start -start +book +book-start -book-start +reserve +reserve-start -reserve-start +ask
    xask xreserve +other-error -other-error +book-other -book-other -book +end -end -error-outwards`);
});

scenario("goes on when nothing is thrown", "error-outwards.bpmn", (p) => {
  p.start();
  p.completeJob("ask", { seats: 2 });
  p.ended();
});

scenario("waits for a person when nothing catches an end event's error", "error-uncaught.bpmn", (p) => {
  p.start({ code: "BROKEN" });
  p.walked("+error-uncaught +start -start +pay +pay-start -pay-start +fail !UNHANDLED_ERROR_EVENT");
  p.waitsAt("fail");
  p.setVariables({ code: "DECLINED" });
  p.resolveIncident();
  p.walked("xfail xpay +declined -declined +refused -refused -error-uncaught");
  p.ended();
});

scenario("waits for a person when the error code is no text", "error-uncaught.bpmn", (p) => {
  p.start({ code: 5 });
  p.incidents("fail EXTRACT_VALUE_ERROR");
});

scenario("never passes an uncaught error over, and can be canceled", "error-end.bpmn", (p) => {
  p.start();
  p.incidents("fail UNHANDLED_ERROR_EVENT");
  p.resolveIncident();
  p.incidents("fail UNHANDLED_ERROR_EVENT");
  p.cancel();
  p.incidents();
  p.walked("+error-end +start -start +fail !UNHANDLED_ERROR_EVENT !UNHANDLED_ERROR_EVENT xfail xerror-end");
});

scenario("gives a job back to the workers after an error that nothing caught", "job.bpmn", (p) => {
  p.start();
  p.throwError("charge", "STRANGE");
  p.incidents("charge UNHANDLED_ERROR_EVENT");
  p.rejects("JOB_NOT_ACTIVE", () => p.completeJob("charge"));
  p.resolveIncident();
  p.completeJob("charge");
  p.walked("+job +start -start +charge !UNHANDLED_ERROR_EVENT -charge +end -end -job");
});
