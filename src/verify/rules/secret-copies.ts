import { grouped, groupedBySize, groupsByKey, mostFrequent } from '../../common/data/collections';
import { hasSwapped, isNear } from '../../common/props/suggestion';
import { APP_SECRET_KEY, CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import { rule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { homeKey } from '../kube/home';
import { asObject } from '../kube/json-access';
import {
  clientEntries, ClientEntry, entryText, HeldSecret, heldSecrets, partText,
} from '../model/client-entries';
import { dataPlanesOf } from '../model/data-planes';
import { misreadEntries } from '../model/misread-entries';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';
import { Field, placeKey, placesIn } from '../read/field';

/** One credential in several Secrets and store entries. */

export const clientSecretInconsistent = rule('client-secret-inconsistent', {
  /** Clients of which the input shows two sources at least, to be compared. */
  of(model): (ClientEntry | HeldSecret)[] {
    const [entries, held] = [clientEntries(model), heldSecrets(model)];
    return [...entries.length > 1 ? entries : [], ...held.length > 1 ? held : []];
  },
  otherwise: 'The input does not show two sources of client secrets that could be compared.',
  *all(subjects, model) {
    yield* model.externalSecrets.flatMap(twoOfOne);
    yield* ofEntries(subjects.filter((subject) => 'remoteKey' in subject));
    yield* ofValues(subjects.filter((subject) => 'secret' in subject));
  },
});

/** A data plane's Secret has the secret of its client twice, for readers of two generations. */
function twoOfOne(externalSecret: ExternalSecret): Violation[] {
  const [one, twin] = [CLIENT_SECRET_KEY, APP_SECRET_KEY].map((key) =>
    externalSecret.data.findIndex(({ secretKey }) => secretKey === key),
  );
  const [first, second] = [one, twin].map((index) => asObject(externalSecret.at('data', index, 'remoteRef')));
  const isBoth = first.key && second.key && externalSecret.target === SECRETS.dataPlane.name;
  return !isBoth || (first.key === second.key && partText(first) === partText(second)) ? [] : [{
    at: externalSecret.field('data', twin, 'remoteRef'),
    expected: `what ${CLIENT_SECRET_KEY} reads: both are the secret of one client`,
    found: 'another entry, or another part of it',
    headline: 'twin',
  }];
}

/** Each entry against the most common one that it contradicts; the first of them stands for its kind. */
function* ofEntries(entries: readonly ClientEntry[]): Iterable<Violation> {
  const reported = new Set<ClientEntry>();
  for (const ofClient of grouped(entries, ({ clientId }) => clientId)) {
    for (const entry of ofClient) {
      const usual = ofClient.find((other) => contradict(entry, other) && outweighs(other, entry, ofClient));
      if (usual !== undefined) {
        reported.add(entry);
        yield unlikeUsual(entry, usual);
      }
    }
  }
  for (const ofEntry of grouped(entries, ({ store, remoteKey, part }) =>
    JSON.stringify([store, remoteKey, part]),
  )) {
    const [largest, ...others] = groupedBySize(ofEntry, ({ clientId }) => clientId)
      .sort(([one], [other]) => placesIn(other.named) - placesIn(one.named));
    for (const [entry] of others) {
      const owner = largest.find((other) => mayBeOneStore(entry, other));
      // Two IDs that read one key are the business of client-secret-of-other.
      const isOneKey = largest.some(({ field }) => placeKey(field) === placeKey(entry.field));
      if (owner !== undefined && !isOneKey && !reported.has(entry)) {
        yield sharedEntry(entry, owner);
      }
    }
  }
}

/** Where people would sign in as a service, the entry is that of the client that ought to be there. */
function unlikeUsual(entry: ClientEntry, usual: ClientEntry): Violation {
  const { clientId, readers: [at] } = entry;
  // Where one of the two is that of people, the client of the services may be the slip.
  const restsOn = usual.ofBrowserLogin ? entry.readers : usual.readers;
  return entry.ofBrowserLogin && !usual.ofBrowserLogin
    ? {
      at,
      expected: `the web application, whose secret is ${entryText(entry)}`,
      found: `${clientId}, the client of services, whose secret is ${entryText(usual)}`,
      headline: 'owner',
      values: { client: clientId, owner: 'the web application' },
      restsOn,
      comparedWith: [entry.remoteKey, usual.remoteKey],
    }
    : {
      at: entry.field,
      expected: `${entryText(usual)}, as elsewhere for client ${clientId}`,
      headline: '',
      values: { client: clientId },
      found: entryText(entry),
      restsOn,
      comparedWith: [entry.remoteKey, usual.remoteKey],
    };
}

/**
 * An ID of one place alone that has the letters of another's in another order is the slip, and the entry is
 * right. Two planes may have IDs that differ by a letter or two.
 */
function sharedEntry(entry: ClientEntry, owner: ClientEntry): Violation {
  const { clientId, named: [at] } = entry;
  const isSlip = rarer(entry, owner) === entry
    && entry.named.every((other) => placeKey(other) === placeKey(at))
    && isNear(clientId, owner.clientId)
    && hasSwapped(clientId, owner.clientId);
  return isSlip
    ? {
      at,
      expected: `client ${owner.clientId}, whose secret is ${entryText(entry)}`,
      headline: 'owner',
      values: { client: clientId, owner: owner.clientId },
      found: clientId,
      // client-secret-of-other says so, where more speaks for it.
      restsOn: [at],
      comparedWith: [owner.clientId, entry.remoteKey],
    }
    : {
      at: entry.field,
      expected: `an entry of its own for client ${clientId}`,
      headline: 'shared',
      values: { client: clientId, owner: owner.clientId },
      found: `${entryText(entry)}, which is the secret of client ${owner.clientId}`,
      restsOn: rarer(entry, owner).readers,
      comparedWith: [clientId, owner.clientId, entry.remoteKey],
    };
}

/** The one of two clients that fewer places name: the likelier slip, if there are not two. */
function rarer(one: ClientEntry, other: ClientEntry): ClientEntry {
  return placesIn(one.named) < placesIn(other.named) ? one : other;
}

function* ofValues(held: readonly HeldSecret[]): Iterable<Violation> {
  yield* twins(grouped(held, ({ clientId }) => clientId).map(([first]) => first));
  for (const { clientId, secret, key } of held.filter((each) =>
    each.secret.holdsText(each.key, each.clientId),
  )) {
    yield {
      at: secret.keyField(key),
      expected: `the secret of client ${clientId}`,
      found: 'its client ID',
      headline: 'client ID',
      values: { client: clientId },
    };
  }
  for (const { secret, key, clientId } of held.filter(
    (each) => each.key === CLIENT_SECRET_KEY && each.secret.keys.includes(APP_SECRET_KEY),
  )) {
    if (secret.valueKind(APP_SECRET_KEY) === 'value' && !secret.holdsSame(APP_SECRET_KEY, secret, key)) {
      yield {
        at: secret.keyField(APP_SECRET_KEY),
        expected: `the value under ${key}, once more`,
        headline: 'value',
        values: { client: clientId },
        found: 'another value',
      };
    }
  }
  for (const [first, ...others] of grouped(held, ({ clientId }) => clientId)) {
    for (const { clientId, secret, key } of others.filter(
      (other) => !other.secret.holdsSame(other.key, first.secret, first.key),
    )) {
      yield {
        at: secret.keyField(key),
        expected: `the value that ${first.secret.object} has for client ${clientId}`,
        headline: 'value',
        values: { client: clientId },
        found: 'another value',
      };
    }
  }
}

/** Clients whose secret is that of another. */
function* twins(clients: readonly HeldSecret[]): Iterable<Violation> {
  for (const [index, one] of clients.entries()) {
    const twin = clients
      .slice(0, index)
      .find((other) => one.secret.holdsSame(one.key, other.secret, other.key));
    if (twin !== undefined) {
      yield {
        at: one.secret.keyField(one.key),
        expected: `a value of its own for client ${one.clientId}`,
        headline: 'shared',
        values: { client: one.clientId, owner: twin.clientId },
        found: `the value that client ${twin.clientId} has in ${twin.secret.object}`,
      };
    }
  }
}

/**
 * Whether two entries for one client contradict each other. Other namespaces and clusters may have a copy of
 * their own.
 */
function contradict(a: ClientEntry, b: ClientEntry): boolean {
  const isBeside =
    a.home.cluster === b.home.cluster
    && (a.home.namespace === b.home.namespace || a.store.startsWith('Cluster'));
  return mayBeOneStore(a, b) && (a.remoteKey === b.remoteKey ? a.part !== b.part : isBeside);
}

/** Whether more read one than the other, or as many and it came first. */
function outweighs(a: ClientEntry, b: ClientEntry, all: readonly ClientEntry[]): boolean {
  const weight = ({ remoteKey, part }: ClientEntry) =>
    all.filter((other) => other.remoteKey === remoteKey && other.part === part).length;
  return weight(a) === weight(b) ? all.indexOf(a) < all.indexOf(b) : weight(a) > weight(b);
}

/**
 * Stores of one name are one store, unless the input shows that they are not. Those of two clusters are,
 * where the input shows it.
 */
function mayBeOneStore(a: ClientEntry, b: ClientEntry): boolean {
  if (a.home.cluster !== b.home.cluster) {
    return a.provider !== undefined && a.provider === b.provider && !DEPENDS_ON_CLUSTER.test(a.provider);
  }
  return (
    a.store === b.store && (a.provider === undefined || b.provider === undefined || a.provider === b.provider)
  );
}

/**
 * What leads each cluster to a store of its own: to that of the cloud account it runs in, or to Secrets
 * beside it.
 */
const DEPENDS_ON_CLUSTER = /^\{"(?:aws|kubernetes)":/;

/** The name of an entry of a store, or of the store, in its words. */
interface Named {
  readonly text: string;
  readonly words: readonly string[];
  readonly at: Field;
  readonly kind: 'entry' | 'store';
  readonly externalSecret: ExternalSecret;
}

/** How people call environments. */
const ENVIRONMENTS: ReadonlyMap<string, string> = new Map(Object.entries({
  development: ['dev', 'devel', 'develop', 'development'],
  staging: ['stage', 'staging', 'stg', 'stag'],
  test: ['test', 'testing', 'tst', 'qa', 'uat', 'sandbox', 'sbx'],
  preproduction: ['preprod', 'preproduction'],
  nonproduction: ['nonprod', 'nonproduction'],
  production: ['prod', 'production', 'prd', 'live'],
}).flatMap(([environment, words]) => words.map((word) => [word, environment] as const)));

/** `pre-prod` and `non-prod` are no production. */
function wordsOf(text: string): string[] {
  const whole = text.toLowerCase().replace(/(?<![a-z0-9])(pre|non)[-_](?=prod)/g, '$1');
  return whole.split(/[^a-z0-9]+/).filter(Boolean);
}

function environmentOf({ words }: Named): string | undefined {
  return words.map((word) => ENVIRONMENTS.get(word)).find((environment) => environment !== undefined);
}

export const secretEntryElsewhere = rule('secret-entry-elsewhere', {
  of: (model) =>
    unionExternalSecrets(model).flatMap((externalSecret) => [
      ...externalSecret.data.map(({ remoteKey, field }) =>
        ({ kind: 'entry' as const, text: remoteKey, at: field.child('remoteRef', 'key') })),
      {
        kind: 'store' as const,
        text: externalSecret.store.name,
        at: externalSecret.field('secretStoreRef', 'name'),
      },
    ].flatMap(({ kind, text, at }) =>
      text ? [{ kind, text, words: wordsOf(text), at, externalSecret }] : [],
    )),
  otherwise: 'No ExternalSecret in the input writes a Secret of Union from an entry of a store.',
  *all(subjects, model) {
    for (const kind of ['entry', 'store'] as const) {
      yield* ofOtherEnvironment(subjects.filter((each) => each.kind === kind));
    }
    yield* ofOtherCluster(subjects, model);
    yield* misreadEntries(model).map(({ at, expected, found }) => ({ at, expected, found }));
  },
});

/** Each of several control planes goes by its own entries, and a data plane by those of any of them. */
function* ofOtherEnvironment(all: readonly Named[]) {
  const planes = grouped(all, homeOf)
    .filter((plane) => plane.some(({ externalSecret: { target } }) => OF_CONTROL_PLANE.includes(target)));
  if (planes.length < 2) {
    yield* ofFew(all);
    return;
  }
  for (const plane of planes) {
    yield* ofFew(plane);
  }
  const usual = planes.map((plane) => mostFrequent(plane.map((each) => environmentOf(each) ?? '')));
  const ofPlanes = new Set(planes.flat());
  yield* ofFew(all, (each) => !ofPlanes.has(each) && !usual.includes(environmentOf(each)));
}

const OF_CONTROL_PLANE: readonly string[] = Object.values(SECRETS)
  .flatMap(({ name }) => (name === SECRETS.dataPlane.name ? [] : name));

function homeOf({ externalSecret }: Named): string {
  return homeKey(externalSecret.object);
}

/** Fewer than a third of all, where someone else names another environment, or none. */
function* ofFew(all: readonly Named[], isAsked: (one: Named) => boolean = () => true) {
  const [usual, ...others] = groupedBySize(all, (each) => environmentOf(each) ?? '');
  for (const few of others.filter(([first]) => environmentOf(first) !== undefined)) {
    if (few.length * 3 <= all.length) {
      for (const { text, at, kind } of few.filter(isAsked)) {
        const right = environmentOf(usual[0]);
        yield {
          at,
          expected: `${kind === 'entry' ? 'an entry' : 'a store'} of ${right ?? 'the same environment'} as `
            + `${usual[0].text} is`,
          found: text,
        };
      }
    }
  }
}

/** Words that are in entries of any cluster. */
const EVERYWHERE: ReadonlySet<string> = new Set(['union', 'flyte']);

/**
 * Names of two clusters of which one is part of the other tell nothing apart, nor does one by which entries
 * of others go as well.
 */
function* ofOtherCluster(all: readonly Named[], model: Model) {
  const planes = dataPlanesOf(model).map(({ clusterName, clients: [client] }) =>
    ({ clusterName, words: wordsOf(clusterName), home: homeKey(client.config.container.workload) }));
  const planesAt = groupsByKey(planes, ({ home }) => home);
  const entries = all
    .filter(({ kind }) => kind === 'entry')
    .map((entry) => ({ entry, home: homeKey(entry.externalSecret.object) }));
  const names = (words: readonly string[], { words: text }: Named) =>
    words.some((word) => !EVERYWHERE.has(word)) && words.every((word) => text.includes(word));
  for (const { entry, home } of entries) {
    const [own, ...beside] = planesAt.get(home) ?? [];
    const other = own === undefined || beside.length > 0 || names(own.words, entry) ? undefined
      : planes.find((plane) => plane !== own && names(plane.words, entry));
    if (other === undefined) {
      continue;
    }
    const elsewhere = entries.filter((each) => each.home !== home && each.home !== other.home);
    const goBySame = elsewhere.filter((each) => names(other.words, each.entry));
    if (elsewhere.length === 0 || goBySame.length * 2 <= elsewhere.length) {
      yield {
        at: entry.at,
        expected: `the entry of cluster ${own.clusterName}`,
        found: `${entry.text}, which names cluster ${other.clusterName}`,
        comparedWith: [entry.text, own.clusterName, other.clusterName],
      };
    }
  }
}
