import { evaluateDecision } from "../../engine/decision/evaluate.ts";
import type { DecisionModel } from "../../engine/decision/model.ts";
import { readDecisions } from "../../engine/decision/read.ts";
import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { busyLoop } from "../load.ts";

const [few, many] = [100, 10_000];
/** Rules that share a product; each has its span of amounts. */
const rulesPerProduct = 10;
const moment = { nowMs: 0, random: () => 0 };

/** A decision table with few rules and with many, on indexed inputs: a text, an interval of numbers, a boolean. */
export const open: Open = async (): Promise<Contestant> => {
  const xml = xmlOf(many);
  const small = decider(await compiled(xmlOf(few)), few);
  const large = decider(await compiled(xml), many);
  return {
    async round(ms) {
      const fewPerSecond = busyLoop(ms / 3, 20, small);
      const manyPerSecond = busyLoop(ms / 3, 20, large);
      return { fewPerSecond, manyPerSecond, compiledMs: await compiledMs(xml, ms / 3) };
    },
    async close() {},
  };
};

function xmlOf(count: number): string {
  const inputs = ["product", "amount", "isPaid"].map(
    (name) => `<input id="${name}"><inputExpression><text>${name}</text></inputExpression></input>`,
  );
  const cell = (tag: string, text: string) => `<${tag}><text>${text}</text></${tag}>`;
  const rules = Array.from({ length: count }, (_, at) => {
    const from = (at % rulesPerProduct) * 100;
    const tests = [`"p${Math.floor(at / rulesPerProduct)}"`, `[${from}..${from + 100})`, at % 3 === 0 ? "-" : "true"];
    const entries = tests.map((text) => cell("inputEntry", text)).join("");
    return `<rule id="r${at}">${entries}${cell("outputEntry", String(at))}</rule>`;
  });
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="bench"><decision id="d" name="d"><decisionTable id="t">${inputs.join("")}<output id="o" name="o" />${rules.join("")}</decisionTable></decision></definitions>`;
}

async function compiled(xml: string): Promise<DecisionModel> {
  const { model } = await readDecisions(xml);
  assert(model, "the decision table compiles");
  return model;
}

/** Asks for another rule each time. */
function decider(model: DecisionModel, count: number): () => void {
  let next = 0;
  return () => {
    const at = next;
    next = (next + 37) % count;
    const product = `p${Math.floor(at / rulesPerProduct)}`;
    const variables = new Map<string, string | number | boolean>([
      ["product", product],
      ["amount", (at % rulesPerProduct) * 100 + 50],
      ["isPaid", true],
    ]);
    const outcome = evaluateDecision(model, "d", (name) => variables.get(name), moment);
    assert(outcome.ok && outcome.value.ok && outcome.value.value === at, "the rule matches");
  };
}

/** From XML to what is executed, once at least; the median would need more time than a round has. */
async function compiledMs(xml: string, ms: number): Promise<number> {
  let [times, elapsedMs] = [0, 0];
  const fromMs = performance.now();
  while (elapsedMs < ms || times === 0) {
    await compiled(xml);
    times += 1;
    elapsedMs = performance.now() - fromMs;
  }
  return elapsedMs / times;
}
