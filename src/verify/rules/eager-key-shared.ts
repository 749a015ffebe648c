import { defineRule, Violation } from '../engine/rule';
import { sameHome } from '../kube/home';
import { clientIdOf } from '../model/client-ids-in-secrets';
import { keyMakers, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';

interface Subject {
  readonly seed: Seed;
  readonly clientId?: string;
  /** Seeds of other data planes that come before it. */
  readonly earlier: readonly { readonly seed: Seed; readonly clientId?: string }[];
  /** The data planes that fetch a key made of it. */
  readonly clusters: readonly string[];
  /** The workload that signs in as this client. */
  readonly signsIn?: string;
}

function subjectsOf(model: Model): Subject[] {
  const all = operators(model).filter(({ fetches }) => fetches);
  return keyMakers(model).flatMap(({ seeds }) => {
    const known = seeds.map((seed) => ({ seed, clientId: clientIdOf(model, seed) }));
    return known.map(({ seed, clientId }, i) => ({
      seed,
      clientId,
      earlier: known
        .slice(0, i)
        .filter(
          ({ seed: other }) => other.clusterName !== seed.clusterName && sameHome(other.home, seed.home),
        ),
      clusters: clustersOf(seed, seeds, all.flatMap(({ clusterName }) => clusterName ?? [])),
      signsIn: clientId === undefined ? undefined : signedInAs(model, clientId),
    }));
  });
}

/** Those that have no entry of their own take the one without a cluster. */
function clustersOf(seed: Seed, seeds: readonly Seed[], fetching: readonly string[]): string[] {
  const own = new Set(seeds.flatMap(({ clusterName }) => clusterName ?? []));
  return [...new Set(fetching)].filter((clusterName) =>
    (seed.clusterName === undefined ? !own.has(clusterName) : seed.clusterName === clusterName));
}

function signedInAs(model: Model, clientId: string): string | undefined {
  return model.clients.find((client) => client.clientId?.text === clientId)?.config.container.workload.object
    .name;
}

function* judged({ seed, clientId, earlier, clusters, signsIn }: Subject): Generator<Violation> {
  const at = seed.field;
  const expected = 'an eager client of its own';
  const sharing = earlier.find(
    (other) =>
      (seed.secret !== undefined && other.seed.secret === seed.secret)
      || (clientId !== undefined && other.clientId === clientId),
  );
  if (sharing) {
    const what = sharing.seed.secret === seed.secret ? `Secret ${seed.secret}` : `client ${clientId}`;
    yield {
      at,
      expected,
      found: `${what}, as ${sharing.seed.clusterName ?? 'data planes without an entry'}`,
    };
  } else if (seed.clusterName === undefined && seed.byCluster && clusters.length > 1) {
    yield {
      at,
      expected: 'an entry with a client of its own for each data plane',
      found: `one for ${clusters.join(' and ')}`,
    };
  }
  if (signsIn !== undefined) {
    yield { at, expected, found: `${clientId}, with which ${signsIn} signs in`, headline: 'other' };
  }
}

export const eagerKeyShared = defineRule('eager-key-shared', {
  subjects: subjectsOf,
  notApplicable: 'The input does not show a seeded API key of eager tasks.',
  *check(subjects) {
    for (const subject of subjects) {
      yield* judged(subject);
    }
  },
});
