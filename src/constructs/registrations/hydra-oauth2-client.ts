import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceName, objectName } from '../../common/props/checks';
import { warn, whole } from '../../common/props/construct-props';
import { Shape, demand, instanceOf, optional, text } from '../../common/props/prop-types';
import { OAuthGrantType } from '../identity/oauth-application';
import { OneObject } from '../objects/emitted-by';
import { ClientRegistration } from './client-registration';
import { _registrarForm } from './registrations';

/** One client of Ory Hydra. */
export interface HydraOAuth2ClientProps {
  /** The client: each of `Registrations.all`. */
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
   * The Secret with the client's ID and secret under `CLIENT_ID` and `CLIENT_SECRET` (the public
   * client's holds `CLIENT_ID` alone). Make it first: Hydra Maester takes the client ID from it, and invents
   * one where there is no Secret.
   *
   * @default "<name>-oauth2-client"
   */
  readonly secretName?: string;
}

const PROPS: Shape<HydraOAuth2ClientProps> = {
  registration: instanceOf(ClientRegistration, 'give one of Registrations.all'),
  namespace: optional(text(namespaceName)),
  name: optional(text(objectName)),
  secretName: optional(text(objectName)),
};

/**
 * `OAuth2Client` (`hydra.ory.sh/v1alpha1`): one client, for Hydra Maester.
 *
 * The custom resource does not know the device code grant: the native application is registered without it,
 * and a warning says so. A changed Secret does not reach Hydra until the object changes.
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

  /**
   * @throws when the identity provider is not `IdentityProvider.hydra`, or a name is not valid.
   */
  public constructor(scope: Construct, id: string, props: HydraOAuth2ClientProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      demand('HydraOAuth2Client', props, PROPS);
      const {
        registration,
        namespace,
        name = `union-${registration.id}`,
        secretName = `${name}-oauth2-client`,
      } = props;
      if (registration.grantTypes.includes(OAuthGrantType.DEVICE_CODE)) {
        warn(this, 'the custom resource of Hydra Maester knows no device code grant: '
          + `${registration.clientName} signs in through the browser only.`);
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
