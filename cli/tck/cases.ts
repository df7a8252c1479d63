import { DmnModdle } from "dmn-moddle";
import { parseNumber } from "../../engine/feel/numbers.ts";
import { parseTemporal } from "../../engine/feel/temporal/parse.ts";
import { contextOf, type Feel } from "../../engine/feel/value.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "../../engine/model/xml.ts";

/** One test case of a file: what is given, and what each of the decisions must give. */
export interface TestCase {
  readonly id: string;
  /** The decision service that is called with the inputs; null when decisions are asked for. */
  readonly service: string | null;
  readonly inputs: ReadonlyMap<string, Feel>;
  readonly expectations: readonly Expectation[];
}

export interface Expectation {
  readonly name: string;
  readonly expected: Feel;
  /** The evaluation is expected to fail, which is null here. */
  readonly isError: boolean;
}

export interface TestFile {
  /** File name of the model, beside the tests. */
  readonly modelName: string;
  readonly cases: readonly TestCase[];
}

const child = (name: string, type: string) => ({ name, type, xml: { serialize: "property" } });
const children = (name: string, type: string) => ({ ...child(name, type), isMany: true });
const attributes = (...names: string[]) => names.map((name) => ({ name, type: "String", isAttr: true }));

/** The TCK's own schema of test cases, as moddle describes it. */
const testCases = {
  name: "TestCases",
  prefix: "tc",
  uri: "http://www.omg.org/spec/DMN/20160719/testcase",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "TestCases", properties: [{ name: "modelName", type: "String" }, children("testCase", "TestCase")] },
    {
      name: "TestCase",
      properties: [
        ...attributes("id", "type", "invocableName"),
        children("inputNode", "Given"),
        children("resultNode", "Result"),
      ],
    },
    {
      name: "Given",
      properties: [
        ...attributes("name"),
        child("value", "Value"),
        children("component", "Given"),
        child("list", "List"),
      ],
    },
    { name: "Result", properties: [...attributes("name", "errorResult"), child("expected", "Given")] },
    { name: "List", properties: [children("item", "Given")] },
    { name: "Value", properties: [{ name: "text", type: "String", isBody: true }] },
  ],
};

/** Reads a file of test cases; null when it is something else. */
export async function readTestFile(xml: string): Promise<TestFile | null> {
  if (!xml.includes(testCases.uri)) return null;
  const { rootElement } = await new DmnModdle({ tc: testCases }).fromXML(withBlanks(xml), "tc:TestCases");
  const root = rootElement as XmlElement;
  return {
    modelName: textOf(root, "modelName") ?? "",
    cases: elementsOf(root, "testCase").map((element) => ({
      id: element.id ?? "",
      service: textOf(element, "type") === "decisionService" ? (textOf(element, "invocableName") ?? "") : null,
      inputs: new Map(elementsOf(element, "inputNode").map((one) => [textOf(one, "name") ?? "", feelOf(one)])),
      expectations: elementsOf(element, "resultNode").map((one) => ({
        name: textOf(one, "name") ?? "",
        expected: feelOf(elementOf(one, "expected")),
        isError: textOf(one, "errorResult") === "true",
      })),
    })),
  };
}

/** The parser drops text of blanks alone; an attribute keeps it. */
const withBlanks = (xml: string) =>
  xml.replace(
    /<((?:\w+:)?value)\b([^>]*)>( +)<\/\1>/g,
    (_, tag, rest, blanks) => `<${tag}${rest} blanks="${blanks.length}"/>`,
  );

function feelOf(element: XmlElement | undefined): Feel {
  const list = elementOf(element, "list");
  if (list && !isNil(list)) return elementsOf(list, "item").map(feelOf);
  const components = elementsOf(element, "component");
  if (components.length > 0) return contextOf(components.map((one) => [textOf(one, "name") ?? "", feelOf(one)]));
  const value = elementOf(element, "value");
  return value && !isNil(value) ? simpleValue(value) : null;
}

const attributeOf = (element: XmlElement, name: string) =>
  (element.$attrs as Readonly<Record<string, string>> | undefined)?.[name];

const isNil = (element: XmlElement) => attributeOf(element, "xsi:nil") === "true";

function simpleValue(element: XmlElement): Feel {
  const blanks = " ".repeat(Number(attributeOf(element, "blanks") ?? 0));
  const text = typeof element.text === "string" ? element.text : blanks;
  const type = attributeOf(element, "xsi:type")?.replace(/^.*:/, "") ?? "string";
  switch (type) {
    case "boolean":
      return text.trim() === "true";
    case "decimal":
    case "double":
    case "integer":
      return parseNumber(text.trim());
    case "date":
    case "time":
    case "dateTime":
    case "duration":
      return parseTemporal(text.trim());
    default:
      return text;
  }
}
