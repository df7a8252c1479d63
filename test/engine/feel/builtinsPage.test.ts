import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtIns } from "../../../engine/feel/builtins/index.ts";

const page = readFileSync(new URL("../../../docs/feel.md", import.meta.url), "utf8");
const section = page.split(/^## /m).find((text) => text.startsWith("Functions")) ?? "";

test("docs/feel.md tells every function with its parameters, and no other", () => {
  const told = [...section.matchAll(/^\| (`.*?`) \| /gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, signature = ""]) => signature),
  );
  const forms = Object.entries(builtIns).flatMap(([name, some]) => {
    const signatures = some.map(
      ({ parameters }) =>
        `${name}(${parameters.map((one) => `${one.isRest ? "…" : ""}${one.name}${one.isOptional ? "?" : ""}`).join(", ")})`,
    );
    // `min(…list)` takes one list as well.
    return signatures.filter((signature) => !signatures.includes(signature.replace("(", "(…")));
  });
  expect(told.toSorted()).toEqual([...new Set([...forms, "is defined(value)"])].sort());
});
