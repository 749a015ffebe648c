// Tests: test/verify/rules/delivery.test.ts
import { grouped, oncePer } from '../../common/data/collections';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { DATABASE_PASSWORD_DIRECTORY, SECRETS, UNION_SECRETS } from '../../contract/union/secrets';
import { SERVICES } from '../../contract/union/services';
import { RELOADER_ANNOTATION } from '../../contract/upstream/gitops';
import { runsUnion } from '../credentials/plane';
import { isKeyOfOthers, isObserved, showsCredentials } from '../credentials/secret-writers';
import { elsewhereText, Home, homeKey } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { asText } from '../kube/json-access';
import { cleanPath } from '../kube/volume';
import type { Mount, Volume, VolumeSource } from '../kube/volume';
import type { Container, Workload } from '../kube/workload';
import { Field, placeKey } from '../read/field';
import { leadOf, lostSecrets, Named } from './lead';
import type { Model } from './model';

/**
 * A Secret or ConfigMap, or a key of it, that a volume or a variable of a pod references: the pod waits for
 * it. An annotation can reference one whose changes restart the pod.
 */
interface Need {
  readonly kind: VolumeSource['kind'];
  readonly name: string;
  /** Absent for the whole. */
  readonly key?: string;
  readonly at: Field;
  /** Whether its mount path is in the contract, so that no other team delivers it. */
  readonly isOurs: boolean;
}

/** A need that the input does not satisfy. */
interface Lack extends Need {
  readonly workload: Workload;
  /** The existing one that it misspells. */
  readonly meant?: string;
  /** The existing keys, if one is missing. */
  readonly keys?: readonly string[];
  /** The end of a phrase, if others with its name exist elsewhere. */
  readonly elsewhere?: string;
}

/**
 * The charts' mount paths of configuration and Secrets: `etc/union`, `etc/config`, `etc/secrets` and so on.
 */
const ROOTS: ReadonlySet<string> = new Set([
  ...SERVICES.flatMap(({ workload: { configDirectory } }) => configDirectory ?? []),
  ...Object.values(SECRETS).map(({ mountPath }) => mountPath),
  DATABASE_PASSWORD_DIRECTORY,
].map(rootOf));

function rootOf(path: string): string {
  return cleanPath(path).split('/').slice(0, 2).join('/');
}

function needsOf(workload: Workload): Need[] {
  const { containers, volumes, podAnnotations } = workload;
  const mounts = containers.filter(runsUnion).flatMap((container) => container.mounts);
  return [
    ...volumes.flatMap((volume) => needsOfVolume(volume, mounts.filter((mount) => mount.volume === volume))),
    ...containers.flatMap(needsOfVariables),
    ...asText(podAnnotations[RELOADER_ANNOTATION])?.split(',').map((name): Need => {
      const at = workload.podAnnotationField(RELOADER_ANNOTATION);
      return { kind: 'Secret', name: name.trim(), at, isOurs: false };
    }) ?? [],
  ];
}

function needsOfVolume({ sources }: Volume, mounts: readonly Mount[]): Need[] {
  // Any of several may come from elsewhere.
  const isAlone = sources.length === 1;
  const isOurs = isAlone && mounts.some(({ directory }) => ROOTS.has(rootOf(directory)));
  return sources.filter(({ optional }) => !optional).flatMap(({ kind, name, field, items }) => {
    const files = items?.map(({ key }) => ({ key, at: field })) ?? mounts
      .filter(({ inVolume }) => isAlone && inVolume !== '')
      .map((mount) => ({ key: mount.inVolume, at: mount.field.child('subPath') }));
    return [{ at: field }, ...files].map((each) => ({ kind, name, isOurs, ...each }));
  });
}

function needsOfVariables({ env, envFrom }: Container): Need[] {
  const isOurs = false;
  const ofOne = env.flatMap(({ secretKey, configMapKey, field }) => [
    { kind: 'Secret' as const, ref: secretKey, at: field.child('valueFrom', 'secretKeyRef') },
    { kind: 'ConfigMap' as const, ref: configMapKey, at: field.child('valueFrom', 'configMapKeyRef') },
  ]).flatMap(({ kind, ref, at }) => (ref === undefined || ref.optional ? [] : [
    { kind, name: ref.name, at: at.child('name'), isOurs },
    { kind, name: ref.name, key: ref.key, at: at.child('key'), isOurs },
  ]));
  const ofAll = envFrom.filter(({ optional }) => !optional)
    .map(({ source: kind, name, field: at }) => ({ kind, name, at, isOurs }));
  return [...ofOne, ...ofAll];
}

/** Missing things for which pods of Union, and of our auth gates, wait. */
export const lacksIn = oncePer((model: Model): readonly Lack[] => {
  const lackOf = { Secret: secretLacks(model), ConfigMap: configMapLacks(model) };
  return model.workloads
    .filter((workload) => model.scope.has(workload) || OWN_GATES.has(workload.name))
    .flatMap((workload) => needsOf(workload).flatMap((need) => {
      const found = lackOf[need.kind](need, workload);
      return found === undefined ? [] : [{ ...need, workload, ...found }];
    }));
});

/** The result for a missing thing or key; undefined if it may exist. */
type Search = (need: Need, workload: Workload) => Pick<Lack, 'meant' | 'keys' | 'elsewhere'> | undefined;

function secretLacks(model: Model): Search {
  const written = model.externalSecrets.map(({ target: name, object: { cluster, namespace } }) =>
    ({ name, cluster, namespace }));
  const all: readonly Named[] = [...model.secrets, ...written];
  const isLost = lostSecrets(model);
  return ({ name, key, isOurs }, workload) => {
    const delivery = model.writers.delivery(name, key ?? '', workload);
    const { state, writers } = delivery;
    const read = model.credentialsIn(name, workload);
    if (key !== undefined) {
      const isShown = writers.some(isObserved) || (writers.some(showsCredentials) && !isKeyOfOthers(key));
      const isTold = read.some((credential) => credential.key?.key === key);
      return state === 'key-missing' && isShown && !isTold
        ? { keys: [...new Set(writers.flatMap(({ keys }) => keys))] }
        : undefined;
    }
    const meant = writers.length > 0 ? undefined : leadOf(name, workload, all).meant?.name;
    if (meant !== undefined) {
      return read.length > 0 && isWritersSlip(name, meant, workload, model) ? undefined : { meant };
    }
    const isEmpty = writers.every(({ keys, openEnded }) => keys.length === 0 && !openEnded);
    return isOurs && isEmpty && read.length === 0 && isLost({ secret: name, delivery, workload })
      ? { elsewhere: elsewhereText(model.writers.named(name).map(({ object }) => object), workload) }
      : undefined;
  };
}

/** If no other workload reads the other name, its writer may have the misspelling. */
function isWritersSlip(name: string, meant: string, reader: Home, model: Model): boolean {
  return !UNION_SECRETS.has(meant)
    && (UNION_SECRETS.has(name) || model.secretUses.of(meant, reader).length === 0);
}

function configMapLacks(model: Model): Search {
  const all = model.configMaps.map(({ object }) => object);
  return ({ name, key, isOurs }, workload) => {
    const object = model.configMap(name, workload)?.object;
    if (object !== undefined) {
      const keys = ['data', 'binaryData'].flatMap((section) => Object.keys(object.objectAt(section)));
      return key === undefined || keys.includes(key) ? undefined : { keys };
    }
    const { meant } = leadOf(name, workload, all);
    return key === undefined && (meant !== undefined || (isOurs && nearIn(all, workload).length > 0))
      ? { meant: meant?.name, elsewhere: elsewhereText(all.filter((each) => each.name === name), workload) }
      : undefined;
  };
}

const LACKING = { Secret: 'which nothing in the input writes', ConfigMap: 'which the input does not have' };

/** A missing thing or key, for rules. */
interface Told {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly also?: readonly Field[];
}

/** Things that other rules report, at the services that read them. */
type Known = readonly { readonly workload: Home; readonly name: string }[];

function lacking(model: Model, of: Need['kind'], told: Known): readonly Lack[] {
  const known = new Set(told.map(keyOf));
  return lacksIn(model).filter((lack) => lack.kind === of && !known.has(keyOf(lack)));
}

function keyOf({ workload, name }: Known[number]): string {
  return `${homeKey(workload)} ${name}`;
}

/**
 * Missing things of a kind for which pods wait as a whole. All pods of a namespace that wait for one thing
 * are one finding.
 */
export function thingsLacking(model: Model, of: Need['kind'], told: Known): Told[] {
  const byThing = grouped(lacking(model, of, told).filter(({ key }) => key === undefined), (lack) =>
    (lack.meant === undefined ? keyOf(lack) : placeKey(lack.at)));
  return byThing.map(([{ at, kind, name, meant, elsewhere = '' }, ...others]) => ({
    at,
    also: others.map((other) => other.at),
    expected: `the ${kind} ${meant ?? name}`,
    found: elsewhere === '' ? `${name}, ${LACKING[kind]}, so that the pod waits for it`
      : `${name}, which is not there${elsewhere}`,
    headline: meant === undefined ? 'absent' : 'misspelt',
    values: { kind, name, meant },
  }));
}

/** Missing keys for which pods wait, of existing things. */
export function keysLacking(
  model: Model, of: Need['kind'], headline: string, told: Known = [],
): Told[] {
  return lacking(model, of, told).flatMap(({ kind, name, key, keys = [], at }) => (key === undefined ? [] : [{
    at,
    expected: keys.length === 0 ? 'a key of that name' : `one of its keys: ${keys.join(', ')}`,
    found: key,
    headline,
    values: { kind, secret: name, name: key },
  }]));
}
