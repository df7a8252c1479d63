import { scenario } from "../scenario.ts";

scenario("catches a message with its key and maps what it brings", "message-catch.bpmn", (p) => {
  p.start({ orderId: "catch-1" });
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("paid", "catch-2"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("unpaid", "catch-1"));
  p.message("paid", "catch-1", { payment: { number: "R-7" }, noise: true });
  p.walked("+message-catch +start -start +paid -paid +end -end -message-catch");
  p.variables({ orderId: "catch-1", receipt: "R-7" });
});

scenario("takes a number as correlation key", "message-catch.bpmn", (p) => {
  p.start({ orderId: 4711 });
  p.message("paid", "4711");
  p.ended();
});

scenario("waits for a person when the correlation key is missing", "message-catch.bpmn", (p) => {
  p.start({ orderId: null });
  p.incidents("paid EXTRACT_VALUE_ERROR");
  p.setVariables({ orderId: "catch-3" });
  p.resolveIncident();
  p.message("paid", "catch-3", { payment: { number: "R-8" } });
  p.ended();
});

scenario("waits for a person when the correlation key is longer than an index can hold", "message-catch.bpmn", (p) => {
  p.start({ orderId: "k".repeat(201) });
  p.incidents("paid EXTRACT_VALUE_ERROR");
  p.setVariables({ orderId: "\u{1F600}".repeat(100) });
  p.resolveIncident();
  p.message("paid", "\u{1F600}".repeat(100), { payment: { number: "R-9" } });
  p.ended();
});

scenario("receives in a receive task", "receive-task.bpmn", (p) => {
  p.start({ request: { id: "Q-1" } });
  p.waitsAt("await-reply");
  p.message("reply", "Q-1", { answer: 42 });
  p.walked("+receive-task +start -start +await-reply -await-reply +end -end -receive-task");
  p.variables({ request: { id: "Q-1" }, answer: 42 });
});

scenario("gives up a receive task when its boundary timer fires", "receive-task.bpmn", (p) => {
  p.start({ request: { id: "Q-2" } });
  p.advance("P2D");
  p.walked("+receive-task +start -start +await-reply xawait-reply +no-reply -no-reply +gave-up -gave-up -receive-task");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("reply", "Q-2"));
});

scenario("interrupts a job with a message, once", "message-boundary.bpmn", (p) => {
  p.start({ orderId: "B-1" });
  p.message("cancel", "B-1");
  p.walked(
    "+message-boundary +start -start +pack xpack +canceled -canceled +not-shipped -not-shipped -message-boundary",
  );
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("pack"));
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "B-1"));
});

scenario("runs beside the activity for every message, and is armed again", "message-boundary.bpmn", (p) => {
  p.start({ orderId: "B-2" });
  p.message("note", "B-2", { text: "ring twice" });
  p.message("note", "B-2", { text: "leave at the door" });
  p.waitsAt("pack", "file-note", "file-note");
  p.variables({ orderId: "B-2", lastNote: "leave at the door" });
  p.completeJob("pack");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("note", "B-2"));
  p.completeJob("file-note");
  p.completeJob("file-note");
  p.walked(`+message-boundary +start -start +pack +noted -noted +file-note +noted -noted +file-note
    -pack +end -end -file-note +filed -filed -file-note +filed -filed -message-boundary`);
});
