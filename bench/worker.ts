import { type Contestant, contestants, type Figures, isContestantName, type Scale } from "./contestant.ts";

/** What the bench asks of a contestant's process. */
export type Request = { kind: "round"; ms: number } | { kind: "close" };

/** What it hears from there. */
export type Answer = { kind: "ready" } | { kind: "figures"; figures: Figures };

const [, , name = "", connection = "{}", scale = "{}"] = process.argv;
if (!isContestantName(name)) throw new Error(`Expected the name of a contestant, got "${name}"`);

// The bench itself has died; nobody waits for the rest.
process.on("disconnect", () => process.exit(1));

const { open } = await contestants[name]();
const contestant = await open(JSON.parse(connection), JSON.parse(scale) as Scale);
process.on("message", (request) => carryOut(contestant, request as Request));
tell({ kind: "ready" });

async function carryOut(contestant: Contestant, request: Request): Promise<void> {
  switch (request.kind) {
    case "round":
      return tell({ kind: "figures", figures: await contestant.round(request.ms) });
    case "close":
      await contestant.close();
      process.removeAllListeners("disconnect");
      process.disconnect();
      return;
    default:
      request satisfies never;
  }
}

function tell(answer: Answer): void {
  process.send?.(answer);
}
