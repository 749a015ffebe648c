import fc from 'fast-check';
import { Made, made } from '../_made';
import { entryKey, maybe, mostly, objectName, word } from './texts';

export const duration = mostly(fc.constantFrom(60, 300, 3600), fc.constantFrom(0, 1, 10, 10.5, 59.9999, 86_400 * 365, 9_223_372_036, 1e10, 1e300, 5e-324, NaN, Infinity)).map((seconds) => made('Duration', seconds));

/** How secrets come into the cluster, and where those lie that no delivery makes. */
export interface Delivery {
  readonly readsStore: boolean;
  readonly secrets: Made;
  /** Where the secrets of further clients lie; each is another entry. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly property?: string;
  readonly version?: string;
}

/** More than any configuration has clients. */
const ENTRIES = 24;

const store = fc.oneof(
  objectName.map((name) => made('SecretStore.fromName', name)),
  objectName.map((name) => made('ClusterSecretStore.fromName', name)),
);

const rotation = fc.oneof(fc.constant(made('SecretRotation.reloader')), word.map((revision) => made('SecretRotation.revision', revision)));

const entries = (versioned: boolean) => fc.record({
  keys: fc.uniqueArray(entryKey.map((key) => key.trim()), { minLength: 2, maxLength: 4 }),
  version: versioned ? word : maybe(word),
}).map(({ keys, version }) => Array.from({ length: ENTRIES }, (_, i): Entry => ({
  key: keys[i % keys.length],
  property: `p${Math.floor(i / keys.length)}`,
  ...(version === undefined ? {} : { version }),
})));

const externalSecrets = fc.record({
  byVersion: fc.constantFrom(false, false, false, true),
  store,
  versioned: entries(true),
  entries: entries(false),
  refreshInterval: maybe(mostly(duration, fc.constant(made('Duration', 0)))),
  aheadOfChart: maybe(fc.boolean()),
  rotation: maybe(rotation),
}).map(({ byVersion, versioned, entries: free, rotation: given, ...props }): Delivery => ({
  readsStore: true,
  secrets: made('SecretDelivery.externalSecrets', { ...props, rotation: byVersion ? made('SecretRotation.checksum') : given }),
  entries: byVersion ? versioned : free,
}));

const byOthers = fc.record({ rotation: maybe(rotation), entries: entries(false), make: fc.constantFrom('SecretDelivery.kubernetesSecrets' as const, 'SecretDelivery.provisioned' as const) })
  .map(({ make, rotation: given, entries: free }): Delivery => ({ readsStore: false, secrets: made(make, { rotation: given }), entries: free }));

export const delivery: fc.Arbitrary<Delivery> = fc.oneof(externalSecrets, externalSecrets, byOthers);
