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
