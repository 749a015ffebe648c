import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { Shape, demand, instanceOf, optional, text } from '../../common/props/prop-types';
import { OneObject } from '../objects/emitted-by';
import { Registrations } from './registrations';

/** A realm that the Keycloak operator imports. */
export interface KeycloakRealmImportProps {
  /** The clients of the realm. */
  readonly registrations: Registrations;

  /** The name of the `Keycloak` object that runs the server, in the same namespace. */
  readonly keycloakName: string;

  /**
   * The namespace of the `Keycloak` object.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;

  /**
   * The name of the import object.
   *
   * @default - the realm's name
   */
  readonly name?: string;

  /**
   * The Secret from which the import takes the client secrets: for each confidential client the key
   * `clientSecretVariable` of its registration. It must exist before the import runs.
   *
   * @default - none: Keycloak generates the secrets; copy them from Clients, Credentials
   */
  readonly clientSecretsFrom?: string;
}

const PROPS: Shape<KeycloakRealmImportProps> = {
  registrations: instanceOf(Registrations),
  keycloakName: text(filledIn, objectName),
  namespace: optional(text(namespaceName)),
  name: optional(text(objectName)),
  clientSecretsFrom: optional(text(objectName)),
};

/**
 * `KeycloakRealmImport` (`k8s.keycloak.org/v2alpha1`): the realm of `Registrations.files()`, for the Keycloak
 * operator.
 *
 * The operator creates the realm if there is none of its name, and never changes or deletes one. Client
 * secrets come from a Secret by way of the import's `placeholders`; none is in the manifest.
 *
 * Source: Keycloak, "Automating a realm import".
 *
 * @example
 * const registrations = new Registrations({ identity });
 * new KeycloakRealmImport(chart, 'realm', { registrations, keycloakName: 'sso' });
 */
export class KeycloakRealmImport extends OneObject {
  /** The import object. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when the identity provider is not `IdentityProvider.keycloak`, or a name is not valid.
   */
  public constructor(scope: Construct, id: string, props: KeycloakRealmImportProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      demand('KeycloakRealmImport', props, PROPS);
      return this.emit(props);
    });
  }

  private emit({
    registrations,
    keycloakName,
    namespace,
    name: chosen,
    clientSecretsFrom: secret,
  }: KeycloakRealmImportProps): ApiObject {
    const realm = registrations._keycloakRealm(secret !== undefined);
    const name = chosen ?? String(realm.realm).toLowerCase().replace(/[^-a-z0-9.]/g, '-');
    new Problems('KeycloakRealmImport').check('name', name, objectName).throwIfAny();
    const confidential = registrations.all.filter((registration) => registration.hasClientSecret);
    const placeholders = Object.fromEntries(confidential.map(({ clientSecretVariable }) =>
      [clientSecretVariable, { secret: { name: secret, key: clientSecretVariable } }]));
    return new ApiObject(this, 'Resource', {
      apiVersion: 'k8s.keycloak.org/v2alpha1',
      kind: 'KeycloakRealmImport',
      metadata: { name, namespace },
      spec: {
        keycloakCRName: keycloakName,
        ...(secret === undefined ? {} : { placeholders }),
        realm,
      },
    });
  }
}
