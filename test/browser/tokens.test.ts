import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

const css = await readFile(new URL("../../console/tokens.css", import.meta.url), "utf8");
const modeler = await readFile(new URL("../../modeler/tokens.ts", import.meta.url), "utf8");

/** The hex twins of one theme, as browsers without newer colours get them. */
function twins(selector: string): Map<string, string> {
  const fallback = css.slice(css.indexOf("/* Hex fallback */"));
  const block = fallback.slice(fallback.indexOf(selector)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})\b/g)].map(([, name = "", hex = ""]) => [name, hex]));
}

const themes = { light: twins('[data-theme="light"]'), dark: twins('[data-theme="dark"]') };

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const planes = ["bg", "bg-sunken", "bg-raised", "bg-field", "bg-hover", "bg-pressed", "bg-selected"];
const texts = ["text", "text-2", "text-3", "accent-text", "danger-text", "st-incident-text"];
const marks = ["focus", "line-control", "accent", "st-active", "st-waiting", "st-incident", "st-completed", "sla-risk"];
const pairs: [string, string][] = [
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["accent-text", "accent-tint"],
  ["st-incident-text", "st-incident-tint"],
  ["st-completed-text", "st-completed-tint"],
  ["sla-risk-text", "sla-risk-tint"],
  ["sla-breached-text", "sla-breached-tint"],
  ["bpmn-label", "bpmn-fill"],
];

describe.each(Object.entries(themes))("in the %s theme", (_theme, tokens) => {
  const weak = (least: number, all: readonly (readonly [string, string])[]) =>
    all
      .map(([ink, plane]) => [ink, plane, contrast(tokens.get(ink) ?? "", tokens.get(plane) ?? "")] as const)
      .filter(([, , ratio]) => !(ratio >= least))
      .map(([ink, plane, ratio]) => `${ink} on ${plane}: ${ratio.toFixed(2)}`);
  const onAll = (inks: readonly string[]) => inks.flatMap((ink) => planes.map((plane) => [ink, plane] as const));

  test("text has a contrast of 4.5 on every plane", () => expect(weak(4.5, [...onAll(texts), ...pairs])).toEqual([]));
  test("edges, marks and the focus have a contrast of 3", () => expect(weak(3, onAll(marks))).toEqual([]));
});

test("the modeler draws with the same colours", () => {
  const own = [...modeler.matchAll(/^ {2}"?([\w-]+)"?: \["(#[0-9a-f]{6})", "(#[0-9a-f]{6})"\]/gm)];
  expect(own.length).toBeGreaterThan(40);
  const differing = own.filter(
    ([, name = "", light, dark]) => themes.light.get(name) !== light || themes.dark.get(name) !== dark,
  );
  expect(differing.map(([, name]) => name)).toEqual([]);
});
