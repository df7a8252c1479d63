/**
 * A page to try the components by hand, and the one their tests drive: run `npx vite` in the project's folder and open
 * `/modeler/dev/?process-viewer` or `/modeler/dev/?process-modeler`.
 */
import "../processModeler.ts";
import sample from "../../processes/order-fulfilment.bpmn?raw";

const asked = new URLSearchParams(location.search);
const tagName = asked.has("process-modeler") ? "process-modeler" : "process-viewer";
const component = document.createElement(tagName);

/** Events as the page's owner sees them, for the tests to read. */
const told: { type: string; detail: unknown }[] = [];
for (const type of ["element-select", "model-change"]) {
  component.addEventListener(type, (event) => told.push({ type, detail: (event as CustomEvent).detail }));
}
Object.assign(window, { component, told });

if (!asked.has("empty")) component.xml = sample;
document.body.append(component);
