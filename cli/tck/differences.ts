import { readFileSync } from "node:fs";

/** Cases that are known to differ, as `suite case`: the table of `docs/dmn.md` tells why. */
export function knownDifferences(): ReadonlySet<string> {
  const page = readFileSync(new URL("../../docs/dmn.md", import.meta.url), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("Known differences from the TCK")) ?? "";
  const rows = [...section.matchAll(/^\| `([^`|]+)` \| ([^|]+) \|/gm)];
  return new Set(
    rows.flatMap(([, suite = "", cases = ""]) =>
      [...cases.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => `${suite} ${id}`),
    ),
  );
}
