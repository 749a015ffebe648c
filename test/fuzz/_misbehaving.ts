import type { Target } from './targets/target';
import { promise } from './targets/target';

/** Targets that do what a target must not, each one thing. */
const WAYS: Readonly<Record<string, (input: Buffer) => string>> = {
  behaves: (input) => `${input.length} bytes`,
  throws: () => (undefined as unknown as { name: string }).name,
  breaks: () => {
    promise(false, () => 'what it promised is not so');
    return '';
  },
  hangs: () => {
    for (;;);
  },
  hoards: () => {
    const held: Buffer[] = [];
    for (let count = 0; count < 64; count += 1) {
      held.push(Buffer.alloc(16 * 1024 * 1024, 1));
    }
    return `${held.length}`;
  },
  exhausts: () => {
    const held: string[][] = [];
    for (;;) {
      held.push(new Array<string>(1_000_000).fill('x'));
    }
  },
  dies: () => process.exit(7),
};

export const TARGETS: readonly Target[] = Object.entries(WAYS).map(([name, run]) => ({ name, seeds: 'nginx', run }));
