/** Something that reads other people's texts. */
export interface Target {
  readonly name: string;
  /** The seeds that it starts from. */
  readonly seeds: 'manifests' | 'values' | 'nginx';
  /**
   * Gives it an input, and returns a signature of what came of it.
   *
   * @throws Error on whatever must not be.
   */
  run(input: Buffer): string;
}

/** A promise that was broken. */
export class BrokenPromise extends Error {
  public override readonly name = 'BrokenPromise';
}

/** @throws BrokenPromise unless the promise is kept. */
export function promise(kept: boolean, message: () => string): void {
  if (!kept) {
    throw new BrokenPromise(message());
  }
}

/** By which one of several ways an input goes: the same one whenever it is run. */
export function wayOf<T>(input: Buffer, ways: readonly T[]): T {
  let sum = input.length;
  for (const byte of input) {
    sum = (sum * 31 + byte) % 1_000_003;
  }
  return ways[sum % ways.length];
}

/** A short piece of a long text, for messages. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
