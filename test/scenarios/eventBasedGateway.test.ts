import { scenario } from "../scenario.ts";

/* BPMN 2.0.2 §13.4.4; instantiating gateways §10.6.6 and §13.5.1. */

const kinds = "event-based-kinds.bpmn";

scenario("goes on with a message and withdraws the other events", kinds, (p) => {
  p.start({ orderId: "event-1", waived: false });
  p.message("event-paid", "event-1", { amount: 12, note: "thanks" });
  p.walked("+event-based-kinds +start -start +wait -wait +paid -paid +any -any +after");
  p.variables({ orderId: "event-1", waived: false, paid: 12 });
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("event-paid", "event-1"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("event-refused", "event-1"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("late"));
  p.signal("event-hurry");
  p.setVariables({ waived: true });
  p.advance("PT2H");
  p.waitsAt("after");
});

scenario("goes on with a timer", kinds, (p) => {
  p.start({ orderId: "event-2", waived: false });
  p.advance("PT59M");
  p.waitsAt("wait");
  p.advance("PT1M");
  p.walked("+event-based-kinds +start -start +wait -wait +late -late +any -any +after");
});

scenario("goes on with a signal", kinds, (p) => {
  p.start({ orderId: "event-3", waived: false });
  p.signal("event-hurry", { by: "Ada" });
  p.walked("+event-based-kinds +start -start +wait -wait +hurry -hurry +any -any +after");
  p.variables({ orderId: "event-3", waived: false, by: "Ada" });
});

scenario("goes on with a condition that becomes true", kinds, (p) => {
  p.start({ orderId: "event-4", waived: false });
  p.setVariables({ waived: true });
  p.walked("+event-based-kinds +start -start +wait -wait +waived -waived +any -any +after");
});

scenario("goes on at once with a condition that is true already", kinds, (p) => {
  p.start({ orderId: "event-5", waived: true });
  p.walked("+event-based-kinds +start -start +wait -wait +waived -waived +any -any +after");
});

scenario("goes on with a receive task", kinds, (p) => {
  p.start({ orderId: "event-6", waived: false });
  p.message("event-refused", "event-6", { why: "broken" });
  p.walked("+event-based-kinds +start -start +wait -wait +refused -refused +any -any +after");
  p.variables({ orderId: "event-6", waived: false, why: "broken" });
});

scenario("goes on with a signal that its own instance throws", "event-based-thrown.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.walked(`+event-based-thrown +start -start +fork -fork +wait +work -work +tell -wait +hurry -tell -hurry +end +end
    -end -end -event-based-thrown`);
});

scenario("takes buffered messages in publishing order, one in every round", "event-based-queue.bpmn", (p) => {
  p.message("event-item", "event-queue", { item: 1 }, { timeToLive: "PT1H" });
  p.message("event-item", "event-queue", { item: 2 }, { timeToLive: "PT1H" });
  p.message("event-item", "event-queue", { item: 3 }, { timeToLive: "PT1H" });
  p.start({ queue: "event-queue", items: [] });
  p.variables({ queue: "event-queue", items: [1, 2, 3] });
  p.message("event-item", "event-queue", { item: 4 });
  p.waitsAt("wait");
  p.message("event-closed", "event-queue");
  p.ended();
  p.variables({ queue: "event-queue", items: [1, 2, 3, 4] });
});

scenario("leaves the events of another pass alone, however often one goes round", "event-based-passes.bpmn", (p) => {
  p.start({ orderId: "event-7" });
  p.waitsAt("wait", "wait");
  p.fireTimer("late");
  p.waitsAt("wait", "remind");
  p.completeJob("remind");
  p.waitsAt("wait", "wait");
  p.fireTimer("late");
  p.completeJob("remind");
  p.waitsAt("wait", "wait");
  p.advance("PT30M");
  p.message("event-passes-paid", "event-7");
  p.waitsAt("wait");
  p.message("event-passes-paid", "event-7");
  p.ended();
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("event-passes-paid", "event-7"));
});

const nested = "event-based-nested.bpmn";

scenario("waits in each instance of a repeated sub-process for its own events", nested, (p) => {
  p.start({ items: ["event-a", "event-b", "event-c"] });
  p.message("event-each-paid", "event-b");
  p.waitsAt("wait", "wait");
  p.advance("PT1H");
  p.waitsAt("dun", "dun");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("event-each-paid", "event-a"));
  p.completeJob("dun");
  p.completeJob("dun");
  p.ended();
});

scenario("waits for nothing when its scope has been interrupted", nested, (p) => {
  p.start({ items: ["event-d", "event-e"] });
  p.signal("event-stop");
  p.ended();
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("event-each-paid", "event-d"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("late"));
});

const starting = "event-based-start.bpmn";

scenario("begins an instance with a message", starting, (p) => {
  p.message("event-ordered", "event-8", { orderId: "event-8", note: "urgent" });
  p.began("event-based-start");
  p.walked("+event-based-start +ordered -ordered +any -any +work");
  p.variables({ orderId: "event-8", what: "order" });
  p.completeJob("work");
  p.ended();
});

scenario("begins an instance with a signal", starting, (p) => {
  p.signal("event-alarm", { where: "Delft" });
  p.walked("+event-based-start +alarm -alarm +any -any +work");
  p.variables({ where: "Delft" });
});

scenario("begins an instance with the message of a receive task", starting, (p) => {
  p.message("event-complaint", "", { about: "noise" });
  p.walked("+event-based-start +complaint -complaint +any -any +work");
  p.variables({ about: "noise" });
});

scenario("begins an instance with each of its events", starting, (p) => {
  p.message("event-ordered", "", { orderId: "event-9" });
  p.signal("event-alarm");
  p.message("event-ordered", "", { orderId: "event-10" });
  p.began("event-based-start", "event-based-start", "event-based-start");
  p.waitsAt("work");
  p.instance("event-based-start", 2).waitsAt("work");
  p.instance("event-based-start", 3).variables({ orderId: "event-10", what: "order" });
});

scenario("is started by its events only", starting, (p) => {
  p.rejects("START_NOT_POSSIBLE", () => p.start());
});

const startingAll = "event-based-start-all.bpmn";

scenario("begins with the first of its events and waits for all", startingAll, (p) => {
  p.message("event-all-ordered", "event-11", { orderId: "event-11" });
  p.waitsAt("paid", "pack");
  p.completeJob("pack");
  p.waitsAt("paid");
  p.message("event-all-paid", "event-11", { amount: 12 });
  p.began("event-based-start-all");
  p.variables({ orderId: "event-11", amount: 12 });
  p.waitsAt("ship");
  p.completeJob("ship");
  p.ended();
});

scenario("begins with any of its events", startingAll, (p) => {
  p.message("event-all-paid", "event-12", { orderId: "event-12" });
  p.waitsAt("ordered");
  p.message("event-all-ordered", "event-12");
  p.completeJob("pack");
  p.completeJob("ship");
  p.ended();
});

scenario("gives each event to the instance with its key", startingAll, (p) => {
  p.message("event-all-ordered", "event-13", { orderId: "event-13" });
  p.message("event-all-paid", "event-14", { orderId: "event-14" });
  p.began("event-based-start-all", "event-based-start-all");
  p.message("event-all-paid", "event-13");
  p.waitsAt("pack");
  p.instance("event-based-start-all", 2).waitsAt("ordered");
});

scenario("waits for a person when the key of the events to come is missing", startingAll, (p) => {
  p.message("event-all-ordered", "event-15");
  p.incidents("paid EXTRACT_VALUE_ERROR");
  p.setVariables({ orderId: "event-15" });
  p.resolveIncident();
  p.message("event-all-paid", "event-15");
  p.completeJob("pack");
  p.waitsAt("ship");
});
