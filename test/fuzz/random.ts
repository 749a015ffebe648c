const MODULUS = 2_147_483_647;

/** Numbers that look random and are the same for the same seed: those of Lehmer's generator, with the factor of MINSTD. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = 1 + (Math.abs(Math.trunc(seed)) % (MODULUS - 1));
    // The first numbers of seeds that are neighbours are neighbours, too.
    this.below(1);
    this.below(1);
  }

  /** A whole number from 0, below the limit. */
  public below(limit: number): number {
    this.state = (this.state * 48_271) % MODULUS;
    return Math.floor((this.state / MODULUS) * limit);
  }

  public oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of the items; there must be some. */
  public pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
