import { oncePer, oncePerName } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { SECRETS } from '../../contract/union/secrets';
import { COPIED_ELSEWHERE } from '../../contract/upstream/secret-operators';
import { planeOf } from '../credentials/plane';
import type { SecretWriter } from '../credentials/secret-writers';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, homeKey, isMadeUp, sameCluster } from '../kube/home';
import { HomeIndex, nearIn } from '../kube/home-index';
import { asObject } from '../kube/json-access';
import type { VolumeSource } from '../kube/volume';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import type { Model } from './model';

interface Named extends Home {
  readonly name: string;
}

/** Where a name leads that something gives to a thing of the input: a Service, a Gateway, a Secret. */
interface Lead<T> {
  /** The thing of that name where it is looked for. */
  readonly here?: T;
  /** Where there is none: those of that name in other namespaces of the cluster. */
  readonly elsewhere: readonly T[];
  /** The one beside it that the name is a slip of. */
  readonly meant?: T;
}

/**
 * Looks for a name in a home. Nothing of the three means that it is absent, or that the input does not hold
 * such things: `Model.holds` tells.
 *
 * @param all the things of one kind, the same list for each name
 */
export function leadOf<T extends Named>(
  name: string, home: Home, all: readonly T[],
): Lead<T> {
  const near = nearIn(all, home);
  const here = near.find((each) => each.name === name);
  const meant = here === undefined ? nameSlipOf(name, near.map((each) => each.name)) : undefined;
  return {
    here,
    elsewhere: here === undefined ? all.filter((each) => each.name === name && sameCluster(each, home)) : [],
    meant: meant === undefined ? undefined : near.find((each) => each.name === meant),
  };
}

/**
 * Those who write a Secret in a namespace where nobody reads it, while nobody writes it where it is read. A
 * Secret without keys waits for others, and copies go where their tool takes them.
 */
export function misplacedWriters(model: Model, name: string, reader: Home): readonly SecretWriter[] {
  const isSomewhere = reader.namespace !== undefined && !isMadeUp(reader.namespace);
  if (!isSomewhere || model.writers.of(name, reader).some(writesKeys)) {
    return [];
  }
  const used = usedWriters(model)(name);
  // Of what is in no cluster that somebody names, nobody knows whether it is in this one.
  return model.writers.named(name).filter((writer) => writer.object.cluster === reader.cluster
    && writesKeys(writer) && !writer.object.live && !isCopied(writer) && !used.has(writer));
}

/** The writers of a Secret that some workload reads from. */
const usedWriters = oncePer((model: Model) => oncePerName((name): ReadonlySet<SecretWriter> =>
  new Set(model.secretUses.named(name).flatMap(({ workload }) => model.writers.of(name, workload)))));

function writesKeys({ kind, keys }: SecretWriter): boolean {
  return kind !== 'stranger' && (kind !== 'manifest' || keys.length > 0);
}

function isCopied(writer: SecretWriter): boolean {
  const annotations = writer.kind === 'external-secret'
    ? asObject(writer.externalSecret.at('target', 'template', 'metadata', 'annotations'))
    : writer.object.annotations;
  return Object.keys(annotations).some((name) => COPIED_ELSEWHERE.test(name));
}

/** A place in a pod that names a Secret or ConfigMap. */
type Source = Pick<VolumeSource, 'kind' | 'name' | 'field' | 'optional'>;

/** A Secret or ConfigMap that pods wait for: nobody has it, and it is a slip of one beside them. */
interface MisspeltSource {
  readonly source: Source;
  readonly workload: Workload;
  /** The name that is meant. */
  readonly meant: string;
}

/** Those of Union's pods, and of our auth gates. */
export const misspeltSources = oncePer((model: Model): readonly MisspeltSource[] => {
  const there = thingsOf(model);
  return model.workloads
    .filter((workload) => planeOf(workload) !== undefined || OWN_GATES.has(workload.name))
    .flatMap((workload) => sourcesOf(workload).flatMap((source) => {
      const isWritten = source.kind === 'Secret' && model.writers.of(source.name, workload).length > 0;
      const meant = source.optional || isWritten
        ? undefined
        : leadOf(source.name, workload, there[source.kind]).meant?.name;
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

/** Of a Secret that nobody else reads under the other name, whoever writes it may have the slip. */
function isWritersSlip(
  { kind, name }: Source,
  workload: Workload,
  { meant, model }: { readonly meant: string; readonly model: Model },
): boolean {
  return kind === 'Secret' && !UNION_SECRETS.has(meant)
    && (UNION_SECRETS.has(name) || model.secretUses.of(meant, workload).length === 0);
}

const UNION_SECRETS: ReadonlySet<string> = new Set(Object.values(SECRETS).map(({ name }) => name));

/** What there is to wait for, by kind. */
function thingsOf(
  { secrets, externalSecrets, configMaps }: Model,
): Readonly<Record<VolumeSource['kind'], readonly Named[]>> {
  const written = externalSecrets.map(({ target: name, object: { cluster, namespace } }) =>
    ({ name, cluster, namespace }));
  return {
    Secret: [...secrets, ...written], ConfigMap: configMaps.map(({ object }) => object),
  };
}

/** The ExternalSecret whose target, which nobody reads, is a slip of a Secret that a workload waits for. */
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
