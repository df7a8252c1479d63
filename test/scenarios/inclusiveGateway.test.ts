import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.4.3. */

scenario("takes every true condition, and joins what was taken", "inclusive.bpmn", (p) => {
  p.start({ a: true, b: true });
  p.waitsAt("a", "b");
  p.completeJob("a");
  p.waitsAt("b");
  p.completeJob("b");
  p.completeJob("after");
  p.walked(`+inclusive +start -start +split -split +a +b -a -b +join -join +after -after +end -end -inclusive`);
  p.ended();
});

scenario("waits for nothing when one condition is true", "inclusive.bpmn", (p) => {
  p.start({ a: false, b: true });
  p.completeJob("b");
  p.waitsAt("after");
});

scenario("takes the default flow only when no condition is true", "inclusive.bpmn", (p) => {
  p.start({ a: false, b: false });
  p.completeJob("c");
  p.waitsAt("after");
});

scenario("waits for a person when no condition is true and there is no default", "inclusive-no-default.bpmn", (p) => {
  p.start({ a: false, b: false });
  p.incidents("split CONDITION_ERROR");
  p.waitsAt("split");
  p.setVariables({ a: true, b: true });
  p.resolveIncident();
  p.waitsAt("a", "b");
  p.completeJob("a");
  p.completeJob("b");
  p.ended();
});

scenario("takes no flow while a condition is no boolean", "inclusive-no-default.bpmn", (p) => {
  p.start({ a: true, b: "perhaps" });
  p.walked("+inclusive-no-default +start -start +split !CONDITION_ERROR");
  p.setVariables({ b: false });
  p.resolveIncident();
  p.walked("-split +a");
});

scenario("joins once when all branches come in the same command", "inclusive-at-once.bpmn", (p) => {
  p.start({ a: true, b: true });
  p.walked(`+inclusive-at-once +start -start +split -split +a +b -a -b +b2 -b2 +join -join +after`);
});

scenario("joins and splits in one gateway", "inclusive-both.bpmn", (p) => {
  p.start({ x: false });
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.completeJob("y");
  p.walked(`+inclusive-both +start -start +fork -fork +a +b -b -a +both -both +y -y +end -end -inclusive-both`);
});

scenario(
  "chooses again, and takes its tokens once, after an incident at a join that splits",
  "inclusive-both.bpmn",
  (p) => {
    p.start({ x: "perhaps" });
    p.completeJob("a");
    p.completeJob("b");
    p.incidents("both CONDITION_ERROR");
    p.setVariables({ x: true });
    p.resolveIncident();
    p.completeJob("x");
    p.walked(`+inclusive-both +start -start +fork -fork +a +b -a -b +both !CONDITION_ERROR -both +x -x +end -end
    -inclusive-both`);
  },
);

scenario("keeps a second token of one flow for the next time", "inclusive-surplus.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("a");
  p.waitsAt("b");
  p.completeJob("b");
  p.waitsAt("after", "after");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("is asked again when the token of an interrupted branch dies", "inclusive-dying.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a");
  p.advance("PT1H");
  p.walked(`+inclusive-dying +start -start +fork -fork +branch +b +begin -begin +a -b
    xa xbranch +overdue -overdue +given-up -given-up +join -join +after`);
  p.completeJob("after");
  p.ended();
});

scenario("is asked again when an error takes a branch elsewhere", "inclusive-dying-error.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.throwError("a", "no-stock");
  p.waitsAt("after");
});

scenario("is asked again when a choice takes a branch elsewhere", "inclusive-dying-choice.bpmn", (p) => {
  p.start({ bad: true });
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("after");
});

scenario(
  "waits for a token that can still come by the diagram, also when it never does",
  "inclusive-dying-waiting.bpmn",
  (p) => {
    p.start({ which: false });
    p.completeJob("b");
    p.completeJob("a");
    p.waitsAt("inclusive-dying-waiting");
    p.cancel();
    p.ended();
  },
);

const back = "inclusive-back.bpmn";

scenario("waits for a branch that has only a way to the flow without a token", back, (p) => {
  p.start({ a: true, b: true, good: true });
  p.completeJob("a");
  p.waitsAt("b");
  p.completeJob("b");
  p.waitsAt("after");
  p.completeJob("after");
  p.ended();
});

scenario("does not wait for a branch that has a way to a flow with a token as well", back, (p) => {
  p.start({ a: true, b: true, good: true });
  p.completeJob("b");
  p.waitsAt("a", "after");
  p.completeJob("a");
  p.waitsAt("after", "after");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("joins a branch that went back past the split", back, (p) => {
  p.start({ a: true, b: false, good: false });
  p.completeJob("a");
  p.waitsAt("a");
  p.completeJob("a", { good: true });
  p.waitsAt("after");
  p.completeJob("after");
  p.ended();
});

const patient = "inclusive-back-patient.bpmn";

scenario("waits for every token that may come, where the model asks for Camunda 8's semantics", patient, (p) => {
  p.start({ a: true, b: true, good: false });
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("a", "b");
  p.completeJob("a", { good: true });
  p.waitsAt("b", "after");
  p.completeJob("b");
  p.waitsAt("after", "after");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("joins anew in every round of a loop", "inclusive-round.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("a");
  p.completeJob("b");
  p.completeJob("after");
  p.waitsAt("a");
  p.completeJob("a");
  p.completeJob("after", { again: false });
  p.ended();
});

const circle = "inclusive-circle.bpmn";

scenario("lets the first of two joins that wait for one another go on", circle, (p) => {
  p.start({ cross: true });
  p.completeJob("right");
  p.waitsAt("left");
  p.completeJob("left");
  p.waitsAt("after-one");
  p.completeJob("after-one");
  p.waitsAt("after-two");
  p.completeJob("after-two", { cross: false });
  p.walked(`+inclusive-circle +start -start +fork -fork +left +right -right -left +one -one +after-one -after-one
    +out-one -out-one +two -two +after-two -after-two +out-two -out-two +end-two -end-two -inclusive-circle`);
});

scenario("lets the other join go on when the first one's token went elsewhere", circle, (p) => {
  p.start({ cross: false });
  p.completeJob("left");
  p.completeJob("right");
  p.completeJob("after-one");
  p.waitsAt("after-two");
  p.completeJob("after-two");
  p.ended();
});

scenario("does not break a circle while a token outside may still come", "inclusive-circle-outside.bpmn", (p) => {
  p.start({ cross: false, late: false });
  p.completeJob("left");
  p.completeJob("right");
  p.waitsAt("late");
  p.completeJob("late");
  p.waitsAt("after-one");
});

scenario("lets joins wait for one another, where the model asks for it", "inclusive-circle-patient.bpmn", (p) => {
  p.start({ cross: false });
  p.completeJob("left");
  p.completeJob("right");
  p.waitsAt("inclusive-circle-patient");
  p.cancel();
  p.ended();
});

scenario("waits for a join before it", "inclusive-chain.bpmn", (p) => {
  p.start();
  p.completeJob("c");
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("between");
  p.completeJob("between");
  p.waitsAt("after");
});

scenario("waits for a token that comes by a link", "inclusive-link.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.walked(`+inclusive-link +start -start +fork -fork +a +b -b -a +go +come -go -come +join -join +after`);
});

scenario("waits for an event behind an event-based gateway", "inclusive-event-gateway.bpmn", (p) => {
  p.start({ orderId: "inclusive-1" });
  p.completeJob("b");
  p.waitsAt("wait");
  p.message("inclusive-paid", "inclusive-1");
  p.waitsAt("after");
});

scenario("goes on when the other event behind the gateway happens", "inclusive-event-gateway.bpmn", (p) => {
  p.start({ orderId: "inclusive-2" });
  p.completeJob("b");
  p.advance("PT1H");
  p.waitsAt("after");
});

scenario("waits for a boundary event that may happen", "inclusive-boundary.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("after");
});

scenario("joins with a boundary event that has happened", "inclusive-boundary.bpmn", (p) => {
  p.start();
  p.advance("PT1H");
  p.waitsAt("a", "b");
  p.completeJob("b");
  p.waitsAt("a", "after");
  p.completeJob("after");
  p.completeJob("a");
  p.ended();
});

scenario("waits for messages, repeated activities and sub-processes before it", "inclusive-activities.bpmn", (p) => {
  p.start({ orderId: "inclusive-3" });
  p.completeJob("c");
  p.completeJob("each");
  p.message("inclusive-received", "inclusive-3");
  p.waitsAt("each");
  p.completeJob("each");
  p.waitsAt("after");
});

scenario("joins each instance of a repeated sub-process by itself", "inclusive-nested.bpmn", (p) => {
  p.start({
    items: [
      { a: true, b: true },
      { a: true, b: false },
    ],
  });
  p.waitsAt("a", "b", "a");
  p.completeJob("a");
  p.waitsAt("b", "a");
  p.completeJob("a");
  p.waitsAt("b", "after");
  p.completeJob("b");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("loses its tokens when its scope is interrupted", "inclusive-interrupted.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.signal("inclusive-stop");
  p.waitsAt("clean");
  p.completeJob("clean");
  p.walked(`+inclusive-interrupted +start -start +all +begin -begin +fork -fork +a +b -a xb xall
    +stop -stop +clean -clean +stopped -stopped -inclusive-interrupted`);
});
