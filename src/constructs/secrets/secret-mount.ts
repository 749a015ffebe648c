import { ApiObject, JsonPatch } from 'cdk8s';
import type { AbstractPod, Volume } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { absolutePath, objectName, volumeName as validVolumeName } from '../../common/props/checks';
import { constructType } from '../../common/props/construct-type';
import { Problems } from '../../common/props/problems';
import { demand, list, optional, text } from '../../common/props/prop-types';
import { objectAt, podSpecPath } from '../../contract/upstream/pod-template';
import { cdk8sPlus } from '../objects/cdk8s-plus';

/**
 * A Secret, mounted as files into a workload: read-only, volume and mount.
 *
 * @example
 * new SecretMount('union-ci-client', '/var/run/secrets/union').addTo(runner);
 */
export class SecretMount {
  /** Name of the Secret. */
  public readonly secretName: string;
  /** Directory in the container, without trailing slash. */
  public readonly mountPath: string;
  /** Name of the volume. */
  public readonly volumeName: string;

  /**
   * @param secretName name of the Secret
   * @param mountPath directory in the container: each key of the Secret is a file in it
   * @param volumeName name of the volume; that of the Secret where it is left out
   *
   * @throws when the Secret or the volume has no valid name, or the path is not absolute.
   */
  public constructor(secretName: string, mountPath: string, volumeName?: string) {
    demand('SecretMount', { secretName, mountPath, volumeName }, {
      secretName: text(),
      mountPath: text(),
      volumeName: optional(text()),
    });
    this.secretName = secretName;
    this.mountPath = withoutSlashes(mountPath);
    this.volumeName = volumeName ?? secretName.replace(/\./g, '-').slice(0, 63).replace(/-+$/, '');
    new Problems('SecretMount')
      .check('secretName', this.secretName, objectName)
      .check('mountPath', mountPath, absolutePath, noColon, belowRoot)
      .check('volumeName', this.volumeName, validVolumeName)
      .throwIfAny();
  }

  /**
   * Adds volume and mount to a workload. Adding the same mount again changes nothing.
   *
   * @param workload a cdk8s-plus workload, or any `ApiObject` with pods: of one's own, from `Include` or from
   * `Helm`
   * @param containers names of the containers that get it, init containers included; by default the first
   * one, since sidecars do not need the credential
   * @throws when the construct has no pods, a named container does not exist, or another volume has the mount
   * path or the volume's name; nothing is changed then
   */
  public addTo(workload: IConstruct, containers?: string[]): void {
    demand('SecretMount.addTo', { workload, containers }, {
      workload: constructType,
      containers: optional(list(text())),
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

  private addToApiObject(workload: ApiObject, names: string[] | undefined): void {
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
    const chosen = this.choose(`${workload.kind} ${workload.name}`, containers, nameIsTaken, names);
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

  private addToWorkload(workload: AbstractPod, names: string[] | undefined): void {
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
    const chosen = this.choose(workload.node.path, containers, nameIsTaken, names);
    if (chosen.length > 0) {
      const plus = cdk8sPlus();
      const source = () => plus.Secret.fromSecretName(workload, `${id}-source`, this.secretName);
      const volume = ours ?? plus.Volume.fromSecret(workload, id, source(), { name: this.volumeName });
      chosen.forEach(({ container }) => container.mount(this.mountPath, volume, { readOnly: true }));
    }
  }

  /** The containers that lack the mount and are to get it. Throws before anything is changed. */
  private choose<T extends MountingContainer>(
    workload: string, all: T[], nameIsTaken: boolean, names?: string[],
  ): T[] {
    const named = names ? all.filter(({ name }) => names.includes(name)) : all.slice(0, 1);
    const problems = new Problems(`SecretMount on ${workload}`);
    if (all.length === 0) {
      problems.add('workload', workload, 'has no containers yet; add the container first');
    }
    for (const missing of (names ?? []).filter((name) =>
      all.length > 0 && !named.some((container) => container.name === name))) {
      problems.add(
        'containers', missing, `is no container of it; it has ${all.map(({ name }) => name).join(', ')}`,
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

/** Told by its shape: an `instanceof` would load cdk8s-plus for everybody. */
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
