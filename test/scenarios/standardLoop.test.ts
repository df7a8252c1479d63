import { stepsPerCommandMax } from "../../engine/bounds.ts";
import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.3.6. */

scenario("is done, and done again while the condition is true", "loop-after.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.waitsAt("do");
  p.completeJob("do", { again: false });
  p.walked("+loop-after +start -start +do +do -do +do -do -do +after");
  p.completeJob("after");
  p.ended();
});

scenario("is done once when the condition is false from the beginning", "loop-after.bpmn", (p) => {
  p.start({ again: false });
  p.completeJob("do");
  p.waitsAt("after");
});

scenario("is not done at all when the condition is asked before and false", "loop-before.bpmn", (p) => {
  p.start({ again: false });
  p.walked("+loop-before +start -start +do -do +after");
});

scenario("asks before every round", "loop-before.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.completeJob("do", { again: false });
  p.walked("+loop-before +start -start +do +do -do +do -do -do +after");
});

scenario("is done as often as its maximum says", "loop-maximum.bpmn", (p) => {
  p.start();
  p.completeJob("do");
  p.completeJob("do");
  p.waitsAt("do");
  p.completeJob("do");
  p.waitsAt("after");
});

scenario("is done as often as its maximum says when it asks before", "loop-maximum-before.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.completeJob("do");
  p.waitsAt("after");
});

scenario("stops at its condition before its maximum", "loop-both.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.completeJob("do", { again: false });
  p.waitsAt("after");
});

scenario("stops at its maximum before its condition", "loop-both.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.completeJob("do");
  p.completeJob("do");
  p.waitsAt("after");
});

scenario("waits for a person when its condition is no boolean, and repeats no round", "loop-after.bpmn", (p) => {
  p.start();
  p.completeJob("do");
  p.incidents("do CONDITION_ERROR");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("do"));
  p.setVariables({ again: false });
  p.resolveIncident();
  p.walked("+loop-after +start -start +do +do -do !CONDITION_ERROR -do +after");
});

scenario("waits for a person before the first round when it asks before", "loop-before.bpmn", (p) => {
  p.start();
  p.incidents("do CONDITION_ERROR");
  p.setVariables({ again: true });
  p.resolveIncident();
  p.waitsAt("do");
  p.completeJob("do", { again: false });
  p.waitsAt("after");
});

scenario("counts its rounds from 1, and its condition sees the last one's number", "loop-counter.bpmn", (p) => {
  p.start({ rounds: [] });
  p.variables({ rounds: [1, 2, 3, 4] });
  p.waitsAt("after");
});

scenario("repeats a sub-process from its start", "loop-sub-process.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("one");
  p.completeJob("two");
  p.waitsAt("one");
  p.completeJob("one");
  p.completeJob("two", { again: false });
  p.waitsAt("after");
});

scenario("repeats a user task until it has an answer", "loop-user-task.bpmn", (p) => {
  p.start();
  p.completeUserTask("ask", { answer: "" });
  p.waitsAt("ask");
  p.completeUserTask("ask", { answer: "42" });
  p.waitsAt("after");
});

scenario("takes messages until the last", "loop-receive.bpmn", (p) => {
  p.start({ queue: "loop-queue", items: [] });
  p.message("loop-item", "loop-queue", { item: 1, isLast: false });
  p.message("loop-item", "loop-queue", { item: 2, isLast: true });
  p.waitsAt("after");
  p.variables({ queue: "loop-queue", items: [1, 2], isLast: true });
});

scenario("calls a process anew in every round", "loop-call.bpmn", (p) => {
  p.start({ again: true });
  p.instance("loop-called", 1).completeJob("work");
  p.instance("loop-called", 2).completeJob("work", { again: false });
  p.began("loop-call", "loop-called", "loop-called");
  p.waitsAt("after");
});

scenario("repeats within what is repeated, counting by itself", "loop-nested.bpmn", (p) => {
  p.start({ rounds: 0, steps: [] });
  p.waitsAt("after");
  p.variables({
    rounds: 3,
    steps: [
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ],
  });
});

scenario("does many within every round", "loop-of-many.bpmn", (p) => {
  p.start({ results: [] });
  p.completeJob("each", { result: 1 });
  p.completeJob("each", { result: 2 });
  p.waitsAt("each", "each");
  p.completeJob("each", { result: 5 });
  p.completeJob("each", { result: 6 });
  p.variables({ results: [5, 6] });
  p.waitsAt("after");
});

scenario("loops in each of many, as often as the item says", "loop-in-many.bpmn", (p) => {
  p.start({ items: [1, 2] });
  p.waitsAt("do", "do");
  p.completeJob("do");
  p.waitsAt("do");
  p.completeJob("do");
  p.waitsAt("do");
  p.completeJob("do");
  p.waitsAt("after");
});

scenario("has one timer for all its rounds", "loop-boundary.bpmn", (p) => {
  p.start({ again: true });
  p.advance("PT20M");
  p.completeJob("do");
  p.advance("PT20M");
  p.completeJob("do");
  p.advance("PT20M");
  p.walked(`+loop-boundary +start -start +do +do -do +do +reminder -reminder +remind -remind
    -do +do xdo xdo +overdue -overdue +late`);
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("do"));
});

scenario("is left by an error in any round", "loop-error.bpmn", (p) => {
  p.start({ again: true });
  p.completeJob("do");
  p.throwError("do", "loop-broken");
  p.walked("+loop-error +start -start +do +do -do +do xdo xdo +failed -failed +repair");
});

scenario(`stops after ${stepsPerCommandMax} steps when nothing in it ever waits`, "loop-endless.bpmn", (p) => {
  p.start({ again: true });
  p.incidents("do UNSPECIFIED");
  p.setVariables({ again: false });
  p.resolveIncident();
  p.waitsAt("after");
});
