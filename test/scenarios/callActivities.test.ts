import { describe } from "vitest";
import { type Story, scenario } from "../scenario.ts";

describe("variables", () => {
  const order = { total: 80 };

  scenario("go in and come back, all of them", ["call-all.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ order });
    const paying = p.instance("call-pay");
    paying.variables({ order });
    paying.completeJob("charge", { receiptId: "r1", order: { total: 90 } });
    paying.ended();
    p.ended();
    p.variables({ order: { total: 90 }, receiptId: "r1" });
    p.began("call-all", "call-pay");
  });

  scenario("come back only as mapped", ["call-mapped.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ order });
    p.variables({ amount: 80 }, { elementId: "pay" });
    const paying = p.instance("call-pay");
    paying.variables({ order, amount: 80 });
    paying.completeJob("charge", { receiptId: "r1" });
    p.ended();
    p.variables({ order, receipt: "r1" });
  });

  scenario("go in only as mapped, and stay there", ["call-mapped-only.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ order });
    const paying = p.instance("call-pay");
    paying.variables({ amount: 80 });
    paying.completeJob("charge", { receiptId: "r1" });
    p.ended();
    p.variables({ order });
  });

  scenario("neither go in nor come back", ["call-nothing.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ order });
    const paying = p.instance("call-pay");
    paying.variables({});
    paying.completeJob("charge", { receiptId: "r1" });
    p.ended();
    p.variables({ order });
  });

  scenario("belong to each of the instances", ["call-each.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ amounts: [10, 20] });
    const [first, second] = [p.instance("call-pay", 1), p.instance("call-pay", 2)];
    first.variables({ amounts: [10, 20], amount: 10, loopCounter: 1, receiptId: null });
    second.completeJob("charge", { receiptId: "r2" });
    p.waitsAt("pay");
    first.completeJob("charge", { receiptId: "r1" });
    p.ended();
    p.variables({ amounts: [10, 20], receipts: ["r1", "r2"] });
  });
});

describe("which process", () => {
  scenario("is said by the attribute of the standard", ["call-attribute.bpmn", "call-pay.bpmn"], (p) => {
    p.start();
    p.instance("call-pay").completeJob("charge");
    p.walked("+call-attribute +start -start +pay -pay +end -end -call-attribute");
  });

  const files = ["call-bindings.bpmn", "call-versioned-first.bpmn", "call-versioned-second.bpmn", "call-pay.bpmn"];
  scenario("is said by a version tag, a deployment or an expression", files, (p) => {
    p.start({ wanted: "second", process: "call-pay" });
    p.instance("call-versioned").completeJob("in-second");
    p.waitsAt("deployed");
    p.instance("call-pay", 1).completeJob("charge");
    p.waitsAt("computed");
    p.instance("call-pay", 2).completeJob("charge");
    p.ended();
  });

  scenario("may be unknown until a person has mended it", ["call-unknown.bpmn", "call-pay.bpmn"], (p) => {
    p.start({ process: "call-payments" });
    p.incidents("unknown CALLED_ELEMENT_ERROR");
    p.resolveIncident();
    p.incidents("unknown CALLED_ELEMENT_ERROR");
    p.setVariables({ process: 5 });
    p.resolveIncident();
    p.incidents("unknown EXTRACT_VALUE_ERROR");
    p.setVariables({ process: "call-pay" });
    p.resolveIncident();
    p.incidents();
    p.instance("call-pay").completeJob("charge");
    p.ended();
    p.began("call-unknown", "call-pay");
  });

  scenario("must be one that can be started", ["call-unknown.bpmn", "call-triggered.bpmn"], (p) => {
    p.start({ process: "call-triggered" });
    p.incidents("unknown CALLED_ELEMENT_ERROR");
    p.cancel();
    p.ended();
    p.began("call-unknown");
  });

  scenario("may be its own", "call-countdown.bpmn", (p) => {
    p.start({ count: 3 });
    p.began("call-countdown", "call-countdown", "call-countdown", "call-countdown");
    p.instance("call-countdown", 4).completeJob("bottom", { found: true });
    p.ended();
    p.variables({ count: 3, found: true });
  });
});

describe("what is thrown", () => {
  const files = ["call-outer.bpmn", "call-middle.bpmn", "call-inner.bpmn"];
  const happens = (p: Story, how: string) => {
    p.start();
    p.instance("call-inner").completeJob("work", { how });
  };

  scenario("ends everything between it and an error boundary event", files, (p) => {
    happens(p, "lose");
    p.waitsAt("search");
    p.walked("+call-outer +start -start +middle xmiddle +lost -lost +search");
    p.instance("call-middle").walked("+call-middle +start -start +inner xinner xcall-middle");
    p.instance("call-inner").walked(`+call-inner +start -start +work -work +how -how +lose xlose xcall-inner`);
    p.completeUserTask("search");
    p.ended();
  });

  scenario("comes from jobs as well, with what they bring", files, (p) => {
    p.start();
    p.instance("call-inner").throwError("work", "LOST", { where: "here" });
    p.waitsAt("search");
    p.variables({ where: "here" });
    p.instance("call-inner").ended();
  });

  scenario("is caught on the first level that does", files, (p) => {
    p.start();
    p.instance("call-inner").throwError("work", "BUSY");
    p.instance("call-middle").walked(
      `+call-middle +start -start +inner xinner +busy -busy +busy-end -busy-end -call-middle`,
    );
    p.ended();
  });

  scenario("is an incident at the thrower when nobody catches it", files, (p) => {
    happens(p, "break");
    p.instance("call-inner").incidents("break UNHANDLED_ERROR_EVENT");
    p.instance("call-middle").incidents();
    p.incidents();
    p.instance("call-inner").resolveIncident();
    p.instance("call-inner").incidents("break UNHANDLED_ERROR_EVENT");
    p.cancel();
    p.instance("call-inner").ended();
  });

  scenario("leaves a job stopped until its incident is resolved", files, (p) => {
    p.start();
    const inner = p.instance("call-inner");
    inner.throwError("work", "BROKEN");
    inner.incidents("work UNHANDLED_ERROR_EVENT");
    p.rejects("JOB_NOT_ACTIVE", () => inner.completeJob("work"));
    inner.resolveIncident();
    inner.completeJob("work", { how: "well" });
    inner.waitsAt("after");
  });

  scenario("does not stop the thrower when it is caught beside it", files, (p) => {
    happens(p, "warn");
    p.waitsAt("middle", "look");
    p.instance("call-inner").waitsAt("after");
    p.instance("call-inner").completeUserTask("after");
    p.waitsAt("look");
    p.completeUserTask("look");
    p.ended();
  });

  scenario("stops the thrower when the catcher interrupts", files, (p) => {
    happens(p, "stop");
    p.waitsAt("think");
    p.instance("call-inner").ended();
    p.instance("call-inner").walked("+call-inner +start -start +work -work +how -how +stop xstop xcall-inner");
  });

  scenario("is forgotten when nobody catches an escalation", files, (p) => {
    happens(p, "mumble");
    p.waitsAt("middle");
    p.instance("call-inner").waitsAt("after");
  });

  const others = ["call-event-sub-process.bpmn", "call-inner.bpmn"];
  scenario("is caught by event sub-processes of the caller", others, (p) => {
    happens(p, "mumble");
    p.waitsAt("inner", "look");
    p.instance("call-inner").waitsAt("after");
    p.completeUserTask("look");
    p.waitsAt("inner");
  });

  scenario("interrupts the caller's scope", others, (p) => {
    happens(p, "break");
    p.waitsAt("search");
    p.instance("call-inner").ended();
    p.completeUserTask("search");
    p.ended();
  });
});

describe("the end", () => {
  const files = ["call-late.bpmn", "call-middle.bpmn", "call-inner.bpmn"];

  scenario("of the caller is that of all below it", files, (p) => {
    p.start();
    p.cancel();
    p.instance("call-middle").walked("+call-middle +start -start +inner xinner xcall-middle");
    p.instance("call-inner").walked("+call-inner +start -start +work xwork xcall-inner");
  });

  scenario("comes when the call activity is interrupted", files, (p) => {
    p.start();
    p.advance("PT1H");
    p.waitsAt("chase");
    p.instance("call-inner").ended();
    p.rejects("JOB_NOT_FOUND", () => p.instance("call-inner").completeJob("work"));
  });

  scenario("cannot be made from outside alone", files, (p) => {
    p.start();
    p.rejects("INSTANCE_CALLED", () => p.instance("call-inner").cancel());
    p.rejects("INSTANCE_CALLED", () => p.instance("call-middle").cancel());
    p.waitsAt("middle");
  });
});
