import { enumerated } from '../../common/data/enumerated';
import { nameSlipOf } from '../../common/props/suggestion';
import { contractName, eagerSections } from '../../contract/union/releases/config-keys';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import type { AuthClient } from '../credentials/auth-client';
import { planeOf } from '../credentials/plane';
import { rule, Violation } from '../engine/rule';
import { sameHome } from '../kube/home';
import type { Secret } from '../kube/secret';
import { authorizationsOf } from '../model/authorization';
import { heldSecrets } from '../model/client-entries';
import { clientIdOf } from '../model/client-ids-in-secrets';
import { fits, isSeeded, KeyMaker, keyMakers, Operator, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';
import { organizationNames } from '../model/organizations';

/** The API key with which tasks of a cluster call the control plane: seeded, fetched, injected. */

/**
 * The entry meant for an operator: one with a misspelt name, or the only surplus entry if there is one entry
 * for each operator.
 */
function seedMeant(
  { clusterName = '' }: Operator, makers: readonly KeyMaker[], model: Model,
): Seed | undefined {
  const seeds = makers.flatMap((maker) => maker.seeds);
  const clusters = operators(model).map((operator) => operator.clusterName);
  // A name that the authorizer also uses for a cluster is right.
  const known = authorizationsOf(model).flatMap((each) => each.clusters.map(({ name }) => name));
  const odd = seeds.filter((seed, index) => seed.clusterName !== undefined
    && (![...clusters, ...known].includes(seed.clusterName)
      || seeds.some((other, at) => at !== index && other.clusterName === seed.clusterName)));
  const slip = seeds.find((seed) =>
    seed.clusterName !== undefined && nameSlipOf(seed.clusterName, [clusterName]) !== undefined);
  const isComplete = seeds.length > 1 && seeds.length === clusters.length;
  const isOne = isComplete && new Set(odd.map((seed) => seed.clusterName)).size === 1;
  return slip ?? (isOne ? odd.find(({ secret }) => secret?.includes(clusterName)) ?? odd.at(-1) : undefined);
}

export const eagerKeyUnseeded = rule('eager-key-unseeded', {
  of(model) {
    const makers = keyMakers(model);
    const fetching = makers.length === 0 ? [] : operators(model).filter(({ fetches }) => fetches);
    return fetching.map((operator) => ({ operator, makers }));
  },
  each({ operator, makers }, model) {
    if (isSeeded(operator, makers)) {
      return undefined;
    }
    const { clusterName: cluster, named } = operator;
    const slip = seedMeant(operator, makers, model);
    if (slip !== undefined) {
      return {
        at: slip.field.child('clusterName'),
        expected: `${cluster}, the cluster of an operator that fetches its key`,
        found: slip.clusterName ?? 'none',
        headline: 'slip',
        values: { cluster: `${cluster}` },
        restsOn: [named],
      };
    }
    const misspelt = makers.flatMap(({ others }) => others)
      .find(({ key, clusterName }) => nameSlipOf(key, [EAGER_API_KEY]) !== undefined
        || (clusterName !== undefined && clusterName === cluster));
    if (misspelt !== undefined) {
      const expected = `${EAGER_API_KEY}, the key that operators fetch`;
      return { at: misspelt.field, expected, found: misspelt.key, headline: 'key' };
    }
    const clusters = makers.flatMap(({ seeds }) => seeds.flatMap(({ clusterName }) => clusterName ?? []));
    return {
      at: operator.field,
      expected: 'an entry of apiKeyOverrides for '
        + `${EAGER_API_KEY}${cluster === undefined ? '' : ` and ${cluster}`}`,
      found: clusters.length === 0 ? 'none' : `entries for ${enumerated(clusters)}`,
      values: { cluster: cluster ?? 'its cluster' },
      restsOn: [named],
    };
  },
});

export const eagerKeyUnfetched = rule('eager-key-unfetched', {
  /** Operators of other data planes, or without a cluster name, do not count. */
  of(model) {
    const all = operators(model);
    return keyMakers(model).flatMap(({ seeds }) => seeds).flatMap((seed) => {
      const its = all.filter((operator) =>
        fits(seed, operator) && (seed.clusterName === undefined || operator.clusterName !== undefined));
      return its.length === 0 ? [] : [{ seed, operators: its }];
    });
  },
  each: ({ seed, operators: its }) => !its.some(({ fetches }) => fetches) && {
    // With several, the right one is unknown.
    at: its.length === 1 ? its[0].field : seed.field,
    expected: 'an operator that fetches '
      + `${EAGER_API_KEY}${seed.clusterName === undefined ? '' : ` for ${seed.clusterName}`}`,
    found: 'config.operator.apiKey is off',
    values: { cluster: seed.clusterName ?? 'every cluster' },
  },
});

export const eagerKeyUnfit = rule('eager-key-unfit', {
  of: (model) => model.secrets.filter((secret) =>
    secret.keys.includes(EAGER_API_KEY) && secret.valueKind(EAGER_API_KEY) === 'value'),
  each: (secret, model) => faultsOf(secret, model),
});

function* faultsOf(secret: Secret, model: Model): Iterable<Violation> {
  const at = secret.keyField(EAGER_API_KEY);
  const key = secret.apiKey(EAGER_API_KEY);
  if (key === undefined) {
    yield {
      at,
      expected: 'an API key: host, client ID, secret and organization with colons between them, in base64',
      found: 'a text of another form',
    };
    return;
  }
  const hosts = [...new Set(model.unionServers.flatMap(({ host }) => host ?? []))];
  const isServed = hosts.includes(key.host.toLowerCase()) || hosts.some((host) => host.includes('*'));
  if (hosts.length > 0 && !isServed) {
    const expected = `a key for ${hosts.join(' or ')}`;
    yield { at, expected, found: `a key for ${key.host}`, comparedWith: [key.host, ...hosts] };
  }
  const organizations = [...new Set(organizationNames(model).map(({ name }) => name))];
  if (organizations.length > 0 && key.organization !== '' && !organizations.includes(key.organization)) {
    yield {
      at,
      expected: `a key for the organization ${organizations.join(' or ')}`,
      found: `a key for ${key.organization}`,
      comparedWith: [key.organization, ...organizations],
    };
  }
  const held = heldSecrets(model).find(({ clientId }) => clientId === key.clientId);
  if (held !== undefined && !held.secret.holdsText(held.key, key.secret)) {
    yield {
      at,
      expected: `a key with the secret that ${held.secret.object} has for client ${key.clientId}`,
      found: 'a key with another secret',
    };
  }
}

export const eagerKeyUninjected = rule('eager-key-uninjected', {
  /** Authenticating services that run tasks, with their whole configuration. */
  of(model) {
    const authenticating = new Set(
      model.clients.filter(({ usesClientSecret }) => usesClientSecret).map(({ config }) => config),
    );
    return [...authenticating]
      .filter(({ complete, container: { workload } }) => complete && planeOf(workload) === 'data')
      .flatMap((config) =>
        eagerSections(contractName(config.container.workload.name, config.container.name))
          .map(({ path: section }) => ({ config, section })),
      );
  },
  *all(subjects, model) {
    const fetching = operators(model).filter(({ fetches }) => fetches);
    for (const { config, section } of subjects) {
      const isFetched = fetching.some(({ field }) => sameHome(field.object, config.container.workload));
      const inject = config.get(`${section}.injectSecret`);
      const missing = [
        ...(inject === undefined ? ['injectSecret'] : []),
        ...(config.text(`${section}.secretName`) ? [] : ['secretName']),
      ];
      if (inject?.flag !== false && missing.length > 0) {
        yield {
          at: config.placeFor(section),
          expected: missing.map((key) => `${section}.${key}`).join(' and '),
          lacks: missing,
          found: 'none',
        };
      } else if (isFetched && inject?.flag === false) {
        yield {
          at: inject.field,
          expected: 'injectSecret: true, since the operator fetches the key for tasks',
          found: 'injectSecret: false',
        };
      } else if (isFetched && config.text(`${section}.secretName`) !== EAGER_API_KEY) {
        yield {
          at: config.fieldFor(`${section}.secretName`),
          expected: `${EAGER_API_KEY}, as the operator names the key that it fetches`,
          found: config.text(`${section}.secretName`) ?? 'none',
        };
      }
    }
  },
});

interface Shared {
  readonly seed: Seed;
  readonly clientId?: string;
  /** Earlier seeds of other data planes. */
  readonly earlier: readonly { readonly seed: Seed; readonly clientId?: string }[];
  /** The data planes that fetch a key made from it. */
  readonly clusters: readonly string[];
  /** The client with which this one signs in. */
  readonly signsIn?: AuthClient;
}

/** Data planes without an entry use the one without a cluster. */
function clustersOf(seed: Seed, seeds: readonly Seed[], fetching: readonly string[]): string[] {
  const own = new Set(seeds.flatMap(({ clusterName }) => clusterName ?? []));
  return [...new Set(fetching)].filter((clusterName) =>
    (seed.clusterName === undefined ? !own.has(clusterName) : seed.clusterName === clusterName));
}

function signedInAs(model: Model, clientId: string): AuthClient | undefined {
  return model.clients.find((client) => client.clientId?.text === clientId);
}

function* judged({ seed, clientId, earlier, clusters, signsIn }: Shared): Generator<Violation> {
  const at = seed.field;
  const expected = 'an eager client of its own';
  const sharing = earlier.find((other) => (seed.secret !== undefined && other.seed.secret === seed.secret)
    || (clientId !== undefined && other.clientId === clientId));
  if (sharing) {
    const what = sharing.seed.secret === seed.secret ? `Secret ${seed.secret}` : `client ${clientId}`;
    const found = `${what}, as ${sharing.seed.clusterName ?? 'data planes without an entry'}`;
    yield { at, expected, found };
  } else if (seed.clusterName === undefined && seed.byCluster && clusters.length > 1) {
    yield {
      at,
      expected: 'an entry with a client of its own for each data plane',
      found: `one for ${clusters.join(' and ')}`,
    };
  }
  if (signsIn !== undefined) {
    const { name } = signsIn.config.container.workload.object;
    // A client with another client's secret may have the wrong ID itself.
    yield {
      at,
      expected,
      found: `${clientId}, with which ${name} signs in`,
      headline: 'other',
      restsOn: [signsIn.clientId!.field],
    };
  }
}

export const eagerKeyShared = rule('eager-key-shared', {
  of(model): Shared[] {
    const all = operators(model).filter(({ fetches }) => fetches);
    return keyMakers(model).flatMap(({ seeds }) => {
      const known = seeds.map((seed) => ({ seed, clientId: clientIdOf(model, seed) }));
      return known.map(({ seed, clientId }, i) => ({
        seed,
        clientId,
        earlier: known.slice(0, i).filter(({ seed: other }) =>
          other.clusterName !== seed.clusterName && sameHome(other.home, seed.home)),
        clusters: clustersOf(seed, seeds, all.flatMap(({ clusterName }) => clusterName ?? [])),
        signsIn: clientId === undefined ? undefined : signedInAs(model, clientId),
      }));
    });
  },
  each: (subject) => judged(subject),
});
