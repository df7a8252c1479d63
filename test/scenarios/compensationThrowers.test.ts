import { scenario } from "../scenario.ts";

scenario("what a thrower undoes ends with it, and can be undone again", "compensation-thrower-ends.bpmn", (p) => {
  p.start();
  p.completeJob("hotel");
  p.signal("undo");
  p.waitsAt("wait", "undo", "decide", "cancel-hotel");
  p.completeJob("decide");
  p.waitsAt("wait");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("cancel-hotel"));
  p.signal("undo");
  p.completeJob("cancel-hotel");
  p.waitsAt("wait", "decide");
  p.completeJob("decide");
  p.completeJob("wait");
  p.ended();
});

scenario(
  "an event sub-process within another one undoes what that one has done",
  "compensation-nested-throw.bpmn",
  (p) => {
    p.start();
    p.completeJob("book");
    p.signal("ask");
    p.completeJob("fix");
    p.signal("regret");
    p.waitsAt("hold", "check", "undo", "cancel-fix");
    p.completeJob("cancel-fix");
    p.completeJob("check");
    p.completeJob("hold");
    p.ended();
  },
);
