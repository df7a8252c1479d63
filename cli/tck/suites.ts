import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { evaluateDecision, evaluateService } from "../../engine/decision/evaluate.ts";
import type { DecisionModel } from "../../engine/decision/model.ts";
import { readDecisions } from "../../engine/decision/read.ts";
import { entryOf, type Feel, isContext } from "../../engine/feel/value.ts";
import { type Expectation, readTestFile, type TestCase, type TestFile } from "./cases.ts";
import { isExpected, valueText } from "./compare.ts";

/** What became of one test case. */
export interface Verdict {
  /** `compliance-level-3`, or the folder above the suite's. */
  readonly level: string;
  /** `0085-decision-services`. */
  readonly suite: string;
  readonly id: string;
  /** Null when everything was as expected. */
  readonly failure: string | null;
}

/** Fixed, so that one run gives what another gave: a day and a time that no case depends on. */
const nowMs = Date.UTC(2024, 1, 29, 12, 30);

/** Runs every file of test cases in a folder, at any depth, each with the model beside it and what that imports. */
export async function runSuites(folder: string): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".xml")).sort();
  for (const path of paths) {
    const file = join(folder, path);
    const tests = await readTestFile(await readFile(file, "utf8"));
    if (tests) verdicts.push(...(await runFile(file, tests)));
  }
  return verdicts;
}

async function runFile(file: string, tests: TestFile): Promise<Verdict[]> {
  const suite = basename(dirname(file));
  const level = basename(dirname(dirname(file)));
  const read = await readModel(dirname(file), tests.modelName);
  return tests.cases.map((test) => {
    const failure = typeof read === "string" ? read : failureOf(read, test);
    return { level, suite, id: test.id, failure };
  });
}

/** The model, or why there is none. */
async function readModel(folder: string, name: string): Promise<DecisionModel | string> {
  const names = (await readdir(folder)).filter((path) => path.endsWith(".dmn"));
  if (!names.includes(name)) return `expected the model ${name}, got ${names.join(", ")}`;
  const others = await Promise.all(
    names.filter((one) => one !== name).map((one) => readFile(join(folder, one), "utf8")),
  );
  const { model, findings } = await readDecisions(await readFile(join(folder, name), "utf8"), {
    dialect: "dmn",
    others,
  });
  return model ?? `expected ${name} to be read: ${findings[0]?.message}`;
}

function failureOf(model: DecisionModel, test: TestCase): string | null {
  for (const expectation of test.expectations) {
    const came = resultOf(model, test, expectation);
    if (isExpected(came, expectation.expected)) continue;
    return `${expectation.name}: expected ${valueText(expectation.expected)}, got ${valueText(came)}`;
  }
  return null;
}

/** Null when it fails: that is how the TCK writes it. */
function resultOf(model: DecisionModel, { service, inputs }: TestCase, { name }: Expectation): Feel {
  const options = { nowMs, random: () => 0.5 };
  const lookup = (asked: string) => inputs.get(asked);
  if (service === null) {
    const outcome = evaluateDecision(model, name, lookup, options);
    return outcome.ok && outcome.value.ok ? outcome.value.value : null;
  }
  const outcome = evaluateService(model, service, lookup, options);
  const value = outcome.ok && outcome.value.ok ? outcome.value.value : null;
  const isSingle = model.services.find((one) => one.name === service)?.outputs.length === 1;
  return isSingle || !isContext(value) ? value : (entryOf(value, name) ?? null);
}
