import fc from 'fast-check';
import { isMade } from '../_made';
import type { Configuration } from './configurations';

/** What must never be in a manifest or an error. */
export const SENTINEL = 's3nt1n3l-0f-a-s3cr3t';

type Path = readonly (string | number)[];

const TEXTS = [
  '', ' ', '<placeholder>', '${VARIABLE}', '{{ .Values.x }}', '[here]', 'a b', 'a\nb', 'UPPER', '-a', 'a-', 'a..b', 'a_b', '../x', '/x', '/', 'x:y', 'x/y', 'true', '007', '1e3',
  'q'.repeat(64), 'q'.repeat(254), 'q'.repeat(5000), `${'q'.repeat(64)}.example.com`, 'pässwörd-密码', '🔑', '\u0000', '\u0085', 'it\'s', '"', '`', '\\', '$(id)', '*', '*.example.com',
  'constructor', '__proto__', 'toString', '10.0.0.1', '::1', 'localhost', 'example.com:443', 'example.com.', 'http://idp.example.com', 'https://idp.example.com', 'https://idp.example.com/',
  'https://idp.example.com//', 'https:idp.example.com', 'https://', 'https://idp.example.com?x=1', 'https://idp.example.com#x', 'https://[::1]', 'https://idp.example.com:99999', 'ftp://x', 'javascript:alert(1)',
];
const NUMBERS = [0, -0, -1, 0.5, 1.0000001, NaN, Infinity, -Infinity, 65536, 2 ** 31, 2 ** 53, 1e21, 1e300, 5e-324];
const KINDS: readonly unknown[] = [null, undefined, 3.5, true, [], {}, [null], { a: { b: [] } }, () => 'x', Symbol('x'), BigInt(1), new Date(0), new Map()];

/** Addresses with a password in them. */
const ADDRESSES = [
  `https://user:${SENTINEL}@idp.example.com`, `https://${SENTINEL}@idp.example.com/`, `https://user:a/${SENTINEL}@idp.example.com`, `https://user:a#${SENTINEL}@idp.example.com`,
  `user:${SENTINEL}@idp.example.com`, `postgres://user:${SENTINEL}@db.example.com:5432/x`,
];

/** One slip: which value, and its substitute. */
interface Slip {
  readonly at: number;
  readonly with: number;
}

/** The same configurations with a wrong value or two: of the same kind, of another, one from elsewhere, or a secret itself. */
export function spoiled(sound: fc.Arbitrary<Configuration>): fc.Arbitrary<Configuration> {
  const slip = fc.record({ at: fc.nat(), with: fc.nat() });
  return fc.tuple(sound, fc.array(slip, { minLength: 1, maxLength: 2 })).map(([configuration, slips]) => slips.reduce(applied, configuration));
}

function applied(configuration: Configuration, slip: Slip): Configuration {
  const all = placesIn(configuration, []);
  // Single values more often than what holds them.
  const single = all.filter(([, value]) => typeof value !== 'object');
  const places = [...all, ...single, ...single, ...single];
  if (places.length === 0) {
    return configuration;
  }
  const [path, value] = places[slip.at % places.length];
  const texts = places.map(([, other]) => other).filter((other) => typeof other === 'string');
  const choices = choicesFor(path, value, texts);
  return replaced(configuration, path, choices[slip.with % choices.length]) as Configuration;
}

/** Everything in the arguments of what is made; names of factories and of steps stay. */
function placesIn(value: unknown, path: Path): [Path, unknown][] {
  const inside = isMade(value)
    ? value.with.flatMap((argument, i) => placesIn(argument, [...path, 'with', i]))
    : typeof value === 'object' && value !== null && !('use' in value)
      ? Object.entries(value).filter(([key]) => !(path.length === 1 && key === 'name'))
        .flatMap(([key, entry]) => (entry === undefined ? [] : placesIn(entry, [...path, Array.isArray(value) ? Number(key) : key])))
      : [];
  // Steps themselves stay.
  return path.length > 2 ? [[path, value], ...inside] : inside;
}

function choicesFor(path: Path, value: unknown, texts: readonly unknown[]): readonly unknown[] {
  const name = [...path].reverse().find((key) => typeof key === 'string' && key !== 'with') as string;
  const secrets = /secret|password|accessKey|accountKey/i.test(name) ? [SENTINEL, [SENTINEL], { value: SENTINEL }, { key: SENTINEL.length, value: SENTINEL }] : [];
  if (typeof value === 'string') {
    const isAddress = /^(https|oci):/.test(value) || /host|domain|url|issuer|endpoint|server|repository|registry|image/i.test(name);
    return [...TEXTS, ...texts, ...(isAddress ? ADDRESSES : []), ...KINDS];
  }
  if (typeof value === 'number') {
    return [...NUMBERS, ...NUMBERS, ...KINDS];
  }
  return [...secrets, ...secrets, ...(typeof value === 'boolean' ? [!value, !value, 'true', 'false'] : []), ...KINDS];
}

function replaced(target: any, [key, ...path]: Path, value: unknown): unknown {
  const copy = Array.isArray(target) ? [...target] as any : { ...target };
  copy[key] = path.length === 0 ? value : replaced(copy[key], path, value);
  return copy;
}
