import bpmnStyles from "bpmn-js/dist/assets/bpmn-js.css?inline";
import diagramStyles from "bpmn-js/dist/assets/diagram-js.css?inline";
import { unsafeCSS } from "lit";

/** The style sheets of bpmn-js, for use in a shadow root. */
export const vendorStyles = [unsafeCSS(diagramStyles), unsafeCSS(bpmnStyles)];
