import { ApiObject, JsonPatch } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { cdk8sPlus } from '../_internal/cdk8s-plus';
import { absolutePath, objectName } from '../_internal/checks';
import { JsonObject } from '../_internal/json';
import { objectAt, podSpecPath } from '../_internal/pod-template';
import { Problems } from '../_internal/problems';

/** A Secret as files in a container. */
export interface SecretMountProps {
  /** Name of the Secret. */
  readonly secretName: string;

  /** Directory in the container. Each key of the Secret is a file in it. */
  readonly mountPath: string;

  /**
   * Name of the volume.
   *
   * @default - the name of the Secret
   */
  readonly volumeName?: string;
}

/** Which containers get the mount. */
export interface SecretMountOptions {
  /**
   * Names of the containers, init containers included.
   *
   * @default - the first container: sidecars do not need the credential
   */
  readonly containers?: string[];
}

/** A Secret, mounted as files into a workload: read-only, volume and mount. */
export class SecretMount {
  /** Name of the Secret. */
  public readonly secretName: string;
  /** Directory in the container, without trailing slash. */
  public readonly mountPath: string;
  /** Name of the volume. */
  public readonly volumeName: string;

  /** @throws when the Secret or the volume has no valid name, or the path is not absolute. */
  public constructor(props: SecretMountProps) {
    this.secretName = props.secretName;
    this.mountPath = props.mountPath.replace(/(.)\/+$/, '$1');
    this.volumeName = props.volumeName ?? props.secretName.replace(/\./g, '-').slice(0, 63);
    new Problems('SecretMount')
      .check('secretName', this.secretName, objectName)
      .check('mountPath', props.mountPath, absolutePath)
      .check('volumeName', this.volumeName, objectName)
      .throwIfAny();
  }

  /**
   * Adds volume and mount to a workload. Adding the same mount again changes nothing.
   *
   * @param workload a cdk8s-plus workload, or any `ApiObject` with pods: of one's own, from `Include` or from `Helm`
   * @param options which containers get it
   * @throws when the construct has no pods, a named container does not exist, or its mount path is taken by another volume
   */
  public addTo(workload: IConstruct, options: SecretMountOptions = {}): void {
    if (ApiObject.isApiObject(workload)) {
      this.addToApiObject(workload, options);
    } else if (isAbstractPod(workload)) {
      this.addToWorkload(workload, options);
    } else {
      new Problems('SecretMount').add('workload', workload.node.path, 'has no pods; pass a cdk8s-plus workload or the ApiObject of a workload').throwIfAny();
    }
  }

  private addToApiObject(workload: ApiObject, { containers: names }: SecretMountOptions): void {
    const path = podSpecPath(workload.kind);
    const podSpec = path === undefined ? undefined : objectAt(workload.toJson(), path);
    if (path === undefined || !podSpec) {
      new Problems('SecretMount')
        .add('workload', `${workload.kind} ${workload.name}`, 'has no pods; pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod')
        .throwIfAny();
      return;
    }
    const targets = this.targets(workload, podSpec, path, names);
    const volumes = asList(podSpec.volumes);
    if (!volumes.some((volume) => volume.name === this.volumeName)) {
      append(workload, `${path}/volumes`, podSpec.volumes, { name: this.volumeName, secret: { secretName: this.secretName } });
    }
    for (const { container, pointer } of targets) {
      if (!asList(container.volumeMounts).some((mount) => this.isSameMount(mount))) {
        append(workload, `${pointer}/volumeMounts`, container.volumeMounts, { name: this.volumeName, mountPath: this.mountPath, readOnly: true });
      }
    }
  }

  /** The containers to mount into; throws before anything is changed. */
  private targets(workload: ApiObject, podSpec: JsonObject, path: string, names?: string[]): { container: JsonObject; pointer: string }[] {
    const all = ['containers', 'initContainers'].flatMap((list) =>
      asList(podSpec[list]).map((container, i) => ({ container, pointer: `${path}/${list}/${i}` })),
    );
    const chosen = names ? all.filter(({ container }) => names.includes(String(container.name))) : all.slice(0, 1);
    const problems = new Problems(`SecretMount on ${workload.kind} ${workload.name}`);
    for (const missing of (names ?? []).filter((name) => !chosen.some(({ container }) => container.name === name))) {
      problems.add('containers', missing, `is no container of it; it has ${all.map(({ container }) => container.name).join(', ')}`);
    }
    const otherVolume = asList(podSpec.volumes).find((volume) => volume.name === this.volumeName);
    if (otherVolume && (otherVolume.secret as JsonObject | undefined)?.secretName !== this.secretName) {
      problems.add('volumeName', this.volumeName, 'is a volume with other content; choose another name');
    }
    for (const { container } of chosen) {
      const taken = asList(container.volumeMounts).find((mount) => samePath(mount.mountPath, this.mountPath) && mount.name !== this.volumeName);
      if (taken) {
        problems.add('mountPath', this.mountPath, `is taken by volume ${String(taken.name)} in container ${String(container.name)}; remove one of the two`);
      }
    }
    problems.throwIfAny();
    return chosen;
  }

  private isSameMount(mount: JsonObject): boolean {
    return mount.name === this.volumeName && samePath(mount.mountPath, this.mountPath);
  }

  private addToWorkload(workload: AbstractPod, { containers: names }: SecretMountOptions): void {
    const all = [...workload.containers, ...workload.initContainers];
    const chosen = names ? all.filter((container) => names.includes(container.name)) : all.slice(0, 1);
    const problems = new Problems(`SecretMount on ${workload.node.path}`);
    for (const missing of (names ?? []).filter((name) => !chosen.some((container) => container.name === name))) {
      problems.add('containers', missing, `is no container of it; it has ${all.map((container) => container.name).join(', ')}`);
    }
    if (chosen.length === 0 && !names) {
      problems.add('workload', workload.node.path, 'has no containers yet; add the container first');
    }
    for (const container of chosen) {
      const taken = container.mounts.find((mount) => samePath(mount.path, this.mountPath) && mount.volume.name !== this.volumeName);
      if (taken) {
        problems.add('mountPath', this.mountPath, `is taken by volume ${taken.volume.name} in container ${container.name}; remove one of the two`);
      }
    }
    problems.throwIfAny();
    const { Secret, Volume } = cdk8sPlus();
    const id = `secret-mount-${this.volumeName}`;
    const known = workload.node.tryFindChild(id);
    const volume =
      (known as ReturnType<typeof Volume.fromSecret> | undefined) ??
      Volume.fromSecret(workload, id, Secret.fromSecretName(workload, `${id}-source`, this.secretName), { name: this.volumeName });
    for (const container of chosen) {
      if (!container.mounts.some((mount) => mount.volume.name === this.volumeName && samePath(mount.path, this.mountPath))) {
        container.mount(this.mountPath, volume, { readOnly: true });
      }
    }
  }
}

/** Told by its shape: an `instanceof` would load cdk8s-plus for everybody. */
function isAbstractPod(construct: IConstruct): construct is AbstractPod {
  return 'containers' in construct && 'initContainers' in construct && 'addVolume' in construct;
}

function asList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

function samePath(one: unknown, other: string): boolean {
  return String(one).replace(/(.)\/+$/, '$1') === other;
}

function append(object: ApiObject, pointer: string, existing: unknown, item: JsonObject): void {
  object.addJsonPatch(existing === undefined ? JsonPatch.add(pointer, [item]) : JsonPatch.add(`${pointer}/-`, item));
}
