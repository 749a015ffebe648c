import { MAX_LENGTH, Mutation, ofText } from './mutation';
import { GROWING } from './yaml-words';

/** Many of one thing: what takes more than linear time, or a call for each level, shows it here. */
export const GROWTH_MUTATIONS: readonly Mutation[] = [
  ofText(function many(text, random) {
    const piece = random.pick(GROWING);
    const at = random.below(text.length + 1);
    return text.slice(0, at) + piece.repeat(times(piece, random.below(5))) + text.slice(at);
  }),
  ofText(function manyBehindKey(text, random) {
    const piece = random.pick(GROWING);
    const ends = [...text.matchAll(/: /g)].map(({ index }) => index + 2);
    const at = ends.length === 0 ? 0 : random.pick(ends);
    return text.slice(0, at) + piece.repeat(times(piece, random.below(5))) + text.slice(at);
  }),
  ofText(function deeper(text, random) {
    const [levels, by] = [random.pick([40, 99, 101, 1000]), random.pick([1, 2])];
    return Array.from({ length: levels }, (_, level) => `${' '.repeat(level * by)}${random.pick(['a:', '- a:', '-'])}\n`).join('') + text;
  }),
  ofText(function distinct(text, random) {
    const line = random.pick([(n: number) => `k${n}: v\n`, (n: number) => `k${n}: &a${n} v\n`, (n: number) => `k${n}: *a${n - 1}\n`, (n: number) => `- k${n}\n`, (n: number) => `k${n}: &a${n} [*a${n - 1}, *a${n - 1}]\n`]);
    return text + Array.from({ length: random.pick([50, 1000, 20_000]) }, (_, n) => line(n)).join('');
  }),
  ofText((text, random) => text.repeat(Math.min(random.pick([2, 10, 100]), Math.floor(MAX_LENGTH / (text.length + 1)) + 1))),
];

function times(piece: string, magnitude: number): number {
  return Math.floor([40, 110, 1100, 20_000, 200_000][magnitude] / piece.length) + 1;
}
