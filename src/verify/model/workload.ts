import type { JsonObject } from '../../_internal/json';
import type { Field } from '../field';
import type { PathStep } from '../path';
import { asList, asObject, asText, asTexts } from './json-access';
import type { KubeObject } from './kube-object';
import { segmentsOf } from './path-segments';
import { readVolume, Volume } from './volume';

/** Where the pod spec lies in each kind that runs pods. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  'Pod': ['spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'apps/ReplicaSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** A volume mounted into a container. */
export class Mount {
  public readonly mountPath: string;
  /** One file or folder of the volume instead of its root. */
  public readonly subPath: string | undefined;
  public readonly volumeName: string;
  /** Absent when the pod declares no volume of that name. */
  public readonly volume: Volume | undefined;
  private parts?: readonly string[];

  public constructor(public readonly field: Field, raw: unknown, volumes: readonly Volume[]) {
    const mount = asObject(raw);
    this.mountPath = asText(mount.mountPath) ?? '';
    this.subPath = asText(mount.subPath) || asText(mount.subPathExpr) || undefined;
    this.volumeName = asText(mount.name) ?? '';
    this.volume = volumes.find(({ name }) => name === this.volumeName);
  }

  /** The parts of the mount path. */
  public get segments(): readonly string[] {
    return this.parts ??= segmentsOf(this.mountPath);
  }
}

/** An environment variable. */
export interface EnvVar {
  readonly name: string;
  readonly field: Field;
  readonly value?: string;
  /** The Secret and key that it is read from. */
  readonly secretKey?: { readonly name: string; readonly key: string; readonly optional: boolean };
}

/** A whole Secret or ConfigMap taken into the environment. */
export interface EnvFrom {
  readonly field: Field;
  readonly source: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly prefix: string;
  readonly optional: boolean;
}

/** A container or init container of a workload. */
export class Container {
  public readonly name: string;
  public readonly mounts: readonly Mount[];
  private readonly spec: JsonObject;
  private words?: readonly string[];
  private variables?: readonly EnvVar[];

  public constructor(
    public readonly workload: Workload,
    public readonly field: Field,
    public readonly init: boolean,
    raw: unknown,
  ) {
    this.spec = asObject(raw);
    this.name = asText(this.spec.name) ?? '';
    this.mounts = asList(this.spec.volumeMounts).map((entry, index) => new Mount(field.child('volumeMounts', index), entry, workload.volumes));
  }

  /** Command and arguments, as one list. */
  public get commandLine(): readonly string[] {
    return this.words ??= [...asTexts(this.spec.command), ...asTexts(this.spec.args)];
  }

  public get env(): readonly EnvVar[] {
    return this.variables ??= asList(this.spec.env).map((entry, index) => {
      const variable = asObject(entry);
      const ref = asObject(asObject(variable.valueFrom).secretKeyRef);
      const name = asText(ref.name);
      const key = asText(ref.key);
      return {
        name: asText(variable.name) ?? '',
        field: this.field.child('env', index),
        value: asText(variable.value),
        secretKey: name === undefined || key === undefined ? undefined : { name, key, optional: ref.optional === true },
      };
    });
  }

  /** The Secrets that its environment is read from. */
  public get secretRefs(): readonly { readonly name: string; readonly optional: boolean }[] {
    const raw = [
      ...asList(this.spec.env).map((variable) => asObject(asObject(variable).valueFrom).secretKeyRef),
      ...asList(this.spec.envFrom).map((source) => asObject(source).secretRef),
    ];
    return raw.flatMap((entry) => {
      const ref = asObject(entry);
      const name = asText(ref.name);
      return name === undefined ? [] : [{ name, optional: ref.optional === true }];
    });
  }

  public get envFrom(): readonly EnvFrom[] {
    return asList(this.spec.envFrom).flatMap((entry, index) => readEnvFrom(asObject(entry), this.field.child('envFrom', index)));
  }

  /** Such as `apps/v1/Deployment union-cp/flyteadmin, container flyteadmin`. */
  public toString(): string {
    return `${this.workload.object}, ${this.init ? 'init container' : 'container'} ${this.name}`;
  }
}

/** Something that runs pods. */
export class Workload {
  /** The workload view of an object, or nothing where it runs no pods. */
  public static of(object: KubeObject): Workload | undefined {
    const podPath = POD_SPECS[object.group === '' ? object.kind : `${object.group}/${object.kind}`];
    return podPath && new Workload(object, podPath);
  }

  public readonly podPath: readonly PathStep[];
  public readonly volumes: readonly Volume[];
  /** Main containers first, then init containers. */
  public readonly containers: readonly Container[];

  private constructor(public readonly object: KubeObject, podPath: readonly string[]) {
    this.podPath = podPath;
    const pod = object.field(...podPath);
    const spec = asObject(object.at(...podPath));
    this.volumes = asList(spec.volumes).map((entry, index) => readVolume(entry, pod.child('volumes', index)));
    const containersOf = (list: 'containers' | 'initContainers') =>
      asList(spec[list]).map((entry, index) => new Container(this, pod.child(list, index), list === 'initContainers', entry));
    this.containers = [...containersOf('containers'), ...containersOf('initContainers')];
  }

  public get name(): string {
    return this.object.name;
  }

  public get namespace(): string | undefined {
    return this.object.namespace;
  }

  /** Annotations of the pods. */
  public get podAnnotations(): Readonly<Record<string, unknown>> {
    const metadata = this.podPath.length === 1 ? ['metadata'] : [...this.podPath.slice(0, -1), 'metadata'];
    return asObject(asObject(this.object.at(...metadata)).annotations);
  }

  /** Whether an agent adds files that no manifest shows, such as Vault's injector. */
  public get filesAreInjected(): boolean {
    return Object.entries(this.podAnnotations).some(([name, value]) => /\/agent-inject$/.test(name) && asText(value) === 'true');
  }
}

function readEnvFrom(entry: JsonObject, field: Field): EnvFrom[] {
  const prefix = asText(entry.prefix) ?? '';
  const read = (key: 'secretRef' | 'configMapRef', source: EnvFrom['source']): EnvFrom[] => {
    const ref = asObject(entry[key]);
    const name = asText(ref.name);
    return name === undefined ? [] : [{ field, source, name, prefix, optional: ref.optional === true }];
  };
  return [...read('secretRef', 'Secret'), ...read('configMapRef', 'ConfigMap')];
}
