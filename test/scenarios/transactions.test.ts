import { scenario } from "../scenario.ts";

scenario("undoes what is done, then leaves by the cancel boundary event", "transaction.bpmn", (p) => {
  p.start({ paid: false });
  p.completeJob("flight");
  p.completeJob("hotel");
  p.walked(`+transaction +start -start +booking +booking-start -booking-start +fork -fork +hotel +flight +car
    -flight -hotel +join -join +paid -paid +give-up xcar +cancel-hotel`);
  p.waitsAt("give-up", "cancel-hotel");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("car"));
  p.completeJob("cancel-hotel");
  p.completeJob("cancel-flight");
  p.walked("-cancel-hotel +cancel-flight -cancel-flight xgive-up xbooking +cancelled -cancelled +apologise");
  p.completeUserTask("apologise");
  p.walked("-apologise +apologised -apologised -transaction");
});

scenario("completes as any sub-process when nobody cancels it", "transaction.bpmn", (p) => {
  p.start({ paid: true });
  for (const jobType of ["hotel", "flight", "car"]) p.completeJob(jobType);
  p.ended();
});

scenario("leaves by an error without undoing anything", "transaction.bpmn", (p) => {
  p.start({ paid: true });
  p.completeJob("hotel");
  p.throwError("flight", "CRASHED");
  p.walked(`+transaction +start -start +booking +booking-start -booking-start +fork -fork +hotel +flight +car
    -hotel xflight xcar xbooking +failed -failed +investigate`);
});

scenario("waits for a handler that fails before it leaves", "transaction.bpmn", (p) => {
  p.start({ paid: false });
  p.completeJob("flight");
  p.completeJob("hotel");
  p.failJob("cancel-hotel", { retries: 0 });
  p.incidents("cancel-hotel JOB_NO_RETRIES");
  p.resolveIncident();
  p.completeJob("cancel-hotel");
  p.waitsAt("give-up", "cancel-flight");
});

scenario("becomes a hazard when a handler throws an error", "transaction.bpmn", (p) => {
  p.start({ paid: false });
  p.completeJob("flight");
  p.completeJob("hotel");
  p.throwError("cancel-hotel", "NO_ANSWER");
  p.waitsAt("investigate");
});

scenario("leaves at once when there is nothing to undo", "transaction-empty.bpmn", (p) => {
  p.start();
  p.walked(`+transaction-empty +start -start +nothing +give-up xgive-up xnothing +cancelled -cancelled +left -left
    -transaction-empty`);
});

scenario("cancels the inner transaction alone, and then both", "transaction-nested.bpmn", (p) => {
  p.start();
  p.completeJob("inbound", { isFound: false });
  p.completeJob("cancel-inbound");
  p.completeJob("cancel-outbound");
  p.walked(`+transaction-nested +start -start +trip +trip-start -trip-start +hotel -hotel +flights +flights-start
    -flights-start +outbound -outbound +inbound -inbound +found -found +no-flights +cancel-inbound -cancel-inbound
    +cancel-outbound -cancel-outbound xno-flights xflights +flights-cancelled -flights-cancelled +train`);
  p.completeJob("train");
  p.completeJob("car", { isDriving: false });
  p.waitsAt("no-trip", "cancel-train");
  p.completeJob("cancel-train");
  p.completeJob("cancel-hotel");
  p.walked(`-train +car -car +driving -driving +no-trip +cancel-train -cancel-train +cancel-hotel -cancel-hotel
    xno-trip xtrip +trip-cancelled -trip-cancelled +at-home -at-home -transaction-nested`);
});

scenario("undoes a completed inner transaction from the inside", "transaction-nested.bpmn", (p) => {
  p.start();
  p.completeJob("inbound", { isFound: true });
  p.completeJob("car", { isDriving: false });
  for (const jobType of ["cancel-inbound", "cancel-outbound", "cancel-hotel"]) p.completeJob(jobType);
  p.walked(`+transaction-nested +start -start +trip +trip-start -trip-start +hotel -hotel +flights +flights-start
    -flights-start +outbound -outbound +inbound -inbound +found -found +flown -flown -flights +car -car
    +driving -driving +no-trip +flights +cancel-inbound -cancel-inbound +cancel-outbound -cancel-outbound -flights
    +cancel-hotel -cancel-hotel xno-trip xtrip +trip-cancelled -trip-cancelled +at-home -at-home -transaction-nested`);
});

scenario(
  "cancels every instance of a repeated one with the first that is cancelled",
  "transaction-instances.bpmn",
  (p) => {
    p.start({ people: ["Ada", "Bob", "Cleo"] });
    for (const _ of ["Ada", "Bob", "Cleo"]) p.completeJob("hotel");
    p.completeJob("pay");
    p.completeJob("pay", { isPaid: false });
    p.waitsAt("pay", "give-up", "cancel-hotel");
    p.variables(
      { people: ["Ada", "Bob", "Cleo"], person: "Bob", isPaid: true, loopCounter: 2 },
      { elementId: "cancel-hotel" },
    );
    p.completeJob("cancel-hotel");
    p.walked(`+transaction-instances +start -start +trip +trip +trip +trip +trip-start +trip-start +trip-start
    -trip-start -trip-start -trip-start +hotel +hotel +hotel -hotel +pay -hotel +pay -hotel +pay
    -pay +paid -paid +booked -booked -trip -pay +paid -paid +give-up +cancel-hotel -cancel-hotel
    xgive-up xtrip xpay xtrip xtrip +cancelled -cancelled +at-home -at-home -transaction-instances`);
  },
);
