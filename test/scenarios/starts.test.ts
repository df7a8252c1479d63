import { scenario } from "../scenario.ts";

scenario("starts every element that nothing leads to, when there is no start event", "no-start-event.bpmn", (p) => {
  p.start();
  p.walked("+no-start-event +pack +bill");
  p.completeJob("bill");
  p.completeJob("pack");
  p.walked("-bill -pack +end -end -no-start-event");
});

scenario("starts at named elements", "parallel.bpmn", (p) => {
  p.start({}, { elementIds: ["pack", "bill"] });
  p.walked("+parallel +pack +bill");
  p.completeJob("pack");
  p.completeJob("bill");
  p.ended();
});

scenario("does not start where there is no element, or within a scope", "nested.bpmn", (p) => {
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: ["nowhere"] }));
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: ["approve"] }));
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: [] }));
});

scenario("does not start a process without a trigger that has only triggered starts", "timer-start.bpmn", (p) => {
  p.rejects("START_NOT_POSSIBLE", () => p.start());
});

scenario("starts at a timer start event", "timer-start.bpmn", (p) => {
  p.start({}, { elementIds: ["every-morning"] });
  p.completeJob("report");
  p.walked("+timer-start +every-morning -every-morning +report -report +end -end -timer-start");
});

scenario("maps what a message brings to the start", "message-start.bpmn", (p) => {
  const eventVariables = { order: { id: "A-1", amount: 5 }, noise: 1 };
  p.start({}, { elementIds: ["ordered"], eventVariables });
  p.walked("+message-start +ordered -ordered +pack");
  p.variables({ orderId: "A-1" });
});

scenario("takes all that a message brings where nothing is mapped", "message-start-plain.bpmn", (p) => {
  p.start({}, { elementIds: ["ordered"], eventVariables: { order: 1 } });
  p.variables({ order: 1 });
});

scenario("begins at the none start event beside a message start", "message-start.bpmn", (p) => {
  p.start();
  p.walked("+message-start +by-hand -by-hand +pack");
});
