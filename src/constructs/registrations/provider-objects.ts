import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { warn, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, optional, Shape, text } from '../../common/props/prop-types';
import { OAuthGrantType } from '../identity/oauth-client';
import { OneObject } from '../objects/api-objects';
import { ClientRegistration, Registrations, _registrarForm } from './registrations';

/** A realm that the Keycloak operator imports. */
export interface KeycloakRealmImportProps {
  /** The clients of the realm. */
  readonly registrations: Registrations;

  /** Name of the `Keycloak` object of the server, in the same namespace. */
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
   * @default - none; Keycloak generates the secrets; copy them from Clients, Credentials
   */
  readonly clientSecretsFrom?: string;
}

const REALM_PROPS: Shape<KeycloakRealmImportProps> = {
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
 * The operator creates the realm if it does not exist, and never changes or deletes it. Client secrets come
 * from a Secret through the import's `placeholders`; the manifest contains none.
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

  /** @throws when the identity provider is not `IdentityProvider.keycloak`, or a name is invalid. */
  public constructor(scope: Construct, id: string, props: KeycloakRealmImportProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      demand('KeycloakRealmImport', props, REALM_PROPS);
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

/** One client of Ory Hydra. */
export interface HydraOAuth2ClientProps {
  /** The client, one of `Registrations.all`. */
  readonly registration: ClientRegistration;

  /**
   * The namespace in which Hydra Maester looks for clients.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;

  /**
   * The name of the object.
   *
   * @default "union-<id>"
   */
  readonly name?: string;

  /**
   * The Secret with the client's ID and secret under `CLIENT_ID` and `CLIENT_SECRET` (only `CLIENT_ID` for
   * the public client). Create it first: Hydra Maester reads the client ID from it, and generates one if
   * there is no Secret.
   *
   * @default "<name>-oauth2-client"
   */
  readonly secretName?: string;
}

const CLIENT_PROPS: Shape<HydraOAuth2ClientProps> = {
  registration: instanceOf(ClientRegistration, 'give one of Registrations.all'),
  namespace: optional(text(namespaceName)),
  name: optional(text(objectName)),
  secretName: optional(text(objectName)),
};

/**
 * `OAuth2Client` (`hydra.ory.sh/v1alpha1`): one client, for Hydra Maester.
 *
 * The custom resource has no device code grant, so the native application is registered without it, with a
 * warning. A changed Secret reaches Hydra only when the object changes.
 *
 * Source: hydra-maester `api/v1alpha1/oauth2client_types.go`, `controllers/oauth2client_controller.go`.
 *
 * @example
 * for (const registration of new Registrations({ identity }).all) {
 *   new HydraOAuth2Client(chart, registration.id, { registration });
 * }
 */
export class HydraOAuth2Client extends OneObject {
  /** The client object. */
  public override readonly apiObject: ApiObject;

  /** @throws when the identity provider is not `IdentityProvider.hydra`, or a name is invalid. */
  public constructor(scope: Construct, id: string, props: HydraOAuth2ClientProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      demand('HydraOAuth2Client', props, CLIENT_PROPS);
      const {
        registration,
        namespace,
        name = `union-${registration.id}`,
        secretName = `${name}-oauth2-client`,
      } = props;
      if (registration.grantTypes.includes(OAuthGrantType.DEVICE_CODE)) {
        warn(this, 'the custom resource of Hydra Maester has no device code grant: '
          + `${registration.clientName} can sign in only through the browser.`);
      }
      const spec = _registrarForm(
        'HydraOAuth2Client', registration.identity, 'hydraOAuth2Client',
      )(registration);
      return new ApiObject(this, 'Resource', {
        apiVersion: 'hydra.ory.sh/v1alpha1',
        kind: 'OAuth2Client',
        metadata: { name, namespace },
        spec: { ...spec, secretName },
      });
    });
  }
}
