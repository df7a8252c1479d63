/** An expression that can be read but not compiled; the position is that of a character. */
export class Faulty extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}
