import { scenario } from "../scenario.ts";

scenario("carries messages along the flows between pools", "collaboration-order.bpmn", (p) => {
  p.start({ orderId: "o1", goods: ["tea"], secret: 1 });
  p.began("customer", "supplier");
  const supplier = p.instance("supplier");
  supplier.variables({ orderId: "o1", goods: ["tea"] });
  p.waitsAt("get-offer");
  supplier.completeJob("calculate", { amount: 12 });
  supplier.waitsAt("get-payment");
  p.waitsAt("decide");
  p.variables({ orderId: "o1", goods: ["tea"], secret: 1, offer: { amount: 12 } });
  p.completeUserTask("decide", { isGood: true });
  p.ended();
  supplier.completeJob("ship");
  supplier.ended();
  supplier.walked(`+supplier +ordered -ordered +calculate -calculate +send-offer -send-offer +get-payment -get-payment
    +ship -ship +supplier-end -supplier-end -supplier`);
});

scenario("leaves the one pool waiting when the other ends otherwise", "collaboration-order.bpmn", (p) => {
  p.start({ orderId: "o1", goods: ["tea"] });
  p.instance("supplier").completeJob("calculate", { amount: 1200 });
  p.completeUserTask("decide", { isGood: false });
  p.ended();
  p.instance("supplier").waitsAt("get-payment");
  p.advance("P30D");
  p.instance("supplier").ended();
});

scenario("tells conversations apart by their key", "collaboration-order.bpmn", (p) => {
  p.start({ orderId: "o1", goods: [] });
  p.start({ orderId: "o2", goods: [] });
  p.began("customer", "supplier", "customer", "supplier");
  p.instance("supplier", 2).completeJob("calculate", { amount: 2 });
  p.instance("customer", 1).waitsAt("get-offer");
  p.instance("customer", 2).waitsAt("decide");
  p.instance("customer", 2).completeUserTask("decide", { isGood: true });
  p.instance("supplier", 2).waitsAt("ship");
  p.instance("supplier", 1).waitsAt("calculate");
});

scenario("starts any of its pools by itself", "collaboration-order.bpmn", (p) => {
  p.start({ orderId: "o7" }, { processId: "supplier", elementIds: ["calculate"] });
  p.began("supplier");
  p.instance("supplier").completeJob("calculate", { amount: 3 });
  p.instance("supplier").waitsAt("get-payment");
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { processId: "supplier" }));
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: ["calculate"] }));
});
