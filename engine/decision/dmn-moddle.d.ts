declare module "dmn-moddle" {
  import type { ModdleHandler, ModdleWarning } from "bpmn-moddle";

  /** Reads XML by descriptors; those given stand beside its own, or in their place when they have the same key. */
  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
    /** The options become members of the reader that parses; `handler` makes the handler of the root element. */
    fromXML(
      xml: string,
      typeName: string,
      options?: { handler(this: object, type: string): ModdleHandler },
    ): Promise<{ rootElement: unknown; warnings: ModdleWarning[] }>;
  }
}
