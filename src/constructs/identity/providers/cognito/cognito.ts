import { filledIn, hostName, matching } from '../../../../common/props/checks';
import { demand, optional, Shape, text } from '../../../../common/props/prop-types';
import { COGNITO } from '../../../../contract/providers/known-providers';
import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, OIDC_METADATA_PATH, SCOPE_CLAIM, USERNAME_CLAIM,
} from '../../../../contract/union/flyteadmin';
import { ProviderFeature } from '../../provider-feature';
import { scopeToken } from '../checks';
import { clientIdAsSubject, ProviderDescription, RefreshTokens } from '../provider-description';
import { RegisteredDeployment } from '../registrar';
import { cognitoTerraform } from './terraform';

/** An Amazon Cognito user pool. */
export interface CognitoProviderProps {
  /** The ID of the user pool, which starts with its region: `eu-west-1_AbCdEfGhI`. */
  readonly userPoolId: string;

  /** The host name of the user pool's domain, or a custom one: `acme.auth.eu-west-1.amazoncognito.com`. */
  readonly domain: string;

  /**
   * The identifier of the resource server with the scope `all`: `union`.
   *
   * @default "union"
   */
  readonly resourceServer?: string;
}

const PROPS: Shape<CognitoProviderProps> = {
  userPoolId: text(filledIn, matching(
    /^[a-z]{2}(-[a-z]+)+-\d_[0-9a-zA-Z]+$/,
    'is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI',
  )),
  domain: text(filledIn, hostName, (host) =>
    host.startsWith('cognito-idp.')
      ? "is the issuer's host; give the domain of the user pool (Branding, Domain), where its token endpoint "
        + 'is'
      : undefined,
  ),
  resourceServer: optional(text(filledIn, scopeToken)),
};

const LIMITS = [
  {
    feature: ProviderFeature.DEVICE_CODE,
    reason:
      'Amazon Cognito has no device authorization endpoint; sign in on a machine with a browser, or use '
        + 'client credentials',
  },
  {
    feature: ProviderFeature.OFFLINE_ACCESS,
    reason:
      'Amazon Cognito refuses the scope offline_access; it issues a refresh token with every '
        + 'authorization code as it is',
  },
  {
    feature: ProviderFeature.ENFORCED_PKCE,
    reason:
      'Amazon Cognito checks the challenge of a client that sends one, and has no setting that demands '
        + 'it; SDK and CLI send one',
  },
  {
    feature: ProviderFeature.CUSTOM_AUDIENCE,
    reason: 'Amazon Cognito lets a pre token generation trigger add an audience, but only the ID of the '
      + 'client itself; accept the client IDs as audiences',
  },
];

export function describeCognito(props: CognitoProviderProps): ProviderDescription {
  demand('IdentityProvider.cognito', props, PROPS, (problems) => {
    problems.check('domain', props.domain, (domain) => inOtherRegion(domain, props.userPoolId));
  });
  const resourceServer = props.resourceServer ?? 'union';
  const region = props.userPoolId.split('_')[0];
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const scope = `${resourceServer}/${ALL_SCOPE}`;
  return {
    name: COGNITO.name,
    subjectOfPerson: COGNITO.subjectOfPerson,
    issuer: `https://cognito-idp.${region}.${suffix}/${props.userPoolId}`,
    // The issuer belongs to the regional service, the endpoints to the user pool's domain.
    tokenEndpoint: `https://${props.domain}/oauth2/token`,
    authorizationEndpoint: `https://${props.domain}/oauth2/authorize`,
    metadataPath: OIDC_METADATA_PATH,
    audienceIsClientId: COGNITO.audienceIsClientId,
    serviceScopes: [scope],
    // Without openid: client credentials, as API keys are, get custom scopes alone (Amazon Cognito Developer
    // Guide, "Scopes, M2M, and APIs with resource servers"). Not tried.
    refreshTokens: RefreshTokens.ALWAYS,
    steps: ['Pre token generation trigger, event version `V3_0` (`cognito-pre-token.mjs` of '
      + '`Registrations.files()`), that adds the claims `aud`, `scp`, `identitytype` and '
      + '`preferred_username` to access tokens, the last two to ID tokens as well'],
    serviceSubject: clientIdAsSubject,
    registrar: {
      terraform: cognitoTerraform({ userPoolId: props.userPoolId, resourceServer }),
      cognitoTrigger: preTokenTrigger,
    },
    limits: LIMITS,
  };
}

/** A domain of Amazon's own names the region of its pool; a custom one does not. */
function inOtherRegion(domain: string, userPoolId: string): string | undefined {
  const region = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(domain)?.[1];
  const own = /^([a-z\d-]+)_/.exec(userPoolId)?.[1];
  return region === undefined || own === undefined || region === own
    ? undefined
    : `is the domain of a user pool in ${region}, and ${userPoolId} is in ${own}; correct one of them`;
}

/**
 * The function of the trigger *Pre token generation*, event version `V3_0`: Amazon Cognito's access tokens
 * have a client ID, but neither scopes nor audience that flyteadmin reads. Tokens of other applications of
 * the pool stay as they are.
 *
 * Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger".
 */
function preTokenTrigger({ domain, clients }: RegisteredDeployment): string {
  return [
    `// Pre token generation trigger (V3_0, Node.js) for ${domain}: every application of the checklist.`,
    'const CLIENTS = [',
    ...clients.map(({ clientId, id }) => `  ${JSON.stringify(clientId)}, // ${id}`),
    '];',
    '',
    'export const handler = async (event) => {',
    '  const { clientId } = event.callerContext;',
    '  if (!CLIENTS.includes(clientId)) {',
    '    return event;',
    '  }',
    "  const isService = event.triggerSource === 'TokenGeneration_ClientCredentials';",
    `  const who = { ${IDENTITY_TYPE_CLAIM}: isService ? 'app' : 'user', ${USERNAME_CLAIM}: isService ? `
      + 'clientId : event.userName };',
    '  event.response = {',
    '    claimsAndScopeOverrideDetails: {',
    `      accessTokenGeneration: { claimsToAddOrOverride: { aud: clientId, ${SCOPE_CLAIM}: `
      + `['${ALL_SCOPE}'], ...who } },`,
    "      // A browser's session takes its claims from there.",
    '      idTokenGeneration: { claimsToAddOrOverride: who },',
    '    },',
    '  };',
    '  return event;',
    '};',
    '',
  ].join('\n');
}
