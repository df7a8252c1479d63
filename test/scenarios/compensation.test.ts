import { describe } from "vitest";
import { type Story, scenario } from "../scenario.ts";

/** Completes these jobs, each of which must be the only thing that waits. */
const oneByOne = (p: Story, ...jobTypes: string[]) => {
  for (const jobType of jobTypes) {
    p.waitsAt(jobType);
    p.completeJob(jobType);
  }
};

describe("order", () => {
  scenario("undoes in the reverse order of completion, one after the other", "compensation-order.bpmn", (p) => {
    p.start();
    oneByOne(p, "hotel", "flight", "car");
    p.walked("+compensation-order +start -start +hotel -hotel +flight -flight +car -car +undo +cancel-car");
    p.waitsAt("undo", "cancel-car");
    p.completeJob("cancel-car");
    p.walked("-cancel-car +cancel-flight");
    p.completeJob("cancel-flight");
    p.walked("-cancel-flight +cancel-hotel");
    p.completeJob("cancel-hotel");
    p.walked("-cancel-hotel -undo +end -end -compensation-order");
  });

  scenario("undoes all at once when the process says so", "compensation-at-once.bpmn", (p) => {
    p.start();
    oneByOne(p, "hotel", "flight", "car");
    p.waitsAt("undo", "cancel-hotel", "cancel-flight", "cancel-car");
    p.completeJob("cancel-flight");
    p.completeJob("cancel-hotel");
    p.waitsAt("undo", "cancel-car");
    p.completeJob("cancel-car");
    p.ended();
  });

  scenario("goes on at once without waitForCompletion, and the scope waits", "compensation-beside.bpmn", (p) => {
    p.start();
    oneByOne(p, "hotel", "flight");
    p.waitsAt("cancel-flight", "apologise");
    p.completeJob("apologise");
    p.waitsAt("cancel-flight");
    p.completeJob("cancel-flight");
    p.waitsAt("cancel-hotel");
    p.completeJob("cancel-hotel");
    p.ended();
  });
});

describe("what is undone", () => {
  scenario("undoes the activity that is named, and each only once", "compensation-one.bpmn", (p) => {
    p.start();
    oneByOne(p, "hotel", "flight");
    p.waitsAt("undo-one", "cancel-hotel");
    p.completeJob("cancel-hotel");
    p.waitsAt("undo-all", "cancel-flight");
    p.completeJob("cancel-flight");
    p.walked(`+compensation-one +start -start +hotel -hotel +flight -flight +undo-one +cancel-hotel -cancel-hotel -undo-one
      +undo-again -undo-again +undo-all +cancel-flight -cancel-flight -undo-all -compensation-one`);
  });

  scenario("goes on when nothing was done", "compensation-order.bpmn", (p) => {
    p.start({}, { elementIds: ["undo"] });
    p.walked("+compensation-order +undo -undo +end -end -compensation-order");
  });

  scenario("leaves alone what is still active", "compensation-active.bpmn", (p) => {
    p.start();
    p.completeJob("hotel");
    p.waitsAt("flight", "undo", "cancel-hotel");
    p.completeJob("flight");
    p.completeJob("cancel-hotel");
    p.ended();
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("cancel-hotel"));
  });

  scenario("drops what was done in a scope that was terminated", "compensation-dropped.bpmn", (p) => {
    p.start();
    p.waitsAt("inbound");
    p.advance("PT1H");
    p.waitsAt("undo", "cancel-hotel");
    p.completeJob("cancel-hotel");
    p.ended();
  });

  scenario("undoes the scope around an event sub-process", "compensation-error.bpmn", (p) => {
    p.start();
    p.throwError("pay", "DECLINED");
    p.walked(`+compensation-error +start -start +hotel -hotel +flights +flights-start -flights-start +outbound -outbound
      +flights-end -flights-end -flights +pay xpay +failing +failed -failed +undo-all +flights +cancel-outbound`);
    p.completeJob("cancel-outbound");
    p.waitsAt("undo-all", "cancel-hotel");
    p.completeJob("cancel-hotel");
    p.walked("-cancel-outbound -flights +cancel-hotel -cancel-hotel -undo-all -failing -compensation-error");
  });
});

describe("variables as they were", () => {
  scenario("cancels three bookings of a loop, each by its own id", "compensation-loop.bpmn", (p) => {
    p.start();
    for (const bookings of [1, 2, 3]) p.completeJob("book", { bookings, bookingId: `b${bookings}` });
    for (const bookings of [3, 2, 1]) {
      p.waitsAt("undo", "cancel-book");
      p.variables({ bookings, bookingId: `b${bookings}` }, { elementId: "cancel-book" });
      p.completeJob("cancel-book", { refunded: bookings });
    }
    p.ended();
    p.variables({ bookings: 3, bookingId: "b3", refunded: 1 });
  });

  scenario("maps what was then into a variable of the same name", "compensation-loop-mapped.bpmn", (p) => {
    p.start();
    for (const bookings of [1, 2, 3]) p.completeJob("book", { bookings, bookingId: `b${bookings}` });
    for (const bookings of [3, 2, 1]) {
      p.variables({ bookings, bookingId: `b${bookings}` }, { elementId: "cancel-book" });
      p.completeJob("cancel-book");
    }
    p.ended();
    p.variables({ bookings: 3, bookingId: "b3", lastCancelled: "b1" });
  });

  scenario("keeps what a handler brings in the present", "compensation-results.bpmn", (p) => {
    p.start({ refunds: 0 });
    p.completeJob("cancel-two", { refunds: 1 });
    p.variables({ refunds: 1 });
    p.completeJob("step", { refunds: 2 });
    p.ended();
    p.variables({ refunds: 2 });
  });
});

describe("several instances", () => {
  scenario("undoes each inner instance by itself, the last first", "compensation-instances.bpmn", (p) => {
    p.start({ rooms: ["red", "blue", "green"] });
    for (const bookingId of ["b1", "b2", "b3"]) p.completeJob("book", { bookingId });
    for (const [room, loopCounter, bookingId] of [
      ["green", 3, "b3"],
      ["blue", 2, "b2"],
      ["red", 1, "b1"],
    ] as const) {
      p.waitsAt("undo", "cancel-book");
      p.variables({ rooms: ["red", "blue", "green"], room, loopCounter, bookingId }, { elementId: "cancel-book" });
      p.completeJob("cancel-book");
    }
    p.walked(`+compensation-instances +start -start +book +book +book +book -book -book -book -book +undo
      +book +cancel-book -cancel-book +cancel-book -cancel-book +cancel-book -cancel-book -book
      -undo +end -end -compensation-instances`);
  });

  const onceForAll = (p: Story) => {
    p.start({ rooms: ["red", "blue"] });
    p.completeJob("book", { bookingId: "b1" });
    p.completeJob("book", { bookingId: "b2" });
    p.waitsAt("undo", "cancel-book");
    p.variables({ rooms: ["red", "blue"], bookingId: "b2" }, { elementId: "cancel-book" });
    p.completeJob("cancel-book");
    p.ended();
  };
  scenario("undoes them once as a whole for semantics camunda8", "compensation-body.bpmn", onceForAll);
  scenario("undoes them once as a whole in a model made for Camunda 8", "compensation-cloud.bpmn", onceForAll);

  scenario("undoes each when such a model says standard", "compensation-cloud-standard.bpmn", (p) => {
    p.start({ rooms: ["red", "blue"] });
    p.completeJob("book");
    p.completeJob("book");
    p.completeJob("cancel-book");
    p.waitsAt("undo", "cancel-book");
    p.completeJob("cancel-book");
    p.ended();
  });

  scenario("undoes each round of a standard loop", "compensation-standard-loop.bpmn", (p) => {
    p.start();
    p.completeJob("book", { bookingId: "b1" });
    p.completeJob("book", { bookingId: "b2" });
    p.variables({ loopCounter: 2, bookingId: "b2" }, { elementId: "cancel-book" });
    p.completeJob("cancel-book");
    p.waitsAt("undo", "cancel-book");
    p.variables({ loopCounter: 1, bookingId: "b1" }, { elementId: "cancel-book" });
    p.completeJob("cancel-book");
    p.ended();
  });

  scenario("undoes what was done inside each instance of a sub-process", "compensation-instances-nested.bpmn", (p) => {
    p.start({ people: ["Ada", "Bob"] });
    for (const jobType of ["hotel", "flight", "hotel", "flight"]) p.completeJob(jobType);
    for (const [person, jobType] of [
      ["Bob", "cancel-flight"],
      ["Bob", "cancel-hotel"],
      ["Ada", "cancel-flight"],
      ["Ada", "cancel-hotel"],
    ] as const) {
      p.waitsAt("undo", jobType);
      const loopCounter = person === "Ada" ? 1 : 2;
      p.variables({ people: ["Ada", "Bob"], person, loopCounter }, { elementId: jobType });
      p.completeJob(jobType);
    }
    p.ended();
  });
});
