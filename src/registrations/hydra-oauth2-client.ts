import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceName, objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';
import { OAuthGrantType } from '../identity/oauth-application';
import { ClientRegistration } from './client-registration';

/** One client of Ory Hydra. */
export interface HydraOAuth2ClientProps {
  /** The client. */
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
   * The Secret that holds the client's ID and secret under `CLIENT_ID` and `CLIENT_SECRET` (the public client's holds
   * `CLIENT_ID` alone). Make it first: Hydra Maester takes the client ID from it, and invents one where there is no
   * Secret.
   *
   * @default "<name>-oauth2-client"
   */
  readonly secretName?: string;
}

/** The grants that the custom resource knows (hydra-maester, `config/crd/bases/hydra.ory.sh_oauth2clients.yaml`). */
const KNOWN_GRANTS = [OAuthGrantType.AUTHORIZATION_CODE, OAuthGrantType.CLIENT_CREDENTIALS, OAuthGrantType.REFRESH_TOKEN];

/**
 * `OAuth2Client` (`hydra.ory.sh/v1alpha1`): one client, for Hydra Maester.
 *
 * The custom resource does not know the device code grant: the native application is registered without it. Hydra issues
 * an audience only to clients that ask for it, so the identity needs `audienceMustBeRequested`, and JWT access tokens
 * (`strategies.access_token: jwt`), whose `scp` is a list unless Hydra is told otherwise.
 *
 * Source: hydra-maester `api/v1alpha1/oauth2client_types.go`, `controllers/oauth2client_controller.go`; Ory Hydra,
 * "JSON Web Tokens", "OAuth 2.0 audience".
 */
export class HydraOAuth2Client extends Construct {
  /** The client object. */
  public readonly apiObject: ApiObject;

  /**
   * @throws when the identity does not ask for its audience, or a name is none.
   */
  public constructor(scope: Construct, id: string, props: HydraOAuth2ClientProps) {
    super(scope, id);
    const { registration } = props;
    const name = props.name ?? `union-${registration.id}`;
    const secretName = props.secretName ?? `${name}-oauth2-client`;
    const { identityProvider } = registration.auth;
    new Problems('HydraOAuth2Client')
      .check('name', name, objectName)
      .check('namespace', props.namespace ?? 'default', namespaceName)
      .check('secretName', secretName, objectName)
      .check('registration.auth.identityProvider.audienceMustBeRequested', identityProvider.audienceMustBeRequested, (requested) =>
        requested ? undefined : 'would leave tokens without an audience; set it to true, Hydra writes only audiences that are asked for')
      .throwIfAny();

    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'hydra.ory.sh/v1alpha1',
      kind: 'OAuth2Client',
      metadata: { name, namespace: props.namespace },
      spec: {
        clientName: registration.clientName,
        grantTypes: registration.grantTypes.filter((grant) => KNOWN_GRANTS.includes(grant)),
        ...(registration.responseTypes.length > 0 ? { responseTypes: registration.responseTypes } : {}),
        ...(registration.redirectUris.length > 0 ? { redirectUris: registration.redirectUris } : {}),
        ...(registration.postLogoutRedirectUris.length > 0 ? { postLogoutRedirectUris: registration.postLogoutRedirectUris } : {}),
        scope: registration.scopes.join(' '),
        audience: [registration.audience],
        tokenEndpointAuthMethod: registration.tokenEndpointAuthMethod,
        skipConsent: true,
        secretName,
      },
    });
  }
}
