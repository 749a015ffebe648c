import { grouped, groupedBySize } from '../../common/data/grouped';
import { nameSlipOf } from '../../common/props/name-slip';
import { isNear } from '../../common/props/suggestion';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { homeKey, sameCluster, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

interface Subject {
  readonly externalSecret: ExternalSecret;
  readonly store: KubeObject | undefined;
  /** The stores that it could name. */
  readonly shown: readonly KubeObject[];
  /** Where none are shown: the one that its siblings name. */
  readonly meant?: string;
}

/** ExternalSecrets of Union, where the input shows stores that they could read. */
function subjectsOf(model: Model): Subject[] {
  const stores = ['SecretStore', 'ClusterSecretStore'].flatMap((kind) =>
    model.ofKind(EXTERNAL_SECRETS_GROUP, kind),
  );
  return stores.length === 0 ? withSlips(model) : unionExternalSecrets(model).flatMap((externalSecret) => {
    const { name, kind } = externalSecret.store;
    const inCluster = stores.filter((store) => sameCluster(store, externalSecret.object));
    const ofKind = inCluster.filter((store) => store.kind === kind);
    const shown =
      kind === 'SecretStore' ? ofKind.filter((store) => sameHome(store, externalSecret.object)) : ofKind;
    const namesakes = inCluster.filter((store) => store.kind !== kind && store.name === name);
    // One of the name in another namespace is the business of secret-namespace-mismatch.
    const isElsewhere =
      shown.every((store) => store.name !== name) && ofKind.some((store) => store.name === name);
    const areShown = [...shown, ...namesakes].some(
      ({ cluster }) => cluster === externalSecret.object.cluster,
    );
    return !name || isElsewhere || !areShown ? [] : [{
      externalSecret,
      store: shown.find((store) => store.name === name),
      shown: [...namesakes, ...shown],
    }];
  });
}

/** Where no stores are shown, an ExternalSecret whose siblings call nearly the same by one other name. */
function withSlips(model: Model): Subject[] {
  return grouped(unionExternalSecrets(model), ({ object }) => homeKey(object)).flatMap((siblings) => {
    const [usual, ...others] = groupedBySize(siblings, ({ store: { kind, name } }) => `${kind} ${name}`);
    const { kind, name = '' } = usual[0].store;
    const isSlip = ({ store }: ExternalSecret) => (store.name === name
      ? store.kind !== kind
      : store.kind === kind && nameSlipOf(store.name ?? '', [name]) !== undefined);
    return others.filter((few) => few.length === 1 && usual.length > 1).flat().filter(isSlip)
      .map((externalSecret) => ({ externalSecret, store: undefined, shown: [], meant: `${kind} ${name}` }));
  });
}

export const secretStoreMissing = defineRule('secret-store-missing', {
  subjects: subjectsOf,
  notApplicable: 'No ExternalSecret of Union stands beside a store that it could read.',
  *check(subjects) {
    for (const { externalSecret, store, shown, meant } of subjects) {
      const { kind, name } = externalSecret.store;
      if (meant !== undefined) {
        yield {
          at: externalSecret.field('secretStoreRef'),
          expected: `the ${meant}, as its siblings`,
          values: { store: `${kind} ${name}` },
          found: `${kind} ${name}`,
        };
        continue;
      }
      const misnamed =
        store === undefined ? misnamedStore({ externalSecret, store, shown }, subjects) : undefined;
      if (misnamed !== undefined) {
        yield {
          at: misnamed.field('metadata', 'name'),
          expected: `${name}, as all ExternalSecrets call it`,
          headline: 'misnamed',
          values: { name },
          found: misnamed.name,
        };
      } else if (store === undefined) {
        const others = shown.map((other) => `${other.kind} ${other.name}`);
        yield {
          at: externalSecret.field('secretStoreRef'),
          expected: `a ${kind} ${name}`,
          values: { store: `${kind} ${name}` },
          found: `only ${enumerated(others)}`,
        };
      } else if (Object.keys(store.objectAt('spec', 'provider')).length === 0) {
        yield {
          at: store.field(),
          expected: 'a provider in spec.provider',
          headline: 'provider',
          found: 'none',
        };
      }
    }
  },
});

/** The one store that there is, which several call by one name that is nearly its own, and nobody by that. */
function misnamedStore(
  { externalSecret: { store: { kind, name } }, shown: [only, ...others] }: Subject,
  subjects: readonly Subject[],
): KubeObject | undefined {
  const readers = subjects.filter(({ shown }) => shown.includes(only));
  const agree = readers.every(({ externalSecret: { store } }) => store.kind === kind && store.name === name);
  const isMeant = others.length === 0 && only.kind === kind && isNear(only.name, name ?? '');
  return isMeant && readers.length > 1 && agree ? only : undefined;
}
