/** So many characters lie between two places whose line is remembered. */
const STEP = 4096;

/** Counts the lines of a text as far as somebody asks, and remembers some on the way. */
export class LineCounter {
  /** Line feeds before each multiple of `STEP`. */
  private readonly known = [0];

  public constructor(private readonly text: string) {}

  /** How many line feeds stand before an offset. */
  public before(offset: number): number {
    const step = Math.floor(offset / STEP);
    for (let next = this.known.length; next <= step; next += 1) {
      this.known.push(this.known[next - 1] + this.between((next - 1) * STEP, next * STEP));
    }
    return this.known[step] + this.between(step * STEP, offset);
  }

  private between(start: number, end: number): number {
    // Cut out, so that the search for the next line feed ends here in a text that has none.
    const part = this.text.slice(start, end);
    let count = 0;
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) {
      count += 1;
    }
    return count;
  }
}
