import { scenario } from "../scenario.ts";

scenario("catches a signal by its name and maps what it brings", "signal-catch.bpmn", (p) => {
  p.start();
  p.signal("all-clear", { level: 1 });
  p.waitsAt("alarm");
  p.signal("alarm", { level: 3, noise: true });
  p.walked("+signal-catch +start -start +alarm -alarm +end -end -signal-catch");
  p.variables({ floor: 3 });
});

scenario("keeps no signal for those who come later", "signal-catch.bpmn", (p) => {
  p.signal("alarm", { level: 1 });
  p.start();
  p.waitsAt("alarm");
});

scenario("tells all instances, each once", "signal-catch.bpmn", (p) => {
  p.start();
  p.start();
  p.signal("alarm", { level: 2 });
  p.ended();
  const other = p.instance("signal-catch", 2);
  other.ended();
  other.variables({ floor: 2 });
  p.signal("alarm", { level: 4 });
  p.variables({ floor: 2 });
});

scenario("listens for a name that is computed when the wait begins", "signal-computed.bpmn", (p) => {
  p.start({ region: "north" });
  p.setVariables({ region: "south" });
  p.signal("alarm-south");
  p.waitsAt("alarm");
  p.signal("alarm-north");
  p.ended();
});

scenario("waits for a person when the name of the signal is none", "signal-computed.bpmn", (p) => {
  p.start();
  p.incidents("alarm EXTRACT_VALUE_ERROR");
  p.setVariables({ region: "north" });
  p.resolveIncident();
  p.signal("alarm-north");
  p.walked("+signal-computed +start -start +alarm !EXTRACT_VALUE_ERROR -alarm +end -end -signal-computed");
});

scenario("interrupts an activity with a signal", "signal-boundary.bpmn", (p) => {
  p.start();
  p.signal("stop", { why: "fire" });
  p.walked("+signal-boundary +start -start +work xwork +stopped -stopped +given-up -given-up -signal-boundary");
  p.variables({ reason: "fire" });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("work"));
});

scenario("runs beside the activity at every signal", "signal-boundary.bpmn", (p) => {
  p.start();
  p.signal("note");
  p.signal("note");
  p.waitsAt("work", "write-down", "write-down");
  p.completeJob("work");
  p.signal("note");
  p.waitsAt("write-down", "write-down");
  p.completeJob("write-down");
  p.completeJob("write-down");
  p.walked(`+signal-boundary +start -start +work +noted -noted +write-down +noted -noted +write-down -work +end -end
    -write-down -write-down -signal-boundary`);
});

scenario(
  "throws a signal to other instances and to start events, with its own variables",
  "signal-between.bpmn",
  (p) => {
    p.start({ floor: 6 });
    p.start({}, { processId: "signal-watching" });
    p.completeJob("prepare");
    p.began("signal-between", "signal-watching", "signal-started");
    const watching = p.instance("signal-watching");
    watching.walked("+signal-watching +watch -watch +heard -heard +told -told -signal-watching");
    watching.variables({ level: 7 });
    const started = p.instance("signal-started");
    started.waitsAt("calm");
    started.variables({ floor: 7 });
    p.completeJob("extinguish");
    p.walked(`+signal-between +start -start +prepare -prepare +sound -sound +extinguish -extinguish +silence -silence
    -signal-between`);
    started.ended();
  },
);

scenario("begins an instance at every signal start event of its name", "signal-between.bpmn", (p) => {
  p.signal("alarm", { level: 1 });
  p.signal("alarm", { level: 2 });
  p.began("signal-started", "signal-started");
  p.walked("+signal-started +alarmed -alarmed +calm");
  p.variables({ floor: 1 });
  p.instance("signal-started", 2).variables({ floor: 2 });
});

scenario("hears its own signal, but only where it waited already", "signal-self.bpmn", (p) => {
  p.start();
  p.completeJob("wait-for-it");
  p.walked(`+signal-self +start -start +fork -fork +first +wait-for-it -wait-for-it +go -go -first +end +second -end`);
  p.waitsAt("second");
  p.signal("go");
  p.ended();
});

scenario("goes on no further when its own signal interrupts it", "signal-interrupts-thrower.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.walked(`+signal-interrupts-thrower +start -start +inner +inner-start -inner-start +work -work +call-off xcall-off
    xinner +off -off +ended-early -ended-early -signal-interrupts-thrower`);
  p.ended();
});

scenario("goes on when its own signal runs beside it", "signal-to-itself-beside.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.waitsAt("more", "pong");
  p.completeJob("more");
  p.completeJob("pong");
  p.walked(`+signal-to-itself-beside +start -start +inner +inner-start -inner-start +work -work +ping +pinged -ping
    -pinged +more +pong -more +inner-end -inner-end -inner +end -end -pong -signal-to-itself-beside`);
});

scenario("interrupts the scope around another catcher of the same signal", "signal-nested.bpmn", (p) => {
  p.start();
  p.signal("alarm");
  p.ended();
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("work"));
});

scenario("hears a signal once, though it waits for it again at once", "signal-loop.bpmn", (p) => {
  p.start();
  p.signal("tick");
  p.signal("tick");
  p.walked(`+signal-loop +start -start +again -again +tick -tick +count -count +again -again +tick -tick +count -count
    +again -again +tick`);
  p.waitsAt("tick");
});
