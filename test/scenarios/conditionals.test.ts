import { scenario } from "../scenario.ts";

scenario("waits until a condition is true", "conditional-catch.bpmn", (p) => {
  p.start({ sugar: 3 });
  p.setVariables({ sugar: 12 });
  p.waitsAt("ripe");
  p.setVariables({ sugar: 13 });
  p.walked("+conditional-catch +start -start +ripe -ripe +end -end -conditional-catch");
  p.variables({ sugar: 13, picked: true });
});

scenario("goes on at once where the condition is true already", "conditional-catch.bpmn", (p) => {
  p.start({ sugar: 20 });
  p.ended();
});

scenario("takes what is no boolean for not true", "conditional-catch.bpmn", (p) => {
  p.start();
  p.setVariables({ sugar: "much" });
  p.waitsAt("ripe");
  p.incidents();
  p.setVariables({ sugar: 13 });
  p.ended();
});

scenario(
  "interrupts an activity when its condition becomes true, by a result as well",
  "conditional-boundary.bpmn",
  (p) => {
    p.start({ isBroken: false, fuel: 50 });
    p.setVariables({ fuel: 9 });
    p.waitsAt("drive", "refuel");
    p.completeJob("refuel", { isBroken: true });
    p.walked(`+conditional-boundary +start -start +drive +low -low +refuel -refuel xdrive +broke-down -broke-down +towed
    -towed -conditional-boundary`);
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("drive"));
  },
);

scenario("happens again only after the condition has ceased to be true", "conditional-boundary.bpmn", (p) => {
  p.start({ isBroken: false, fuel: 5 });
  p.waitsAt("drive", "refuel");
  p.setVariables({ fuel: 4 });
  p.waitsAt("drive", "refuel");
  p.setVariables({ fuel: 30 });
  p.setVariables({ fuel: 8 });
  p.waitsAt("drive", "refuel", "refuel");
  p.completeJob("drive");
  p.setVariables({ fuel: 30 });
  p.setVariables({ fuel: 8 });
  p.waitsAt("refuel", "refuel");
  p.completeJob("refuel");
  p.completeJob("refuel");
  p.walked(`+conditional-boundary +start -start +drive +low -low +refuel +low -low +refuel -drive +end -end -refuel
    -refuel -conditional-boundary`);
});

scenario("asks only when a variable that it names was updated", "conditional-filter.bpmn", (p) => {
  p.start({ limit: 10 });
  p.setVariables({ amount: 20 });
  p.waitsAt("work");
  p.setVariables({ limit: 5 });
  p.waitsAt("work");
  p.setVariables({ amount: 21 });
  p.walked("+conditional-filter +start -start +work +changed -changed +changed-end -changed-end");
});

scenario("sees the variables around the activity, not what is local inside it", "conditional-scopes.bpmn", (p) => {
  p.start({ degrees: 20 });
  p.setVariables({ degrees: 120 }, { elementId: "measure" });
  p.waitsAt("measure");
  p.setVariables({ degrees: 95 }, { elementId: "inner" });
  p.walked("+conditional-scopes +start -start +inner +inner-start -inner-start +measure +hot -hot +hot-end -hot-end");
  p.completeJob("measure");
  p.waitsAt("more");
  p.setVariables({ degrees: 101 });
  p.walked("-measure +more xmore xinner +alarm -alarm +alarm-end -alarm-end -conditional-scopes");
});

scenario("lets the first of two conditions interrupt", "conditional-order.bpmn", (p) => {
  p.start({ count: 0 });
  p.setVariables({ count: 2 });
  p.walked("+conditional-order +start -start +work xwork +first -first +first-end -first-end -conditional-order");
});

scenario("withdraws the other events of a gateway when a condition is true", "conditional-gateway.bpmn", (p) => {
  p.start({ orderId: "C-1", balance: -5 });
  p.setVariables({ balance: 0 });
  p.walked("+conditional-gateway +start -start +either -either +paid -paid +settled -settled -conditional-gateway");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("reminder", "C-1"));
});

scenario("passes a gateway whose condition is true already", "conditional-gateway.bpmn", (p) => {
  p.start({ orderId: "C-2", balance: 1 });
  p.ended();
});

scenario("asks again after what a condition has caused", "conditional-chain.bpmn", (p) => {
  p.start({ step: 0 });
  p.waitsAt("a", "b");
  p.setVariables({ step: 1 });
  p.walked(`+conditional-chain +start -start +fork -fork +a +b -a +set-b -set-b +a-end -a-end -b +b-end -b-end
    -conditional-chain`);
  p.ended();
});

scenario("looks when the command has come to rest", "conditional-flip.bpmn", (p) => {
  p.start({ isUp: false });
  p.completeJob("work", { isUp: true });
  p.waitsAt("up", "wait");
  p.completeJob("wait", { isUp: true });
  p.ended();
});

scenario("happens before an activity does anything when it is true already", "conditional-armed.bpmn", (p) => {
  p.start({ isQuiet: true });
  p.walked(`+conditional-armed +start -start +glance +seen -glance -seen +inner +seen-end +instead -seen-end
    +instead-start -instead-start +instead-end -instead-end -instead -inner +skip xskip +skipped -skipped
    +skipped-end -skipped-end -conditional-armed`);
});

scenario("lets activities that take no time do their work while it is not true", "conditional-armed.bpmn", (p) => {
  p.start({ isQuiet: false });
  p.walked(`+conditional-armed +start -start +glance -glance +inner +inner-start -inner-start +shout -shout +inner-end
    -inner-end -inner +skip -skip +end -end -conditional-armed`);
});
