import { describe, expect, test } from "vitest";
import { evaluateService } from "../../../engine/decision/evaluate.ts";
import { readDecisions, readingOf } from "../../../engine/decision/read.ts";
import {
  decide,
  decision,
  definitions,
  literal,
  modelOf,
  outcomeOf,
  requiresDecision,
  requiresKnowledge,
} from "./decide.ts";

const requiresInput = (id: string) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`;
const input = (id: string, name: string, typeRef: string) =>
  `<inputData id="${id}" name="${name}"><variable name="${name}" typeRef="${typeRef}"/></inputData>`;

describe("a decision sees", () => {
  test("what it requires, made once, before itself", async () => {
    const xml = definitions(
      decision("top", literal("left + right"), requiresDecision("left") + requiresDecision("right")) +
        decision("left", literal("base + 1"), requiresDecision("base")) +
        decision("right", literal("base * 2"), requiresDecision("base")) +
        decision("base", literal("x")),
    );
    const outcome = outcomeOf(await modelOf(xml), "top", { x: 5 });
    expect(outcome).toMatchObject({ ok: true, value: 16 });
    expect(outcome.evaluated.map(({ id, output }) => [id, output])).toEqual([
      ["base", 5],
      ["left", 6],
      ["right", 10],
      ["top", 16],
    ]);
  });

  test("names with spaces that it requires", async () => {
    const xml = definitions(
      decision("d", literal("Applicant Data.Monthly Income * 12"), requiresInput("i")) +
        input("i", "Applicant Data", "tApplicant") +
        `<itemDefinition name="tApplicant"><itemComponent name="Monthly Income"><typeRef>number</typeRef></itemComponent></itemDefinition>`,
    );
    expect(await decide(xml, "d", { "Applicant Data": { "Monthly Income": 100 } })).toBe(1_200);
  });

  test("a required decision by its id too, in Camunda's dialect only", async () => {
    const xml = definitions(
      `<decision id="d" name="D">${requiresDecision("season_id")}${literal("season_id")}</decision><decision id="season_id" name="Season">${literal('"Fall"')}</decision>`,
    );
    expect(await decide(xml, "d")).toBe("Fall");
    expect(await decide(xml, "d", {}, "dmn")).toBeNull();
  });

  test("a required decision that gives null by its id, and no variable of the same name", async () => {
    const xml = definitions(
      `<decision id="d" name="D">${requiresDecision("season_id")}${literal("season_id")}</decision><decision id="season_id" name="Season">${literal("null")}</decision>`,
    );
    expect(await decide(xml, "d", { season_id: "Spring" })).toBeNull();
  });

  test("the outputs of a required table by their names, as in Camunda 7, where no variable has the name", async () => {
    const table = (outputs: readonly string[]) =>
      `<decisionTable id="t_${outputs.length}">${outputs.map((name) => `<output name="${name}"/>`).join("")}<rule id="r_${outputs.length}">${outputs.map((name) => `<outputEntry><text>"${name}"</text></outputEntry>`).join("")}</rule></decisionTable>`;
    const xml = definitions(
      decision("d", literal("[score, a, b]"), requiresDecision("one") + requiresDecision("two")) +
        decision("one", table(["score"])) +
        decision("two", table(["a", "b"])),
    );
    expect(await decide(xml, "d")).toEqual(["score", "a", "b"]);
    expect(await decide(xml, "d", { a: 1 })).toEqual(["score", 1, "b"]);
    expect(await decide(xml, "d", { a: 1 }, "dmn")).toEqual([null, 1, null]);
  });

  test("variables that it does not require", async () =>
    expect(await decide(definitions(decision("d", literal("x"))), "d", { x: 1 })).toBe(1));
});

describe("types", () => {
  const types = `<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
    <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
    <itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
    <itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent><itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>
    <itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>`;

  test.each([
    ["string", '"a"', "a"],
    ["string", "1", null],
    ["feel:number", "1", 1],
    ["string", '["a"]', "a"],
    ["tGrade", '"A"', "A"],
    ["tGrade", '"C"', null],
    ["tGrades", '["A", "B"]', ["A", "B"]],
    ["tGrades", '["A", "C"]', null],
    ["tGrades", '"A"', ["A"]],
    ["tPair", "[1, 2]", [1, 2]],
    ["tPair", "[1]", null],
    ["tPerson", '{name: "a", age: 1}', { name: "a", age: 1 }],
    ["tPerson", '{name: "a", age: 1, more: true}', { name: "a", age: 1, more: true }],
    ["tPerson", '{name: "a"}', null],
    ["tFunction", "1", null],
    ["tUnknown", "1", 1],
    ["integer", "1", 1],
  ])("%s takes %s as %j", async (type, text, expected) =>
    expect(await decide(definitions(types + decision("d", literal(text), "", type)), "d", {}, "dmn")).toEqual(expected),
  );

  test("Camunda's dialect takes what is of another type, and warns", async () => {
    const outcome = outcomeOf(await modelOf(definitions(decision("d", literal("1"), "", "string"))), "d");
    expect(outcome).toMatchObject({ ok: true, value: 1 });
    expect(outcome.warnings).toEqual([{ message: 'Expected string as the value of decision "d", got number' }]);
  });
});

describe("a decision service", () => {
  const service =
    `<decisionService id="s" name="serve"><variable name="serve"/><outputDecision href="#out"/><inputDecision href="#given"/><inputData href="#i"/></decisionService>` +
    decision("out", literal("given + x"), requiresDecision("given") + requiresInput("i"), "number") +
    decision("given", literal("1000"), "", "number") +
    input("i", "x", "number");

  test.each([
    ["serve(1, 2)", 3],
    ["serve(given: 10, x: 5)", 15],
    ["serve(1)", null],
    ["serve(1, 2, 3)", null],
    ['serve("a", 2)', null],
  ])("%s gives %s", async (text, expected) =>
    expect(
      await decide(definitions(service + decision("d", literal(text), requiresKnowledge("s"))), "d", { x: 7 }, "dmn"),
    ).toBe(expected),
  );

  test("is called from outside with its parameters by name", async () => {
    const model = await modelOf(definitions(service));
    const given: Record<string, number> = { x: 1, given: 2 };
    const outcome = evaluateService(model, "serve", (name) => given[name], { nowMs: 0, random: () => 0 });
    expect(outcome).toMatchObject({ ok: true, value: { ok: true, value: 3 } });
  });
});

describe("imports", () => {
  const library = definitions(
    `<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>` +
      `<businessKnowledgeModel id="greet" name="Say Hello"><variable name="Say Hello"/><encapsulatedLogic><formalParameter name="who"/>${literal('"Hello " + who')}</encapsulatedLogic></businessKnowledgeModel>`,
    "library",
  );
  const using = (name: string, text: string) =>
    definitions(
      `<import namespace="library" name="${name}" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>` +
        decision(
          "d",
          literal(text),
          `<knowledgeRequirement><requiredKnowledge href="library#greet"/></knowledgeRequirement>`,
        ),
    );

  test.each([
    ["my lib", 'my lib.Say Hello("you")', "Hello you"],
    ["my lib", "5 instance of my lib.tAge", true],
    ["", 'Say Hello("you")', "Hello you"],
  ])("under the name %j: %s", async (name, text, expected) => {
    const { model, findings } = await readDecisions(using(name, text), { others: [definitions("", "else"), library] });
    expect(findings).toEqual([]);
    expect(model && outcomeOf(model, "d")).toMatchObject({ ok: true, value: expected });
  });

  test("of what is not deployed are refused", async () => {
    const { model, findings } = await readDecisions(using("lib", "1"), {});
    expect(model).toBeNull();
    expect(findings).toMatchObject([
      {
        code: "IMPORT_MISSING",
        message: 'Expected the imported model "library" in the same deployment, got none of this namespace.',
      },
      { code: "REFERENCE_MISSING", elementId: "d" },
    ]);
  });

  test("are read once, however many files import them, and whichever is read first", async () => {
    const importing = (namespace: string, imported: readonly string[]) =>
      definitions(
        `${imported.map((one) => `<import namespace="${one}" name="${one}"/>`).join("")}${decision("d", literal("1"))}`,
        namespace,
      );
    const names = Array.from({ length: 4 }, (_, n) => `n${n}`);
    const leaves = names.map((name) => importing(`leaf-${name}`, []));
    const importers = names.map((name) =>
      importing(
        name,
        names.map((one) => `leaf-${one}`),
      ),
    );
    let read = 0;
    const pause = async () => {
      read += 1;
    };
    const files = [...importers, ...leaves];
    const reading = readingOf(files, { pause });
    for (const xml of files) expect((await reading(xml)).findings).toEqual([]);
    expect(read).toBe(files.length);
  });

  test("in a long chain are refused, whichever is read first", async () => {
    const files = Array.from({ length: 30 }, (_, n) =>
      definitions(`<import namespace="n${n + 1}" name="next"/>${decision("d", literal("1"))}`, `n${n}`),
    );
    files[29] = definitions(decision("d", literal("1")), "n29");
    for (const order of [files, files.toReversed()]) {
      const reading = readingOf(files);
      const refused: string[] = [];
      for (const xml of order) {
        const { model, findings } = await reading(xml);
        if (!model) refused.push(`${files.indexOf(xml)} ${findings[0]?.code}`);
      }
      expect(refused).toHaveLength(9);
      expect(refused).toContain("8 DECISION_CYCLE");
    }
  });

  test("in a circle are refused", async () => {
    const circular = definitions(`<import namespace="test" name="back"/>${decision("a", literal("1"))}`, "library");
    const { findings } = await readDecisions(using("lib", "1"), { others: [circular, using("lib", "1")] });
    expect(findings[0]?.message).toMatch(/Expected no circle of imports, got test → library → test/);
  });
});
