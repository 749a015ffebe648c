import { AuthProfile, IdentityProvider, UnionIdentity, UnionIdentityProps } from '../../../src/constructs/identity';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

/** An identity with any provider. */
export function identityOf(identityProvider: IdentityProvider, profile?: AuthProfile, props: Partial<UnionIdentityProps> = {}): UnionIdentity {
  return new UnionIdentity({
    domain: 'union.example.com',
    identityProvider,
    applications: { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET } },
    profile,
    ...props,
  });
}

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const API_CLIENT_ID = '66666666-7777-8888-9999-aaaaaaaaaaaa';

/** One of each. */
export const PROVIDERS = {
  oidc: () => IdentityProvider.oidc({ issuer: 'https://idp.example.com/oauth2/default', tokenEndpoint: 'https://idp.example.com/oauth2/default/v1/token' }),
  okta: () => IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
  entraId: () => IdentityProvider.entraId({ tenantId: TENANT }),
  keycloak: () => IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com', realm: 'union' }),
  authentik: () => IdentityProvider.authentik({ serverUrl: 'https://auth.example.com', webSlug: 'union-web' }),
  dex: () => IdentityProvider.dex({ issuer: 'https://dex.example.com' }),
  hydra: () => IdentityProvider.hydra({ issuer: 'https://hydra.example.com' }),
  auth0: () => IdentityProvider.auth0({ domain: 'acme.eu.auth0.com' }),
  cognito: () => IdentityProvider.cognito({ userPoolId: 'eu-west-1_AbCdEfGhI', domain: 'acme.auth.eu-west-1.amazoncognito.com' }),
};

/** The message of what a call throws. */
export function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
