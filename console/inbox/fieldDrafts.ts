import type { Variable } from "../api/v2Types.ts";
import { type Json, jsonProblem, parsedJson } from "../parts/variables.ts";

export type FieldKind = "text" | "longText" | "number" | "boolean" | "json";

/** One field of a task's form while a person works on it. */
export interface FieldDraft {
  name: string;
  kind: FieldKind;
  /** What stands in the field; for a tick `true` or `false`. */
  text: string;
  /** The value as read from the server; undefined for a variable added here. */
  original: Json | undefined;
}

/** Texts longer than this are written in several lines. */
const lineLengthMax = 80;

export function kindOf(value: Json): FieldKind {
  if (typeof value === "string") return value.length > lineLengthMax || value.includes("\n") ? "longText" : "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "json";
}

export function textOf(value: Json): string {
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** Unfinished work by task key: moving to another task and back loses nothing. */
const draftsByTask = new Map<string, ReadonlyMap<string, FieldDraft>>();

/** The form of a task: what the server has, with what was typed here on top. Scalars first, each by name. */
export function fieldsOf(taskKey: string, variables: readonly Variable[]): FieldDraft[] {
  const typed = draftsByTask.get(taskKey) ?? new Map<string, FieldDraft>();
  const known = variables.map(({ name, value }): FieldDraft => {
    const original = parsedJson(value) ?? null;
    const draft = typed.get(name);
    return draft ? { ...draft, original } : { name, kind: kindOf(original), text: textOf(original), original };
  });
  const added = [...typed.values()].filter(({ name }) => !variables.some((variable) => variable.name === name));
  return [...known.sort(scalarsFirst), ...added];
}

/** Short fields side by side, then ticks, then what needs the whole width. */
const kindOrder: Record<FieldKind, number> = { text: 0, number: 0, boolean: 1, longText: 2, json: 3 };

const scalarsFirst = (a: FieldDraft, b: FieldDraft): number =>
  kindOrder[a.kind] - kindOrder[b.kind] || a.name.localeCompare(b.name);

export function keepField(taskKey: string, draft: FieldDraft): void {
  draftsByTask.set(taskKey, new Map(draftsByTask.get(taskKey)).set(draft.name, draft));
}

export const forgetFields = (taskKey: string): boolean => draftsByTask.delete(taskKey);

/** Why the field's text is no value; null when it is one. */
export function problemOf({ name, kind, text }: FieldDraft): string | null {
  if (kind === "number" && (text.trim() === "" || !Number.isFinite(Number(text))))
    return `${labelOf(name)} must be a number. You entered ${text.trim() === "" ? "nothing" : text}.`;
  return kind === "json" ? jsonProblem(text) : null;
}

/** The value of a field without a problem. */
export function typedValue({ kind, text }: FieldDraft): Json {
  switch (kind) {
    case "text":
    case "longText":
      return text;
    case "number":
      return Number(text);
    case "boolean":
      return text === "true";
    case "json":
      return parsedJson(text) ?? null;
    default:
      kind satisfies never;
      return null;
  }
}

/** The variables that differ from what the server has: only these are sent. */
export function changedValues(drafts: readonly FieldDraft[]): Record<string, Json> {
  const changed = drafts.filter(
    (draft) => draft.original === undefined || JSON.stringify(typedValue(draft)) !== JSON.stringify(draft.original),
  );
  return Object.fromEntries(changed.map((draft) => [draft.name, typedValue(draft)]));
}

/** `orderId` and `order_id` as `Order id`. */
export function labelOf(name: string): string {
  const words = name
    .replace(/_/g, " ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
