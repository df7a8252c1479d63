import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.2, §13.3.1: several flows into or out of a node that is no gateway, conditions, quantities. */

scenario("takes every flow out of an event, a task and a sub-process", "implicit-split.bpmn", (p) => {
  p.start();
  p.walked(`+implicit-split +start -start +a +b -a +inner +wait +tell -inner -tell -b +end +end -end -end`);
  p.advance("PT1H");
  p.walked("-wait +end -end -implicit-split");
});

scenario("begins a sub-process anew with every token that comes", "implicit-merge.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("b");
  p.waitsAt("c", "c");
  p.completeJob("c");
  p.waitsAt("c", "last");
  p.completeJob("c");
  p.waitsAt("last", "last");
  p.completeJob("last");
  p.completeJob("last");
  p.ended();
});

scenario("waits at an event with every token that comes", "implicit-merge-event.bpmn", (p) => {
  p.start({ orderId: "implicit-1" });
  p.completeJob("a");
  p.completeJob("b");
  p.waitsAt("paid", "paid");
  p.message("implicit-paid", "implicit-1");
  p.waitsAt("paid");
  p.message("implicit-paid", "implicit-1");
  p.ended();
});

scenario("completes although two flows lead from one node to the same other", "implicit-twice.bpmn", (p) => {
  p.start();
  p.walked("+implicit-twice +start -start +a -a +join -join +after +after");
  p.completeJob("after");
  p.completeJob("after");
  p.ended();
});

scenario("completes when every token has come to a node without outgoing flows", "implicit-dead.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.walked("+implicit-dead +start -start +fork -fork +a +b -b -a -implicit-dead");
});

scenario("takes what a person's answers make true", "implicit-user-task.bpmn", (p) => {
  p.start({ x: false, y: false });
  p.completeUserTask("ask", { x: true, y: true });
  p.waitsAt("x", "y");
});

scenario("waits for a person's answers to be mended, and does not ask again", "implicit-user-task.bpmn", (p) => {
  p.start({ x: false });
  p.completeUserTask("ask", { y: "perhaps" });
  p.incidents("ask CONDITION_ERROR");
  p.rejects("USER_TASK_NOT_FOUND", () => p.completeUserTask("ask"));
  p.setVariables({ y: false });
  p.resolveIncident();
  p.waitsAt("z");
});

scenario("asks about what the output mappings of a sub-process have made", "implicit-sub-process.bpmn", (p) => {
  p.start();
  p.completeJob("work", { result: 2 });
  p.waitsAt("y");
});

scenario("asks about what a message has brought", "implicit-receive-task.bpmn", (p) => {
  p.start({ orderId: "implicit-2" });
  p.message("implicit-answer", "implicit-2", { x: true, y: false });
  p.waitsAt("x");
});

scenario("asks about what a called process has answered", "implicit-call.bpmn", (p) => {
  p.start();
  p.instance("implicit-called").completeJob("work", { x: false, y: false });
  p.waitsAt("z");
});

scenario("takes conditional flows once, when all instances of a repeated task are done", "implicit-multi.bpmn", (p) => {
  p.start();
  p.completeJob("each", { result: 1 });
  p.completeJob("each", { result: 2 });
  p.waitsAt("each");
  p.completeJob("each", { result: 3 });
  p.waitsAt("x", "y");
});

scenario("leaves the default flow to those times when no other is taken", "implicit-mixed.bpmn", (p) => {
  p.start({ x: false });
  p.completeJob("do");
  p.waitsAt("always");
  p.start({ x: true });
  p.instance("implicit-mixed", 2).completeJob("do");
  p.instance("implicit-mixed", 2).waitsAt("always", "x");
});

scenario("asks no condition when a boundary event has taken the token", "implicit-interrupted.bpmn", (p) => {
  p.start();
  p.advance("PT1H");
  p.incidents();
  p.walked("+implicit-interrupted +start -start +do xdo +overdue -overdue +late");
});

scenario("begins an activity when as many tokens have come as it needs", "implicit-start-quantity.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a", "c", "d");
  p.completeJob("c");
  p.waitsAt("a", "d", "box");
  p.completeJob("a");
  p.completeJob("d");
  p.waitsAt("box", "box");
  p.completeJob("box");
  p.completeJob("box");
  p.ended();
});

scenario("stays when a token is left over", "implicit-start-quantity-left.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("b");
  p.completeJob("c");
  p.completeJob("box");
  p.waitsAt("implicit-start-quantity-left");
  p.cancel();
  p.ended();
});

scenario("leaves an activity with as many tokens as it makes", "implicit-completion-quantity.bpmn", (p) => {
  p.start({ x: true });
  p.completeJob("make");
  p.waitsAt("x", "x", "x");
  p.completeJob("x");
  p.completeJob("x");
  p.completeJob("x");
  p.ended();
});

scenario("makes as many tokens on the default flow", "implicit-completion-quantity.bpmn", (p) => {
  p.start({ x: false });
  p.completeJob("make");
  p.waitsAt("y", "y", "y");
});

scenario("makes tokens once for all instances of a repeated sub-process", "implicit-quantities.bpmn", (p) => {
  p.start();
  p.completeJob("part");
  p.completeJob("part");
  p.waitsAt("fill", "fill");
  p.completeJob("fill");
  p.completeJob("fill");
  p.walked(`+implicit-quantities +start -start +make +make +make +begin +begin -begin -begin +part +part
    -part +done -done -make -part +done -done -make -make +box +box +open +open -open -open +fill +fill
    -fill +closed -closed -box +end -end -fill +closed -closed -box +end -end -implicit-quantities`);
});

scenario("takes what a looped activity needs once for all its rounds", "implicit-quantity-loop.bpmn", (p) => {
  p.start();
  p.completeJob("one");
  p.waitsAt("box");
  p.completeJob("box");
  p.waitsAt("box");
  p.completeJob("box");
  p.ended();
});

scenario(
  "loses the tokens that wait for more when their scope is interrupted",
  "implicit-quantity-interrupted.bpmn",
  (p) => {
    p.start();
    p.completeJob("a");
    p.signal("implicit-stop");
    p.walked(`+implicit-quantity-interrupted +start -start +pack +begin -begin +fork -fork +a +b -a xb xpack
    +stop -stop +stopped -stopped -implicit-quantity-interrupted`);
  },
);
