import { scenario } from "../scenario.ts";

scenario("takes the first true condition in the order of the flows", "exclusive.bpmn", (p) => {
  p.start({ amount: 250 });
  p.walked("+exclusive +start -start +route -route +large -large +end -end -exclusive");
  p.ended();
});

scenario("takes a later condition when the first is false", "exclusive.bpmn", (p) => {
  p.start({ amount: 75 });
  p.walked("+exclusive +start -start +route -route +medium -medium +end -end -exclusive");
});

scenario("takes the default flow when no condition is true", "exclusive.bpmn", (p) => {
  p.start({ amount: 10 });
  p.walked("+exclusive +start -start +route -route +small -small +end -end -exclusive");
});

scenario("asks for the missing variable instead of taking the default flow", "exclusive.bpmn", (p) => {
  p.start();
  p.walked("+exclusive +start -start +route !CONDITION_ERROR");
  p.incidents("route CONDITION_ERROR");
  p.setVariables({ amount: 75 });
  p.resolveIncident();
  p.walked("-route +medium -medium +end -end -exclusive");
  p.incidents();
});

scenario("waits for a person when no condition is true and there is no default", "exclusive-no-default.bpmn", (p) => {
  p.start({ amount: 75 });
  p.walked("+exclusive-no-default +start -start +route !CONDITION_ERROR");
  p.waitsAt("route");
  p.resolveIncident();
  p.walked("!CONDITION_ERROR");
  p.setVariables({ amount: 20 });
  p.resolveIncident();
  p.walked("-route +small -small +end -end -exclusive-no-default");
  p.ended();
});

scenario("chooses one flow again after an incident behind the choice", "gateway-mapping.bpmn", (p) => {
  p.start({ amount: 250, limit: "many" });
  p.incidents("route IO_MAPPING_ERROR");
  p.setVariables({ limit: 1000 });
  p.resolveIncident();
  p.walked(`+gateway-mapping +start -start +route !IO_MAPPING_ERROR
    -route +large -large +end -end -gateway-mapping`);
  p.variables({ amount: 250, limit: 1000, checked: true });
});

scenario("joins when both branches have come", "parallel.bpmn", (p) => {
  p.start();
  p.waitsAt("pack", "bill");
  p.completeJob("bill");
  p.walked("+parallel +start -start +fork -fork +pack +bill -bill");
  p.waitsAt("pack");
  p.completeJob("pack");
  p.walked("-pack +join -join +end -end -parallel");
  p.ended();
});

scenario("keeps a second token of one branch for the next time", "parallel-surplus.bpmn", (p) => {
  p.start();
  p.completeJob("left");
  p.completeJob("left-again");
  p.waitsAt("right", "right-again");
  p.completeJob("right");
  p.waitsAt("right-again", "ship");
  p.completeJob("right-again");
  p.waitsAt("ship", "ship");
  p.completeJob("ship");
  p.completeJob("ship");
  p.ended();
});

scenario("stays when a token waits for a branch that never comes, and can be canceled", "parallel-stuck.bpmn", (p) => {
  p.start();
  p.completeJob("left");
  p.completeJob("right");
  p.completeJob("left-again");
  p.walked(`+parallel-stuck +start -start +fork -fork +left +left-again +right
    -left +lefts -lefts -right +join -join +end -end -left-again +lefts -lefts`);
  p.waitsAt("parallel-stuck");
  p.cancel();
  p.walked("xparallel-stuck");
  p.ended();
});

scenario("joins anew in every round of a loop", "parallel-loop.bpmn", (p) => {
  p.start({ enough: false });
  p.completeJob("pack");
  p.completeJob("bill");
  p.waitsAt("pack", "bill");
  p.completeJob("bill");
  p.setVariables({ enough: true });
  p.completeJob("pack");
  p.ended();
});

scenario("lets each token through where flows merge without a gateway", "multiple-merge.bpmn", (p) => {
  p.start();
  p.walked("+multiple-merge +start -start +fork -fork +a +b -a -b +notify +notify");
  p.completeJob("notify");
  p.completeJob("notify");
  p.walked("-notify +end -end -notify +end -end -multiple-merge");
});

scenario("reminds in a loop until the message comes", "event-gateway-loop.bpmn", (p) => {
  p.start({ orderId: "A-1" });
  p.advance("PT1H");
  p.completeJob("remind");
  p.advance("PT1H");
  p.completeJob("remind");
  p.message("paid", "A-1", { number: "R-7", note: "thanks" });
  p.walked(`+event-gateway-loop +start -start +ask -ask +wait -wait +reminder -reminder +remind
    -remind +ask -ask +wait -wait +reminder -reminder +remind
    -remind +ask -ask +wait -wait +paid -paid +end -end -event-gateway-loop`);
  p.variables({ orderId: "A-1", receipt: "R-7" });
});

scenario("withdraws only the events of its own pass", "event-gateway-twice.bpmn", (p) => {
  p.start({ orderId: "A-1", wait: "PT1H" });
  p.waitsAt("wait", "wait");
  p.fireTimer("late");
  p.waitsAt("wait", "remind");
  p.message("paid", "A-1");
  p.waitsAt("remind", "confirm");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("paid", "A-1"));
  p.completeJob("confirm");
  p.completeJob("remind");
  p.ended();
});

scenario("lets a receive task behind the gateway take the message", "event-gateway-receive.bpmn", (p) => {
  p.start({ requestId: "Q-1" });
  p.message("offer", "Q-1", { price: 12 });
  p.walked(`+event-gateway-receive +start -start +wait -wait +receive-offer -receive-offer +end -end
    -event-gateway-receive`);
  p.variables({ requestId: "Q-1", price: 12 });
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("give-up"));
});

scenario(
  "waits for a person when an event's key is missing, and arms none of its events",
  "event-gateway-loop.bpmn",
  (p) => {
    p.start();
    p.incidents("wait EXTRACT_VALUE_ERROR");
    p.advance("PT2H");
    p.waitsAt("wait");
    p.setVariables({ orderId: "A-1" });
    p.resolveIncident();
    p.message("paid", "A-1");
    p.ended();
  },
);
