import { ApiObject, JsonPatch } from 'cdk8s';
import type { AbstractPod, ISecret, Volume } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import {
  absolutePath, namespaceName, objectName, volumeName as validVolumeName,
} from '../../common/props/checks';
import { constructType } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, list, optional, PropType, Shape, shaped, text } from '../../common/props/prop-types';
import { WorkloadContract } from '../../contract/union/workloads';
import { objectAt, podSpecPath } from '../../contract/upstream/kubernetes';
import { cdk8sPlus } from '../objects/api-objects';

/** A Secret, and its mount path. */
export interface SecretMountProps {
  /**
   * The Secret: of this app, or an existing one (`Secret.fromSecretName` of cdk8s-plus).
   *
   * @default - that of `secretName`; one of the two is required
   */
  readonly secret?: ISecret;

  /**
   * Name of a Secret outside of the app.
   *
   * @default - that of `secret`
   */
  readonly secretName?: string;

  /** Directory in the container: each key of the Secret is a file in it. */
  readonly mountPath: string;

  /**
   * Name of the volume.
   *
   * @default - that of the Secret
   */
  readonly volumeName?: string;

  /**
   * Namespace of the Secret. Workloads in another namespace are refused.
   *
   * @default - that of the Secret, if it is an object of the app; otherwise unknown
   */
  readonly namespace?: string;
}

const SECRET: PropType = shaped(
  (value) => Construct.isConstruct(value) && (value as ISecret).kind === 'Secret',
  'must be a Secret of cdk8s-plus; if you only have a name, give secretName',
);

export const MOUNT_PATH = text(absolutePath, noColon, belowRoot);

const SECRET_MOUNT_PROPS: Shape<SecretMountProps> = {
  secret: optional(SECRET),
  secretName: optional(text(objectName)),
  mountPath: MOUNT_PATH,
  volumeName: optional(text(validVolumeName)),
  namespace: optional(text(namespaceName)),
};

/**
 * Mounts a Secret as read-only files into a workload, with volume and mount.
 *
 * @example
 * new SecretMount({ secretName: 'union-client', mountPath: '/var/run/secrets/union' }).addTo(runner);
 */
export class SecretMount {
  /** Name of the Secret. */
  public readonly secretName: string;
  /** Directory in the container, without trailing slash. */
  public readonly mountPath: string;
  /** Name of the volume. */
  public readonly volumeName: string;
  /** Namespace of the Secret, if known. */
  public readonly namespace?: string;

  /**
   * @throws when no Secret or two are given, the name of Secret, volume or namespace is invalid, or the path
   * is not absolute. The error lists all problems.
   */
  public constructor(props: SecretMountProps) {
    demand('SecretMount', props, SECRET_MOUNT_PROPS, (problems) => {
      if ((props.secret === undefined) === (props.secretName === undefined)) {
        problems.add('secretName', props.secretName, props.secret === undefined
          ? 'give the name of the Secret, or pass it in secret'
          : 'conflicts with secret; leave out one of the two');
      }
    });
    const { secret, mountPath, volumeName, namespace = secret && namespaceOf(secret) } = props;
    this.secretName = secret?.name ?? props.secretName!;
    this.mountPath = withoutSlashes(mountPath);
    this.volumeName = volumeName ?? this.secretName.replace(/\./g, '-').slice(0, 63).replace(/-+$/, '');
    this.namespace = namespace;
  }

  /**
   * Adds volume and mount to a workload. Adding the same mount again changes nothing.
   *
   * @param workload a cdk8s-plus workload, or any `ApiObject` with pods, such as those of `Include` and
   * `Helm`
   * @param containers names of the containers, including init containers, that get the mount; by default only
   * the first container, as sidecars do not need the credential
   * @throws when the construct has no pods or is in another namespace than the Secret, a named container does
   * not exist, or another volume has the mount path or the volume's name. The workload is not changed then.
   */
  public addTo(workload: IConstruct, ...containers: string[]): void {
    demand('SecretMount.addTo', { workload, containers }, {
      workload: constructType,
      containers: list(text()),
    });
    if (ApiObject.isApiObject(workload)) {
      this.addToApiObject(workload, containers);
    } else if (isAbstractPod(workload)) {
      this.addToWorkload(workload, containers);
    } else {
      new Problems('SecretMount').add(
        'workload',
        workload.node.path,
        'has no pods; pass a cdk8s-plus workload or the ApiObject of a workload',
      ).throwIfAny();
    }
  }

  private addToApiObject(workload: ApiObject, names: readonly string[]): void {
    const path = podSpecPath(workload.kind);
    const podSpec = path === undefined ? undefined : objectAt(workload.toJson(), path);
    if (path === undefined || !podSpec) {
      new Problems('SecretMount')
        .add(
          'workload',
          `${workload.kind} ${workload.name}`,
          'has no pods; pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod',
        )
        .throwIfAny();
      return;
    }
    const containers = containersOf(workload).map(({ name, pointer, fields }) => ({
      name,
      mounts: asList(fields.volumeMounts).map((mount) =>
        ({ volume: String(mount.name), path: String(mount.mountPath) })),
      pointer: `${pointer}/volumeMounts`,
      volumeMounts: fields.volumeMounts,
    }));
    const sameName = asList(podSpec.volumes).find((volume) => volume.name === this.volumeName);
    const nameIsTaken =
      sameName !== undefined && (sameName.secret as JsonObject | undefined)?.secretName !== this.secretName;
    const chosen = this.choose(workload, containers, nameIsTaken, names);
    if (!sameName) {
      append(workload, `${path}/volumes`, podSpec.volumes, {
        name: this.volumeName,
        secret: { secretName: this.secretName },
      });
    }
    for (const { pointer, volumeMounts } of chosen) {
      append(workload, pointer, volumeMounts, {
        name: this.volumeName,
        mountPath: this.mountPath,
        readOnly: true,
      });
    }
  }

  private addToWorkload(workload: AbstractPod, names: readonly string[]): void {
    const containers = [...workload.containers, ...workload.initContainers].map((container) => ({
      name: container.name,
      mounts: container.mounts.map((mount) => ({ volume: mount.volume.name, path: mount.path })),
      container,
    }));
    // The Secret is part of the ID: another Secret with the same volume name is a conflict, not the same
    // volume.
    const id = `secret-mount-${this.secretName}-${this.volumeName}`;
    const ours = workload.node.tryFindChild(id) as Volume | undefined;
    const volumes = [
      ...workload.volumes,
      ...containers.flatMap(({ container }) => container.mounts.map((mount) => mount.volume)),
    ];
    const nameIsTaken = volumes.some((volume) => volume.name === this.volumeName && volume !== ours);
    const chosen = this.choose(workload, containers, nameIsTaken, names);
    if (chosen.length > 0) {
      const plus = cdk8sPlus();
      const source = () => plus.Secret.fromSecretName(workload, `${id}-source`, this.secretName);
      const volume = ours ?? plus.Volume.fromSecret(workload, id, source(), { name: this.volumeName });
      chosen.forEach(({ container }) => container.mount(this.mountPath, volume, { readOnly: true }));
    }
  }

  /** The containers that need the mount and do not have it. Throws before anything is changed. */
  private choose<T extends MountingContainer>(
    construct: IConstruct, all: T[], nameIsTaken: boolean, names: readonly string[],
  ): T[] {
    const workload = ApiObject.isApiObject(construct)
      ? `${construct.kind} ${construct.name}`
      : construct.node.path;
    const named = names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all.slice(0, 1);
    const problems = new Problems(`SecretMount on ${workload}`);
    const home = namespaceOf(construct);
    if (home !== undefined && this.namespace !== undefined && home !== this.namespace) {
      problems.add('workload', construct.node.path, `is in namespace ${home}, but the Secret `
        + `${this.secretName} in ${this.namespace}: pods mount only Secrets of their namespace. Deliver `
        + `it into ${home}, or move the workload`);
    }
    if (all.length === 0) {
      problems.add('workload', workload, 'has no containers yet; add the container first');
    }
    for (const missing of names.filter((name) =>
      all.length > 0 && !named.some((container) => container.name === name))) {
      problems.add(
        'containers', missing, `is unknown; it has ${all.map(({ name }) => name).join(', ')}`,
      );
    }
    if (nameIsTaken) {
      problems.add('volumeName', this.volumeName, 'is the name of another volume; choose a different one');
    }
    for (const { name, mounts } of named) {
      const taken = mounts.find(({ path, volume }) =>
        withoutSlashes(path) === this.mountPath && volume !== this.volumeName);
      if (taken) {
        problems.add(
          'mountPath',
          this.mountPath,
          `is the mount path of volume ${taken.volume} in container ${name}; remove one of the two`,
        );
      }
    }
    problems.throwIfAny();
    return named.filter(({ mounts }) => mounts.every(({ path }) => withoutSlashes(path) !== this.mountPath));
  }
}

/** The properties of a container that decide whether a mount fits. */
interface MountingContainer {
  readonly name: string;
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
}

/** Kubernetes refuses a colon, which once separated options. */
function noColon(path: string): string | undefined {
  return path.includes(':') ? 'contains ":", which Kubernetes refuses; remove it' : undefined;
}

/** The namespace of an object of the app; undefined for one that is given by name. */
export function namespaceOf(construct: object): string | undefined {
  const { metadata } = construct as { metadata?: { namespace?: string } };
  return metadata?.namespace;
}

/** Checks the shape: an `instanceof` would always load cdk8s-plus. */
function isAbstractPod(construct: IConstruct): construct is AbstractPod {
  return 'containers' in construct && 'initContainers' in construct && 'addVolume' in construct;
}

export function asList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

/** Removes trailing slashes, except that of the root. */
function withoutSlashes(path: string): string {
  return path.replace(/(.)\/+$/, '$1');
}

/** Adds an item to a list of a manifest, or the list. */
export function append(object: ApiObject, pointer: string, existing: unknown, item: JsonObject): void {
  object.addJsonPatch(
    Array.isArray(existing) ? JsonPatch.add(`${pointer}/-`, item) : JsonPatch.add(pointer, [item]),
  );
}

/** The containers of a workload with pods, as they are now, with their places in its manifest. */
export function containersOf(workload: ApiObject) {
  const path = podSpecPath(workload.kind)!;
  const podSpec = objectAt(workload.toJson(), path);
  return ['containers', 'initContainers'].flatMap((field) => asList(podSpec?.[field]).map((fields, i) => (
    { name: String(fields.name), pointer: `${path}/${field}/${i}`, fields }
  )));
}

function belowRoot(path: string): string | undefined {
  return /^\/+$/.test(path)
    ? 'would hide the whole image; use a separate directory, such as /var/run/secrets/union'
    : undefined;
}

/** The Secret mounts of a workload. A Secret that is mounted twice gets a volume for each. */
export function secretMounts(workload: WorkloadContract, namespace?: string): SecretMount[] {
  return workload.secretMounts.map(({ secret, mountPath }, i) => {
    const repeated = workload.secretMounts.slice(0, i).some((mount) => mount.secret === secret);
    const volumeName = repeated ? `${secret.replace(/\./g, '-').slice(0, 60)}-${i + 1}` : undefined;
    return new SecretMount({ secretName: secret, mountPath, volumeName, namespace });
  });
}
