import { failed, ok, type Result } from "../result.ts";

/** The platform's, declared here because neither Node's nor the browser's types belong to the engine. */
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

/**
 * The text of an XML file: by its byte order mark, else by the encoding that its declaration names, else as UTF-8
 * (XML 1.0, appendix F). The declaration of the answer says UTF-8, because that is how it travels from here on.
 *
 * Fails when the encoding is unknown or when the bytes are not what they are said to be.
 */
export function xmlTextOf(bytes: Uint8Array): Result<string> {
  const encoding = encodingOf(bytes);
  try {
    return ok(withEncoding(new TextDecoder(encoding, { fatal: true }).decode(bytes)));
  } catch (error) {
    const isUnknown = error instanceof RangeError;
    return failed(
      `expected text in ${isUnknown ? "an encoding that is known" : encoding}, got ${isUnknown ? encoding : "other bytes"}`,
    );
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0x00 && second === 0x3c) return "utf-16be";
  if (first === 0x3c && second === 0x00) return "utf-16le";
  if (first === 0xef && second === 0xbb) return "utf-8";
  const declared = declaration.exec(String.fromCharCode(...bytes.subarray(0, declarationBytesMax)))?.[2] ?? "utf-8";
  // What could be read byte by byte is not in UTF-16, whatever it says; programs that write texts to files say so.
  return /^(utf-16|ucs-2)/i.test(declared) ? "utf-8" : declared.toLowerCase();
}

/** Version, encoding and standalone take about 60. */
const declarationBytesMax = 200;

const declaration = /^(<\?xml\b[^>]*?\sencoding\s*=\s*["'])([\w.:-]+)/;

const withEncoding = (text: string) => text.replace(declaration, "$1UTF-8");
