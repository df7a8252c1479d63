import { describe, expect, test } from "vitest";
import { Decisions, DecisionsNotCompiled, type DecisionWanted } from "../../server/store/decisions/decisions.ts";
import type { DeployedRequirements } from "../../server/store/decisions/deployment.ts";
import { dmn, importing, literal, table } from "./decisionTables.ts";
import { bpmnProcess, definitions, endEvent, path, startEvent } from "./diagrams.ts";
import { at, countOf, openStores, rowsOf } from "./openStores.ts";

const nodes = openStores(2);

const file = (name: string, content: string) => ({ name, content });
const process = (id: string, name = id) =>
  definitions(bpmnProcess(id, startEvent("begin"), endEvent(`${name}.end`), path("begin", `${name}.end`)));

const deploy = (...files: readonly (readonly [name: string, content: string])[]) =>
  nodes.store.deploy(files.map(([name, content]) => file(name, content)));

const deployedVersions = ({ requirements }: { requirements: readonly DeployedRequirements[] }) =>
  requirements.flatMap(({ requirementsId, version, decisions }) => [
    `${requirementsId} ${version}`,
    ...decisions.map((one) => `${one.decisionId} ${one.version}`),
  ]);

const evaluate = async (decisionId: string, variables = {}, node = 0) =>
  (await at(nodes.stores, node).decisions.evaluate({ binding: "latest", decisionId }, variables)).output;

describe("versions", () => {
  const of = (value: string) => dmn("versions", literal("v.one", value), literal("v.two", "2"));

  test("a changed file becomes the next version with all its decisions, an identical one stays the version it is", async () => {
    const first = await deploy(["v.dmn", of("1")]);
    const again = await deploy(["v.dmn", of("1")]);
    const changed = await deploy(["v.dmn", of("10")]);
    expect(deployedVersions(first)).toEqual(["versions.file 1", "v.one 1", "v.two 1"]);
    expect(again.requirements).toEqual(first.requirements.map((one) => ({ ...one, isNew: false })));
    expect(deployedVersions(changed)).toEqual(["versions.file 2", "v.one 2", "v.two 2"]);
    const back = await deploy(["v.dmn", of("1")]);
    expect(deployedVersions(back)).toEqual(["versions.file 3", "v.one 3", "v.two 3"]);
  });

  test("a decision that moves to another file counts on, and comes back with its own", async () => {
    const [here, there] = [dmn("here", literal("moving", "1")), dmn("there", literal("moving", "2"))];
    expect(deployedVersions(await deploy(["here.dmn", here]))).toEqual(["here.file 1", "moving 1"]);
    expect(deployedVersions(await deploy(["there.dmn", there]))).toEqual(["there.file 1", "moving 2"]);
    expect(deployedVersions(await deploy(["here.dmn", here]))).toEqual(["here.file 2", "moving 3"]);
    expect(await evaluate("moving")).toBe("1");
  });

  test("what is deployed together is in one deployment, also when nothing of it has changed", async () => {
    const [model, decisions] = [process("together"), dmn("together", literal("together", "1"))];
    await deploy(["p.bpmn", model]);
    await deploy(["d.dmn", decisions]);
    const both = await deploy(["p.bpmn", model], ["d.dmn", decisions]);
    expect(both.processes).toMatchObject([{ version: 2, isNew: true }]);
    expect(deployedVersions(both)).toEqual(["together.file 2", "together 2"]);
    const again = await deploy(["p.bpmn", model], ["d.dmn", decisions]);
    expect([again.processes[0]?.isNew, again.requirements[0]?.isNew]).toEqual([false, false]);
    const changed = await deploy(["p.bpmn", process("together", "other")], ["d.dmn", decisions]);
    expect([changed.processes[0]?.version, changed.requirements[0]?.version]).toEqual([3, 3]);
  });

  test("one faulty file deploys nothing, be it of decisions or of processes", async () => {
    const [sound, faulty] = [dmn("sound", literal("sound", "1")), dmn("faulty", literal("faulty", "1 +"))];
    await expect(deploy(["s.bpmn", process("sound")], ["f.dmn", faulty])).rejects.toMatchObject({
      code: "DEPLOYMENT_REFUSED",
      findings: [{ code: "EXPRESSION_INVALID", severity: "error", elementId: "faulty.literal", line: 4 }],
    });
    await expect(deploy(["f.bpmn", "<x/>"], ["s.dmn", sound])).rejects.toMatchObject({ code: "DEPLOYMENT_REFUSED" });
    expect(await countOf(nodes.store, "millrace.decision_requirements where requirements_id = 'sound.file'")).toBe(0);
    expect(await countOf(nodes.store, "millrace.process_definition where process_id = 'sound'")).toBe(0);
  });

  test("the same file deployed on two nodes at once is one version; different ones count without gaps", async () => {
    const xml = (value: number) => dmn("at-once", literal("at-once", String(value)));
    const onNode = (n: number, value: number) => at(nodes.stores, n).deploy([file("o.dmn", xml(value))]);
    await Promise.all(Array.from({ length: 6 }, (_, n) => onNode(n, 0)));
    await Promise.all(Array.from({ length: 6 }, (_, n) => onNode(n, n + 1)));
    const rows = await rowsOf<{ version: number }>(
      nodes.store,
      "select version from millrace.decision_definition where decision_id = 'at-once' order by version",
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe("files that import each other", () => {
  const base = (rate: string) => dmn("base", literal("rate", rate));
  const top = importing("top", ["base"], literal("price", "net * (1 + base.rate)", ["urn:base#rate"]));

  test("are made together, and tell each decision with its own version", async () => {
    await deploy(["base.dmn", base("0.1")]);
    const { requirements } = await deploy(["top.dmn", top], ["base.dmn", base("0.25")]);
    const made = await nodes.store.decisions.evaluate({ binding: "latest", decisionId: "price" }, { net: 100 });
    expect(made.output).toBe("125");
    expect(made.made.map(({ row }) => [row.decisionId, row.version, row.requirementsKey])).toEqual([
      ["rate", 2, requirements[1]?.key],
      ["price", 1, requirements[0]?.key],
    ]);
  });

  test("keep what they were deployed with when the imported one changes alone", async () => {
    await deploy(["base.dmn", base("0.5")]);
    expect([await evaluate("price", { net: 100 }), await evaluate("rate")]).toEqual(["125", "0.5"]);
  });
});

describe("a decision is found", () => {
  test("by each binding, with one statement for all, in the order that was asked for", async () => {
    const tagged = (tag: string, value: string) =>
      dmn(
        "tags",
        table("tagged", { versionTag: tag, inputs: ["x"], outputs: ["y"], rules: [["-", value]] }),
        literal("untagged", value),
      );
    const first = await deploy(["t.dmn", tagged("stable", "1")], ["p.bpmn", process("tagging")]);
    await deploy(["t.dmn", tagged("next", "2")]);
    const last = await deploy(["t.dmn", tagged("stable", "3")]);
    await deploy(["t.dmn", tagged("next", "4")]);
    const processDefinitionKey = first.processes[0]?.processDefinitionKey ?? "";
    const decisionId = "tagged";
    const decisionKey = last.requirements[0]?.decisions[0]?.key ?? "";
    const wanted: readonly DecisionWanted[] = [
      { binding: "deployment", decisionId, processDefinitionKey },
      { binding: "latest", decisionId },
      { binding: "versionTag", decisionId, versionTag: "stable" },
      { binding: "versionTag", decisionId, versionTag: "none" },
      { binding: "key", decisionKey },
      { binding: "latest", decisionId: "nobody\0" },
      { binding: "deployment", decisionId, processDefinitionKey: decisionKey },
      { binding: "latest", decisionId: "untagged" },
      { binding: "versionTag", decisionId: "untagged", versionTag: "stable" },
    ];
    const decisions = new Decisions();
    const found = await decisions.find(nodes.store.pool, wanted);
    const versions = found.map((one) => one && `${one.decision.decisionId} ${one.decision.version}`);
    const none = undefined;
    expect(versions).toEqual(["tagged 1", "tagged 4", "tagged 3", none, "tagged 3", none, none, "untagged 4", none]);
    expect(found[0]?.decision).toMatchObject({ versionTag: "stable", deploymentKey: first.deploymentKey });
    const { queries, pool } = counting();
    await decisions.find(pool, wanted);
    expect(queries).toHaveLength(1);
    expect(await decisions.find(pool, [])).toEqual([]);
    expect(queries).toHaveLength(1);
  });

  test("in its newest version, whichever node it was deployed on", async () => {
    const xml = (value: string) => dmn("fresh", literal("fresh", value));
    for (const [n, value] of ["1", "2", "3"].entries()) {
      await at(nodes.stores, n).deploy([file("f.dmn", xml(value))]);
      expect([await evaluate("fresh", {}, 0), await evaluate("fresh", {}, 1)]).toEqual([value, value]);
    }
  });

  test("and compiled once, however many ask at once", async () => {
    await deploy(["c.dmn", dmn("compiled", literal("compiled", "1"))]);
    const decisions = new Decisions();
    const one: DecisionWanted = { binding: "latest", decisionId: "compiled" };
    const found = await Promise.all(Array.from({ length: 5 }, () => decisions.find(nodes.store.pool, [one])));
    expect(new Set(found.map(([first]) => first?.model)).size).toBe(1);
  });
});

describe("a batch", () => {
  const wanted: DecisionWanted[] = [{ binding: "latest", decisionId: "batched" }];

  test("gives up its transaction when files are not compiled yet, and finds them when they are", async () => {
    await deploy(["b.dmn", dmn("batched", literal("batched", "1"))]);
    const decisions = new Decisions();
    const { pool } = nodes.store;
    await expect(decisions.findCompiled(pool, wanted)).rejects.toThrow(DecisionsNotCompiled);
    const [found] = await decisions.find(pool, wanted);
    expect(await decisions.findCompiled(pool, wanted)).toEqual([found]);
    await deploy(["b.dmn", dmn("batched", literal("batched", "2"))]);
    await expect(decisions.findCompiled(pool, wanted)).rejects.toThrow(DecisionsNotCompiled);
  });

  test("finds none that was deployed and cannot be read any more, which the log tells once", async () => {
    const { requirements } = await deploy(["o.dmn", dmn("older", literal("older", "1"))]);
    const { pool } = nodes.store;
    await pool.query(
      "update millrace.decision_requirements set xml = replace(xml, '<text>1<', '<text>1 +<') where key = $1",
      [requirements[0]?.key],
    );
    const reports: string[] = [];
    const decisions = new Decisions((message) => reports.push(message));
    const asked: DecisionWanted[] = [{ binding: "latest", decisionId: "older" }, ...wanted];
    expect(await decisions.find(pool, asked)).toMatchObject([undefined, { decision: { decisionId: "batched" } }]);
    expect((await decisions.findCompiled(pool, asked))[0]).toBeUndefined();
    expect(reports).toEqual([expect.stringMatching(/cannot be read any more \(EXPRESSION_INVALID, line \d+\)/)]);
  });
});

test("files are compiled again when more were asked for than memory keeps", async () => {
  const padding = `<textAnnotation id="padding"><text>${"x".repeat(550_000)}</text></textAnnotation>`;
  const ids = Array.from({ length: 6 }, (_, n) => `padded${n}`);
  for (const id of ids) await deploy([`${id}.dmn`, dmn(id, literal(id, `"${id}"`), padding)]);
  const decisions = new Decisions();
  const { queries, pool } = counting();
  const find = async (decisionId: string) => {
    queries.length = 0;
    const [found] = await decisions.find(pool, [{ binding: "latest", decisionId }]);
    return [found?.decision.decisionId, queries.length > 1 ? "loaded" : "kept"];
  };
  for (const id of ids) expect(await find(id)).toEqual([id, "loaded"]);
  expect(await find("padded5")).toEqual(["padded5", "kept"]);
  expect(await find("padded2")).toEqual(["padded2", "kept"]);
  expect(await find("padded0")).toEqual(["padded0", "loaded"]);
  expect(await find("padded2")).toEqual(["padded2", "kept"]);
  const all = await decisions.find(
    pool,
    ids.map((decisionId) => ({ binding: "latest", decisionId })),
  );
  expect(all.map((one) => one?.model.decisions[0]?.id)).toEqual(ids);
});

/** The store's connections, with the statements that go to them. */
function counting() {
  const queries: unknown[] = [];
  const { pool } = nodes.store;
  const query = (...args: unknown[]) => {
    queries.push(args[0]);
    return (pool.query as (...args: unknown[]) => unknown)(...args);
  };
  return {
    queries,
    pool: new Proxy(pool, { get: (of, name) => (name === "query" ? query.bind(of) : Reflect.get(of, name)) }),
  };
}

describe("what came of a decision", () => {
  const instances = (evaluationKey: string) =>
    rowsOf(
      nodes.store,
      `select decision_id as id, index, state, failure, output, process_instance_key = evaluation_key as "isAlone"
       from millrace.decision_instance where process_instance_key = $1 order by index`,
      evaluationKey,
    );

  test("is written for each decision, of many evaluations at once", async () => {
    await deploy(["k.dmn", dmn("kept", literal("below", "n * 2"), literal("kept", "below + 1", ["below"]))]);
    const wanted = { binding: "latest", decisionId: "kept" } as const;
    const made = await Promise.all(Array.from({ length: 50 }, (_, n) => nodes.store.decisions.evaluate(wanted, { n })));
    expect(made.map(({ output }) => output)).toEqual(made.map((_, n) => String(n * 2 + 1)));
    const common = { state: "EVALUATED", failure: null, isAlone: true };
    expect(await instances(made[20]?.evaluationKey ?? "")).toEqual([
      { id: "below", index: 1, output: "40", ...common },
      { id: "kept", index: 2, output: "41", ...common },
    ]);
    const keys = made.map(({ evaluationKey }) => evaluationKey);
    expect(await countOf(nodes.store, "millrace.decision_instance where evaluation_key = any($1)", keys)).toBe(100);
  });

  test("is told without the values that are too large together, and the answer is whole", async () => {
    const copies = Array.from({ length: 12 }, (_, n) => literal(`copy${n}`, "text"));
    const all = literal(
      "all",
      "string length(copy0)",
      copies.map((_, n) => `copy${n}`),
    );
    await deploy(["l.dmn", dmn("large", ...copies, all)]);
    const text = "x".repeat(500_000);
    const { made, output } = await nodes.store.decisions.evaluate({ binding: "latest", decisionId: "all" }, { text });
    expect(output).toBe("500000");
    const lengths = made.map(({ row }) => row.output.length);
    expect(lengths.filter((length) => length > 500_000)).toHaveLength(8);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(4.2 * 2 ** 20);
    expect(made[10]?.row.output).toMatch(/left out/);
  });

  test("is told without the inputs and rules whose names are too large together", async () => {
    const named = table("named", { name: "n".repeat(2_500_000), inputs: ["1"], outputs: ["a"], rules: [["-", "2"]] });
    const service = `<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#named"/></decisionService>`;
    const twice = `<decision id="twice" name="twice"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>
      <literalExpression><text>[s(), s()]</text></literalExpression></decision>`;
    await deploy(["n.dmn", dmn("namely", named, service, twice)]);
    const { made, output } = await nodes.store.decisions.evaluate({ binding: "latest", decisionId: "twice" }, {});
    expect(output).toBe("[2,2]");
    expect(made.map(({ told }) => [told.name.length, told.inputs.length, told.matchedRules.length])).toEqual([
      [2_500_000, 1, 1],
      ["named".length, 0, 0],
      ["twice".length, 0, 0],
    ]);
  });

  test("is a failure when its value is larger than a command may be", async () => {
    const xml = dmn("huge", literal("huge", "for i in 1..100 return text"));
    await deploy(["h.dmn", xml]);
    const text = "x".repeat(500_000);
    const made = await nodes.store.decisions.evaluate({ binding: "latest", decisionId: "huge" }, { text });
    expect(made).toMatchObject({ output: "null", failure: { decisionId: "huge" } });
    expect(await instances(made.evaluationKey)).toMatchObject([{ id: "huge", state: "FAILED", output: "null" }]);
  });
});
