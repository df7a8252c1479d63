import { scenario } from "../scenario.ts";

const order = { lines: [1, 2, 3], customer: { name: "Ada", city: "Delft" } };

scenario("gives an activity its data by name, and takes it back", "data-objects.bpmn", (p) => {
  p.start({ order });
  p.variables({ order, price: null });
  p.variables({ basket: order }, { elementId: "calculate" });
  p.completeJob("calculate", { total: 12, noise: 1 });
  p.waitsAt("look");
  p.variables({ order, price: 12 });
});

scenario("has a value of null until it is given one", "data-objects.bpmn", (p) => {
  p.start();
  p.variables({ order: null, price: null });
  p.variables({ basket: null }, { elementId: "calculate" });
});

scenario("is documentation in a model made for Camunda 8", "data-objects-cloud.bpmn", (p) => {
  p.start({ order });
  p.variables({ order });
  p.variables({}, { elementId: "calculate" });
  p.completeJob("calculate", { total: 12, noise: 1 });
  p.variables({ order, total: 12, noise: 1 });
});

scenario("is assigned and transformed by expressions", "data-associations.bpmn", (p) => {
  p.start({ order });
  p.variables({ count: 3, customer: { name: "Ada", city: "Delft" } }, { elementId: "calculate" });
  p.completeJob("calculate", { summary: { total: 12, tax: 2, noise: 1 } });
  p.ended();
  p.variables({ order, report: { total: 12, tax: 2 } });
});

scenario("belongs to the scope that holds it", "data-scopes.bpmn", (p) => {
  p.start();
  p.variables({ note: null });
  p.variables({ note: null, draft: null }, { elementId: "inner" });
  p.completeJob("write", { note: "mine", draft: "d", other: "o" });
  p.variables({ note: "mine", draft: "d" }, { elementId: "inner" });
  p.completeJob("check");
  p.waitsAt("read");
  p.variables({ note: null, other: "o" });
});

scenario("is seen by an activity that says nothing of it", "data-plain.bpmn", (p) => {
  p.start({ order });
  p.variables({}, { elementId: "calculate" });
  p.completeJob("calculate", { order: { lines: [] } });
  p.ended();
  p.variables({ order: { lines: [] } });
});

scenario("is sent and received by events", "data-events.bpmn", (p) => {
  p.start({ key: "k", letter: "Dear Ada" });
  p.waitsAt("receive", "pause");
  p.advance("PT1H");
  p.ended();
  p.variables({ key: "k", letter: "Dear Ada", answer: "Dear Ada" });
});

scenario("may be a property of the process", "data-property.bpmn", (p) => {
  p.start();
  p.completeJob("calculate", { total: 12, noise: 1 });
  p.ended();
  p.variables({ price: 12 });
});

scenario("is the same by whichever of its references", "data-references.bpmn", (p) => {
  p.start({ order });
  p.variables({ bill: order }, { elementId: "pay" });
  p.completeJob("pay", { receipt: { isPaid: true } });
  p.ended();
  p.variables({ order: { isPaid: true } });
});
