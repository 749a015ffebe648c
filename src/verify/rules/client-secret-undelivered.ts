import { grouped } from '../../common/data/grouped';
import type { Credential } from '../credentials/credential';
import { defineRule, Violation } from '../engine/rule';
import { Home, homeKey, sameHome } from '../kube/home';
import { seedsInValues } from '../model/client-ids-in-secrets';
import { operators } from '../model/eager-keys';
import { misspeltTarget, misspeltVolumes } from '../model/misspelt-sources';
import type { Model } from '../model/model';
import { comesFromNowhere } from '../model/undelivered';
import type { Field } from '../read/field';

const DELIVERED = ['delivered', 'placeholder'];

/** Client secrets of services that the input lets us follow to their end. */
function subjectsOf(model: Model): Credential[] {
  const lacksWriter = comesFromNowhere(model);
  return model.credentials.filter(
    (credential) =>
      credential.purpose === 'service client secret'
      && (DELIVERED.includes(credential.delivery?.state ?? '')
        || lacksVariable(credential)
        || lacksWriter(credential)),
  );
}

/** The process reads a variable that nothing sets; an agent or a ConfigMap may set it unseen. */
function lacksVariable({ envVar, key, container }: Credential): boolean {
  return envVar !== undefined && key === undefined && !container.workload.filesAreInjected
    && container.envFrom.every(({ source }) => source === 'Secret')
    && !container.env.some(({ name }) => name === envVar);
}

export const clientSecretUndelivered = defineRule('client-secret-undelivered', {
  subjects: subjectsOf,
  notApplicable:
    'The input delivers no client secret that a service in it reads; they may be provisioned elsewhere.',
  *check(subjects, model) {
    yield* undeliveredSeeds(model);
    yield* misspeltVolumes(model, 'Secret', subjects.flatMap(({ key, container: { workload } }) =>
      key === undefined ? [] : [{ workload, name: key.secret }]));
    const missing = subjects.filter(({ delivery }) => !DELIVERED.includes(delivery?.state ?? ''));
    yield* missing.filter(({ key }) => key === undefined).map(unsetVariable);
    // Every service mounts the same Secret: one cause, one finding.
    for (const consumers of bySecretKey(missing)) {
      const { key, delivery } = consumers[0];
      if (key !== undefined) {
        const elsewhere = deliveredElsewhere(model, consumers[0]);
        const readers = [...new Set(consumers.map(({ container }) => container.workload.name))];
        const target = misspeltTarget(model, key.secret, consumers[0].container.workload);
        yield {
          at: target?.field('target', 'name') ?? key.field,
          expected: `a writer of key ${key.key} in Secret ${key.secret}, which ${readers.join(', ')} `
            + `read${readers.length === 1 ? 's' : ''}`,
          found: target?.target ?? elsewhere ?? inPlaceOf(delivery),
          values: { secret: key.secret, name: key.key, readers: readers.join(', ') },
          restsOn: elsewhere === undefined ? [] : namedIn(model, consumers[0].container.workload),
        };
      }
    }
  },
});

/** Where the cluster of a workload is said to be that one. */
function namedIn(model: Model, { cluster }: Home): Field[] {
  return operators(model).filter(({ clusterName }) => clusterName === cluster).map(({ named }) => named);
}

/** Who writes the Secret in another cluster, in which nobody reads it. */
function deliveredElsewhere(model: Model, { key, container: { workload } }: Credential): string | undefined {
  const isRead = (home: Home) => model.credentials.some((other) =>
    other.key?.secret === key?.secret && sameHome(other.container.workload, home));
  const writer = model.writers.named(key?.secret ?? '').find(({ object }) =>
    !sameHome(object, workload)
    && sameHome(object, { cluster: object.cluster, namespace: workload.namespace })
    && !isRead(object));
  return writer === undefined ? undefined : `${writer.object}, and here is cluster ${workload.cluster}`;
}

/** What the input has in place of a writer of the key. */
function inPlaceOf(delivery: Credential['delivery']): string {
  switch (delivery?.state) {
    case 'unknown': return 'no Secret or ExternalSecret in the input that writes it';
    case 'missing': return 'no such Secret among those of the cluster';
    default: {
      const writers = new Set(delivery?.writers.map(({ object }) => object.toString()));
      return `only ${[...writers].join(' and ')}, without the key`;
    }
  }
}

/**
 * Secrets from which the control plane is to make API keys, in values beside whose ExternalSecrets none
 * writes them.
 */
function undeliveredSeeds(model: Model): Violation[] {
  const delivers = (home: Home) => model.externalSecrets.some(({ object }) => sameHome(object, home));
  return seedsInValues(model)
    .filter(({ secret, near }) => delivers(near) && model.writers.of(secret, near).length === 0)
    .map(({ secret, at }) => ({
      at,
      expected: `a writer of the Secret ${secret}, with the credentials of an eager client`,
      headline: 'seed',
      values: { secret },
      found: 'no Secret or ExternalSecret in the input that writes it',
    }));
}

function unsetVariable({ field, envVar, container }: Credential): Violation {
  return {
    at: field,
    expected: `the variable ${envVar} in ${container}`,
    found: 'no variable of that name',
    headline: 'variable',
    values: { container: `${container}`, variable: `${envVar}` },
  };
}

function bySecretKey(credentials: readonly Credential[]): Credential[][] {
  return grouped(credentials, ({ container, key }) =>
    JSON.stringify([homeKey(container.workload), key?.secret, key?.key]));
}
