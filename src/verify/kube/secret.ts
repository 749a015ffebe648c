import { unique } from '../../common/data/collections';
import { bytesInBase64, textInBase64 } from '../../common/data/texts';
import { SecretValueKind, secretValueKind } from '../../common/values/placeholder';
import { WITHHELD_ANNOTATION } from '../../contract/own-annotations';
import { DATA_HASH_ANNOTATION } from '../../contract/upstream/external-secrets';
import type { Field } from '../read/field';
import { KubeView } from './kube-object';
import type { KubeObject } from './kube-object';
import { isRedacted, Redaction } from './redacted';

const VAULT_PLUGIN_PATH = 'avp.kubernetes.io/path';

/** The type of a Secret with a certificate, and its keys. Source: Kubernetes, "TLS Secrets". */
export const TLS_TYPE = 'kubernetes.io/tls';
export const TLS_KEYS: readonly string[] = ['tls.crt', 'tls.key'];

/** A Secret in the manifests. Values are looked at, never handed out. */
export class Secret extends KubeView {
  /** @param redaction the values or keys that were removed from its dump */
  public constructor(object: KubeObject, private readonly redaction?: Redaction) {
    super(object);
  }

  public get keys(): readonly string[] {
    return unique(['data', 'stringData'].flatMap((section) => Object.keys(this.object.objectAt(section))));
  }

  /** By default Opaque. */
  public get type(): string | undefined {
    return this.object.textAt('type');
  }

  /** Whether it has the content of a cluster, with External Secrets' values, and so is no writer. */
  public get observed(): boolean {
    return this.object.live || this.object.annotations[DATA_HASH_ANNOTATION] !== undefined;
  }

  /** The place of a key; `stringData` overrides `data`, as in the API server. */
  public keyField(key: string): Field {
    return this.object.field(this.object.at('stringData', key) === undefined ? 'data' : 'stringData', key);
  }

  /** Whether its keys are unknown. */
  public get hidesKeys(): boolean {
    return this.redaction === 'keys';
  }

  /** The kind of a key's value. */
  public valueKind(key: string): 'absent' | SecretValueKind {
    const value = this.valueOf(key);
    if (this.hidesKeys || (this.keys.includes(key) && this.isHidden(key))) {
      return 'withheld';
    }
    if (value === undefined) {
      return this.keys.includes(key) ? 'empty' : 'absent';
    }
    // Argo CD's vault plugin replaces every `<key>` of an object with its path annotation.
    const isFilledIn = this.object.annotations[VAULT_PLUGIN_PATH] !== undefined && /<[^<>]+>/.test(value);
    // Variables that envsubst and Flux did not replace on the way to the cluster are final there.
    const isLeft = this.object.live && /^\$\{[^{}]+\}$/.test(value.trim());
    const written = isLeft ? 'placeholder' : secretValueKind(value);
    const kind = isFilledIn ? 'reference' : written;
    return kind === 'value' && this.isWithheld ? 'withheld' : kind;
  }

  /** Whether its values exist but are unknown: they are not compared. */
  public get isWithheld(): boolean {
    return WITHHELD_ANNOTATION in this.object.annotations || this.redaction !== undefined;
  }

  /** Whether the value of a key was removed from a dump. */
  private isHidden(key: string): boolean {
    return this.redaction !== undefined
      || (this.object.live && ['data', 'stringData'].some((section) =>
        isRedacted(this.object.textAt(section, key) ?? '')));
  }

  /** The value of a key that is not secret, such as a client ID; undefined if unknown. */
  public publicText(key: string): string | undefined {
    const isKnown = !this.isWithheld && !this.isHidden(key) && this.garbling(key) === undefined;
    return isKnown ? this.valueOf(key)?.trim() : undefined;
  }

  /** The white space around the value of a key, in words; undefined if there is none. */
  public padding(key: string): string | undefined {
    const value = this.valueOf(key) ?? '';
    if (value === value.trim()) {
      return undefined;
    }
    const end = value.slice(value.trimEnd().length);
    if (end === '') {
      return 'white space before it';
    }
    const what = end.includes('\n') ? 'a line feed' : 'a blank';
    return `${end.includes('\r') ? 'a carriage return' : what} at its end`;
  }

  /**
   * The length of a key's value decoded from base64 without padding, in bytes; undefined if it is not base64.
   */
  public decodedLength(key: string): number | undefined {
    const value = this.valueOf(key)?.trim() ?? '';
    return /^[A-Za-z0-9+/]+$/.test(value) && value.length % 4 !== 1
      ? Math.floor(value.length * 3 / 4)
      : undefined;
  }

  /** Whether a key has the same value as one of another Secret, ignoring white space around it. */
  public holdsSame(key: string, other: Secret, otherKey: string): boolean {
    return this.valueOf(key)?.trim() === other.valueOf(otherKey)?.trim();
  }

  /** Whether a key has a known text, such as a client ID; also if it is encoded. */
  public holdsText(key: string, text: string): boolean {
    const value = this.valueOf(key)?.trim();
    return value === text || (value !== undefined && textInBase64(value) === text);
  }

  /** An API key: `host:client ID:secret:organization` in base64. The secret is only compared. */
  public apiKey(
    key: string,
  ): { host: string; clientId: string; secret: string; organization: string } | undefined {
    const said = textInBase64(this.valueOf(key)?.trim() ?? '');
    const [host, clientId, secret, organization, ...rest] = said.split(':');
    return clientId
      && secret !== undefined
      && organization !== undefined
      && rest.length === 0
      && /^[a-z0-9.-]+$/i.test(host)
      ? { host, clientId, secret, organization }
      : undefined;
  }

  /** The extra wrapping of the value, in words: quotes, a store's whole entry, a second encoding. */
  public wrapping(key: string): string | undefined {
    const value = this.valueOf(key)?.trim() ?? '';
    if (/^(["']).*\1$/.test(value)) {
      return 'quotes around it';
    }
    if (/^\{.*\}$/s.test(value)) {
      return 'JSON around it';
    }
    return isEncodedText(value) ? 'base64 around it, once too often' : this.garbling(key);
  }

  /** The API server decodes every value of `data`. */
  private garbling(key: string): string | undefined {
    const encoded = this.object.textAt('data', key);
    if (encoded === undefined || this.object.textAt('stringData', key) !== undefined) {
      return undefined;
    }
    const bytes = bytesInBase64(encoded);
    if (bytes === undefined) {
      return 'no base64 in data; the API server refuses it';
    }
    return isText(bytes) ? undefined : 'bytes that are not text; write it in base64 in data, as it is in '
      + 'stringData';
  }

  /** `stringData` overrides `data`, as in the API server. */
  private valueOf(key: string): string | undefined {
    const encoded = this.object.textAt('data', key);
    const plain = this.object.textAt('stringData', key);
    return plain ?? (encoded === undefined ? undefined : textInBase64(encoded));
  }
}

/** Base64 of a longer text; random values decode to other bytes. */
function isEncodedText(value: string): boolean {
  const isBase64 = value.length >= 16 && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
  const text = isBase64 ? textInBase64(value).trimEnd() : '';
  return /^[\x20-\x7e]{12,}$/.test(text) && !/^[\da-f]+$/i.test(text);
}

/** Whether bytes are text in UTF-8, without control characters. */
function isText(bytes: Uint8Array): boolean {
  try {
    // eslint-disable-next-line no-control-regex
    return !/[\0-\x08\x0e-\x1f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
