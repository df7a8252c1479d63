declare module "bpmn-moddle" {
  /** A complaint of the parser; of an unresolved reference it names element, property and value. */
  export interface ModdleWarning {
    readonly message: string;
    readonly property?: string;
    readonly value?: string;
    readonly element?: unknown;
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: ModdleWarning[] }>;
  }
}
