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
  /** Whether the input has every source: otherwise a missing setting may be in another one. */
  public readonly complete: boolean;
  private readonly sections = new Map<string, ConfigSection | undefined>();

  public constructor(
    public readonly container: Container,
    { directory, complete }: Pick<ServiceConfig, 'directory' | 'complete'>,
    private readonly files: readonly ConfigFile[],
    /** Settings on the command line and in the environment, which override the files. */
    overrides: readonly ConfigMapping[] = [],
  ) {
    this.directory = directory;
    this.complete = complete;
    const own = files.map(({ document: { content: map, field } }) => ({ map, field }));
    this.sections.set('', new ConfigSection('', [...own, ...overrides]));
  }

  /** The place to report a missing setting: the section, or the first file. */
  public fieldFor(path: string, lacks: readonly string[] = []): Field {
    if (path === '') {
      return this.files[0].document.field.lacking(lacks);
    }
    const { section, key } = parentOf(path);
    return this.get(path)?.field.lacking(lacks) ?? this.fieldFor(section, [key, ...lacks]);
  }

  /** The place of a missing section: below its nearest parent, otherwise in the given file or the first. */
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

  /** The section at a dotted path; undefined if no file has a map there. */
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

  /** All single values below a dotted path, in the order of the files; the items of a list one by one. */
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

/** The deepest nesting of settings. */
const MAX_DEPTH = 12;

/** The section and the key of a dotted path. Cached, as rules use the same few for every service. */
const parentOf = oncePerName((path) => {
  const dot = path.lastIndexOf('.');
  return { section: path.slice(0, Math.max(dot, 0)), key: path.slice(dot + 1) };
});
