import type { Random } from '../random';
import type { Mutation } from './mutation';

/** Bytes that mean something to somebody: marks, line ends, parts of UTF-8 that are none on their own, NUL. */
const TELLING = [0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x20, 0x22, 0x27, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xed, 0xf4, 0xff];

/** Sequences of several: byte order marks, line ends of Unicode, a surrogate, the last code point. */
const SEQUENCES = ['\ufeff', '\u2028', '\u2029', '\u0085', '\u00a0', '\ufffd', '\uffff', '\u{10ffff}', '\u202e', '\r\n', '\r']
  .map((text) => Buffer.from(text)).concat([[0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80]].map((bytes) => Buffer.from(bytes)));

function range(input: Buffer, random: Random): [number, number] {
  const start = random.below(input.length + 1);
  return [start, Math.min(start + 1 + random.below(random.oneIn(4) ? 400 : 12), input.length)];
}

const insert = (input: Buffer, at: number, what: Buffer) => Buffer.concat([input.subarray(0, at), what, input.subarray(at)]);

export const BYTE_MUTATIONS: readonly Mutation[] = [
  function put(input, random) {
    const copy = Buffer.from(input);
    if (copy.length > 0) {
      copy[random.below(copy.length)] = random.oneIn(2) ? random.pick(TELLING) : random.below(256);
    }
    return copy;
  },
  (input, random) => insert(input, random.oneIn(4) ? 0 : random.below(input.length + 1), random.pick(SEQUENCES)),
  function remove(input, random) {
    const [start, end] = range(input, random);
    return Buffer.concat([input.subarray(0, start), input.subarray(end)]);
  },
  function repeat(input, random) {
    const [start, end] = range(input, random);
    return insert(input, end, input.subarray(start, end));
  },
  (input, random) => input.subarray(0, random.below(input.length + 1)),
  function splice(input, random, other) {
    return Buffer.concat([input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length + 1))]);
  },
  function borrow(input, random, other) {
    const [start, end] = range(other, random);
    return insert(input, random.below(input.length + 1), other.subarray(start, end));
  },
];
