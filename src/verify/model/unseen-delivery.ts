// Tests: test/verify/model/coverage.test.ts
import { grouped, oncePer, unique } from '../../common/data/collections';
import { enumerated, enumeration } from '../../common/data/enumerated';
import { MANAGED_BY } from '../../contract/own-annotations';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import { LABELS } from '../../contract/upstream/kubernetes';
import { isVeiled } from '../credentials/secret-operators';
import { showsCredentials } from '../credentials/secret-writers';
import { sameCluster, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { OpenQuestion } from '../read/open-question';
import { CLUSTER_DUMP } from '../running/look';
import type { Model } from './model';

/** Secrets and their writers that the input does not show, or not completely. */
export function unseenDelivery(model: Model): OpenQuestion[] {
  const questions = [
    withoutWriters, withoutSecrets, withUnknownWriters, withUnplacedWriters, withRedactedSecrets,
  ];
  return questions.flatMap((question) => question(model));
}

/** Objects that may write a Secret with a credential, as far as is known. */
function withUnknownWriters(model: Model): OpenQuestion[] {
  const possible = model.credentials.flatMap(({ key, delivery }) =>
    (delivery?.state === 'possible' && key !== undefined
      ? delivery.writers.filter(({ kind }) => kind === 'stranger')
        .map(({ object }) => whyUnknown(object, key.secret))
      : []));
  return unique(possible).map((missing) => ({
    missing,
    question: 'whether it delivers the client secrets',
    add: `the Secret as it is in the cluster (${CLUSTER_DUMP})`,
  }));
}

function whyUnknown(object: KubeObject, secret: string): string {
  const { kind, name, source } = object;
  return isVeiled(object)
    ? `the name of a manifest in ${source.file} is encrypted, and it may be Secret ${secret}`
    : `${kind} ${name} names Secret ${secret}, but verify does not know its kind`;
}

/** Secrets with credentials that no object in the input writes. */
function withoutWriters(model: Model): OpenQuestion[] {
  const names = unique(unwrittenIn(model).map(({ key }) => key!.secret)).sort();
  return names.length === 0 ? [] : [{
    missing: [
      `no object in the input writes ${names.length === 1 ? 'Secret' : 'the Secrets'} ${enumerated(names)}`,
      ...writtenElsewhere(model),
    ].join('; '),
    question: 'whether client secrets are delivered',
    add: 'the ExternalSecrets or Secrets that deliver them',
  }];
}

/** Without any ExternalSecret, an empty Secret is not delivered either. */
const unwrittenIn = oncePer((model: Model) => {
  const isFilled = model.ofKind(EXTERNAL_SECRETS_GROUP, 'ExternalSecret').length > 0;
  return model.credentials.filter(({ key, delivery }) => key !== undefined && (delivery?.state === 'unknown'
    || (!isFilled && delivery?.state === 'key-missing' && !delivery.writers.some(showsCredentials))));
});

/** Secrets that an ExternalSecret of this library fills, in an input without any Secret. */
function withoutSecrets(model: Model): OpenQuestion[] {
  const names = unique(model.externalSecrets.filter(({ creationPolicy, object }) =>
    creationPolicy === 'Merge' && !object.live && object.labels[LABELS.managedBy] === MANAGED_BY
    && !model.holds('', 'Secret', object)).map(({ target }) => target)).sort();
  return names.length === 0 ? [] : [{
    missing: 'no Secret is in the input',
    question: `whether ${enumerated(names)} exist, so that ExternalSecrets can fill them`,
    add: 'the Secrets that were synthesized with these ExternalSecrets',
  }];
}

/** Secrets of services with redacted values. */
function withRedactedSecrets(model: Model): OpenQuestion[] {
  const names = unique(model.credentials.flatMap(({ key, container: { workload } }) => {
    const secret = key && model.secret(key.secret, workload);
    return secret?.object.live && secret.valueKind(key!.key) === 'withheld' ? [secret.name] : [];
  })).sort();
  return names.length === 0 ? [] : [{
    missing: `the values of the Secret${names.length === 1 ? '' : 's'} ${enumeration(names)} `
      + 'are not in the input',
    question: 'what they hold',
    add: 'the Secrets with their values, which stay on your machine',
  }];
}

/** Several files write one Secret that several clusters read, so that the right one is unknown. */
function withUnplacedWriters(model: Model): OpenQuestion[] {
  const read = model.credentials.filter(({ key, container: { workload } }) => key && workload.cluster);
  const readers = grouped(read, ({ key, container: { workload: { namespace } } }) =>
    `${namespace}/${key!.secret}`);
  return readers.flatMap((credentials) => {
    const [{ key, container: { workload: reader } }] = credentials;
    const clusters = unique(credentials.map(({ container: { workload } }) => workload.cluster!));
    const files = clusters.length < 2 ? [] : unique(model.writers.named(key!.secret)
      .filter(({ object }) => object.cluster === undefined && sameHome(object, reader))
      .map(({ object }) => object.source.file));
    return files.length < 2 ? [] : [{
      missing: `${enumeration(files)} write Secret ${key!.secret} and do not name the cluster `
        + `(${enumeration(clusters)})`,
      question: `whether each cluster gets its own Secret ${key!.secret}`,
      add: `--cluster ${clusters[0]}=${files[0]} and so on, or verify one cluster at a time`,
    }];
  });
}

/** The Secrets that are written in other clusters than those in which they are read. */
function writtenElsewhere(model: Model): string[] {
  return grouped(unwrittenIn(model), ({ key }) => key!.secret).flatMap((credentials) => {
    const { secret } = credentials[0].key!;
    const workloads = credentials.map(({ container: { workload } }) => workload);
    const writers = model.writers.named(secret)
      .filter(({ object }) => workloads.some((workload) => !sameCluster(object, workload)))
      .map(({ object: { kind, name, cluster } }) => `${kind} ${name} in cluster ${cluster}`);
    const clusters = unique(workloads.flatMap(({ cluster }) => cluster ?? []));
    return writers.length === 0 ? [] : [
      `${secret} is read in cluster ${enumeration(clusters)}, but written by ${enumeration(unique(writers))}`,
    ];
  });
}
