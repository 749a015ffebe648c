import { isObject, JsonObject } from '../../common/data/json';
import { readConfig, YamlProblem } from '../../common/yaml/yaml-reader';
import type { Field } from '../read/field';
import type { KubeObject } from './kube-object';

/** A config file in a ConfigMap: the YAML under one key. */
export interface ConfigDocument {
  readonly content: JsonObject;
  /** The root of the file, for settings within it. */
  readonly field: Field;
}

/** Parsed texts of ConfigMaps. Services share files, and each is parsed once. */
export type ConfigTexts = Map<string, JsonObject | undefined>;

/** A ConfigMap whose values are parsed on demand. */
export class ConfigMap {
  private readonly parsed = new Map<string, ConfigDocument | undefined>();
  private readonly broken = new Map<string, YamlProblem>();

  public constructor(public readonly object: KubeObject, private readonly texts: ConfigTexts = new Map()) {}

  public get keys(): readonly string[] {
    return Object.keys(this.object.objectAt('data'));
  }

  /** The map under a key; undefined for another value or invalid YAML. */
  public document(key: string): ConfigDocument | undefined {
    if (!this.parsed.has(key)) {
      this.parsed.set(key, this.read(key));
    }
    return this.parsed.get(key);
  }

  /** Keys with invalid YAML found so far, with the reasons. */
  public get problems(): readonly { readonly key: string; readonly problem: YamlProblem }[] {
    return [...this.broken].map(([key, problem]) => ({ key, problem }));
  }

  /** Why a service cannot read its settings from the file, if so. */
  public fault(key: string): string | undefined {
    if (this.document(key) !== undefined || this.isEmpty(key)) {
      return undefined;
    }
    return this.broken.get(key)?.message ?? 'no map of settings';
  }

  /** Whether the file of a key exists but is empty. */
  public isEmpty(key: string): boolean {
    const text = this.object.textAt('data', key);
    return text !== undefined && this.document(key) === undefined && !this.broken.has(key)
      && readConfig(text).every((value) => value === null || value === undefined);
  }

  private read(key: string): ConfigDocument | undefined {
    const text = this.object.textAt('data', key);
    if (text === undefined) {
      return undefined;
    }
    try {
      const content = this.contentOf(text);
      return content && { content, field: this.object.field('data', key).inside(content) };
    } catch (error) {
      if (!(error instanceof YamlProblem)) {
        throw error;
      }
      this.broken.set(key, error);
      return undefined;
    }
  }

  private contentOf(text: string): JsonObject | undefined {
    if (!this.texts.has(text)) {
      this.texts.set(text, readConfig(text).find(isObject));
    }
    return this.texts.get(text);
  }
}
