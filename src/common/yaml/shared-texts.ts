/** Longer texts seldom stand twice, and more of them cost more than they save. */
const SHARED_LENGTH = 60;
const SHARED_TEXTS = 20_000;

/** A text that stood before is the same one in memory: labels and images stand in hundreds of objects. */
export class SharedTexts {
  private readonly texts = new Map<string, string>();

  /** The value, or the text like it that stood before. */
  public of<T>(value: T): T {
    if (typeof value !== 'string' || value.length > SHARED_LENGTH) {
      return value;
    }
    const known = this.texts.get(value);
    if (known === undefined && this.texts.size < SHARED_TEXTS) {
      this.texts.set(value, value);
    }
    return (known as T | undefined) ?? value;
  }
}
