import type { ModdleWarning } from "bpmn-moddle";
import { DmnModdle } from "dmn-moddle";
import { boundedHandler, reasonOf } from "../model/readXml.ts";
import type { XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
import { dmn } from "./descriptor.ts";

/** Namespaces of DMN 1.1 to 1.5 by what the file is read as: that of 1.3, which the parser knows. */
const namespaces: ReadonlyMap<string, string> = new Map([
  ...[
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
  ].map((uri) => [uri, "https://www.omg.org/spec/DMN/20191111/MODEL/"] as const),
  ...[
    "http://www.omg.org/spec/DMN/20180521/DMNDI/",
    "https://www.omg.org/spec/DMN/20211108/DMNDI/",
    "https://www.omg.org/spec/DMN/20230324/DMNDI/",
    "https://www.omg.org/spec/DMN/20240513/DMNDI/",
  ].map((uri) => [uri, "https://www.omg.org/spec/DMN/20191111/DMNDI/"] as const),
]);

/** Of DMN 1.0's beta, which has other elements; nothing writes it any more. */
const beta = "http://www.omg.org/spec/DMN/20130901";

const declaration = /(\sxmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"'<]*)\2/g;

/** Reads DMN 1.1 to 1.5. Fails with the parser's first complaint when it is none. */
export async function readDmnXml(
  xml: string,
): Promise<Result<{ definitions: XmlElement; warnings: readonly ModdleWarning[] }>> {
  if (xml.includes(`"${beta}"`))
    return failed("it is in the namespace of the beta of DMN 1.0; open it in a modeler and save it in a newer version");
  const mapped = xml.replace(
    declaration,
    (_, start: string, quote: string, uri: string) => `${start}${quote}${namespaces.get(uri) ?? uri}${quote}`,
  );
  try {
    const { rootElement, warnings } = await new DmnModdle({ dmn }).fromXML(mapped, "dmn:Definitions", {
      handler: boundedHandler,
    });
    return ok({ definitions: rootElement as XmlElement, warnings });
  } catch (error) {
    return failed(reasonOf(error));
  }
}
