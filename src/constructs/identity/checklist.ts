// Tests: test/constructs/identity/oauth-applications.test.ts
import { IDENTITY_TYPE_CLAIM, USERNAME_CLAIM } from '../../contract/union/flyteadmin';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication, OAuthApplicationType } from './oauth-client';
import { ProviderFeature } from './providers/provider-description';

/** The deployment that the applications belong to. */
export interface Deployment {
  readonly url: string;
  readonly identityProvider: IdentityProvider;
  readonly allowedAudience: string[];
}

/**
 * The setup of the identity provider as a Markdown checklist. Guide: section "Configuring your Identity
 * Provider".
 */
export function checklist(identity: Deployment, applications: OAuthApplication[]): string {
  const { identityProvider: provider } = identity;
  const { customScopes = provider.serviceScopes, steps = [], policy } = provider._description;
  const grantTypes = [...new Set(applications.flatMap((application) => application.grantTypes))];
  return [
    `# OAuth applications of ${identity.url}`,
    '',
    '## Authorization server',
    '',
    `- [ ] Issuer: \`${provider.issuer}\``,
    ...endpoint('Authorization endpoint', provider.authorizationEndpoint),
    `- [ ] Token endpoint: \`${provider.tokenEndpoint}\``,
    ...endpoint('Device authorization endpoint', provider.deviceAuthorizationEndpoint),
    `- [ ] Metadata, without which flyteadmin does not start: \`${provider.metadataUrl}\``,
    `- [ ] Audience of access tokens: ${identity.allowedAudience.map(code).join(' or ')}`,
    ...customScope(customScopes),
    ...steps.map((step) => `- [ ] ${step}`),
    ...policy ? [`- [ ] ${policy(grantTypes.map(code))}`] : [],
    '',
    ...limits(identity),
    ...applications.flatMap((application) => section(provider, application)),
  ].join('\n');
}

/** Features that the provider lacks, so that readers do not search for them. */
function limits(identity: Deployment): string[] {
  const { _limits: found } = identity.identityProvider;
  return found.length === 0
    ? []
    : ['Not available at this provider:', '', ...found.map((limit) => `- ${limit.reason}.`), ''];
}

function customScope(scopes: readonly string[]): string[] {
  return scopes.length === 0 ? [] : [`- [ ] Custom scope: ${scopes.map(code).join(', ')}`];
}

function section(provider: IdentityProvider, application: OAuthApplication): string[] {
  return [
    `## ${application.name}`,
    '',
    `${application.purpose}.`,
    '',
    `- [ ] Type: ${application.type}`,
    `- [ ] Client ID: \`${application.clientId}\``,
    `- [ ] Grant types: ${application.grantTypes.map(code).join(', ')}`,
    ...list('Sign-in redirect URI', application.redirectUris),
    ...list('Sign-out redirect URI', application.postLogoutRedirectUris),
    `- [ ] Scopes that it requests: ${application.scopes.map(code).join(', ')}`,
    ...tokenClaims(provider, application).map((claims) => `- [ ] ${claims}`),
    `- [ ] PKCE: ${application.requirePkce ? pkce(provider) : 'not required'}`,
    '- [ ] Client secret: '
      + `${application.hasClientSecret ? 'yes, into the secret store' : 'none, it is a public client'}`,
    '',
  ];
}

/** A provider that cannot require PKCE gets no step; `limits` mentions it. */
function pkce(provider: IdentityProvider): string {
  const { pkceSetting } = provider._description;
  if (!provider._supports(ProviderFeature.ENFORCED_PKCE)) {
    return `sent by SDK and CLI; ${provider.name} cannot demand it`;
  }
  return pkceSetting === undefined
    ? 'required, always; a login without it must be refused, so try one'
    : `required, always (${pkceSetting})`;
}

function endpoint(label: string, url: string | undefined): string[] {
  return url === undefined ? [] : list(label, [url]);
}

function list(label: string, uris: string[]): string[] {
  return uris.map((uri) => `- [ ] ${label}: \`${uri}\``);
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Requirements on the tokens of an application, as steps of the checklist. */
function tokenClaims(provider: IdentityProvider, application: OAuthApplication): string[] {
  return application.type === OAuthApplicationType.SERVICE
    ? [
      `Its access tokens: ${[subjectOf(application), ...typeOfServices(provider)].join(', ')}; `
        + `\`${USERNAME_CLAIM}\`, if possible, is the name that the console shows`,
    ]
    : [
      `The access and ID tokens of people: \`sub\`, the same at each sign-in${typeOfPeople(provider)}, and `
        + `\`${USERNAME_CLAIM}\`, their login, which the console shows`,
    ];
}

function subjectOf({ subject }: OAuthApplication): string {
  return subject === undefined
    ? '`sub`, which the provider chooses (decode a token to see it)'
    : `\`sub\` = \`${subject}\``;
}

function typeOfServices(provider: IdentityProvider): string[] {
  const mapped = Object.entries(provider.identityTypeClaimsForApps).map(
    ([claim, values]) => `\`${claim}\` = ${values.map((value) => `\`${value}\``).join(' or ')}`,
  );
  if (!provider._supports(ProviderFeature.IDENTITY_TYPE)) {
    return [];
  }
  return mapped.length > 0 ? mapped : [`\`${IDENTITY_TYPE_CLAIM}\` = \`app\``];
}

/** If a claim of the provider marks services, people need none. */
function typeOfPeople(provider: IdentityProvider): string {
  const marked =
    Object.keys(provider.identityTypeClaimsForApps).length > 0
    || !provider._supports(ProviderFeature.IDENTITY_TYPE);
  return marked ? '' : `, \`${IDENTITY_TYPE_CLAIM}\` = \`user\``;
}
