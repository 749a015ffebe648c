import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, IdentityProvider, SecretDelivery } from '../../../../src';
import { knownProvider, providerByTokenUrl, providerOf } from '../../../../src/contract/providers/known-providers';
import { SERVICE_SECRET, WEB_SECRET } from '../../../_tools/fixtures';
import { PROVIDERS, identityOf, messageOf } from '../_identity';

const applications = { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET, subject: 'a1b2' } };
const identity = identityOf(PROVIDERS.authentik(), undefined, {
  applications, dataPlanes: { east: { operator: { clientId: 'union-operator', subject: 'c3d4' } } },
});

test('a server below a path is part of the issuer', () => {
  expect(IdentityProvider.authentik({ serverUrl: 'https://example.com/auth/', webSlug: 'web' }).issuer).toBe('https://example.com/auth/application/o/web/');
});

test('flyteadmin takes the client ID of each application as audience, and hears of one issuer alone', () => {
  const values: any = new ControlPlaneAuth(new Chart(new App(), 'cp'), 'auth', { identity, secrets: SecretDelivery.provisioned() }).helmValues.toObject();
  const { appAuth, userAuth } = values.flyte.configmap.adminServer.auth;
  expect(appAuth.externalAuthServer.allowedAudience).toEqual(expect.arrayContaining(['union-web', 'union-native', 'union-service', 'union-operator']));
  expect(new Set([appAuth.externalAuthServer.baseUrl, userAuth.openId.baseUrl])).toEqual(new Set([identity.identityProvider.issuer]));
  expect(userAuth.openId.scopes).toContain('all');
});

test('the checklist says what must be the same for all providers', () => {
  const text = identity.checklist.toString();
  expect(text).toContain('one and the same *Signing Key*');
  expect(text).toContain('the slug `union-web`');
  expect(text).toContain('"identitytype": "app" if request.user.type');
});

test('is recognized by its paths, as any host may serve it', () => {
  const { issuer, tokenEndpoint } = identity.identityProvider;
  expect([knownProvider(issuer), providerOf(issuer)?.name, providerByTokenUrl(tokenEndpoint)?.name]).toEqual([undefined, 'authentik', 'authentik']);
});

test.each<[string, () => unknown, string]>([
  ['an application in the server\'s URL', () => IdentityProvider.authentik({ serverUrl: 'https://auth.example.com/application/o/web/', webSlug: 'web' }),
    'is the URL of an application; remove /application/o/ and the rest'],
  ['a name that is not a slug', () => IdentityProvider.authentik({ serverUrl: 'https://auth.example.com', webSlug: 'union/web' }), 'webSlug: "union/web" is not a slug'],
  ['the generic factory', () => IdentityProvider.oidc({
    issuer: 'https://auth.example.com/application/o/union-web/', tokenEndpoint: 'https://auth.example.com/application/o/token/',
  }), 'is the issuer of one application of authentik, but each application has its own; use the authentik provider'],
  ['an operator without a subject', () => identityOf(PROVIDERS.authentik(), undefined, {
    applications, dataPlanes: { east: { operator: { clientId: 'union-operator' } } },
  }), 'dataPlanes.east.operator.subject: required; give the "sub" of its tokens: the ID of the user that authentik creates'],
])('rejects %s', (_, make, message) => expect(messageOf(make)).toContain(message));
