const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** `%00` to `%ff`. */
const hexadecimal = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).padStart(2, "0")}`);

const bitsOf = new Map([...alphabet].map((sign, value) => [sign, value] as const));

/** Of the text in UTF-8 (RFC 4648 §4), with padding. */
export function base64Of(text: string): string {
  const bytes = utf8Of(text);
  const sign = (value: number) => alphabet.charAt(value & 63);
  let encoded = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    encoded += sign(bits >> 18) + sign(bits >> 12);
    encoded += at + 1 < bytes.length ? sign(bits >> 6) : "=";
    encoded += at + 2 < bytes.length ? sign(bits) : "=";
  }
  return encoded;
}

/** Null when it is no Base64, or not of a text in UTF-8. Padding may be missing. */
export function textOfBase64(encoded: string): string | null {
  const signs = encoded.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(signs) || signs.length % 4 === 1) return null;
  if (encoded.length !== signs.length && encoded.length % 4 !== 0) return null;
  let bits = 0;
  let bitCount = 0;
  let escaped = "";
  for (const sign of signs) {
    bits = ((bits << 6) | (bitsOf.get(sign) ?? 0)) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    escaped += hexadecimal[(bits >> bitCount) & 0xff] ?? "";
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

/** Halves of surrogate pairs stand for U+FFFD. */
function utf8Of(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

const tail = (code: number) => 0x80 | (code & 0x3f);
