import { valueAt } from '../../common/data/json';
import { EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS } from '../../contract/upstream/external-secrets';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';

/**
 * What the CustomResourceDefinitions of External Secrets Operator in the input say; without them, nothing.
 */
export class ExternalSecretsApi {
  private readonly byPlural: ReadonlyMap<string, KubeObject>;

  public constructor(definitions: readonly KubeObject[]) {
    this.byPlural = new Map(definitions
      .filter((definition) => definition.textAt('spec', 'group') === EXTERNAL_SECRETS_GROUP)
      .map((definition) => [definition.textAt('spec', 'names', 'plural') ?? '', definition]));
  }

  /** The versions in which a kind is served; nothing when the input does not tell. */
  public servedVersions(kind: string): readonly string[] | undefined {
    const versions = this.versions(kind);
    return versions?.filter(({ served }) => served === true).map(({ name }) => asText(name) ?? '');
  }

  /**
   * The creation policies that the schema of ExternalSecret admits in a version; nothing when the input does
   * not tell.
   */
  public creationPolicies(version: string): readonly string[] | undefined {
    const schema = this.versions('ExternalSecret')?.find(({ name }) => name === version);
    const policies = valueAt(schema, [
      'schema', 'openAPIV3Schema', 'properties', 'spec', 'properties', 'target', 'properties',
      'creationPolicy', 'enum',
    ]);
    return Array.isArray(policies) ? policies.map((policy) => asText(policy) ?? '') : undefined;
  }

  private versions(kind: string) {
    const definition = this.byPlural.get(EXTERNAL_SECRETS_KINDS[kind] ?? '');
    return definition && asList(definition.at('spec', 'versions')).map(asObject);
  }
}
