/** Packages of bpmn-io that ship no types: modules for bpmn-js's `additionalModules`, used as they are. */
declare module "bpmn-js-properties-panel" {
  import type { ModuleDeclaration } from "didi";
  export const BpmnPropertiesPanelModule: ModuleDeclaration;
  export const BpmnPropertiesProviderModule: ModuleDeclaration;
  export const ZeebePropertiesProviderModule: ModuleDeclaration;
  export const ZeebeTooltipProvider: Record<string, unknown>;

  interface PanelServices {
    bpmnFactory: import("bpmn-js/lib/features/modeling/BpmnFactory").default;
    commandStack: import("diagram-js/lib/command/CommandStack").default;
    /** Gathers what is typed into one change. */
    debounceInput: unknown;
  }
  /** A service of the modeler, inside an entry's component. */
  export function useService<Name extends keyof PanelServices>(name: Name): PanelServices[Name];
}

declare module "@bpmn-io/properties-panel" {
  export function JsonEditorEntry(properties: Record<string, unknown>): unknown;
  export const isJsonEditorEntryEdited: (node: HTMLElement) => boolean;
}

declare module "bpmn-js-create-append-anything" {
  import type { ModuleDeclaration } from "didi";
  export const CreateAppendAnythingModule: ModuleDeclaration;
}

declare module "camunda-bpmn-js-behaviors/lib/camunda-cloud" {
  import type { ModuleDeclaration } from "didi";

  const behaviors: ModuleDeclaration;
  export default behaviors;
}

declare module "dmn-js/lib/NavigatedViewer" {
  /** A decision of the file, or its requirements graph (`drd`). */
  export interface DecisionView {
    id: string;
    name: string;
    type: "drd" | "decisionTable" | "literalExpression" | "boxedExpression";
  }

  /** Draws one view at a time into its container. */
  export default class NavigatedViewer {
    constructor(options: Record<string, unknown>);
    importXML(xml: string, options: { open: boolean }): Promise<{ warnings: readonly unknown[] }>;
    open(view: DecisionView): Promise<{ warnings: readonly unknown[] }>;
    getViews(): DecisionView[];
    /** The viewer of the view that is open; the services of the graph's are those of diagram-js. */
    getActiveViewer(): { get<T>(name: string): T } | null;
    on(event: string, listener: (event: { definitions?: unknown; error?: unknown }) => void): void;
    destroy(): void;
  }
}
