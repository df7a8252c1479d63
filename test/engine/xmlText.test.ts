import { expect, test } from "vitest";
import { xmlTextOf } from "../../engine/model/xmlText.ts";

const bytesOf = (text: string, encoding: "utf8" | "latin1" | "utf16le") => new Uint8Array(Buffer.from(text, encoding));
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}" standalone="yes"?><a b="Größe"/>`;
const utf8 = declared("UTF-8");
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());

// biome-ignore format: a table
test.each([
  ["UTF-8", bytesOf(utf8, "utf8"), utf8],
  ["UTF-8 with a byte order mark", bytesOf(`\uFEFF${utf8}`, "utf8"), utf8],
  ["no declaration", bytesOf('<a b="Größe"/>', "utf8"), '<a b="Größe"/>'],
  ["ISO-8859-1", bytesOf(declared("ISO-8859-1"), "latin1"), utf8],
  ["single quotes", bytesOf(declared("iso-8859-1").replaceAll('"', "'"), "latin1"), utf8.replaceAll('"', "'")],
  ["windows-1252", new Uint8Array([...bytesOf('<?xml version="1.0" encoding="windows-1252"?><a b="', "latin1"), 0x80, ...bytesOf('"/>', "latin1")]), '<?xml version="1.0" encoding="UTF-8"?><a b="€"/>'],
  ["UTF-16 with a byte order mark", bytesOf(`\uFEFF${declared("UTF-16")}`, "utf16le"), utf8],
  ["UTF-16, the other way round", swapped(bytesOf(`\uFEFF${declared("UTF-16")}`, "utf16le")), utf8],
  ["UTF-16 without a mark", bytesOf(declared("UTF-16"), "utf16le"), utf8],
  ["UTF-8 that says UTF-16", bytesOf(declared("utf-16"), "utf8"), utf8],
  ["nothing", new Uint8Array(), ""],
])("%s is read", (_, bytes, text) => expect(xmlTextOf(bytes)).toEqual({ ok: true, value: text }));

// biome-ignore format: a table
test.each([
  ["bytes of another encoding", bytesOf(declared("UTF-8"), "latin1"), "expected text in utf-8, got other bytes"],
  ["an unknown encoding", bytesOf(declared("klingon-8"), "latin1"), "expected text in an encoding that is known, got klingon-8"],
])("%s are refused", (_, bytes, message) => expect(xmlTextOf(bytes)).toMatchObject({ ok: false, message }));
