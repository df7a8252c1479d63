import { checksum, completed, type Outcome } from "./vocabulary.ts";

/** A letter goes to the log, which is all the post office these samples have; `messageId` follows from its text. */
export function letter(to: string, text: string): Outcome {
  return completed({ messageId: checksum([to, text]) }, `wrote to ${to}: "${text}"`);
}
