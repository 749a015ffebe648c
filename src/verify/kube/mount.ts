import type { Field } from '../read/field';
import { cleanPath } from './clean-path';
import { asObject, asText } from './json-access';
import type { Volume } from './volume';

/** A volume mounted into a container. */
export class Mount {
  public readonly mountPath: string;
  /** One file or folder of the volume instead of its root. */
  public readonly subPath: string | undefined;
  public readonly volumeName: string;
  /** Absent when the pod declares no volume of that name. */
  public readonly volume: Volume | undefined;
  private cleanMountPath?: string;

  public constructor(
    private readonly container: { readonly field: Field },
    private readonly index: number,
    raw: unknown,
    volumes: readonly Volume[],
  ) {
    const mount = asObject(raw);
    this.mountPath = asText(mount.mountPath) ?? '';
    this.subPath = asText(mount.subPath) || asText(mount.subPathExpr) || undefined;
    this.volumeName = asText(mount.name) ?? '';
    this.volume = volumes.find(({ name }) => name === this.volumeName);
  }

  public get field(): Field {
    return this.container.field.child('volumeMounts', this.index);
  }

  /** The mount path, clean. */
  public get directory(): string {
    return this.cleanMountPath ??= cleanPath(this.mountPath);
  }

  /** The path in the volume that stands at the mount path, clean. */
  public get inVolume(): string {
    return this.subPath === undefined ? '' : cleanPath(this.subPath);
  }
}
