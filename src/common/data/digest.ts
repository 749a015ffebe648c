/* eslint-disable no-bitwise -- digests are made of bits */
import { bytesOf } from './texts';

/** Digests that distinguish texts and names; not for security. Source: FIPS 180-4. */
const BLOCK = 64;

/** In hexadecimal digits. */
export function sha256(text: string): string {
  return hex(rounds(bytesOf(text), [...SHA256_START], sha256Block));
}

/** In hexadecimal digits, for UUIDs of version 5. */
export function sha1(bytes: Uint8Array): string {
  return hex(rounds(bytes, [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0], sha1Block));
}

/** The first 32 bits of the fractional parts of roots of primes. */
function fractions(count: number, root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) {
      primes.push(candidate);
    }
  }
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32) | 0);
}

const SHA256_START = fractions(8, Math.sqrt);
const SHA256_ROUNDS = fractions(64, Math.cbrt);

function rounds(
  bytes: Uint8Array, state: number[], block: (words: Int32Array, state: number[]) => number[],
): number[] {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const words = new Int32Array(80);
  for (let start = 0; start < padded.length; start += BLOCK) {
    for (let index = 0; index < 16; index += 1) {
      words[index] = view.getInt32(start + index * 4);
    }
    state = block(words, state).map((word, index) => (word + state[index]) | 0);
  }
  return state;
}

function rotated(word: number, right: number): number {
  return (word >>> right) | (word << (32 - right));
}

// Assignments instead of destructuring, which would allocate hundreds of arrays per block.
function sha256Block(w: Int32Array, state: number[]): number[] {
  for (let t = 16; t < 64; t += 1) {
    const early = w[t - 15];
    const late = w[t - 2];
    w[t] = w[t - 16] + w[t - 7] + (rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3))
      + (rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const one =
      h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + SHA256_ROUNDS[t] + w[t];
    const two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h];
}

function sha1Block(w: Int32Array, state: number[]): number[] {
  for (let t = 16; t < 80; t += 1) {
    w[t] = rotated(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 31);
  }
  let [a, b, c, d, e] = state;
  for (let t = 0; t < 80; t += 1) {
    const [mixed, constant] = [
      [(b & c) | (~b & d), 0x5a827999],
      [b ^ c ^ d, 0x6ed9eba1],
      [(b & c) | (b & d) | (c & d), 0x8f1bbcdc],
      [b ^ c ^ d, 0xca62c1d6],
    ][Math.floor(t / 20)];
    [a, b, c, d, e] = [(rotated(a, 27) + mixed + e + constant + w[t]) | 0, a, rotated(b, 2), c, d];
  }
  return [a, b, c, d, e];
}

function hex(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
