import Modeler from "bpmn-js/lib/Modeler";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
  ZeebeTooltipProvider,
} from "bpmn-js-properties-panel";
import zeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import type CommandStack from "diagram-js/lib/command/CommandStack";
import type Dragging from "diagram-js/lib/features/dragging/Dragging";
import type Palette from "diagram-js/lib/features/palette/Palette";
import type ToolManager from "diagram-js/lib/features/tool-manager/ToolManager";
import zeebeModdle from "zeebe-bpmn-moddle/resources/zeebe.json";
import { drawingOptions, themedRendererModule } from "../canvas/drawing.ts";
import type { CanvasServices } from "../canvas/services.ts";
import { addBpmnFont } from "./bpmnFont.ts";
import { exampleDataModule } from "./exampleData.ts";

/** What the editor uses of bpmn-js's Modeler beside the services of every canvas. */
export interface EditorServices extends CanvasServices {
  commandStack: CommandStack;
  dragging: Dragging;
  palette: Palette;
  toolManager: ToolManager;
}

/** The places inside the component's shadow root where the editor draws itself. */
export interface EditorPlaces {
  canvas: HTMLElement;
  properties: HTMLElement;
  /** Where the window of the FEEL editor opens. */
  popups: HTMLElement;
}

/** Groups of properties that are open at first: what an element does, not what may be added to it. */
const openGroups = [
  "general",
  "taskDefinition",
  "calledElement",
  "form",
  "assignmentDefinition",
  "businessRuleImplementation",
  "calledDecision",
  "scriptImplementation",
  "script",
  "condition",
  "timer",
  "message",
  "signal",
  "error",
  "escalation",
];

export type BpmnEditor = Modeler<EditorServices>;

/**
 * bpmn-js's Modeler in the `zeebe:` dialect: its properties, and elements that are created as Camunda 8 expects them
 * (a user task becomes a Zeebe user task, a call activity gets its called element, and so on).
 */
export function createEditor({ canvas, properties, popups }: EditorPlaces): BpmnEditor {
  addBpmnFont();
  return new Modeler<EditorServices>({
    container: canvas,
    ...drawingOptions(false),
    canvas: { autoFocus: true, deferUpdate: false },
    propertiesPanel: {
      parent: properties,
      layout: { groups: Object.fromEntries(openGroups.map((id) => [id, { open: true }])) },
      tooltip: ZeebeTooltipProvider,
      feelPopupContainer: popups,
      feelTooltipContainer: popups,
    },
    moddleExtensions: { zeebe: zeebeModdle },
    additionalModules: [
      themedRendererModule,
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      exampleDataModule,
      zeebeBehaviors,
      CreateAppendAnythingModule,
    ],
  });
}
