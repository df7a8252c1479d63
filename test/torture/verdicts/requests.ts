import type { Command } from "../../../engine/vocabulary.ts";
import type { JournalEntry } from "../../store/journalChecks.ts";
import type { Attempt, Ledger, What } from "../ledger.ts";
import type { Evidence } from "./evidence.ts";

/** What the store does by itself, on behalf of timers, messages, signals and other instances. */
const inner = new Set(["timer", "message", "signal", "process"]);

const commandTypes: Partial<Record<What, Command["type"]>> = {
  start: "startInstance",
  completeJob: "completeJob",
  failJob: "failJob",
  throwJobError: "throwJobError",
  updateJob: "updateJob",
  resolveIncident: "resolveIncident",
  assignUserTask: "assignUserTask",
  completeUserTask: "completeUserTask",
  cancelInstance: "cancelInstance",
};

/** Compares what was asked with what was done. Fed with all instances, it knows at the end what was never done. */
export class Requests {
  readonly #ledger: Ledger;
  /** How often the command of a mark is in a journal. */
  readonly #done = new Map<string, number>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** What this instance did that nobody has asked for. */
  faultsOf({ entries, tags }: Evidence): string[] {
    return entries.flatMap((entry) => {
      if (inner.has(entry.actor)) return this.#broughtFaults(entry);
      const mark = markOf(entry);
      if (mark === null)
        return [`${entry.command.type} by ${entry.actor} at revision ${entry.revision} was asked by nobody`];
      this.#done.set(mark, (this.#done.get(mark) ?? 0) + 1);
      const attempt = this.#ledger.get(mark);
      if (!attempt) return [`${entry.command.type} has the mark ${mark}, which nobody sent`];
      if (attempt.what === "start" && !tags.includes(mark)) return [`was started by ${mark}, but has the tags ${tags}`];
      return commandTypes[attempt.what] === entry.command.type
        ? []
        : [`${mark} asked for ${attempt.what}, got ${entry.command.type}`];
    });
  }

  /** Messages, by the mark that each brings under its own name. */
  #broughtFaults({ actor, command }: JournalEntry): string[] {
    if (actor !== "message") return [];
    const brought =
      command.type === "startInstance"
        ? command.eventVariables
        : command.type === "correlateMessage"
          ? command.variables
          : {};
    return Object.entries(brought ?? {}).flatMap(([name, mark]) => {
      const attempt = typeof mark === "string" ? this.#ledger.get(mark) : undefined;
      if (!attempt || !isOfMessage(attempt, name)) return [];
      this.#done.set(attempt.mark, (this.#done.get(attempt.mark) ?? 0) + 1);
      return [];
    });
  }

  /** Every acknowledged command took effect exactly once, every refused one never, every other one at most once. */
  faults(): string[] {
    const faults: string[] = [];
    for (const attempt of this.#ledger.all()) {
      const times = this.#done.get(attempt.mark) ?? 0;
      const { mark, what, target, outcome, answer } = attempt;
      const least = outcome === "acknowledged" && isJournaled(what) ? 1 : 0;
      const most = outcome === "refused" ? 0 : 1;
      if (what !== "broadcast" && (times < least || times > most))
        faults.push(`${what} ${mark} of ${target} was ${outcome} (${answer}), and happened ${times} times`);
    }
    return [...faults, ...this.#publishedTwice()];
  }

  /** Publications with one message id are one, however often they were tried. */
  #publishedTwice(): string[] {
    const published = this.#ledger.all().filter(({ what }) => what === "publish");
    return [...Map.groupBy(published, ({ target }) => target)].flatMap(([target, attempts]) => {
      const times = attempts.reduce((sum, { mark }) => sum + (this.#done.get(mark) ?? 0), 0);
      const acknowledged = attempts.filter(({ outcome }) => outcome === "acknowledged").length;
      return times > 1 || acknowledged > 1
        ? [`message ${target} was acknowledged ${acknowledged} times and happened ${times} times`]
        : [];
    });
  }
}

/** What is published may find nobody; whom a signal reaches, the instances themselves tell. */
const isJournaled = (what: What) => what !== "publish" && what !== "broadcast";

const isOfMessage = ({ what, target }: Attempt, name: string) =>
  what === "correlate" || (what === "publish" && target.startsWith(`${name} `));

const markOf = ({ actor, command }: JournalEntry): string | null => {
  if (actor.startsWith("t-")) return actor;
  return "action" in command ? (command.action ?? null) : null;
};
