import { oncePer } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { SECRETS } from '../../contract/union/secrets';
import { planeOf } from '../credentials/plane';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, homeKey } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import type { VolumeSource } from '../kube/volume';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import type { Model } from './model';

/** A place in a pod that names a Secret or ConfigMap. */
type Source = Pick<VolumeSource, 'kind' | 'name' | 'field' | 'optional'>;

/** A Secret or ConfigMap that pods wait for: no one has it, and it is a slip of one beside them. */
export interface MisspeltSource {
  readonly source: Source;
  readonly workload: Workload;
  /** The name that is meant. */
  readonly meant: string;
}

/** Those of Union's pods, and of our auth gates. */
export const misspeltSources = oncePer((model: Model): readonly MisspeltSource[] => {
  const there = namesOf(model);
  return model.workloads
    .filter((workload) => planeOf(workload) !== undefined || OWN_GATES.has(workload.name))
    .flatMap((workload) => sourcesOf(workload).flatMap((source) => {
      const names = there.near(source.kind, workload);
      const isThere = source.optional || names.includes(source.name)
        || (source.kind === 'Secret' && model.writers.of(source.name, workload).length > 0);
      const meant = isThere ? undefined : nameSlipOf(source.name, names);
      return meant === undefined || isWritersSlip(source, workload, { meant, model })
        ? []
        : [{ source, workload, meant }];
    }));
});

/** Of volumes, and the Secrets of the environment. */
function sourcesOf({ volumes, secretNames }: Workload): Source[] {
  const named = secretNames.filter(({ ofEnvironment }) => ofEnvironment);
  return [
    ...volumes.flatMap(({ sources }) => sources),
    ...named.map(({ text: name, field, optional }) => ({ kind: 'Secret' as const, name, field, optional })),
  ];
}

const LACKING = { Secret: 'which nothing in the input writes', ConfigMap: 'which the input does not have' };

/** A volume that is never there, as rules tell it. */
interface MisspeltVolume {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
}

/**
 * Volumes of which no service reads what it waits for: the pod waits for the whole of them.
 *
 * @param told Secrets or ConfigMaps that are told at those who read them
 */
export function misspeltVolumes(
  model: Model, of: VolumeSource['kind'], told: readonly { readonly workload: Home; readonly name: string }[],
): MisspeltVolume[] {
  const keyOf = (workload: Home, name: string) => `${homeKey(workload)} ${name}`;
  const keys = new Set(told.map(({ workload, name }) => keyOf(workload, name)));
  return misspeltSources(model)
    .filter(({ source: { kind, name }, workload }) => kind === of && !keys.has(keyOf(workload, name)))
    .map(({ source: { field, kind, name }, meant }) => ({
      at: field,
      expected: `the ${kind} ${meant}`,
      found: `${name}, ${LACKING[kind]}, so that the pod waits for it`,
      headline: 'misspelt',
      values: { kind, name, meant },
    }));
}

/** Of a Secret that no one else reads under the other name, the one that writes it may have the slip. */
function isWritersSlip(
  { kind, name }: Source,
  workload: Workload,
  { meant, model }: { readonly meant: string; readonly model: Model },
): boolean {
  return kind === 'Secret' && !UNION_SECRETS.has(meant)
    && (UNION_SECRETS.has(name) || model.secretUses.of(meant, workload).length === 0);
}

const UNION_SECRETS: ReadonlySet<string> = new Set(Object.values(SECRETS).map(({ name }) => name));

/** Names by kind. */
function namesOf({ secrets, externalSecrets, configMaps }: Model): HomeIndex<string> {
  const names = new HomeIndex<string>();
  secrets.forEach(({ object }) => names.add('Secret', object, object.name));
  externalSecrets.forEach(({ target, object }) => names.add('Secret', object, target));
  configMaps.forEach(({ object }) => names.add('ConfigMap', object, object.name));
  return names;
}

/** The ExternalSecret whose target, which no one reads, is a slip of a Secret that a workload waits for. */
export function misspeltTarget(model: Model, name: string, reader: Home): ExternalSecret | undefined {
  return writersNear(model).near('ExternalSecret', reader).find(({ target }) =>
    !UNION_SECRETS.has(target)
    && nameSlipOf(target, [name]) !== undefined
    && model.secretUses.of(target, reader).length === 0);
}

const writersNear = oncePer(({ externalSecrets }: Model) => {
  const index = new HomeIndex<ExternalSecret>();
  externalSecrets.forEach((each) => index.add('ExternalSecret', each.object, each));
  return index;
});
