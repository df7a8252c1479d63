import { xmlTextOf } from "../../engine/model/xmlText.ts";

/** A model from a person's disk, in its own encoding. Bytes that are not what the file says show as U+FFFD. */
export async function readXmlFile(file: File): Promise<string> {
  const xml = xmlTextOf(new Uint8Array(await file.arrayBuffer()));
  return xml.ok ? xml.value : file.text();
}
