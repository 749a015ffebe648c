import fc from 'fast-check';

export function mostly<T, U>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: unusual });
}

/** Now and then given, else left out. */
export function maybe<T>(given: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(given, { nil: undefined, freq: 1 });
}

/** One of the props of each kind may be left out. */
export function optional<T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

/** What one reader of YAML or another takes for something else. */
const LOOK_ALIKES = ['true', 'null', 'on', 'y', '0', '007', '1e3', '0x1f', '1.5', '2026-11-24'];

/** RFC 1123 labels, up to the longest. Those are of a letter other than x, of which people write rows where a value is still to come. */
export const label = mostly(fc.constantFrom('union', 'east', 'prod-eu', 'a1'), fc.constantFrom(...LOOK_ALIKES.filter((text) => !text.includes('.')), 'x', 'q'.repeat(63), 'constructor'));

/** RFC 1123 subdomains, up to the longest. */
export const objectName = mostly(label, fc.constantFrom('a.b', '1.5', `${'q'.repeat(63)}.${'y'.repeat(63)}.z`, 'q'.repeat(253)));

export const host = mostly(
  fc.constantFrom('union.example.com', 'flyte.example.com', 'a.example.org', 'union.internal.example.net'),
  fc.constantFrom('x.y', `${'q'.repeat(63)}.example.com`, '1.a', `${'x.'.repeat(120)}example`, 'xn--bcher-kva.example'),
);

/** What no check but those for blanks, placeholders and white space looks into. */
const wild = fc.constantFrom(...LOOK_ALIKES, 'it\'s', 'a"b', 'a\\b', '$(id)', '`id`', '%41', '~', '.inf', '&a', '*a', '!x', '#x', '@x', '=', '{}', 'pässwörd-密码', '🔑', 'q'.repeat(300), 'a,b', 'a=b', '\\n', 'a;b', '--', '-');

export const word = mostly(fc.constantFrom('acme', 'union', 'team-a', 'v1'), wild);

export const clientId = mostly(fc.stringMatching(/^0oa[a-z0-9]{8}$/), wild);

/** A path of a secret store: anything that is not blank. */
export const entryKey = mostly(fc.stringMatching(/^union\/[a-z]{1,8}$/), fc.oneof(wild, fc.constantFrom('a b', 'a: b', 'a #b', '- a', ' x ', 'a\nb', '---', '%YAML')));

/** Texts of extra values and annotations. */
export const anyText = mostly(word, fc.oneof(wild, fc.constantFrom('', ' ', 'a: b', '- a', 'a\nb\n', '---\n', '\t', '\u0000', '\u0085', '\u2028', '\ufeff', '<<', 'a #b', '"', '|', '>')));

export const port = mostly(fc.constantFrom(80, 443, 5432, 8080, 9000), fc.constantFrom(1, 65535));

/** Keys of labels and annotations, up to the longest. */
export const qualifiedName = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('example.com/team', 'team', 'a.b/c_d', 'true', '007') },
  { weight: 5, arbitrary: fc.constantFrom('q'.repeat(63), `${'q'.repeat(63)}.example/a`) },
  { weight: 1, arbitrary: fc.constantFrom('q'.repeat(64), 'a b', 'a/b/c', '-a', 'A.example/x', '') },
);

export const labelValue = fc.oneof(
  { weight: 30, arbitrary: label },
  { weight: 5, arbitrary: fc.constantFrom('', 'A_b.c') },
  { weight: 1, arbitrary: fc.constantFrom('q'.repeat(64), 'a b', '-', 'ä') },
);

/** Labels and annotations of an object, as cdk8s takes them. */
export const furtherMetadata = {
  labels: fc.dictionary(qualifiedName, labelValue, { maxKeys: 1 }),
  annotations: fc.dictionary(qualifiedName, anyText, { maxKeys: 1 }),
};
