import { unique } from '../../common/data/collections';
import type { PathStep } from '../../common/data/json';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import type { Field } from '../read/field';
import { beside, Home, sameCluster, sameHome } from './home';
import { asList, asObject, asObjects, asText, asTextMap } from './json-access';
import type { KubeObject } from './kube-object';
import { labelsOfNamespace, selects } from './network-policy';

/** Its own namespace, or those that a ClusterExternalSecret lists or selects. */
export type ExternalSecretScope =
  | { readonly kind: 'own' }
  | { readonly kind: 'named'; readonly namespaces: readonly string[] }
  | { readonly kind: 'selected' };

/** An ExternalSecret, or one of a ClusterExternalSecret. Any API version. */
export class ExternalSecret {
  public static of(object: KubeObject): ExternalSecret | undefined {
    if (object.group !== EXTERNAL_SECRETS_GROUP) {
      return undefined;
    }
    if (object.kind === 'ExternalSecret') {
      return new ExternalSecret(object, ['spec'], object.name);
    }
    if (object.kind === 'ClusterExternalSecret') {
      return new ExternalSecret(
        object, ['spec', 'externalSecretSpec'], object.textAt('spec', 'externalSecretName') ?? object.name,
      );
    }
    return undefined;
  }

  public readonly scope: ExternalSecretScope;

  private constructor(
    public readonly object: KubeObject,
    private readonly root: readonly PathStep[],
    private readonly defaultName: string,
  ) {
    const named = object.listAt('spec', 'namespaces').flatMap((name) => asText(name) ?? []);
    const isNamed = named.length > 0 && ['namespaceSelector', 'namespaceSelectors']
      .every((key) => object.at('spec', key) === undefined);
    const elsewhere = isNamed ? { kind: 'named', namespaces: named } as const : { kind: 'selected' } as const;
    this.scope = object.kind === 'ExternalSecret' ? { kind: 'own' } : elsewhere;
  }

  /** Whether it writes into the namespace of another object, as far as the input shows. */
  public writesInto(other: Home): boolean {
    switch (this.scope.kind) {
      case 'own':
        return sameHome(this.object, other);
      case 'named':
        return this.scope.namespaces.some((namespace) => sameHome(beside(this.object, namespace), other));
      case 'selected':
        return sameCluster(this.object, other) && this.maySelect(other);
    }
  }

  /** Whether its selectors may match a namespace, whose only known label is its name. */
  public maySelect(other: Home): boolean {
    const { namespaceSelector, namespaceSelectors, namespaces } = this.object.objectAt('spec');
    const selectors = [namespaceSelector, ...asList(namespaceSelectors)].filter((each) => each !== undefined);
    const isNamed = other.namespace !== undefined && asList(namespaces).includes(other.namespace);
    return isNamed || selectors.length === 0
      || selectors.some((selector) => selects(selector, labelsOfNamespace(other)) !== false);
  }

  public get target(): string {
    // The API server refuses a text here; its author means the name.
    return asText(this.at('target', 'name')) || asText(this.at('target')) || this.defaultName;
  }

  /** `Owner` by default. Unknown policies are returned unchanged. */
  public get creationPolicy(): string {
    return asText(this.at('target', 'creationPolicy')) || 'Owner';
  }

  /** `Retain` by default. */
  public get deletionPolicy(): string {
    return asText(this.at('target', 'deletionPolicy')) || 'Retain';
  }

  public get refreshInterval(): string | undefined {
    return asText(this.at('refreshInterval'));
  }

  public get store(): { readonly name?: string; readonly kind: string } {
    const ref = asObject(this.at('secretStoreRef'));
    return { name: asText(ref.name), kind: asText(ref.kind) || 'SecretStore' };
  }

  /** The keys that it certainly writes, in order. A template's keys replace those of `data`. */
  public get keys(): readonly string[] {
    const templated = Object.keys(this.template);
    const ofData = this.data.map(({ secretKey }) => secretKey);
    return this.isReplaced ? templated : unique([...ofData, ...templated]);
  }

  /** Whether only the template's keys remain. */
  private get isReplaced(): boolean {
    const { data, templateFrom, mergePolicy } = asObject(this.at('target', 'template'));
    const writes = Object.keys(asObject(data)).length > 0 || asList(templateFrom).length > 0;
    return writes && asText(mergePolicy) !== 'Merge';
  }

  /** The type of its Secret; by default Opaque. */
  public get type(): string | undefined {
    return asText(this.at('target', 'template', 'type'));
  }

  public get template(): Readonly<Record<string, string>> {
    return asTextMap(this.at('target', 'template', 'data'));
  }

  public templateField(key: string): Field {
    return this.field('target', 'template', 'data', key);
  }

  /** Whether it may write keys that only the store knows (`dataFrom`, `templateFrom`). */
  public get openEnded(): boolean {
    return (asList(this.at('dataFrom')).length > 0 && !this.isReplaced)
      || asList(this.at('target', 'template', 'templateFrom')).length > 0;
  }

  public get data(): readonly {
    readonly secretKey: string;
    readonly remoteKey?: string;
    readonly property?: string;
    /** Whether External Secrets decodes the value. */
    readonly decoding: string;
    readonly field: Field;
  }[] {
    return asObjects(this.at('data')).map(({ secretKey, remoteRef }, index) => {
      const { key, property, decodingStrategy } = asObject(remoteRef);
      return {
        secretKey: asText(secretKey) ?? '',
        remoteKey: asText(key),
        property: asText(property),
        decoding: asText(decodingStrategy) || 'None',
        field: this.field('data', index),
      };
    });
  }

  /** A value in the spec of the ExternalSecret. */
  public at(...path: readonly PathStep[]): unknown {
    return this.object.at(...this.root, ...path);
  }

  /** A place in the spec of the ExternalSecret. */
  public field(...path: readonly PathStep[]): Field {
    return this.object.field(...this.root, ...path);
  }
}
