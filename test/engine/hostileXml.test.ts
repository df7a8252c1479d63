import { describe, expect, test } from "vitest";
import { parseModel } from "../../engine/model/parse.ts";

const head = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">`;
const inProcess = (xml: string) =>
  `${head}<bpmn:process id="p" isExecutable="true">${xml}</bpmn:process></bpmn:definitions>`;
const many = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join("");
/** Just below the size limit. */
const size = 3_900_000;
const filled = (text: string) => text.repeat(size / text.length);

/** The first finding; the test's own time limit is what says that it came soon. */
async function refusal(xml: string) {
  const { processes, findings } = await parseModel(xml);
  expect(processes).toEqual([]);
  return findings[0];
}

describe("documents that are refused unread", () => {
  test.each([
    ["a document type", "<!DOCTYPE a><a/>", "XML_ENTITY_REFUSED"],
    [
      "entities that multiply",
      '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
      "XML_ENTITY_REFUSED",
    ],
    ["entities in small letters", '<!doctype a [<!entity a "b">]>', "XML_ENTITY_REFUSED"],
    ["more than 4 MB", "<a/>".repeat(2_000_000), "XML_TOO_LARGE"],
    ["100,000 elements in one another", many(100_000, () => "<bpmn:subProcess>"), "XML_TOO_LARGE"],
    ["the same, closed", `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`, "XML_TOO_LARGE"],
    ["a null character", inProcess('<bpmn:task id="a" name="\0" />'), "XML_INVALID"],
    ["a null character by number", inProcess('<bpmn:task id="a" name="&#x00;" />'), "XML_INVALID"],
  ])("%s", async (_, xml, code) =>
    expect(await refusal(xml)).toMatchObject({ code, severity: "error", elementId: null }),
  );
});

describe("documents that are no XML, or no BPMN", () => {
  test.each([
    ["nothing", ""],
    ["blanks", filled(" ")],
    ["text", "just text"],
    ["JSON", "{}"],
    ["HTML", "<html><body /></html>"],
    ["angle brackets", filled("<")],
    ["begun tags", filled("<a")],
    ["opened tags", `<a>${"<b>".repeat(150)}`],
    ["a root for every four bytes", filled("<a/>")],
    ["an attribute without an end", `<a b="${filled("x")}`],
    ["quotes that never close", filled('<a b="c')],
    ["quotes within quotes", filled("<a b='\"")],
    ["a comment without an end", `<!--${filled("-")}`],
    ["instructions without an end", filled("<?")],
    ["a section without an end", `<![CDATA[${filled("]")}`],
    ["unknown entities", `${head}${filled("&x;")}`],
    ["attributes without values", `${head}<bpmn:process ${filled(" id = ")}>`],
    ["blanks within a tag", `${head}<bpmn:process id${filled(" ")}>`],
    ["unknown elements", `${head}${"<foo/>".repeat(100_000)}</bpmn:definitions>`],
    ["unknown elements of BPMN", inProcess("<bpmn:foo/>".repeat(100_000))],
    ["one id for all", inProcess('<bpmn:task id="t" />'.repeat(20_000))],
    ["text behind the end", `${inProcess("")}${"x<!-- -->".repeat(100_000)}`],
    [
      "the prefix of BPMN for something else",
      '<bpmn:definitions xmlns:bpmn="urn:other"><bpmn:process id="p" /></bpmn:definitions>',
    ],
    [
      "a process without definitions",
      '<bpmn:process xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="p" />',
    ],
  ])("%s", async (_, xml) => {
    const finding = await refusal(xml);
    expect(finding).toMatchObject({ code: "XML_INVALID", elementId: null });
    expect(finding?.message).toMatch(/^Expected BPMN 2.0 XML: /);
    expect(finding?.message.length).toBeLessThan(600);
  });
});

test("every complaint about a large model is answered", async () => {
  const { findings } = await parseModel(
    inProcess(many(20_000, (n) => `<bpmn:sequenceFlow id="f${n}" sourceRef="x" targetRef="y" />`)),
  );
  expect(findings.filter(({ code }) => code === "REFERENCE_MISSING")).toHaveLength(20_000);
});

test("200,000 unknown attributes are findings, not a defect", async () => {
  const { findings } = await parseModel(
    `${head}<bpmn:process ${many(200_000, (n) => ` a${n}="x"`)} /></bpmn:definitions>`,
  );
  expect(findings.filter(({ code }) => code === "XML_UNKNOWN_ELEMENT")).toHaveLength(200_000);
});

test("a wide model is executed", async () => {
  const { processes } = await parseModel(inProcess(many(10_000, (n) => `<bpmn:task id="t${n}" />`)));
  expect(processes[0]?.nodes.size).toBe(10_001);
});

test("names of JavaScript are names like any other", async () => {
  const xml = `<bpmn:task id="constructor" /><bpmn:task id="toString" />
    <bpmn:sequenceFlow id="hasOwnProperty" sourceRef="constructor" targetRef="toString" />`;
  const { processes } = await parseModel(inProcess(xml).replace('id="p"', 'id="__proto__"'));
  expect([...(processes[0]?.nodes.keys() ?? [])]).toEqual(["__proto__", "constructor", "toString"]);
});

test("the prefix and the byte order mark do not matter", async () => {
  const xml = inProcess('<bpmn:task id="t" />').replaceAll("bpmn:", "x:").replace("xmlns:bpmn", "xmlns:x");
  expect((await parseModel(`\ufeff${xml}`)).findings).toEqual([]);
});
