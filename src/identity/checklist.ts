import { OAuthApplication } from './oauth-application';
import { UnionAuth } from './union-auth';

/** What a person must set up at the identity provider, as Markdown. Guide: section "Configuring your Identity Provider". */
export function checklist(auth: UnionAuth): string {
  const { identityProvider: provider, applications } = auth;
  const grantTypes = [...new Set(applications.all.flatMap((application) => application.grantTypes))];
  return [
    `# OAuth applications of ${auth.url}`,
    '',
    '## Authorization server',
    '',
    `- [ ] Issuer: \`${provider.issuer}\``,
    `- [ ] Token endpoint: \`${provider.tokenEndpoint}\``,
    `- [ ] Audience of access tokens: ${auth.allowedAudience.map(code).join(' or ')}`,
    `- [ ] Custom scope: ${provider.serviceScopes.map(code).join(', ')}`,
    `- [ ] Access policy that allows all clients below, with a rule for the grant types ${grantTypes.map(code).join(', ')}`,
    '',
    ...applications.all.flatMap(section),
  ].join('\n');
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

function list(label: string, uris: string[]): string[] {
  return uris.map((uri) => `- [ ] ${label}: \`${uri}\``);
}

function code(text: string): string {
  return `\`${text}\``;
}
