import { innerInstancesMax } from "../../engine/bounds.ts";
import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.3.7; collections as Camunda 8 has them. */

const parallel = "multi-parallel.bpmn";
const sequential = "multi-sequential.bpmn";

scenario("does all at once and collects the results in the order of the items", parallel, (p) => {
  p.start({ items: ["a", "b", "c"] });
  p.waitsAt("each", "each", "each");
  p.completeJob("each-c", { result: 3 });
  p.completeJob("each-a", { result: 1 });
  p.waitsAt("each");
  p.completeJob("each-b", { result: 2 });
  p.walked(`+multi-parallel +start -start +each +each +each +each -each -each -each -each +after`);
  p.variables({ items: ["a", "b", "c"], results: [1, 2, 3] });
  p.completeJob("after");
  p.ended();
});

scenario("does one after the other", sequential, (p) => {
  p.start({ items: ["a", "b"] });
  p.waitsAt("each");
  p.completeJob("each", { result: 1 });
  p.waitsAt("each");
  p.completeJob("each", { result: 2 });
  p.walked("+multi-sequential +start -start +each +each -each +each -each -each +after");
  p.variables({ items: ["a", "b"], results: [1, 2] });
});

scenario("keeps the results within until all are there", parallel, (p) => {
  p.start({ items: ["a", "b"], results: "from before" });
  p.completeJob("each-a", { result: 1 });
  p.variables({ items: ["a", "b"], results: "from before" });
  p.completeJob("each-b", { result: 2 });
  p.variables({ items: ["a", "b"], results: [1, 2] });
});

scenario("lets no instance read another's result", parallel, (p) => {
  p.start({ items: ["a", "b"], result: "around" });
  p.completeJob("each-a", { result: 1 });
  p.completeJob("each-b");
  p.variables({ items: ["a", "b"], result: "around", results: [1, null] });
});

scenario("counts the loop from 1, each instance by itself", "multi-counter.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"] });
  p.completeJob("each");
  p.completeJob("each");
  p.completeJob("each");
  p.variables({ items: ["a", "b", "c"], results: ["1a", "2b", "3c"] });
});

scenario("gives no item to instances that name none", "multi-plain.bpmn", (p) => {
  p.start({ items: [{ name: "Ada" }, null] });
  p.completeJob("each");
  p.completeJob("each");
  p.waitsAt("after");
  p.variables({ items: [{ name: "Ada" }, null] });
});

scenario("is over at once when there is nothing to do", parallel, (p) => {
  p.start({ items: [] });
  p.walked("+multi-parallel +start -start +each -each +after");
  p.variables({ items: [], results: [] });
});

scenario("is over at once when there is nothing to do one after the other", sequential, (p) => {
  p.start({ items: [] });
  p.walked("+multi-sequential +start -start +each -each +after");
  p.variables({ items: [], results: [] });
});

scenario("looks at its collection once", sequential, (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("each", { result: 1 });
  p.setVariables({ items: ["x", "y", "z"] });
  p.completeJob("each", { result: 2 });
  p.waitsAt("after");
  p.variables({ items: ["x", "y", "z"], results: [1, 2] });
});

scenario("goes through everything in one command when nothing waits", "multi-manual.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.walked("+multi-manual +start -start +each +each +each +each -each -each -each -each +after");
  p.variables({ items: [1, 2, 3], results: [2, 4, 6] });
});

scenario("carries large texts in items and results", "multi-counter.bpmn", (p) => {
  const large = "x".repeat(500_000);
  p.start({ items: [large, large] });
  p.completeJob("each");
  p.completeJob("each");
  p.variables({ items: [large, large], results: [`1${large}`, `2${large}`] });
  p.completeJob("after");
  p.ended();
});

const cardinality = "multi-cardinality.bpmn";

scenario("does as many as a number says", cardinality, (p) => {
  p.start({ number: 3 });
  p.waitsAt("each", "each", "each");
  p.completeJob("each");
  p.completeJob("each");
  p.completeJob("each");
  p.variables({ number: 3, results: [1, 2, 3] });
});

scenario("does none when the number is 0", cardinality, (p) => {
  p.start({ number: 0 });
  p.waitsAt("after");
  p.variables({ number: 0, results: [] });
});

scenario("does as many as the model says, one after the other", "multi-cardinality-fixed.bpmn", (p) => {
  p.start();
  p.waitsAt("each");
  p.completeJob("each");
  p.completeJob("each");
  p.waitsAt("after");
});

for (const number of [-1, 1.5, "many", null, innerInstancesMax + 1])
  scenario(`waits for a person when the number is ${JSON.stringify(number)}`, cardinality, (p) => {
    p.start({ number });
    p.incidents("each EXTRACT_VALUE_ERROR");
    p.setVariables({ number: 1 });
    p.resolveIncident();
    p.completeJob("each");
    p.waitsAt("after");
  });

for (const items of [null, "abc", { a: 1 }, Array.from({ length: innerInstancesMax + 1 }, () => 0)])
  scenario(`waits for a person when the collection is ${JSON.stringify(items).slice(0, 9)}`, sequential, (p) => {
    p.start({ items });
    p.walked("+multi-sequential +start -start +each !EXTRACT_VALUE_ERROR");
    p.setVariables({ items: ["a"] });
    p.resolveIncident();
    p.walked("+each");
    p.completeJob("each", { result: 1 });
    p.variables({ items: ["a"], results: [1] });
  });

scenario(
  "waits for a person when a result cannot be made, and does not ask the worker again",
  "multi-costly.bpmn",
  (p) => {
    p.start({ items: ["a", "b"], limit: 200_000 });
    p.completeJob("each");
    p.incidents("each EXTRACT_VALUE_ERROR");
    p.setVariables({ limit: 7 });
    p.completeJob("each");
    p.waitsAt("each");
    p.resolveIncident();
    p.walked(`+multi-costly +start -start +each +each +each !EXTRACT_VALUE_ERROR -each -each -each +after`);
    p.variables({ items: ["a", "b"], limit: 7, results: [7, 7] });
  },
);

scenario("goes on with the others while one waits for a person", parallel, (p) => {
  p.start({ items: ["a", "b"] });
  p.failJob("each-a", { retries: 0 });
  p.incidents("each JOB_NO_RETRIES");
  p.completeJob("each-b", { result: 2 });
  p.resolveIncident();
  p.completeJob("each-a", { result: 1 });
  p.variables({ items: ["a", "b"], results: [1, 2] });
});

scenario("is over when its condition is true, and ends what still runs", "multi-enough.bpmn", (p) => {
  p.start({ items: ["a", "b", "c", "d"] });
  p.completeJob("each", { result: 1 });
  p.completeJob("each", { result: 2 });
  p.walked(`+multi-enough +start -start +each +each +each +each +each -each -each xeach xeach -each +after`);
  p.variables({ items: ["a", "b", "c", "d"], results: [1, 2, null, null] });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("each"));
});

scenario("begins no more when its condition is true", "multi-enough-sequential.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"] });
  p.completeJob("each", { result: 1 });
  p.completeJob("each", { result: 2 });
  p.walked("+multi-enough-sequential +start -start +each +each -each +each -each -each +after");
  p.variables({ items: ["a", "b", "c"], results: [1, 2, null] });
});

scenario("knows how many there are, have completed and were terminated", "multi-share.bpmn", (p) => {
  p.start({ items: [1, 2, 3, 4, 5] });
  p.completeJob("each");
  p.completeJob("each");
  p.waitsAt("each", "each", "each");
  p.completeJob("each");
  p.waitsAt("after");
});

scenario("knows how many are still active", "multi-last-active.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.completeJob("each");
  p.waitsAt("each", "each");
  p.completeJob("each");
  p.waitsAt("after");
});

scenario("sees in its condition the result that has just come", "multi-found.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"], wanted: "yes" });
  p.completeJob("each-b", { result: "no" });
  p.waitsAt("each", "each");
  p.completeJob("each-c", { result: "yes" });
  p.waitsAt("after");
  p.variables({ items: ["a", "b", "c"], wanted: "yes", results: [null, "no", "yes"] });
});

scenario("sees in its condition the item that is done", "multi-found-item.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"], wanted: "b" });
  p.completeJob("each");
  p.waitsAt("each");
  p.completeJob("each");
  p.waitsAt("after");
});

scenario("sees in its condition what has been collected so far", "multi-sum.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"], limit: 5 });
  p.completeJob("each", { result: 3 });
  p.waitsAt("each", "each");
  p.completeJob("each", { result: 2 });
  p.waitsAt("after");
  p.variables({ items: ["a", "b", "c"], limit: 5, results: [3, 2, null] });
});

scenario(
  "waits for a person when its condition cannot be decided, and counts each instance once",
  "multi-sum.bpmn",
  (p) => {
    p.start({ items: ["a", "b", "c"] });
    p.completeJob("each", { result: 3 });
    p.incidents("each CONDITION_ERROR");
    p.completeJob("each", { result: 2 });
    p.incidents("each CONDITION_ERROR", "each CONDITION_ERROR");
    p.setVariables({ limit: 100 });
    p.resolveIncident();
    p.resolveIncident();
    p.incidents();
    p.waitsAt("each");
    p.completeJob("each", { result: 1 });
    p.variables({ items: ["a", "b", "c"], limit: 100, results: [3, 2, 1] });
    p.waitsAt("after");
  },
);

scenario("ends the incidents of what its condition ends", "multi-sum.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("each", { result: 3 });
  p.setVariables({ limit: 1 });
  p.completeJob("each", { result: 2 });
  p.incidents();
  p.waitsAt("after");
  p.variables({ items: ["a", "b"], limit: 1, results: [3, 2] });
});
