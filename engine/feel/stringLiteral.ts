const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  f: "\f",
  '"': '"',
  "\\": "\\",
  "'": "'",
};

/**
 * What a text literal stands for (DMN 1.5 §10.3.1.2, rules 35 and 64; `\f` is Camunda's); what is no escape stays as it is.
 */
export function stringValue(literal: string): string {
  if (literal.startsWith('"""') && literal.length >= 6) return literal.slice(3, -3);
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrtf"\\']))/g, (whole, short, long, sign) => {
      if (sign !== undefined) return escapes[sign] ?? whole;
      const codePoint = Number.parseInt(short ?? long, 16);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    });
}
