import { relative } from "node:path";
import type { FileWalks } from "./walks.ts";

/** A line for each process: how its walks ended, how much of it they saw, and what stopped them. */
export function reportOf(all: readonly FileWalks[]): string {
  const lines = all.flatMap(({ file, refused, processes, walks }) => {
    const name = relative("c8", file);
    if (refused !== null) return [`refused    ${name}: ${refused}`];
    return processes.map((model) => {
      const own = walks.filter(({ processId }) => processId === model.processId);
      const seen = new Set(
        own.flatMap(({ visited }) => [...visited].filter((id) => id.startsWith(`${model.processId}/`))),
      );
      const outcomes = [...new Set(own.map(({ outcome }) => outcome))].join(", ");
      const reasons = new Set(
        own.flatMap(({ incidents }) => incidents.map(({ code, message }) => `${code}: ${message}`)),
      );
      const walked = `${own.length} walks, ${seen.size} of ${model.nodes.size} elements seen`;
      return `${outcomes.padEnd(10)} ${name} ${model.processId}: ${walked}${[...reasons].map((reason) => `; ${reason}`).join("")}`;
    });
  });
  const count = (outcome: string) => lines.filter((line) => line.startsWith(outcome)).length;
  const summary = ["completed", "incident", "refused"].map((outcome) => `${count(outcome)} ${outcome}`).join(", ");
  return [...lines, summary].join("\n");
}
