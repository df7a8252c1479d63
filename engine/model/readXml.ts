import { BpmnModdle, type ModdleHandler, type ModdleWarning } from "bpmn-moddle";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };
import { xmlComplaintsMax } from "../bounds.ts";
import { failed, ok, type Result } from "../result.ts";
import type { XmlElement } from "./xml.ts";

/** Reads BPMN 2.0 XML in the zeebe dialect. Fails with the parser's first complaint when it is none. */
export async function readXml(
  xml: string,
): Promise<Result<{ definitions: XmlElement; warnings: readonly ModdleWarning[] }>> {
  try {
    const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml, { handler: boundedHandler });
    return ok({ definitions: rootElement as XmlElement, warnings });
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/**
 * The reader's own root handler, but the parse ends with an error at complaint `xmlComplaintsMax`. moddle finds the
 * line of each by reading the file from its beginning: 4 MB of unknown elements took minutes.
 */
export function boundedHandler(this: object, type: string): ModdleHandler {
  const reader = Object.getPrototypeOf(this) as { handler(type: string): ModdleHandler };
  const handler = reader.handler.call(this, type);
  let { context } = handler;
  let complaints = 0;
  return Object.defineProperty(handler, "context", {
    get: () => context,
    set: (given: ModdleHandler["context"]) => {
      context = given;
      const add = given.addWarning.bind(given);
      given.addWarning = (warning) => {
        if (warning.error) complaints += 1;
        if (complaints > xmlComplaintsMax) throw new Error(`more than ${xmlComplaintsMax} complaints`);
        add(warning);
      };
    },
  });
}

/** The parser's first complaint. */
export function reasonOf(error: unknown): string {
  const first = (error as { warnings?: { message: string }[] }).warnings?.[0]?.message;
  return first ?? (error instanceof Error ? error.message : String(error));
}
