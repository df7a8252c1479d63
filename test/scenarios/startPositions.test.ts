import { scenario } from "../scenario.ts";

scenario("begins an instance with a signal, and maps what it brings", "start-signal.bpmn", (p) => {
  p.signal("all-clear");
  p.began();
  p.signal("alarm", { level: 3, noise: 1 });
  p.began("start-signal");
  p.walked("+start-signal +alarmed -alarmed +leave");
  p.variables({ floor: 3 });
  p.rejects("START_NOT_POSSIBLE", () => p.start());
});

scenario("begins an instance where its condition is true", "start-conditional.bpmn", (p) => {
  p.rejects("START_NOT_POSSIBLE", () => p.start({ degrees: 35 }));
  p.start({}, { elementIds: ["hot"], eventVariables: { degrees: 35 } });
  p.completeJob("cool");
  p.walked("+start-conditional +hot -hot +cool -cool +end -end -start-conditional");
  p.variables({ degrees: 35 });
});

scenario("begins at whichever of several start events has happened", "start-many.bpmn", (p) => {
  p.start();
  p.message("order", "");
  p.signal("order");
  p.start({}, { elementIds: ["by-timer"] });
  p.walked("+start-many +by-hand -by-hand +merge -merge +pack");
  p.instance("start-many", 2).walked("+start-many +by-message -by-message +merge -merge +pack");
  p.instance("start-many", 3).walked("+start-many +by-signal -by-signal +merge -merge +pack");
  p.instance("start-many", 4).walked("+start-many +by-timer -by-timer +merge -merge +pack");
});

scenario(
  "begins an instance with a message that another one waits for as well",
  "start-message-and-catch.bpmn",
  (p) => {
    p.message("order", "Q-1", { orderId: "Q-1" });
    p.began("start-message-and-catch");
    p.completeJob("pack");
    p.waitsAt("canceled");
    p.message("order", "Q-1", { orderId: "Q-1" });
    p.ended();
  },
);

scenario("reads event definitions that stand elsewhere", "definitions-by-reference.bpmn", (p) => {
  p.signal("alarm", { floor: "3" });
  p.waitsAt("cool-down");
  p.message("reply", "3");
  p.walked(`+definitions-by-reference +alarmed -alarmed +inner +inner-start -inner-start +cool-down -cool-down +fail
    xfail xinner +failed -failed +fork -fork +work +pass-on -pass-on +stop xwork -stop -definitions-by-reference`);
  p.began("definitions-by-reference", "definitions-by-reference");
  const next = p.instance("definitions-by-reference", 2);
  next.incidents("cool-down EXTRACT_VALUE_ERROR");
  next.setVariables({ floor: "4" });
  next.resolveIncident();
  next.waitsAt("cool-down");
});
