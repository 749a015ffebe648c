import { PLACEHOLDER } from '../../contract/secrets';
import type { Field } from '../field';
import type { KubeObject } from './kube-object';

/** A Secret in the manifests. Values are looked at, never handed out. */
export class Secret {
  public constructor(public readonly object: KubeObject) {}

  public get name(): string {
    return this.object.name;
  }

  public get namespace(): string | undefined {
    return this.object.namespace;
  }

  public get keys(): readonly string[] {
    return [...new Set([...Object.keys(this.object.objectAt('data')), ...Object.keys(this.object.objectAt('stringData'))])];
  }

  /** Where a key stands; `stringData` wins, as it does in the API server. */
  public keyField(key: string): Field {
    return this.object.field(this.object.at('stringData', key) === undefined ? 'data' : 'stringData', key);
  }

  /** What kind of value stands under a key. */
  public valueKind(key: string): 'absent' | 'empty' | 'placeholder' | 'value' {
    const plain = this.object.textAt('stringData', key);
    const encoded = this.object.textAt('data', key);
    const value = plain ?? (encoded === undefined ? undefined : decoded(encoded));
    if (value === undefined) {
      return this.keys.includes(key) ? 'empty' : 'absent';
    }
    const text = value.trim();
    if (text === '') {
      return 'empty';
    }
    return text.toLowerCase() === PLACEHOLDER || /^<[^<>]*>$/.test(text) ? 'placeholder' : 'value';
  }
}

function decoded(base64: string): string {
  try {
    return atob(base64.replace(/\s/g, ''));
  } catch {
    return base64;
  }
}
