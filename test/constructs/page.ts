import { readdirSync, readFileSync } from "node:fs";
import { type Construct, type Group, groups } from "../../engine/constructs/construct.ts";
import type { CoverageVerdict } from "../../engine/constructs/coverage.ts";
import { constructs } from "../../engine/constructs/table.ts";
import { executedElements } from "../../engine/elements/registry.ts";
import type { Told } from "./stories.ts";

/** Scenarios named for each construct; the plainest diagrams first. */
const shownMax = 3;

/** Scenarios that show each construct, by its id: some of those whose diagrams hold least beside it. */
export function scenariosOf(told: readonly Told[]) {
  const plainest = [...told].sort((one, other) => one.holds.size - other.holds.size);
  return Object.fromEntries(
    constructs.map(({ id }) => {
      const showing = plainest.filter(({ holds }) => holds.has(id)).slice(0, shownMax);
      return [id, showing.map(({ file, title }) => ({ file, title }))];
    }),
  );
}

export type Scenarios = ReturnType<typeof scenariosOf>;

const titles: Record<Group, string> = {
  activities: "Processes and activities",
  markers: "Markers of activities",
  gateways: "Gateways",
  events: "Events, by position and trigger",
  flows: "Flows",
  data: "Data",
  drawing: "Pools, lanes and what is drawn for readers",
  extensions: "Extension elements of the zeebe dialect",
};

/** The text of docs/coverage.md. */
export function coveragePage(verdicts: Readonly<Record<string, CoverageVerdict>>, scenarios: Scenarios): string {
  const count = (verdict: CoverageVerdict) => constructs.filter(({ id }) => verdicts[id] === verdict).length;
  return `# What is executed

Written by \`node test/coverage.ts\` from the table in \`engine/constructs/\`: a small model of each row was given to the
engine, and the scenarios were searched for its construct. Tests fail when a row is stale, when an executed one has no
scenario, or when an element of BPMN 2.0 has no row. The same table answers \`GET /api/coverage\` and gives the modeler
its hints. Sections are those of BPMN 2.0.2 (formal/2013-12-09).

- **executed** (${count("executed")}): does what the standard says; scenarios show it, of which the plainest are named.
- **refused** (${count("refused")}): a model with it is not deployed; the answer names the element, its line and what to do instead.
- **documentation** (${count("documentation")}): drawn for readers, without effect on the execution.

${groups.map((group) => section(group, verdicts, scenarios)).join("\n\n")}

## What each element does

${table(["element instance", "in XML", "what it does"], elementRows())}
`;
}

function section(group: Group, verdicts: Readonly<Record<string, CoverageVerdict>>, scenarios: Scenarios): string {
  const rows = constructs
    .filter((construct) => construct.group === group)
    .map((construct) => row(construct, verdicts[construct.id] ?? "refused", scenarios));
  return `## ${titles[group]}\n\n${table(["construct", "in XML", "§", "", "scenarios, or what to do instead"], rows)}`;
}

function row(
  { id, name, bpmn, section, instead }: Construct,
  verdict: CoverageVerdict,
  scenarios: Scenarios,
): string[] {
  const last = verdict === "refused" ? (instead ?? "") : verdict === "executed" ? shown(scenarios[id]) : "";
  return [name, `\`${bpmn}\``, section ?? "", verdict, last];
}

function shown(scenarios: Scenarios[string] = []): string {
  const stories = scenarios.map(({ file, title }) => `${file.replace(/^.*\//, "").replace(".test.ts", "")}: ${title}`);
  return stories.join("; ").replaceAll("|", "\\|") || "none";
}

/** One row for each kind of element instance, with what its own file says of it. */
function elementRows(): string[][] {
  const texts = readdirSync(elements).map((file) => readFileSync(new URL(file, elements), "utf8"));
  return executedElements().map(({ type, bpmn }) => [
    type
      .toLowerCase()
      .replaceAll("_", " ")
      .replace(/(sub|multi) /g, "$1-"),
    bpmn === null ? "" : `\`${bpmn}\``,
    texts.map((text) => docstring(type, text)).find((found) => found !== null) ?? "",
  ]);
}

const elements = new URL("../../engine/elements/", import.meta.url);

/** The docstring of the behaviour of this type, without the places in the code; null when it is in another file. */
function docstring(type: string, text: string): string | null {
  const behaviour = new RegExp(
    `/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*export const \\w+: ElementBehaviour = \\{\\s*type: "${type}"`,
  );
  const comment = behaviour.exec(text)?.[1];
  if (comment === undefined) return null;
  return comment
    .replace(/^\s*\*/gm, "")
    .replace(/BPMN 2\.0\.2 /g, "")
    .replace(/ \([^()]*`[^`]*\.ts`\)/g, "")
    .replace(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .trim();
}

const table = (head: readonly string[], rows: readonly string[][]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
