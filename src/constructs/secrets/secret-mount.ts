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

/** A Secret, and where it is mounted. */
export interface SecretMountProps {
  /**
   * The Secret: of this app, or an existing one (`Secret.fromSecretName` of cdk8s-plus).
   *
   * @default - the one of `secretName`; one of the two is required
   */
  readonly secret?: ISecret;

  /**
   * Name of a Secret that is no object of the app.
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
   * Namespace of the Secret. Workloads of another one are refused.
   *
   * @default - that of the Secret, where it is an object of the app; otherwise not known
   */
  readonly namespace?: string;
}

const SECRET: PropType = shaped(
  (value) => Construct.isConstruct(value) && (value as ISecret).kind === 'Secret',
  'must be a Secret of cdk8s-plus; name one that you know by its name alone in secretName',
);

const SECRET_MOUNT_PROPS: Shape<SecretMountProps> = {
  secret: optional(SECRET),
  secretName: optional(text(objectName)),
  mountPath: text(absolutePath, noColon, belowRoot),
  volumeName: optional(text(validVolumeName)),
  namespace: optional(text(namespaceName)),
};

/**
 * A Secret, mounted as files into a workload: read-only, volume and mount.
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
  /** Namespace of the Secret, as far as it is known. */
  public readonly namespace?: string;

  /**
   * @throws when no Secret is given or two are, the Secret, the volume or the namespace has no valid name, or
   * the path is not absolute. The error lists all problems.
   */
  public constructor(props: SecretMountProps) {
    demand('SecretMount', props, SECRET_MOUNT_PROPS, (problems) => {
      if ((props.secret === undefined) === (props.secretName === undefined)) {
        problems.add('secretName', props.secretName, props.secret === undefined
          ? 'name the Secret, or pass it in secret'
          : 'secret has the name already; leave out one of the two');
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
   * @param workload a cdk8s-plus workload, or any `ApiObject` with pods: of one's own, from `Include` or from
   * `Helm`
   * @param containers names of the containers that get it, init containers included; without any the first
   * one gets it, since sidecars do not need the credential
   * @throws when the construct has no pods or is in another namespace than the Secret, a named container does
   * not exist, or another volume has the mount path or the volume's name; nothing is changed then
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
    const containers = containersIn(podSpec, path);
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
    // The Secret is part of the id: another Secret under the same volume name is a clash, not the same
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

  /** The containers that lack the mount and are to get it. Throws before anything is changed. */
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
      problems.add('workload', construct.node.path, `is in namespace ${home}, and the Secret `
        + `${this.secretName} in ${this.namespace}: pods mount Secrets of their own namespace alone. Deliver `
        + `it into ${home}, or move the workload`);
    }
    if (all.length === 0) {
      problems.add('workload', workload, 'has no containers yet; add the container first');
    }
    for (const missing of names.filter((name) =>
      all.length > 0 && !named.some((container) => container.name === name))) {
      problems.add(
        'containers', missing, `is not a container of it; it has ${all.map(({ name }) => name).join(', ')}`,
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
          `is taken by volume ${taken.volume} in container ${name}; remove one of the two`,
        );
      }
    }
    problems.throwIfAny();
    return named.filter(({ mounts }) => mounts.every(({ path }) => withoutSlashes(path) !== this.mountPath));
  }
}

/** As much of a container as decides whether a mount fits. */
interface MountingContainer {
  readonly name: string;
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
}

/** Kubernetes refuses it: a colon once separated options. */
function noColon(path: string): string | undefined {
  return path.includes(':') ? 'contains ":"; Kubernetes mounts no such path, remove it' : undefined;
}

/** The namespace of an object of the app; nothing of one that is known by name. */
export function namespaceOf(construct: object): string | undefined {
  const { metadata } = construct as { metadata?: { namespace?: string } };
  return metadata?.namespace;
}

/** Told by its shape: an `instanceof` would load cdk8s-plus for everyone. */
function isAbstractPod(construct: IConstruct): construct is AbstractPod {
  return 'containers' in construct && 'initContainers' in construct && 'addVolume' in construct;
}

function asList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

/** Without slashes at the end; of the root one stays. */
function withoutSlashes(path: string): string {
  return path.replace(/(.)\/+$/, '$1');
}

function append(object: ApiObject, pointer: string, existing: unknown, item: JsonObject): void {
  object.addJsonPatch(
    Array.isArray(existing) ? JsonPatch.add(`${pointer}/-`, item) : JsonPatch.add(pointer, [item]),
  );
}

/** The containers of a pod, with where their mounts stand. */
function containersIn(podSpec: JsonObject, path: string) {
  return ['containers', 'initContainers'].flatMap((field) =>
    asList(podSpec[field]).map(({ name, volumeMounts }, i) => ({
      name: String(name),
      mounts: asList(volumeMounts).map((mount) =>
        ({ volume: String(mount.name), path: String(mount.mountPath) })),
      pointer: `${path}/${field}/${i}/volumeMounts`,
      volumeMounts,
    })));
}

function belowRoot(path: string): string | undefined {
  return /^\/+$/.test(path)
    ? 'would hide the whole image; name a directory of its own, such as /var/run/secrets/union'
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
