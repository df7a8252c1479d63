import { describe } from "vitest";
import { scenario } from "../scenario.ts";

describe("sub-processes", () => {
  scenario("are undone from the inside, in the same order", "compensation-nested.bpmn", (p) => {
    p.start();
    for (const jobType of ["hotel", "outbound", "inbound", "car", "insure"]) p.completeJob(jobType);
    p.walked(`+compensation-nested +start -start +trip +trip-start -trip-start +hotel -hotel
      +flights +flights-start -flights-start +outbound -outbound +inbound -inbound +flights-end -flights-end -flights
      +car -car +trip-end -trip-end -trip +insure -insure +undo +cancel-insure`);
    p.completeJob("cancel-insure");
    p.completeJob("cancel-car");
    p.waitsAt("undo", "cancel-inbound");
    p.variables({ carrier: "KL" }, { elementId: "flights" });
    for (const jobType of ["cancel-inbound", "cancel-outbound", "cancel-hotel"]) p.completeJob(jobType);
    p.walked(`-cancel-insure +trip +cancel-car -cancel-car +flights +cancel-inbound -cancel-inbound
      +cancel-outbound -cancel-outbound -flights +cancel-hotel -cancel-hotel -trip -undo +end -end
      -compensation-nested`);
  });

  scenario("are undone as a whole by a handler of their own", "compensation-whole.bpmn", (p) => {
    p.start();
    p.completeJob("hotel", { room: 7 });
    p.waitsAt("undo", "cancel-trip");
    p.variables({ agency: "north", room: 7 }, { elementId: "cancel-trip" });
    p.completeJob("cancel-trip");
    p.ended();
    p.variables({ room: 7 });
  });

  scenario("say themselves how they are undone", "compensation-event-sub-process.bpmn", (p) => {
    p.start();
    p.completeJob("hotel");
    p.completeJob("flight");
    p.waitsAt("undo", "tell");
    p.variables({ agency: "north" }, { elementId: "trip" });
    p.completeJob("tell");
    p.completeJob("cancel-flight");
    p.completeJob("note");
    p.walked(`+compensation-event-sub-process +start -start +trip +trip-start -trip-start +hotel -hotel +flight -flight
      +trip-end -trip-end -trip +undo +trip +undoing +undone -undone +tell -tell +only-flight +cancel-flight
      -cancel-flight -only-flight +note -note +undoing-end -undoing-end -undoing -trip -undo +end -end
      -compensation-event-sub-process`);
  });
});

describe("handlers", () => {
  const files = ["compensation-handlers.bpmn", "compensation-called-handler.bpmn"];
  scenario("are sub-processes, call activities and repeated tasks", files, (p) => {
    p.start({ parts: ["a", "b"] });
    p.walked(`+compensation-handlers +start -start +one -one +two -two +three -three +undo +undo-elsewhere`);
    p.instance("compensation-called-handler").completeJob("elsewhere");
    p.walked("-undo-elsewhere +undo-each +undo-each +undo-each");
    p.completeJob("undo-each");
    p.completeJob("undo-each");
    p.walked("-undo-each -undo-each -undo-each +undo-steps +steps-start -steps-start +first-step");
    p.completeJob("first-step");
    p.completeJob("second-step");
    p.walked(`-first-step +second-step -second-step +steps-end -steps-end -undo-steps -undo +end -end
      -compensation-handlers`);
  });

  scenario(
    "have boundary events, and the next one follows when it is left",
    "compensation-handler-boundary.bpmn",
    (p) => {
      p.start();
      p.advance("PT1H");
      p.waitsAt("undo", "cancel-flight", "remind");
      p.throwError("cancel-flight", "REFUSED");
      p.waitsAt("undo", "remind", "cancel-hotel", "call-them");
      p.completeJob("cancel-hotel");
      p.completeUserTask("remind");
      p.waitsAt("call-them");
      p.completeUserTask("call-them");
      p.ended();
    },
  );

  const others = ["compensation-given.bpmn", "compensation-called-handler.bpmn", "compensation-revoked.bpmn"];
  scenario("give to others only what they map", others, (p) => {
    p.start({ bookingId: "b1", secret: 1 });
    p.instance("compensation-called-handler").variables({ id: "b1" });
    p.instance("compensation-called-handler").completeJob("elsewhere");
    p.instance("compensation-revoked").variables({ reason: "late" });
    p.ended();
  });

  scenario("go on after their incident is resolved", "compensation-order.bpmn", (p) => {
    p.start();
    for (const jobType of ["hotel", "flight", "car"]) p.completeJob(jobType);
    p.failJob("cancel-car", { retries: 0 });
    p.incidents("cancel-car JOB_NO_RETRIES");
    p.waitsAt("undo", "cancel-car");
    p.resolveIncident();
    p.completeJob("cancel-car");
    p.throwError("cancel-flight", "BROKEN");
    p.incidents("cancel-flight UNHANDLED_ERROR_EVENT");
    p.resolveIncident();
    p.completeJob("cancel-flight");
    p.completeJob("cancel-hotel");
    p.ended();
  });

  scenario("throw errors past what they undo, to what is active", "compensation-handler-error.bpmn", (p) => {
    p.start();
    p.waitsAt("undo", "cancel-outbound");
    p.throwError("cancel-outbound", "LOST");
    p.waitsAt("search");
    p.completeUserTask("search");
    p.ended();
  });
});

describe("interrupted half-way", () => {
  scenario("what is not done can be thrown again, once", "compensation-interrupted.bpmn", (p) => {
    p.start({ tripId: "t1" });
    p.completeJob("cancel-car");
    p.completeJob("cancel-inbound");
    p.waitsAt("undo", "cancel-outbound");
    p.message("stop", "t1");
    p.walked(`+compensation-interrupted +start -start +hotel -hotel +flights +flights-start -flights-start
      +outbound -outbound +inbound -inbound +flights-end -flights-end -flights +car -car
      +undo +cancel-car -cancel-car +flights +cancel-inbound -cancel-inbound +cancel-outbound
      xundo xcancel-outbound xflights +stopping +stopped -stopped +think`);
    p.completeUserTask("think");
    p.waitsAt("undo-rest", "cancel-outbound");
    p.completeJob("cancel-outbound");
    p.completeJob("cancel-hotel");
    p.walked(`-think +undo-rest +flights +cancel-outbound -cancel-outbound -flights +cancel-hotel -cancel-hotel
      -undo-rest +stopping-end -stopping-end -stopping -compensation-interrupted`);
  });

  scenario("a cancelled instance undoes nothing", "compensation-interrupted.bpmn", (p) => {
    p.start({ tripId: "t1" });
    p.cancel();
    p.ended();
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("cancel-car"));
  });
});
