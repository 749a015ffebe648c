// Tests: test/verify/credentials/service-config.test.ts
import { isObject, JsonObject } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { asFlag, asText, asTexts } from '../kube/json-access';
import type { Field } from '../read/field';

/** A value in a service's configuration, with its place. */
export class Setting {
  /**
   * @param path dotted, as requested, such as `auth.userAuth.openId.clientId`
   * @param step the key as it is spelled, or the position in a list, below `parent`; absent where the parent
   * is the place
   */
  public constructor(
    public readonly path: string,
    public readonly value: unknown,
    private readonly parent: Field,
    private readonly step: PathStep | undefined,
  ) {}

  public get field(): Field {
    return this.step === undefined ? this.parent : this.parent.child(this.step);
  }

  public get text(): string | undefined {
    return asText(this.value);
  }

  public get flag(): boolean | undefined {
    return asFlag(this.value);
  }

  public get texts(): readonly string[] {
    return asTexts(this.value);
  }

  /** The place of another key in its map. */
  public beside(key: string): Field {
    return this.parent.child(key);
  }

  /** The items of a list one by one; anything else as it is. */
  public get items(): readonly Setting[] {
    return Array.isArray(this.value) ? this.value.map((item, index) =>
      new Setting(this.path, item, this.field, this.step === undefined ? undefined : index)) : [this];
  }
}

export interface ConfigMapping {
  readonly map: JsonObject;
  readonly field: Field;
  /** Whether all of the map is at that place: a flag, a variable. */
  readonly whole?: boolean;
}

/** The maps at one path of the files: later files win, keys in any case. */
export class ConfigSection {
  public constructor(
    /** Dotted path; empty for the root. */
    private readonly path: string,
    /** In the order of the files; never empty. */
    private readonly mappings: readonly ConfigMapping[],
  ) {}

  /** The effective value under a key. */
  public get(key: string): Setting | undefined {
    for (let index = this.mappings.length - 1; index >= 0; index -= 1) {
      const { map, field, whole } = this.mappings[index];
      const actual = keyIn(map, key);
      if (actual !== undefined) {
        return new Setting(joined(this.path, key), map[actual], field, whole ? undefined : actual);
      }
    }
    return undefined;
  }

  public get entries(): readonly Setting[] {
    return this.mappings.filter(({ whole }) => !whole).flatMap(({ map, field }) =>
      Object.keys(map).map((key) => new Setting(joined(this.path, key), map[key], field, key)));
  }

  public section(key: string): ConfigSection | undefined {
    const below = this.mappings.flatMap(({ map, field, whole }): ConfigMapping[] => {
      const actual = keyIn(map, key) ?? '';
      const value = map[actual];
      return !isObject(value) ? [] : [whole ? { map: value, field, whole }
        : { map: value, field: field.child(actual) }];
    });
    return below.length === 0 ? undefined : new ConfigSection(joined(this.path, key), below);
  }

  /** All single values under a key, in the order of the files; the items of a list one by one. */
  public leavesAt(key: string): readonly Setting[] {
    const setting = this.get(key);
    return isObject(setting?.value) ? this.section(key)?.leaves() ?? [] : setting?.items ?? [];
  }

  private leaves(): readonly Setting[] {
    return this.keys().flatMap((key) => this.leavesAt(key));
  }

  private keys(): readonly string[] {
    return this.mappings.length === 1
      ? Object.keys(this.mappings[0].map)
      : [...new Set(this.mappings.flatMap(({ map }) => Object.keys(map)))];
  }
}

function joined(section: string, key: string): string {
  return section === '' ? key : `${section}.${key}`;
}

/** The key of a map for a step: an exact match, otherwise in any case. */
function keyIn(map: JsonObject, step: string): string | undefined {
  if (Object.hasOwn(map, step)) {
    return step;
  }
  for (const key in map) {
    // Fast path: most settings are absent, and comparing lengths first avoids most comparisons.
    if (key.length === step.length && key.toLowerCase() === step.toLowerCase()) {
      return key;
    }
  }
  return undefined;
}
