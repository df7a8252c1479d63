/**
 * A page to try the components by hand, and the one their tests drive: run `npx vite` in the project's folder and open
 * `/modeler/dev/?process-viewer`, `/modeler/dev/?process-modeler`, or `/modeler/dev/?decision-viewer`, which is empty.
 */
import "../decisionViewer.ts";
import "../processModeler.ts";
import sample from "../../processes/order-fulfilment.bpmn?raw";

const asked = new URLSearchParams(location.search);
const tagNames = ["process-modeler", "decision-viewer"] as const;
const tagName = tagNames.find((name) => asked.has(name)) ?? "process-viewer";
const component = document.createElement(tagName);

/** Events as the page's owner sees them, for the tests to read. */
const told: { type: string; detail: unknown }[] = [];
for (const type of ["element-select", "model-change", "decision-select"]) {
  component.addEventListener(type, (event) => told.push({ type, detail: (event as CustomEvent).detail }));
}
Object.assign(window, { component, told });

if (!asked.has("empty") && tagName !== "decision-viewer") component.xml = sample;
document.body.append(component);
