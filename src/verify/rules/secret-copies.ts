import { grouped } from '../../common/data/collections';
import { hasSwapped, isNear } from '../../common/props/suggestion';
import { APP_SECRET_KEY, CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import { rule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asObject } from '../kube/json-access';
import {
  clientEntries, ClientEntry, entryText, HeldSecret, heldSecrets, partText,
} from '../model/client-entries';
import { compared } from '../model/copies';
import { placeKey, placesIn } from '../read/field';

/** One credential in several Secrets and store entries. */

export const clientSecretInconsistent = rule('client-secret-inconsistent', {
  /** Clients with at least two sources in the input. */
  of(model): (ClientEntry | HeldSecret)[] {
    const [entries, held] = [clientEntries(model), heldSecrets(model)];
    return [...entries.length > 1 ? entries : [], ...held.length > 1 ? held : []];
  },
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
    restsOn: [externalSecret.field('data', one, 'remoteRef', 'key')],
  }];
}

/** Each entry against the most common one that it contradicts; the first stands for all of its kind. */
function* ofEntries(entries: readonly ClientEntry[]): Iterable<Violation> {
  const reported = new Set<ClientEntry>();
  for (const ofClient of grouped(entries, ({ clientId }) => clientId)) {
    const { usual, others } = compared(ofClient, {
      text: ({ remoteKey, part }) => JSON.stringify([remoteKey, part]),
      at: ({ field }) => field,
      // Templates may decode the same entry differently.
      backers: ({ part }) => Number(part === ''),
    });
    for (const [index, alike] of [usual, ...others].entries()) {
      const weightier = [usual, ...others].slice(0, index).flat();
      yield* alike.flatMap((entry) => {
        const meant = weightier.find((other) => contradict(entry, other));
        return meant === undefined ? [] : [unlikeUsual(reported.add(entry) && entry, meant)];
      });
    }
  }
  for (const ofEntry of grouped(entries, ({ store, remoteKey, part }) =>
    JSON.stringify([store, remoteKey, part]),
  )) {
    const { usual, others } = compared(ofEntry.filter((entry) => !reported.has(entry)), {
      text: ({ clientId }) => clientId, at: ({ named }) => named,
    });
    for (const [entry] of others) {
      const owner = usual.find((other) => mayBeOneStore(entry, other)
        || isUnlikePeers(entry, other, entries) || isUnlikePeers(other, entry, entries));
      // client-secret-of-other reports two IDs that read one key.
      const isOneKey = usual.some(({ field }) => placeKey(field) === placeKey(entry.field));
      if (owner !== undefined && !isOneKey && ![entry, owner].some((each) => reported.has(each))) {
        // The name may show the owner.
        const [odd, whose] = namedAfter(entry) > namedAfter(owner) ? [owner, entry] : [entry, owner];
        const shared = sharedEntry(odd, whose);
        // secret-entry-elsewhere may report it by the name of a cluster.
        yield mayBeOneStore(odd, whose) ? shared : { ...shared, restsOn: [odd.field.child('key')] };
      }
    }
  }
}

/**
 * Whether an entry of one cluster is called as that of a client elsewhere, while each further cluster has one
 * of its own in a store of that name: copies kept in a store for each cluster would be called alike in all.
 */
function isUnlikePeers(entry: ClientEntry, owner: ClientEntry, all: readonly ClientEntry[]): boolean {
  const peers = all.filter(({ home: { cluster }, store }) =>
    store === entry.store && cluster !== entry.home.cluster && cluster !== owner.home.cluster);
  return entry.store === owner.store && peers.length > 0
    && peers.every(({ remoteKey }) => remoteKey !== entry.remoteKey);
}

/** How many words the name of an entry shares with its client and its cluster. */
function namedAfter({ remoteKey, clientId, home: { cluster = '' } }: ClientEntry): number {
  const wordsOf = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);
  const own = wordsOf(`${clientId} ${cluster}`);
  return wordsOf(remoteKey).filter((word) => word !== '' && own.includes(word)).length;
}

/** If people would sign in as a service, the entry belongs to the expected client. */
function unlikeUsual(entry: ClientEntry, usual: ClientEntry): Violation {
  const { clientId, readers: [at] } = entry;
  // If one of the two is the client of people, the client of the services may be wrong.
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

/** An anagram of another ID is a misspelling; IDs of two planes may differ by two letters. */
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
      values: { client: clientId, owner: `client ${owner.clientId}` },
      found: clientId,
      // client-secret-of-other reports it with more evidence.
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

/** The client with fewer mentions, probably misspelt; undefined for a tie. */
function rarer(one: ClientEntry, other: ClientEntry): ClientEntry {
  return placesIn(one.named) < placesIn(other.named) ? one : other;
}

/** Values in the input: the same everywhere for one client, and different between clients. */
function* ofValues(held: readonly HeldSecret[]): Iterable<Violation> {
  const ofClients = grouped(held, ({ clientId }) => clientId);
  yield* twins(ofClients.map(([first]) => first));
  yield* held.filter(({ secret, key, clientId }) => secret.holdsText(key, clientId)).map((each) =>
    wrongValue(each, `the secret of client ${each.clientId}`, 'its client ID', 'client ID'));
  yield* held.filter(hasOtherTwin).map((each) =>
    wrongValue({ ...each, key: APP_SECRET_KEY }, `the value under ${each.key}, once more`));
  for (const ofClient of ofClients) {
    const { usual: [usual], others } = compared(ofClient, {
      text: (one) => String(ofClient.findIndex((other) => isSame(one, other))),
      at: ({ secret, key }) => secret.keyField(key),
    });
    const expected = `the value that ${usual.secret.object} has for client ${usual.clientId}`;
    yield* others.flat().map((each) => wrongValue(each, expected));
  }
}

function wrongValue(
  { secret, key, clientId }: HeldSecret, expected: string, found = 'another value', headline = 'value',
): Violation {
  return { at: secret.keyField(key), expected, found, headline, values: { client: clientId } };
}

/** Whether a data plane's Secret has another value for readers of the other generation. */
function hasOtherTwin({ secret, key }: HeldSecret): boolean {
  return key === CLIENT_SECRET_KEY && secret.keys.includes(APP_SECRET_KEY)
    && secret.valueKind(APP_SECRET_KEY) === 'value' && !secret.holdsSame(APP_SECRET_KEY, secret, key);
}

function isSame(one: HeldSecret, other: HeldSecret): boolean {
  return one.secret.holdsSame(one.key, other.secret, other.key);
}

/** Clients with the secret of another client. */
function* twins(clients: readonly HeldSecret[]): Iterable<Violation> {
  for (const [index, one] of clients.entries()) {
    const twin = clients.slice(0, index).find((other) => isSame(one, other));
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

/** Other namespaces and clusters may have their own copy. */
function contradict(a: ClientEntry, b: ClientEntry): boolean {
  const isBeside =
    a.home.cluster === b.home.cluster
    && (a.home.namespace === b.home.namespace || a.store.startsWith('Cluster'));
  return mayBeOneStore(a, b) && (a.remoteKey === b.remoteKey ? a.part !== b.part : isBeside);
}

/** By name, unless the input shows two stores or two clusters. */
function mayBeOneStore(a: ClientEntry, b: ClientEntry): boolean {
  if (a.home.cluster !== b.home.cluster) {
    return a.provider !== undefined && a.provider === b.provider && !DEPENDS_ON_CLUSTER.test(a.provider);
  }
  return (
    a.store === b.store && (a.provider === undefined || b.provider === undefined || a.provider === b.provider)
  );
}

/** A provider for which each cluster has its own store: its cloud account, or Secrets in the cluster. */
const DEPENDS_ON_CLUSTER = /^\{"(?:aws|kubernetes)":/;
