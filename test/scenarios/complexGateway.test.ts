import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.4.5. */

const twoOfThree = "complex-two-of-three.bpmn";

scenario("goes on with two of three, and takes the third without going on again", twoOfThree, (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a", "c");
  p.completeJob("c");
  p.waitsAt("a", "after");
  p.completeJob("after");
  p.waitsAt("a");
  p.completeJob("a");
  p.walked(`+complex-two-of-three +start -start +fork -fork +a +b +c -b -c +gate -gate +after -after +end -end
    -a +gate -gate -complex-two-of-three`);
});

scenario("goes on once when all three come at the same time", twoOfThree, (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("b");
  p.completeJob("c");
  p.waitsAt("after");
  p.completeJob("after");
  p.ended();
});

scenario("is over when the third can no longer come", twoOfThree, (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("b");
  p.completeJob("after");
  p.waitsAt("c");
  p.advance("PT1H");
  p.ended();
});

scenario("waits for ever when its condition can no longer become true", twoOfThree, (p) => {
  p.start();
  p.advance("PT1H");
  p.completeJob("a");
  p.waitsAt("b");
  p.cancel();
  p.ended();
});

const withReset = "complex-reset.bpmn";

scenario("sees in its conditions which phase it is in", withReset, (p) => {
  p.start();
  p.completeJob("a");
  p.waitsAt("b", "after");
  p.completeJob("b");
  p.waitsAt("after", "tidy");
  p.completeJob("tidy");
  p.completeJob("after");
  p.ended();
});

scenario("resets when the other token dies", withReset, (p) => {
  p.start();
  p.completeJob("a");
  p.advance("PT1H");
  p.waitsAt("after", "tidy");
});

scenario("resets before its scope completes, when the last token in it dies", withReset, (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("after");
  p.waitsAt("b");
  p.advance("PT1H");
  p.waitsAt("tidy");
  p.completeJob("tidy");
  p.ended();
});

scenario("counts the tokens of each flow by its id", "complex-flows.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.waitsAt("b", "c");
  p.completeJob("b");
  p.waitsAt("c", "after");
  p.completeJob("after");
  p.completeJob("c");
  p.ended();
});

scenario("goes on with the one flow that is enough", "complex-flows.bpmn", (p) => {
  p.start();
  p.completeJob("c");
  p.waitsAt("a", "b", "after");
});

scenario("weighs its flows against a variable, without an equals sign", "complex-sum.bpmn", (p) => {
  p.start({ needed: 3 });
  p.completeJob("b");
  p.completeJob("c");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("after");
});

scenario("counts the tokens on one flow, and takes one of them", "complex-count.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.completeJob("a");
  p.waitsAt("a", "a");
  p.completeJob("a");
  p.waitsAt("a", "after");
  p.completeJob("a");
  p.waitsAt("after", "after");
});

const loop = "complex-loop.bpmn";

scenario("starts anew in the next round of a loop", loop, (p) => {
  p.start({ more: true });
  p.completeJob("a");
  p.completeJob("b");
  p.waitsAt("after");
  p.completeJob("after");
  p.waitsAt("a", "b");
  p.completeJob("b");
  p.waitsAt("a", "after");
  p.completeJob("after", { more: false });
  p.completeJob("a");
  p.ended();
});

scenario("holds the next round until the last one is over", loop, (p) => {
  p.start({ more: true });
  p.completeJob("a");
  p.completeJob("after");
  p.waitsAt("b", "a", "b");
  p.completeJob("a");
  p.waitsAt("b", "b");
  p.completeJob("b");
  p.waitsAt("b", "after");
  p.completeJob("after", { more: false });
  p.completeJob("b");
  p.ended();
});

scenario("takes every round's tokens in turn when all of one flow came first", "complex-surplus.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("a");
  p.completeJob("a");
  p.waitsAt("b", "after");
  p.completeJob("b");
  p.waitsAt("after", "after", "after");
  p.completeJob("after");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("joins as an inclusive gateway does without an activation condition", "complex-join.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("b");
  p.waitsAt("c");
  p.advance("PT1H");
  p.waitsAt("after");
  p.completeJob("after");
  p.ended();
});

scenario("splits as an inclusive gateway does", "complex-split.bpmn", (p) => {
  p.start({ a: true, b: true });
  p.waitsAt("a", "b");
  p.start({ a: false, b: false });
  p.instance("complex-split", 2).waitsAt("c");
});

scenario("waits for a person when its activation condition cannot be decided", "complex-sum.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.incidents("gate CONDITION_ERROR");
  p.completeJob("b");
  p.incidents("gate CONDITION_ERROR");
  p.waitsAt("c");
  p.setVariables({ needed: 3 });
  p.resolveIncident();
  p.waitsAt("c", "after");
  p.incidents();
  p.completeJob("c");
  p.completeJob("after");
  p.ended();
});

scenario("waits for a person when it starts and no condition is true", "complex-choice.bpmn", (p) => {
  p.start({ x: false, y: false });
  p.completeJob("a");
  p.incidents("gate CONDITION_ERROR");
  p.setVariables({ y: true });
  p.resolveIncident();
  p.waitsAt("b", "y");
  p.completeJob("b");
  p.incidents();
  p.waitsAt("y");
  p.completeJob("y");
  p.ended();
});

scenario("takes its default flow in either phase, when no condition is true", "complex-default.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a", "first");
  p.completeJob("a");
  p.waitsAt("first", "rest");
  p.completeJob("first");
  p.completeJob("rest");
  p.ended();
});

scenario("keeps the phases of the instances of a repeated sub-process apart", "complex-nested.bpmn", (p) => {
  p.start({ items: [1, 2] });
  p.completeJob("a");
  p.waitsAt("b", "a", "b", "after");
  p.completeJob("a");
  p.waitsAt("b", "b", "after", "after");
  p.completeJob("b");
  p.completeJob("after");
  p.waitsAt("b", "after");
  p.completeJob("b");
  p.completeJob("after");
  p.ended();
});

scenario("forgets its phase when its scope is interrupted", "complex-interrupted.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.waitsAt("b", "after");
  p.signal("complex-stop");
  p.waitsAt("a", "b");
  p.completeJob("b");
  p.waitsAt("a", "after");
  p.completeJob("a");
  p.completeJob("after");
  p.ended();
});

scenario(
  "does not reset in a scope that an event sub-process has interrupted",
  "complex-event-sub-process.bpmn",
  (p) => {
    p.start();
    p.completeJob("a");
    p.signal("complex-stop-all");
    p.waitsAt("clean");
    p.completeJob("clean");
    p.walked(`+complex-event-sub-process +start -start +fork -fork +a +b -a +gate -gate +after xb xafter
    +stopping +stop -stop +clean -clean +cleaned -cleaned -stopping -complex-event-sub-process`);
  },
);

scenario("does not reset in a scope that a terminate end event has ended", "complex-terminate.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("after");
  p.walked(`+complex-terminate +start -start +fork -fork +a +b -a +gate -gate +after -after +end xb -end
    -complex-terminate`);
});
