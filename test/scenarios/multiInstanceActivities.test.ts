import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.3.7: what is repeated, what stands on it, what it throws, and one within the other. */

scenario("gives a task to everybody", "multi-user-task.bpmn", (p) => {
  p.start({ items: ["ada", "grace"] });
  p.waitsAt("each", "each");
  p.completeUserTask("each", { result: "yes" }, "ada");
  p.rejects("USER_TASK_OF_OTHER", () => p.completeUserTask("each", {}, "ada"));
  p.completeUserTask("each", { result: "no" }, "grace");
  p.variables({ items: ["ada", "grace"], results: ["yes", "no"] });
  p.waitsAt("after");
});

scenario("waits for a message of everybody", "multi-receive.bpmn", (p) => {
  p.start({ items: ["multi-a", "multi-b"] });
  p.message("multi-answer", "multi-b", { answer: "no" });
  p.waitsAt("each");
  p.message("multi-answer", "multi-a", { answer: "yes" });
  p.variables({ items: ["multi-a", "multi-b"], results: ["yes", "no"] });
});

scenario("calls a process for each item, and takes each one's answer", "multi-call.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.began("multi-call", "multi-called", "multi-called");
  p.instance("multi-called", 1).variables({ items: ["a", "b"], item: "a", loopCounter: 1, result: null });
  p.instance("multi-called", 2).completeJob("answer", { result: 2 });
  p.waitsAt("each");
  p.instance("multi-called", 1).completeJob("answer", { result: 1 });
  p.variables({ items: ["a", "b"], results: [1, 2] });
  p.waitsAt("after");
});

scenario("ends all called processes when it is interrupted", "multi-call.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.instance("multi-called", 1).completeJob("answer", { result: 1 });
  p.signal("multi-call-stop");
  p.ended();
  p.instance("multi-called", 2).walked("+multi-called +called-start -called-start +answer xanswer xmulti-called");
});

scenario("runs a sub-process for each item, with variables of its own", "multi-sub-process.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("one");
  p.waitsAt("one", "two");
  p.completeJob("two", { result: 1 });
  p.waitsAt("one");
  p.completeJob("one");
  p.completeJob("two", { result: 2 });
  p.variables({ items: ["a", "b"], results: [1, 2] });
  p.completeJob("after");
  p.ended();
});

scenario("runs a sub-process for each item in turn", "multi-sub-process-sequential.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("one");
  p.completeJob("two");
  p.waitsAt("one");
  p.completeJob("one");
  p.completeJob("two");
  p.walked(`+multi-sub-process-sequential +start -start +each +each +begin -begin +one -one +two -two +done -done -each
    +each +begin -begin +one -one +two -two +done -done -each -each +after`);
});

scenario("computes a script for each item", "multi-script.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.variables({ items: [1, 2, 3], results: [1, 4, 9] });
});

scenario("maps variables in and out of each instance", "multi-mapped.bpmn", (p) => {
  p.start({ items: [1, 2] });
  p.completeJob("each", { got: 5 });
  p.completeJob("each", { got: 6 });
  p.variables({ items: [1, 2], results: [15, 26] });
});

scenario("is interrupted as a whole, with one timer for all", "multi-timer.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"] });
  p.completeJob("each", { result: 1 });
  p.advance("PT1H");
  p.walked(`+multi-timer +start -start +each +each +each +each -each xeach xeach xeach +overdue -overdue +late`);
  p.variables({ items: ["a", "b", "c"] });
  p.completeJob("late");
  p.ended();
});

scenario("waits for its timer no more when it is over", "multi-timer.bpmn", (p) => {
  p.start({ items: ["a"] });
  p.completeJob("each", { result: 1 });
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("overdue"));
});

scenario("is reminded of as a whole", "multi-reminder.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.advance("PT3H");
  p.walked(`+multi-reminder +start -start +each +each +each +reminder -reminder +remind -remind
    +reminder -reminder +remind -remind`);
  p.completeJob("each");
  p.completeJob("each");
  p.waitsAt("after");
});

scenario("is interrupted by the error of one of them", "multi-error.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"] });
  p.throwError("each", "multi-broken");
  p.walked("+multi-error +start -start +each +each +each +each xeach xeach xeach xeach +failed -failed +repair");
});

scenario("hears the escalation of each of them", "multi-escalation.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("one");
  p.waitsAt("one");
  p.completeJob("one");
  p.walked(`+multi-escalation +start -start +each +each +each +begin +begin -begin -begin +one +one
    -one +tell +slow -tell -slow +done +note -done -note -each
    -one +tell +slow -tell -slow +done +note -done -note -each -each +after`);
});

scenario("ends one of them by its own event sub-process", "multi-event-sub-process.bpmn", (p) => {
  p.start({ items: ["multi-c", "multi-d"] });
  p.message("multi-stop", "multi-d");
  p.waitsAt("one");
  p.completeJob("one");
  p.completeJob("two", { result: 1 });
  p.waitsAt("after");
  p.variables({ items: ["multi-c", "multi-d"], results: [1, null] });
});

scenario("takes the token of one of them by a boundary event within", "multi-inner-boundary.bpmn", (p) => {
  p.start({ items: ["multi-e", "multi-f"] });
  p.message("multi-give-up", "multi-f");
  p.waitsAt("one");
  p.completeJob("one");
  p.walked(`+multi-inner-boundary +start -start +each +each +each +begin +begin -begin -begin +one +one
    xone +given-up -given-up +without -without -each -one +done -done -each -each +after`);
});

scenario("behaviour None tells of each completion", "multi-none.bpmn", (p) => {
  p.start({ items: [1, 2] });
  p.completeJob("each");
  p.waitsAt("each");
  p.completeJob("each");
  p.walked(`+multi-none +start -start +each +each +each -each +told -told +note -note
    -each +told -each -told +after +note -note`);
});

scenario("behaviour One tells of the first completion", "multi-one.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.completeJob("each");
  p.completeJob("each");
  p.completeJob("each");
  p.walked(`+multi-one +start -start +each +each +each +each -each +told -told +note -note -each -each -each +after`);
});

scenario("behaviour One can end the rest", "multi-one-interrupting.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.completeJob("each");
  p.walked(`+multi-one-interrupting +start -start +each +each +each +each -each xeach xeach xeach
    +told -told +note -note -multi-one-interrupting`);
});

scenario("behaviour All tells of nothing", "multi-all.bpmn", (p) => {
  p.start({ items: [1] });
  p.completeJob("each");
  p.walked("+multi-all +start -start +each +each -each -each +after");
});

scenario("behaviour Complex tells what its conditions say", "multi-complex.bpmn", (p) => {
  p.start({ items: [1, 2, 3, 4] });
  p.completeJob("each");
  p.completeJob("each");
  p.completeJob("each");
  p.walked(`+multi-complex +start -start +each +each +each +each +each -each -each +half -half +note-half -note-half
    -each xeach xeach +nearly -nearly +rest`);
});

scenario("tells nobody else of its completions", "multi-none.bpmn", (p) => {
  p.start({ items: [1, 2] });
  p.start({ items: [1, 2] });
  p.completeJob("each");
  p.instance("multi-none", 2).walked("+multi-none +start -start +each +each +each");
});

scenario("repeats within what is repeated, and collects lists of lists", "multi-nested.bpmn", (p) => {
  p.start({ items: ["a", "b"], parts: [1, 2] });
  p.waitsAt("inner", "inner", "inner", "inner");
  p.completeJob("inner-b2", { result: "b2" });
  p.completeJob("inner-a2", { result: "a2" });
  p.completeJob("inner-a1", { result: "a1" });
  p.waitsAt("inner");
  p.completeJob("inner-b1", { result: "b1" });
  p.waitsAt("after");
  p.variables({
    items: ["a", "b"],
    parts: [1, 2],
    results: [
      ["a1", "a2"],
      ["b1", "b2"],
    ],
  });
});

scenario("counts within what is repeated by the inner loop", "multi-nested-counters.bpmn", (p) => {
  p.start({ items: ["a", "b", "c"] });
  const of = (item: string) => [
    [item, 1, 1, 2],
    [item, 2, 2, 2],
  ];
  p.variables({ items: ["a", "b", "c"], results: [of("a"), of("b"), of("c")] });
});

scenario("ends with the scope around it", "multi-stopped.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.completeJob("each");
  p.signal("multi-outer-stop");
  p.walked(`+multi-stopped +start -start +outer +open -open +each +each +each -each xeach xeach xouter
    +stop -stop +stopped -stopped -multi-stopped`);
});

scenario("ends when its process instance is canceled", "multi-stopped.bpmn", (p) => {
  p.start({ items: ["a", "b"] });
  p.cancel();
  p.walked("+multi-stopped +start -start +outer +open -open +each +each +each xeach xeach xeach xouter xmulti-stopped");
});

scenario("asks the condition of the instance whose variable has changed", "multi-condition.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.completeJob("one", { status: "good" });
  p.completeJob("one", { status: "bad" });
  p.completeJob("one");
  p.walked(`+multi-condition +start -start +each +each +each +each +begin +begin +begin -begin -begin -begin
    +one +one +one -one +two -one +two xtwo +bad -bad +spoiled -spoiled -each -one +two`);
  p.setVariables({ status: "bad" });
  p.waitsAt("two", "two");
});

scenario("asks a condition about the loop when another instance has completed", "multi-first-only.bpmn", (p) => {
  p.start({ items: [1, 2, 3] });
  p.completeJob("one");
  p.waitsAt("after");
});
