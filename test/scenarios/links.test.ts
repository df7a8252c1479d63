import { scenario } from "../scenario.ts";

scenario("goes on at the catch event of a link, from every throw event of its name", "link-many.bpmn", (p) => {
  p.start();
  p.completeJob("right");
  p.waitsAt("left", "pack");
  p.completeJob("left");
  p.completeJob("pack");
  p.completeJob("pack");
  p.walked(`+link-many +start -start +fork -fork +left +right -right +right-out +gather -right-out -gather +pack -left
    +left-out +gather -left-out -gather +pack -pack +end -end -pack +end -end -link-many`);
});

scenario("goes back over a link as often as it is thrown", "link-loop.bpmn", (p) => {
  p.start();
  p.completeJob("try", { isGood: false });
  p.completeJob("try", { isGood: true });
  p.walked(`+link-loop +start -start +enter -enter +try -try +good -good +back +again -back -again +enter -enter +try
    -try +good -good +end -end -link-loop`);
});

scenario("stays within its scope, though another one has a link of the same name", "link-scopes.bpmn", (p) => {
  p.start();
  p.completeJob("inner-work");
  p.walked(`+link-scopes +start -start +inner +inner-start -inner-start +inner-work -inner-work +inner-throw
    +inner-catch -inner-throw -inner-catch +inner-end -inner-end -inner +outer-throw +outer-catch -outer-throw
    -outer-catch +end -end -link-scopes`);
});

scenario("links in an event sub-process within it", "link-interrupted.bpmn", (p) => {
  p.start();
  p.waitsAt("work");
  p.signal("off");
  p.walked(`+link-interrupted +start -start +inner +inner-start -inner-start +over +there -over -there +work xwork
    +called-off +called-off-start -called-off-start +leave +left -leave -left +left-end -left-end -called-off
    -inner +end -end -link-interrupted`);
});

scenario("keeps an inclusive join waiting for what may come over a link", "link-join.bpmn", (p) => {
  p.start({ isA: true, isB: true });
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.walked(`+link-join +start -start +split -split +a +b -b -a +a-out +a-in -a-out -a-in +join -join +end -end
    -link-join`);
});

scenario("lets an inclusive join go on where nothing can come over a link", "link-join.bpmn", (p) => {
  p.start({ isA: false, isB: true });
  p.completeJob("b");
  p.ended();
});

scenario("links each instance of a sub-process in itself", "link-instances.bpmn", (p) => {
  p.start();
  p.completeJob("work");
  p.waitsAt("work");
  p.completeJob("work");
  p.walked(`+link-instances +start -start +each +each +each +each-start +each-start -each-start -each-start +over +over
    +there -over +there -over -there -there +work +work -work +each-end -each-end -each -work +each-end
    -each-end -each -each +end -end -link-instances`);
});
