import { describe } from "vitest";
import { scenario } from "../scenario.ts";

describe("of a task", () => {
  scenario("are asked in order, inside its mappings", "listeners-task.bpmn", (p) => {
    p.start({ given: 1 });
    p.waitsAt("work");
    p.variables({ inside: 1 }, { elementId: "work" });
    p.completeJob("first", { prepared: true });
    p.variables({ inside: 1, prepared: true }, { elementId: "work" });
    p.completeJob("second");
    p.completeJob("work", { done: 2 });
    p.variables({ given: 1, result: 2 });
    p.completeJob("third", { noted: true });
    p.waitsAt("work");
    p.completeJob("fourth");
    p.walked("+listeners-task +start -start +work -work +end -end -listeners-task");
    p.variables({ given: 1, result: 2, noted: true });
  });

  scenario("have incidents when they fail, and go on", "listeners-task.bpmn", (p) => {
    p.start({ given: 1 });
    p.failJob("first", { retries: 0 });
    p.incidents("work JOB_NO_RETRIES");
    p.resolveIncident();
    p.completeJob("first");
    p.completeJob("second");
    p.completeJob("work", { done: 2 });
    p.failJob("third", { retries: 1 });
    p.failJob("third", { retries: 0 });
    p.incidents("work JOB_NO_RETRIES");
    p.resolveIncident();
    p.completeJob("third");
    p.completeJob("fourth");
    p.ended();
    p.variables({ given: 1, result: 2 });
  });

  scenario("have computed types", "listeners-computed.bpmn", (p) => {
    p.start({ before: 5 });
    p.incidents("work EXTRACT_VALUE_ERROR");
    p.setVariables({ before: "prepare" });
    p.resolveIncident();
    p.completeJob("prepare");
    p.completeJob("work");
    p.incidents("work EXTRACT_VALUE_ERROR");
    p.setVariables({ after: "tidy" });
    p.resolveIncident();
    p.completeJob("tidy");
    p.walked(`+listeners-computed +start -start +work !EXTRACT_VALUE_ERROR !EXTRACT_VALUE_ERROR -work +end -end
      -listeners-computed`);
  });

  scenario("are withdrawn when the task is interrupted", "listeners-task.bpmn", (p) => {
    p.start({ given: 1 });
    p.completeJob("first");
    p.completeJob("second");
    p.completeJob("work");
    p.advance("PT1H");
    p.waitsAt("chase");
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("third"));
  });

  scenario("come before its boundary events are armed", "listeners-task.bpmn", (p) => {
    p.start({ given: 1 });
    p.advance("PT2H");
    p.waitsAt("work");
    p.completeJob("first");
    p.completeJob("second");
    p.advance("PT1H");
    p.waitsAt("chase");
  });

  scenario("throw errors that it catches", "listeners-task.bpmn", (p) => {
    p.start({ given: 1 });
    p.completeJob("first");
    p.completeJob("second");
    p.completeJob("work");
    p.throwError("third", "WRONG");
    p.walked("+listeners-task +start -start +work xwork +wrong -wrong +corrected -corrected -listeners-task");
  });

  scenario("are asked for each inner instance", "listeners-repeated.bpmn", (p) => {
    p.start({ items: [1, 2] });
    for (const item of [1, 2]) {
      p.completeJob("before-work", { item: item * 10 });
      p.completeJob("work");
      p.completeJob("after-work");
    }
    p.ended();
  });
});

describe("of everything else", () => {
  scenario("are asked at the process, its events and its gateways", "listeners-everywhere.bpmn", (p) => {
    p.start({ isOver: false });
    p.walked("+listeners-everywhere");
    p.completeJob("before-all", { known: true });
    p.completeJob("before-begin");
    p.completeJob("after-begin");
    p.completeJob("before-choice", { isOver: null });
    p.walked("+begin -begin +choice !CONDITION_ERROR");
    p.incidents("choice CONDITION_ERROR");
    p.setVariables({ isOver: false }, { elementId: "choice" });
    p.resolveIncident();
    p.completeJob("before-milestone");
    p.completeJob("after-milestone");
    p.advance("PT2H");
    p.waitsAt("pause");
    p.completeJob("before-pause");
    p.advance("PT1H");
    p.completeJob("after-pause");
    p.completeJob("before-fork");
    p.completeJob("before-join");
    p.completeJob("before-first");
    p.waitsAt("first");
    p.advance("PT1M");
    p.waitsAt("soon");
    p.advance("PT1H");
    p.completeJob("after-soon");
    p.completeJob("before-finish");
    p.completeJob("after-finish");
    p.waitsAt("listeners-everywhere");
    p.completeJob("after-all", { told: true });
    p.ended();
    p.variables({ isOver: false, known: true, told: true });
  });

  scenario("are asked at a sub-process, its event sub-process and its boundary event", "listeners-scope.bpmn", (p) => {
    p.start({ key: "a" });
    p.completeJob("before-inner");
    p.message("ask", "a");
    p.waitsAt("work", "beside");
    p.completeJob("before-beside");
    p.completeUserTask("answer");
    p.completeJob("after-beside");
    p.advance("PT1H");
    p.waitsAt("late");
    p.completeJob("before-late");
    p.completeJob("after-late");
    p.ended();
  });

  scenario("of a scope that has come to its end keep nothing waiting in it", "listeners-scope.bpmn", (p) => {
    p.start({ key: "a" });
    p.completeJob("before-inner");
    p.completeJob("work");
    p.waitsAt("inner");
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("ask", "a"));
    p.completeJob("after-inner");
    p.ended();
  });

  scenario(
    "of a call activity come around those of the called process",
    ["listeners-call.bpmn", "listeners-called.bpmn"],
    (p) => {
      p.start();
      p.began("listeners-call");
      p.completeJob("before-called", { given: 1 });
      const called = p.instance("listeners-called");
      called.variables({ given: 1 });
      called.completeJob("before-it");
      called.walked("+listeners-called +start -start +end -end");
      called.completeJob("after-it", { brought: 2 });
      called.ended();
      p.completeJob("after-called");
      p.ended();
      p.variables({ brought: 2 });
    },
  );

  scenario("a scope whose flows cannot be chosen waits for nothing inside", "listeners-leave.bpmn", (p) => {
    p.start({ key: "a" });
    p.incidents("inner CONDITION_ERROR");
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("ask", "a"));
    p.setVariables({ isGood: true });
    p.resolveIncident();
    p.walked(`+listeners-leave +start -start +inner +inner-start -inner-start +inner-end -inner-end !CONDITION_ERROR
      -inner +good -good -listeners-leave`);
  });
});
