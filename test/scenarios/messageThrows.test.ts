import { scenario } from "../scenario.ts";

scenario("publishes messages between two pools, each with its own variables", "message-pools.bpmn", (p) => {
  p.start({ id: "P-1", secret: true });
  p.began("message-customer", "message-kitchen");
  p.waitsAt("pizza");
  const kitchen = p.instance("message-kitchen");
  kitchen.variables({ orderId: "P-1", pizza: "margherita" });
  kitchen.completeJob("bake");
  kitchen.walked("+message-kitchen +ordered -ordered +bake -bake +baked -baked -message-kitchen");
  p.walked("+message-customer +start -start +order -order +pizza -pizza +end -end -message-customer");
  p.variables({ id: "P-1", secret: true, eaten: 8 });
});

scenario("answers the customer whose order it was", "message-pools.bpmn", (p) => {
  p.start({ id: "P-2" });
  p.start({ id: "P-3" });
  p.began("message-customer", "message-kitchen", "message-customer", "message-kitchen");
  p.instance("message-kitchen", 2).completeJob("bake");
  p.waitsAt("pizza");
  p.instance("message-customer", 2).ended();
});

scenario("takes the message from the flow between the pools", "message-flows.bpmn", (p) => {
  p.start({ id: "F-1", question: "why?" });
  const answering = p.instance("message-answering");
  answering.variables({ question: "why?" });
  p.waitsAt("hear");
  answering.completeJob("think", { answer: 42, id: "F-1" });
  answering.ended();
  p.ended();
  p.variables({ id: "F-1", question: "why?", answer: 42 });
});

scenario("keeps what is thrown for an hour", "message-buffered.bpmn", (p) => {
  p.start({ to: "B-1", text: "hello" });
  p.start({ me: "B-1" }, { processId: "message-late" });
  p.completeJob("write");
  p.ended();
  p.advance("PT59M");
  const late = p.instance("message-late");
  late.completeJob("wake-up");
  late.walked("+message-late +begin -begin +wake-up -wake-up +letter -letter +read -read -message-late");
  late.variables({ me: "B-1", text: "hello" });
});

scenario("keeps what is thrown no longer than an hour", "message-buffered.bpmn", (p) => {
  p.start({ to: "B-2", text: "hello" });
  p.start({ me: "B-2" }, { processId: "message-late" });
  p.completeJob("write");
  p.advance("PT61M");
  const late = p.instance("message-late");
  late.completeJob("wake-up");
  late.waitsAt("letter");
});

scenario("gives what is kept in the order in which it was thrown", "message-buffered.bpmn", (p) => {
  p.start({ to: "B-3", text: "first" });
  p.completeJob("write");
  p.start({ to: "B-3", text: "second" });
  p.instance("message-early", 2).completeJob("write");
  p.start({ me: "B-3" }, { processId: "message-late" });
  p.start({ me: "B-3" }, { processId: "message-late" });
  const [one, other] = [p.instance("message-late"), p.instance("message-late", 2)];
  other.completeJob("wake-up");
  other.variables({ me: "B-3", text: "first" });
  one.completeJob("wake-up");
  one.variables({ me: "B-3", text: "second" });
});

scenario("waits for a person when the key of what is thrown is none", "message-buffered.bpmn", (p) => {
  p.start({ text: "hello" });
  p.completeJob("write");
  p.incidents("send EXTRACT_VALUE_ERROR");
  p.start({ me: "B-4" }, { processId: "message-late" });
  const late = p.instance("message-late");
  late.completeJob("wake-up");
  p.setVariables({ to: "B-4" });
  p.resolveIncident();
  p.ended();
  late.ended();
});

scenario("catches its own message", "message-to-itself.bpmn", (p) => {
  p.start({ id: "I-1", word: "halloo" });
  p.completeJob("shout");
  p.walked(`+message-to-itself +start -start +fork -fork +shout +echo -shout +call -call +end -end -echo +heard-end
    -heard-end -message-to-itself`);
  p.variables({ id: "I-1", word: "halloo", heard: "halloo" });
});

scenario("leaves a message with a job type to its worker", "message-send-job.bpmn", (p) => {
  p.start({ to: "J-1" });
  p.waitsAt("send");
  p.completeJob("mail");
  p.waitsAt("sent");
  p.completeJob("fax");
  p.walked("+message-send-job +start -start +send -send +sent -sent -message-send-job");
});

scenario("starts one instance of a process and key at a time", "message-one-at-a-time.bpmn", (p) => {
  p.start({ number: "O-1" });
  p.start({ number: "O-1" });
  p.start({ number: "O-2" });
  p.began("message-caller", "message-answerer", "message-caller", "message-caller", "message-answerer");
  p.instance("message-answerer").completeJob("talk");
  p.began(
    "message-caller",
    "message-answerer",
    "message-caller",
    "message-caller",
    "message-answerer",
    "message-answerer",
  );
  p.instance("message-answerer", 3).waitsAt("talk");
});

scenario("interrupts another process with the message of an end event", "message-stops.bpmn", (p) => {
  p.start({ id: "S-1" }, { processId: "message-stopped" });
  p.start({ id: "S-1" }, { processId: "message-stopper" });
  p.walked("+message-stopped +begin -begin +work xwork +stopped -stopped +gave-up -gave-up -message-stopped");
  p.instance("message-stopper").walked("+message-stopper +start -start +stop -stop -message-stopper");
});

scenario("throws a message that nobody waits for, and goes on", "message-stops.bpmn", (p) => {
  p.start({ id: "S-2" }, { processId: "message-stopped" });
  p.message("ask", "S-2");
  p.waitsAt("work");
  p.completeJob("work");
  p.walked(`+message-stopped +begin -begin +work +asked -asked +tell -tell +tell-end -tell-end -work +done -done
    -message-stopped`);
});
