import { scenario } from "../scenario.ts";

scenario("ends everything in its own scope, which counts as completed", "terminate-scope.bpmn", (p) => {
  p.start();
  p.signal("beside");
  p.failJob("dig", { retries: 0 });
  p.completeJob("other");
  p.incidents("dig JOB_NO_RETRIES");
  p.completeJob("work");
  p.incidents();
  p.waitsAt("outside", "after");
  p.walked(`+terminate-scope +start -start +split -split +inner +outside +inner-start -inner-start +fork -fork +work
    +other +deep +late +deep-start -deep-start +dig +beside +beside-start -beside-start +side !JOB_NO_RETRIES
    -other -work +stop xdig xdeep xlate xside xbeside -stop -inner +after`);
  p.variables({ whole: 2 });
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("dig"));
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("side"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("late"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("timed"));
  p.completeJob("after");
  p.completeJob("outside");
  p.ended();
});

scenario(
  "ends an event sub-process that runs beside, and nothing around it",
  "terminate-event-sub-process.bpmn",
  (p) => {
    p.start();
    p.signal("beside");
    p.completeJob("short");
    p.walked(`+terminate-event-sub-process +start -start +inner +inner-start -inner-start +work +beside +beside-start
    -beside-start +beside-fork -beside-fork +short +long -short +beside-stop xlong -beside-stop -beside`);
    p.waitsAt("work");
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("long"));
    p.signal("beside");
    p.waitsAt("work", "short", "long");
  },
);

scenario(
  "ends an event sub-process that interrupted its scope, and the process goes on",
  "terminate-event-sub-process.bpmn",
  (p) => {
    p.start();
    p.signal("instead");
    p.completeJob("quick");
    p.walked(`+terminate-event-sub-process +start -start +inner +inner-start -inner-start +work xwork +instead
    +instead-start -instead-start +instead-fork -instead-fork +quick +slow -quick +instead-stop xslow
    -instead-stop -instead -inner +after`);
  },
);

scenario("ends one of several instances, and the others go on", "terminate-instances.bpmn", (p) => {
  p.start();
  p.completeJob("vote");
  p.waitsAt("vote", "discuss", "vote", "discuss");
  p.completeJob("vote");
  p.completeJob("discuss");
  p.completeJob("vote");
  p.waitsAt("count");
  p.variables({ votes: [10, 20, 30] });
  p.walked(`+terminate-instances +start -start +each +each +each +each +each-start +each-start +each-start -each-start
    -each-start -each-start +fork +fork +fork -fork -fork -fork +vote +discuss +vote +discuss +vote +discuss
    -vote +voted xdiscuss -voted -each -vote +voted xdiscuss -voted -each -discuss +discussed -discussed -vote
    +voted -voted -each -each +count`);
});

scenario("ends the called process and what that calls, and its caller goes on", "terminate-called.bpmn", (p) => {
  p.start();
  p.began("terminate-calling", "terminate-called", "terminate-deeper");
  p.instance("terminate-called").completeJob("work");
  p.instance(
    "terminate-called",
  ).walked(`+terminate-called +begin -begin +fork -fork +work +other +deeper -work +stop xother xdeeper -stop
    -terminate-called`);
  p.instance("terminate-deeper").walked("+terminate-deeper +deep-begin -deep-begin +dig xdig xterminate-deeper");
  p.walked("+terminate-calling +start -start +call -call +after");
});

scenario("ends tokens that wait at a join", "terminate-joined.bpmn", (p) => {
  p.start();
  p.completeJob("a");
  p.completeJob("c");
  p.walked("+terminate-joined +start -start +fork -fork +a +b +c -a -c +stop xb -stop -terminate-joined");
  p.ended();
});
