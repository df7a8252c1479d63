import { scenario } from "../scenario.ts";

scenario("undoes what the called process has done", ["call-undone.bpmn", "call-flights.bpmn"], (p) => {
  p.start({ carrier: "KL" });
  const flights = p.instance("call-flights");
  flights.completeJob("outbound", { seat: "1A" });
  flights.completeJob("inbound", { seat: "2B", ticket: "t1" });
  flights.ended();
  p.setVariables({ carrier: "AF", ticket: "none" });
  p.completeJob("pay");
  p.walked("+call-undone +start -start +hotel -hotel +flights -flights +pay -pay +undo +flights");
  const undoing = p.instance("call-flights", 2);
  undoing.waitsAt("cancel-inbound");
  undoing.variables({ carrier: "KL", seat: "2B", ticket: "t1" });
  undoing.variables({ carrier: "KL", seat: "2B", ticket: "t1" }, { elementId: "cancel-inbound" });
  undoing.completeJob("cancel-inbound");
  undoing.variables({ carrier: "KL", seat: "1A" }, { elementId: "cancel-outbound" });
  undoing.completeJob("cancel-outbound");
  undoing.walked(`+call-flights +cancel-inbound -cancel-inbound +cancel-outbound -cancel-outbound -call-flights`);
  p.waitsAt("undo", "cancel-hotel");
  p.completeJob("cancel-hotel");
  p.walked("-flights +cancel-hotel -cancel-hotel -undo -call-undone");
  p.variables({ carrier: "AF", ticket: "none" });
  p.began("call-undone", "call-flights", "call-flights");
});

scenario("looks for an error out of it where the caller is active", ["call-undone.bpmn", "call-flights.bpmn"], (p) => {
  p.start({ carrier: "KL" });
  p.instance("call-flights").completeJob("outbound");
  p.instance("call-flights").completeJob("inbound", { ticket: "t1" });
  p.completeJob("pay");
  const undoing = p.instance("call-flights", 2);
  undoing.throwError("cancel-inbound", "LOST");
  undoing.incidents("cancel-inbound UNHANDLED_ERROR_EVENT");
  p.waitsAt("undo", "flights");
  undoing.resolveIncident();
  undoing.completeJob("cancel-inbound");
  p.cancel();
  undoing.ended();
});

scenario("undoes each call of a repeated activity", ["call-undone-each.bpmn", "call-flights.bpmn"], (p) => {
  p.start({ people: ["Ada", "Bob"] });
  for (const nth of [1, 2]) {
    p.instance("call-flights", nth).completeJob("outbound");
    p.instance("call-flights", nth).completeJob("inbound");
  }
  for (const [nth, person] of [
    [3, "Bob"],
    [4, "Ada"],
  ] as const) {
    const undoing = p.instance("call-flights", nth);
    undoing.variables({ people: ["Ada", "Bob"], person, loopCounter: person === "Ada" ? 1 : 2 });
    undoing.completeJob("cancel-inbound");
    undoing.completeJob("cancel-outbound");
  }
  p.ended();
});

scenario("lets a called process say itself how it is undone", ["call-undone-itself.bpmn", "call-visa.bpmn"], (p) => {
  p.start();
  p.instance("call-visa").completeJob("apply", { visaId: "v1" });
  p.completeJob("travel", { visaId: "v2" });
  const undoing = p.instance("call-visa", 2);
  undoing.waitsAt("write");
  undoing.variables({ visaId: "v1" });
  undoing.completeJob("write", { letter: 7 });
  undoing.waitsAt("undo-all", "cancel-apply");
  undoing.completeJob("cancel-apply");
  p.ended();
  p.variables({ visaId: "v2", letter: 7 });
});

const levels = ["call-undone-twice.bpmn", "call-trip.bpmn", "call-flights.bpmn"];
scenario("goes through several calls", levels, (p) => {
  p.start();
  p.instance("call-trip").completeJob("hotel");
  p.instance("call-flights").completeJob("outbound");
  p.instance("call-flights").completeJob("inbound");
  p.waitsAt("undo", "trip");
  p.instance("call-trip", 2).waitsAt("flights");
  p.instance("call-flights", 2).completeJob("cancel-inbound");
  p.instance("call-flights", 2).completeJob("cancel-outbound");
  p.instance("call-trip", 2).waitsAt("cancel-hotel");
  p.instance("call-trip", 2).completeJob("cancel-hotel");
  p.ended();
});

scenario("prefers the handler of the call activity", ["call-handled.bpmn", "call-flights.bpmn"], (p) => {
  p.start();
  p.instance("call-flights").completeJob("outbound");
  p.instance("call-flights").completeJob("inbound");
  p.waitsAt("undo", "cancel-flights");
  p.completeJob("cancel-flights");
  p.ended();
  p.began("call-handled", "call-flights");
});

scenario(
  "undoes nothing of a repeated activity that was interrupted",
  ["call-undone-nothing.bpmn", "call-rooms.bpmn"],
  (p) => {
    p.start();
    p.instance("call-rooms").completeJob("book");
    p.advance("PT1H");
    p.began("call-undone-nothing", "call-rooms");
    p.ended();
  },
);
