declare module "bpmn-moddle" {
  /** A complaint of the parser; of an unresolved reference it names element, property and value. */
  export interface ModdleWarning {
    readonly message: string;
    readonly property?: string;
    readonly value?: string;
    readonly element?: unknown;
    /** Of something that could not be parsed. */
    readonly error?: Error;
  }
  /** What a parse knows so far; its root handler gets it before the parse begins. */
  export interface ModdleContext {
    addWarning(warning: ModdleWarning): void;
  }
  export interface ModdleHandler {
    context: ModdleContext;
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    /** The options become members of the reader that parses; `handler` makes the handler of the root element. */
    fromXML(
      xml: string,
      options?: { handler(this: object, type: string): ModdleHandler },
    ): Promise<{ rootElement: unknown; warnings: ModdleWarning[] }>;
  }
}
