import { isObject } from '../../_internal/json';
import type { Field } from '../field';
import type { ConfigDocument, ConfigMap } from '../model/config-map';
import { asFlag, asText, asTexts } from '../model/json-access';
import type { Container, Mount } from '../model/workload';
import { filesOf } from './mounted-files';

/** A value in a service's configuration and the place that it comes from. */
export class Setting {
  public constructor(
    public readonly config: ServiceConfig,
    /** Dotted path as asked for, such as `auth.userAuth.openId.clientId`. */
    public readonly path: string,
    public readonly value: unknown,
    public readonly field: Field,
  ) {}

  public get text(): string | undefined {
    return asText(this.value);
  }

  public get flag(): boolean | undefined {
    return asFlag(this.value);
  }

  public get texts(): readonly string[] {
    return asTexts(this.value);
  }
}

/** One config file as a container sees it. */
interface ConfigFile {
  readonly path: string;
  readonly document: ConfigDocument;
}

/**
 * The configuration that one container reads: the YAML files of one directory, merged in the order of their names,
 * keys in any case, as viper merges them.
 */
export class ServiceConfig {
  /** Looked up once: every client asks flyteadmin for the same few settings. */
  private readonly settings = new Map<string, Setting | undefined>();
  private readonly latestFirst: readonly ConfigFile[];

  public constructor(
    public readonly container: Container,
    public readonly directory: string,
    private readonly files: readonly ConfigFile[],
    /** Whether the input shows every source of the directory. Where not, a missing setting may stand in one of the others. */
    public readonly complete: boolean,
  ) {
    this.latestFirst = [...files].reverse();
  }

  /** A place to report a setting that is missing: the section, or the first file. */
  public fieldFor(path: string): Field {
    const steps = path.split('.');
    for (let length = steps.length; length > 0; length -= 1) {
      const found = this.get(steps.slice(0, length).join('.'));
      if (found !== undefined) {
        return found.field;
      }
    }
    return this.files[0].document.field;
  }

  /** The effective value at a dotted path; later files win. */
  public get(path: string): Setting | undefined {
    if (!this.settings.has(path)) {
      this.settings.set(path, this.find(path));
    }
    return this.settings.get(path);
  }

  private find(path: string): Setting | undefined {
    const steps = path.split('.');
    for (const { document } of this.latestFirst) {
      const found = descend(document, steps);
      if (found !== undefined) {
        return new Setting(this, path, found.value, found.field);
      }
    }
    return undefined;
  }

  public text(path: string): string | undefined {
    return this.get(path)?.text;
  }

  /** Whether a map stands at a path. */
  public has(path: string): boolean {
    return isObject(this.get(path)?.value);
  }

  /** Every single value below a dotted path, in the order of the files; the items of a list one by one. */
  public leaves(path: string): readonly Setting[] {
    const setting = this.get(path);
    if (isObject(setting?.value)) {
      return this.keysOf(path).flatMap((key) => this.leaves(`${path}.${key}`));
    }
    if (Array.isArray(setting?.value)) {
      return setting.value.map((item, index) => new Setting(this, path, item, setting.field.child(index)));
    }
    return setting === undefined ? [] : [setting];
  }

  /** The keys of the map at a dotted path, of all files together. */
  private keysOf(path: string): readonly string[] {
    const steps = path.split('.');
    return [...new Set(this.files.flatMap(({ document }) => {
      const value = descend(document, steps)?.value;
      return isObject(value) ? Object.keys(value) : [];
    }))];
  }

  /** Dotted paths of every map whose path ends with a suffix, such as `adminClient.connection`. */
  public sectionsNamed(suffix: string): readonly string[] {
    const wanted = suffix.toLowerCase();
    const found = new Set<string>();
    const search = (value: unknown, path: readonly string[]) => {
      if (!isObject(value) || path.length > 12) {
        return;
      }
      const dotted = path.join('.');
      if (dotted.toLowerCase() === wanted || dotted.toLowerCase().endsWith(`.${wanted}`)) {
        found.add(dotted);
      }
      Object.entries(value).forEach(([key, child]) => search(child, [...path, key]));
    };
    this.files.forEach(({ document }) => search(document.content, []));
    return [...found];
  }
}

/** The configurations of a container, one for each directory that shows config files. */
export function configsOf(container: Container, configMaps: (name: string) => ConfigMap | undefined): ServiceConfig[] {
  if (container.mounts.every((mount) => !mount.volume?.sources.some(({ kind }) => kind === 'ConfigMap'))) {
    return [];
  }
  const globs = configGlobs(container.commandLine);
  const directories = new Map<string, ConfigFile[]>();
  const incomplete = new Set<string>();
  for (const mount of container.mounts) {
    if (mount.volume?.opaque !== false || mount.volume.sources.some(({ kind, name }) => kind !== 'ConfigMap' || configMaps(name) === undefined)) {
      incomplete.add(directoryOf(mount));
    }
    for (const source of mount.volume?.sources ?? []) {
      const configMap = source.kind === 'ConfigMap' ? configMaps(source.name) : undefined;
      for (const file of configMap === undefined ? [] : filesOf(mount, source, configMap.keys)) {
        const document = /\.(ya?ml|json)$/.test(file.path) && matches(file.path, globs) ? configMap?.document(file.key) : undefined;
        if (document !== undefined) {
          const directory = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
          directories.set(directory, [...directories.get(directory) ?? [], { path: file.path, document }]);
        }
      }
    }
  }
  return [...directories].map(([directory, files]) =>
    new ServiceConfig(container, directory, files.sort((a, b) => (a.path < b.path ? -1 : 1)), !incomplete.has(directory)));
}

/** The directory whose files a mount adds to. */
function directoryOf({ mountPath, subPath }: Mount): string {
  const path = mountPath.replace(/\/+$/, '');
  return (subPath === undefined ? path : path.slice(0, path.lastIndexOf('/'))) || '/';
}

function descend(document: ConfigDocument, steps: readonly string[]): { value: unknown; field: Field } | undefined {
  let value: unknown = document.content;
  const keys: string[] = [];
  for (const step of steps) {
    const key = isObject(value) ? keyIn(value, step) : undefined;
    if (key === undefined) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[key];
    keys.push(key);
  }
  return { value, field: document.field.child(...keys) };
}

function keyIn(map: Readonly<Record<string, unknown>>, step: string): string | undefined {
  if (Object.hasOwn(map, step)) {
    return step;
  }
  const wanted = step.toLowerCase();
  return Object.keys(map).find((key) => key.toLowerCase() === wanted);
}

/** The `--config` patterns of a command line; a shell script counts too. */
function configGlobs(commandLine: readonly string[]): readonly string[] {
  return [...commandLine.join(' ').matchAll(/--config[= ]([^\s'"]+)/g)].map((match) => match[1]);
}

function matches(path: string, globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => {
    const parts = glob.split('*');
    const [head, tail] = [parts[0], parts[parts.length - 1]];
    return parts.length === 1 ? path === glob : path.startsWith(head) && path.endsWith(tail) && path.length >= head.length + tail.length;
  });
}
