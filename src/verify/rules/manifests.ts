import { grouped, oncePer } from '../../common/data/collections';
import { enumerated } from '../../common/data/enumerated';
import { SecretValueKind, secretValueKind } from '../../common/values/placeholder';
import { KEY_HOLDER } from '../../contract/own-annotations';
import { isClientSecretKey, SECRETS } from '../../contract/union/secrets';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { ARGO_INSTALLERS, HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { APPLIERS, LAST_APPLIED_ANNOTATION } from '../../contract/upstream/kubernetes';
import { rule, Violation } from '../engine/rule';
import type { EnvVar } from '../kube/environment';
import type { ExternalSecret } from '../kube/external-secret';
import { isUnread } from '../kube/held-kinds';
import { homeKey, homeText, sameHome } from '../kube/home';
import { asList, asObject, asText, asTextMap } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Secret } from '../kube/secret';
import { isWholeWorkload } from '../model/homes';
import type { Model } from '../model/model';
import { unitOf } from '../model/path-tree';
import { credentialKeys } from '../model/union-secrets';
import { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import { applicationsOf, sourcesOf } from '../values/installs/argo-applications';
import { chartIn } from '../values/installs/install';

/** Manifests themselves: duplicate keys and objects, secrets in clear text. */

export const keyDuplicated = rule('key-duplicated', {
  of: (model) => [...model.objects, ...model.valueSets.flatMap(({ documents }) => documents)],
  each: (object) => (object.source.duplicates ?? []).map((place) => ({
    at: object.field(...place),
    expected: `the key ${place.at(-1)} once`,
    found: 'more than once; the last one counts',
  })),
});

/** Whether one replaces the other: not in files for other clusters, patches, or on take-over. */
function collide(a: KubeObject, b: KubeObject, copies: ReadonlySet<string>): boolean {
  const surelyBeside =
    unitOf(a.source) === unitOf(b.source) || areOneWorkload(a, b) || copies.has(placesOf(a, b));
  return surelyBeside && isAdopted(a) === isAdopted(b) && textOf(a) !== textOf(b);
}

const textOf = oncePer(({ raw }: KubeObject) => JSON.stringify(raw));

/** Whether both are a workload with one name in a known home. */
function areOneWorkload(a: KubeObject, b: KubeObject): boolean {
  return a.cluster !== undefined && a.namespace !== undefined && isWholeWorkload(a) && isWholeWorkload(b);
}

/** The places that share a workload of one home: one plane twice, or two clusters with one name. */
function copiesIn(subjects: readonly KubeObject[][]): ReadonlySet<string> {
  return new Set(subjects.flatMap((alike) => alike.flatMap((object, index) => alike.slice(0, index)
    .filter((earlier) => areOneWorkload(earlier, object)).map((earlier) => placesOf(earlier, object)))));
}

function placesOf(a: KubeObject, b: KubeObject): string {
  return JSON.stringify([unitOf(a.source), unitOf(b.source), homeKey(a)]);
}

function isAdopted({ annotations }: KubeObject): boolean {
  return annotations[HELM_OWNERSHIP.releaseName] !== undefined;
}

export const objectDuplicated = rule('object-duplicated', {
  /** Manifests with one name in one home, in the order of the input. */
  of(model): readonly KubeObject[][] {
    // The result of values is not a manifest, and Helm deletes hooks before it creates them again.
    const manifests = model.objects.filter((object) => !(object instanceof ChartObject) && !object.live
      && model.scope.concerns(object) && !isUnread(object.group, object.kind)
      && !object.name.endsWith('*') && object.annotations['helm.sh/hook'] === undefined);
    return grouped(manifests, (object) => `${object.group}/${object.kind} ${object.name} ${homeKey(object)}`);
  },
  *all(subjects) {
    const copies = copiesIn(subjects);
    const collisions = subjects.flatMap((alike) => alike.flatMap((object, index) => {
      const other = alike.slice(0, index).find((earlier) => collide(earlier, object, copies));
      return other === undefined ? [] : [{ object, other }];
    }));
    // Two planes in one namespace share many names: one cause, one finding.
    const byPlaces = grouped(collisions, ({ object, other }) => placesOf(object, other));
    for (const [{ object, other }, ...more] of byPlaces) {
      const where = homeText(object);
      const others = more.length === 0 ? '' : `, and ${more.length} more that are there twice`;
      yield {
        at: object.field('metadata', 'name'),
        expected: `one ${object.kind} ${object.name}${where === '' ? '' : ` in ${where}`}`,
        found: `a second one beside that of ${placeText(other)}${others}`,
      };
    }
  },
});

function placeText({ source: { file, unit, document } }: KubeObject): string {
  return unit === undefined ? `${file}, document ${document + 1}` : `chart ${unit}`;
}

interface Subject {
  readonly at: Field;
  readonly what: string;
  readonly kind: SecretValueKind | 'absent';
}

export const secretInManifest = rule('secret-in-manifest', {
  /** Every place in manifests where a credential can be. */
  of: (model) => [
    ...inSecrets(model), ...inConfigMaps(model), ...inPods(model), ...inConfigs(model), ...inVariables(model),
    ...model.externalSecrets.flatMap(inTemplate),
  ],
  each: ({ at, what, kind }) => kind === 'value' && {
    at, expected: `${what} delivered from a secret store`, found: 'a value in the manifest', values: { what },
  },
});

function inSecrets(model: Model): Subject[] {
  return model.secrets.filter(({ observed }) => !observed).flatMap((secret) =>
    credentialKeys(model, secret).map((key) => ({
      at: secret.keyField(key),
      what: `${key} of Secret ${secret.name}`,
      kind: secret.valueKind(key),
    })));
}

/** ConfigMaps next to Union's services with a client secret among their keys. */
function inConfigMaps(model: Model): Subject[] {
  return model.ofKind('', 'ConfigMap').flatMap((object) => {
    const secrets = Object.entries(asTextMap(object.at('data'))).filter(
      ([key, text]) => /client[-_.]?secret$/i.test(key) && !text.includes('\n') && !text.startsWith('/'),
    );
    // Few have any, and large inputs have thousands of both.
    return secrets.length === 0 || !model.scope.workloads.some((workload) => sameHome(workload, object)) ? []
      : secrets.map(([key, text]) => ({
        at: object.field('data', key),
        what: `${key} of ConfigMap ${object.name}`,
        kind: secretValueKind(text),
      }));
  });
}

function inPods(model: Model): Subject[] {
  return model.credentials.flatMap(({ envVar, purpose, container }) => container.env
    .filter(({ name, value }) => name === envVar && value !== undefined)
    .map((variable) => ofVariable(variable, `the ${purpose}`)));
}

function ofVariable({ field, value = '' }: EnvVar, what: string): Subject {
  return { at: field.child('value'), what, kind: secretValueKind(value) };
}

/** No service reads its secret from its config file, but people write it there. */
function inConfigs(model: Model): Subject[] {
  return model.configs.flatMap((config) =>
    SECTIONS.flatMap((section) => config.leaves(section))
      .filter(({ path }) => SECRET_SETTING.test(path))
      .map(({ field, path, text }) => ({ at: field, what: path, kind: secretValueKind(text ?? '') })),
  );
}

const SECTIONS = ['admin', 'union.auth', 'auth', 'database', 'db'];

const SECRET_SETTING = /\.(client_?secret|password)$/i;

/** Variables from which flyteadmin's secret manager reads secrets. */
function inVariables(model: Model): Subject[] {
  const asked = new Set(model.credentials.flatMap(({ envVar }) => envVar ?? []));
  return model.scope.containers.flatMap(({ env }) => env)
    .filter(({ name, value }) =>
      /^FLYTE_SECRET_|(^|_)CLIENT_SECRET$/.test(name) && value !== undefined && !asked.has(name))
    .map((variable) => ofVariable(variable, variable.name));
}

/** A template without an action is a literal. Only client secrets have recognizable names. */
function inTemplate(externalSecret: ExternalSecret): Subject[] {
  const texts = Object.entries(externalSecret.template).filter(([key]) => isClientSecretKey(key));
  return texts.map(([key, text]) => ({
    at: externalSecret.templateField(key),
    what: `${key} of Secret ${externalSecret.target}`,
    kind: text.includes('{{') ? 'reference' : secretValueKind(text),
  }));
}

const SHARED: readonly string[] = Object.values(SECRETS)
  .flatMap(({ keysOfOthers, name }) => (keysOfOthers.length > 0 ? [name] : []));

/** Policies that do not own the Secret, so that a manifest without data creates it. */
const MERGING: readonly string[] = ['Merge', 'CreateOrMerge'];

export const secretKeysApplied = rule('secret-keys-applied', {
  /** Secrets of a cluster with keys from several parties, and what replaces such Secrets as a whole. */
  of: (model) => [...replacing(model), ...model.secrets.filter(({ name, object }) => object.live
    && (SHARED.includes(name) || model.externalSecrets.some((externalSecret) =>
      externalSecret.target === name && MERGING.includes(externalSecret.creationPolicy)
        && externalSecret.writesInto(object))))],
  each: (subject) => (subject instanceof Field
    ? { at: subject, expected: `a sync without ${REPLACE}`, found: REPLACE, headline: 'replace' }
    : noted(subject) ?? owned(subject)),
});

const REPLACE = 'Replace=true';

/** The places that make Argo CD replace what it syncs. Source: Argo CD, "Sync Options". */
function replacing(model: Model): Field[] {
  const shared = model.secrets.filter(({ name, object }) => SHARED.includes(name) && !object.live);
  const isMarked = ({ annotations }: KubeObject) =>
    annotations[ARGO_CD.syncOptions]?.split(',').some((option) => option.trim() === REPLACE);
  const { group, application, applicationSet } = ARGO_INSTALLERS;
  const applications = [application, applicationSet]
    .flatMap((kind) => model.ofKind(group, kind)).flatMap(applicationsOf);
  return [
    ...shared.filter(({ object }) => isMarked(object))
      .map(({ object }) => object.annotationField(ARGO_CD.syncOptions)),
    ...applications.flatMap((made) => {
      const index = asList(asObject(made.spec.syncPolicy).syncOptions).indexOf(REPLACE);
      const { namespace } = asObject(made.spec.destination);
      const isOfUnion = shared.some(({ object }) => object.namespace === namespace)
        || sourcesOf(made).some(({ source: { chart, repoURL } }) =>
          chartIn({ chart: asText(chart), repository: asText(repoURL) }) !== undefined);
      return index >= 0 && isOfUnion ? [made.field('syncPolicy', 'syncOptions', index)] : [];
    }),
  ];
}

function noted({ object }: Secret): Violation | undefined {
  const keys = keysNoted(object.annotations[LAST_APPLIED_ANNOTATION]);
  return keys.length === 0 ? undefined : {
    at: object.annotationField(LAST_APPLIED_ANNOTATION),
    expected: 'no record of kubectl that names keys',
    values: { keys: keys.join(', ') },
    found: `one that names ${enumerated(keys)}: the next apply of a manifest without data removes them`,
  };
}

function keysNoted(record: string | undefined): string[] {
  try {
    const { data, stringData } = asObject(JSON.parse(record ?? '{}'));
    return [...new Set([...Object.keys(asObject(data)), ...Object.keys(asObject(stringData))])];
  } catch {
    return [];
  }
}

/** Keys that only the applier owns. */
function owned({ object, keys }: Secret): Violation | undefined {
  const entries = object.objectsAt('metadata', 'managedFields');
  const ownersOf = (key: string) => entries
    .filter(({ fieldsV1 }) => asObject(asObject(fieldsV1)['f:data'])[`f:${key}`] !== undefined)
    .map(({ manager }) => asText(manager) ?? '');
  const risky = keys.filter((key) => {
    const owners = ownersOf(key);
    return owners.length > 0 && owners.every((owner) => APPLIERS.includes(owner));
  });
  return risky.length === 0 ? undefined : {
    at: object.field('metadata', 'managedFields'),
    expected: `a further owner of each key, such as ${KEY_HOLDER}`,
    values: { keys: risky.join(', ') },
    found: `${enumerated(risky)}, which only kubectl apply or Argo CD owns: their next apply of a manifest `
      + 'without data removes them',
  };
}
