/** How a value is typed in. */
export type FieldKind = "text" | "number" | "boolean" | "date" | "time" | "dateTime" | "duration" | "json" | "any";

/** One variable that a decision, or one that it requires, reads. */
export interface InputField {
  /** The variable, with a path into it where the decision reads only that: `customer.age`. */
  name: string;
  /** What people call it; the name where the model says nothing else. */
  label: string;
  kind: FieldKind;
  /** Its only values, as literals of FEEL that are JSON as well; empty when it is free. */
  choices: readonly string[];
  /** Values that rules ask for: suggestions. */
  suggestions: readonly string[];
  /** What is allowed, where that is no list of values; as the model writes it. */
  allowed: string;
}

const literal = /\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\s*(,|$)/y;

/** The values of a list of literals, `"Gold", "Silver"`; null when the text says anything else. */
export function literals(text: string): string[] | null {
  const found: string[] = [];
  literal.lastIndex = 0;
  while (literal.lastIndex < text.length) {
    const match = literal.exec(text);
    if (!match?.[1]) return null;
    found.push(match[1]);
  }
  return found.length > 0 ? found : null;
}
