/** Something a check has to say about a model; the shape of the server's answer, which this folder may not import. */
export interface Finding {
  code: string;
  /** An error blocks deployment, a warning does not. */
  severity: "error" | "warning";
  /** The element it is about; null when it is about the file. */
  elementId: string | null;
  /** Line in the XML, from 1. */
  line: number | null;
  /** What was expected, what came, and the nearest remedy, in one or two sentences. */
  message: string;
}
