import type { JournalEntry } from "../../server/contract.ts";
import type { StatusName } from "../parts/status.ts";
import { Facts } from "./historyFacts.ts";
import { commandLine, eventLine } from "./historyLines.ts";
import type { ModelNames } from "./modelNames.ts";

/** One line of an instance's history. */
export interface HistoryLine {
  /** Plain text, and names in `strong` or code. */
  sentence: readonly SentencePart[];
  /** A second line in small print: a reason, an answer, variable names. */
  under?: string | undefined;
  isUnderCode?: boolean;
  mark: StatusName | "point" | "person" | "machine";
  /** Who did it; with the mark `person` shown by initials. */
  actor?: string | undefined;
  /** The element it happened at; null when it concerns the whole instance. */
  elementId: string | null;
  at: string;
  /** How many equal lines were folded into this one. */
  count: number;
}

export type SentencePart = string | { strong: string } | { code: string };

/** What a single command or event contributes; time and count are added here. */
export type LineDraft = Omit<HistoryLine, "at" | "count">;

/** The journal as sentences, newest first; runs of the same event fold into one line with a count. */
export function historyLines(journal: readonly JournalEntry[], names: ModelNames): HistoryLine[] {
  const facts = new Facts(journal, names);
  const lines = [...journal].sort((a, b) => a.revision - b.revision).flatMap((entry) => entryLines(entry, facts));
  return folded(lines.reverse());
}

function entryLines(entry: JournalEntry, facts: Facts): HistoryLine[] {
  const first = commandLine(entry, facts);
  const drafts = [first, ...entry.events.map((event, index) => eventLine(entry, index, event, facts))];
  return drafts.filter((draft) => draft !== null).map((draft) => ({ ...draft, at: entry.at, count: 1 }));
}

function folded(lines: readonly HistoryLine[]): HistoryLine[] {
  const kept: HistoryLine[] = [];
  for (const line of lines) {
    const last = kept.at(-1);
    if (last && sameEvent(last, line)) last.count += 1;
    else kept.push({ ...line });
  }
  return kept;
}

const sameEvent = (a: HistoryLine, b: HistoryLine): boolean =>
  a.elementId === b.elementId && a.mark === b.mark && plain(a) === plain(b);

export const plain = ({ sentence }: Pick<HistoryLine, "sentence">): string =>
  sentence.map((part) => (typeof part === "string" ? part : "strong" in part ? part.strong : part.code)).join("");
