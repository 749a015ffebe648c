import { oncePerName } from '../../common/data/collections';
import { isObject, JsonObject } from '../../common/data/json';
import type { ConfigDocument } from '../kube/config-map';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import { ConfigMapping, ConfigSection, Setting } from './config-section';

export interface ConfigFile {
  readonly path: string;
  readonly document: ConfigDocument;
}

/** The YAML files of one directory, merged as viper does: by name, keys in any case. */
export class ServiceConfig {
  public readonly directory: string;
  /** Whether the input shows every source: else a missing setting may be in another one. */
  public readonly complete: boolean;
  private readonly sections = new Map<string, ConfigSection | undefined>();

  public constructor(
    public readonly container: Container,
    { directory, complete }: Pick<ServiceConfig, 'directory' | 'complete'>,
    private readonly files: readonly ConfigFile[],
    /** What the command line and the environment set over the files. */
    overrides: readonly ConfigMapping[] = [],
  ) {
    this.directory = directory;
    this.complete = complete;
    this.sections.set(
      '',
      new ConfigSection('', [
        ...files.map(({ document: { content, field } }) => ({ map: content, field })), ...overrides,
      ]),
    );
  }

  /** A place to report a setting that is missing: the section, or the first file. */
  public fieldFor(path: string, lacks: readonly string[] = []): Field {
    if (path === '') {
      return this.files[0].document.field.lacking(lacks);
    }
    const { section, key } = parentOf(path);
    return this.get(path)?.field.lacking(lacks) ?? this.fieldFor(section, [key, ...lacks]);
  }

  /** Where a missing section would be: below its nearest part, else in the named file or the first. */
  public placeFor(path: string, file?: string): Field {
    const steps = path.split('.');
    const there = steps.filter((_, i) => this.has(steps.slice(0, i + 1).join('.'))).length;
    const own =
      there > 0 ? undefined : this.files.find((each) => each.path.endsWith(`/${file}`))?.document.field;
    return steps.slice(there).reduce((field, step) => field.child(step), own ?? this.fieldFor(path));
  }

  /** The effective value at a dotted path; later files win. */
  public get(path: string): Setting | undefined {
    const { section, key } = parentOf(path);
    return this.section(section)?.get(key);
  }

  /** The section at a dotted path; nothing where no file has a map there. */
  public section(path: string): ConfigSection | undefined {
    const known = this.sections.get(path);
    if (known !== undefined || this.sections.has(path)) {
      return known;
    }
    const parent = parentOf(path);
    const section = this.section(parent.section)?.section(parent.key);
    this.sections.set(path, section);
    return section;
  }

  public text(path: string): string | undefined {
    return this.get(path)?.text;
  }

  public has(path: string): boolean {
    return isObject(this.get(path)?.value);
  }

  /** Every single value below a dotted path, in the order of the files; the items of a list one by one. */
  public leaves(path: string): readonly Setting[] {
    const { section, key } = parentOf(path);
    return this.section(section)?.leavesAt(key) ?? [];
  }

  /** Dotted paths of every map whose path ends with a suffix, such as `adminClient.connection`. */
  public sectionsNamed(suffix: string): readonly string[] {
    const wanted = `.${suffix.toLowerCase()}`;
    const found = new Set<string>();
    const search = (map: JsonObject, path: string, depth: number) => {
      if (path.length >= wanted.length && path.toLowerCase().endsWith(wanted)) {
        found.add(path.slice(1));
      }
      for (const key of Object.keys(map)) {
        const child = map[key];
        if (isObject(child) && depth < MAX_DEPTH) {
          search(child, `${path}.${key}`, depth + 1);
        }
      }
    };
    this.files.forEach(({ document }) => search(document.content, '', 0));
    return [...found];
  }
}

/** No service nests its settings deeper. */
const MAX_DEPTH = 12;

interface Parent {
  readonly section: string;
  readonly key: string;
}

/** The section and the key that a dotted path consists of. Rules ask every service for the same few. */
const parentOf = oncePerName((path): Parent => {
  const dot = path.lastIndexOf('.');
  return { section: path.slice(0, Math.max(dot, 0)), key: path.slice(dot + 1) };
});
