import { IdentityProvider } from './identity-provider';
import { OAuthApplication } from './oauth-application';

/** The deployment that the applications belong to. */
export interface Deployment {
  readonly url: string;
  readonly identityProvider: IdentityProvider;
  readonly allowedAudience: string[];
}

/** What a person must set up at the identity provider, as Markdown. Guide: section "Configuring your Identity Provider". */
export function checklist(auth: Deployment, applications: OAuthApplication[]): string {
  const { identityProvider: provider } = auth;
  const grantTypes = [...new Set(applications.flatMap((application) => application.grantTypes))];
  return [
    `# OAuth applications of ${auth.url}`,
    '',
    '## Authorization server',
    '',
    `- [ ] Issuer: \`${provider.issuer}\``,
    ...endpoint('Authorization endpoint', provider.authorizationEndpoint),
    `- [ ] Token endpoint: \`${provider.tokenEndpoint}\``,
    ...endpoint('Device authorization endpoint', provider.deviceAuthorizationEndpoint),
    `- [ ] Metadata, without which flyteadmin does not start: \`${provider.metadataUrl}\``,
    `- [ ] Audience of access tokens: ${auth.allowedAudience.map(code).join(' or ')}`,
    `- [ ] Custom scope: ${provider.serviceScopes.map(code).join(', ')}`,
    `- [ ] Access policy that allows all clients below, with a rule for the grant types ${grantTypes.map(code).join(', ')}`,
    '',
    ...limits(auth),
    ...applications.flatMap(section),
  ].join('\n');
}

/** What the provider cannot do, so that nobody looks for it. */
function limits(auth: Deployment): string[] {
  const { limits: found } = auth.identityProvider;
  return found.length === 0 ? [] : ['Not to be had here:', '', ...found.map((limit) => `- ${limit.reason}.`), ''];
}

function section(application: OAuthApplication): string[] {
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
    `- [ ] Scopes: ${application.scopes.map(code).join(', ')}`,
    `- [ ] PKCE: ${application.requirePkce ? 'required, always' : 'not required'}`,
    `- [ ] Client secret: ${application.hasClientSecret ? 'yes, into the secret store' : 'none, it is a public client'}`,
    '',
  ];
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
