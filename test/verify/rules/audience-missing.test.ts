import { audienceMissing } from '../../../src/verify/rules/tokens';
import { IN_CLUSTER_ME, ingress } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, OKTA, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const PUBLIC = 'https://union.example.com';
const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const admin = (authorizedUris: string[] | undefined, externalAuthServer = {}) =>
  flyteadmin(externalAuth(ISSUER, { externalAuthServer }, authorizedUris === undefined ? {} : { authorizedUris }));
const guard = (url: string) => ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole' } });

const OWN = 'https://sso.example.com';
const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC';
const CLIENT = { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret' };
const usage = (settings: object = {}) => service('usage', { admin: { ...CLIENT, ...settings } });
const listing = (allowedAudience: string[], flyteClient: Record<string, unknown> = { clientId: 'native' }, issuer = ISSUER) =>
  flyteadmin(externalAuth(issuer, { externalAuthServer: { allowedAudience }, flyteClient }));

const finding = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.appAuth.externalAuthServer',
  expected: 'the audience of the provider\'s access tokens in allowedAudience',
};

testRule(audienceMissing, {
  fires: [
    ['authorizedUris are those of the guide', admin(IN_CLUSTER),
      { ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    ['the public URL stands beside one of the cluster and the list is empty', admin([PUBLIC, IN_CLUSTER[0]], { allowedAudience: [] }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80' }],
    ['there are no authorizedUris and the guard asks inside the cluster', [...admin(undefined), guard(IN_CLUSTER_ME)],
      { ...finding, found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local' }],
    ['an empty text is all that is allowed', admin(IN_CLUSTER.slice(0, 1), { allowedAudience: [''] }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80' },
      remedy(['- ""', '- api://default'])],
    ['an empty text is all that is authorized', [...admin(['']), guard(IN_CLUSTER_ME)],
      { ...finding, found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local' }],
    ['nothing is allowed at a provider that writes client IDs: one finding',
      flyteadmin(externalAuth(COGNITO, { flyteClient: { clientId: 'native', audience: PUBLIC } }, { authorizedUris: IN_CLUSTER })),
      { ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    ['a service asks for an audience that is not allowed',
      [...listing([PUBLIC, 'api'], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: 'other' }), ...service('executions', { admin: CLIENT })],
      ['v1/ConfigMap union-cp/usage', 'data["config.yaml"]: admin.audience', `an audience that flyteadmin accepts: ${PUBLIC}, api`, 'other']],
    ['SDK and CLI are told to ask for an audience that is not allowed', listing([PUBLIC], { clientId: 'native', audience: 'other' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience', expected: `an audience that flyteadmin accepts: ${PUBLIC}`, found: 'other' }],
    ['SDK and CLI are told of an empty audience', [...listing([PUBLIC], { clientId: 'native', audience: '' }), ...usage({ audience: PUBLIC })],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience', expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`, found: 'an empty audience' }],
    ['the provider writes client IDs, and one is not listed', [...listing([PUBLIC, 'web', 'native'], { clientId: 'native' }, OWN), ...usage()],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', expected: 'ours in allowedAudience, as the provider writes a client\'s own ID as audience', found: `${PUBLIC}, web, native` }],
    ['Cognito writes nothing else, and no client is listed', [...listing([PUBLIC], { clientId: 'native' }, COGNITO), ...usage()],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience', expected: 'native, ours in allowedAudience, as Amazon Cognito writes a client\'s own ID as audience', found: PUBLIC }],
    ['services ask the provider for the audience, and SDK and CLI are not told to', [...listing([PUBLIC]), ...usage({ audience: PUBLIC })],
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`, found: 'none' }],
  ],
  passes: [
    ['all clients are listed', [...listing(['native', 'ours'], { clientId: 'native' }, COGNITO), ...usage()]],
    ['one client ID among the audiences tells nothing', [...listing([PUBLIC, 'web'], { clientId: 'native' }, OWN), ...usage()]],
    ['Okta writes what its server says, whatever is listed',
      [...listing(['web', 'native', 'api://default'], { clientId: 'native' }, OKTA), ...usage()]],
    ['SDK and CLI are told of the audience', [...listing([PUBLIC], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: PUBLIC })]],
    ['services ask for several audiences',
      [...listing([PUBLIC, 'api']), ...usage({ audience: PUBLIC }), ...service('executions', { admin: { ...CLIENT, audience: 'api' } })]],
    ['an authorized URI has no scheme', admin(['union.example.com'])],
    ['flyteadmin names neither issuer nor web client',
      [...flyteadmin({ appAuth: { authServerType: 'External', externalAuthServer: { allowedAudience: [PUBLIC] } } }), ...usage()]],
    ['allowedAudience names one', admin(IN_CLUSTER, { allowedAudience: [PUBLIC, 'api://default'] })],
    ['allowedAudience is a single text', admin(IN_CLUSTER, { allowedAudience: PUBLIC })],
    ['the only authorized URI is public, so it is expected everywhere', [...admin([PUBLIC]), guard(IN_CLUSTER_ME)]],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server', flyteadmin({ appAuth: { authServerType: 'Self' }, authorizedUris: IN_CLUSTER })],
    ['authentication is off', flyteadmin(externalAuth(ISSUER, {}, { authorizedUris: IN_CLUSTER }), { useAuth: false })],
    ['the guard of another namespace asks',
      [...admin(undefined), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' }, namespace: 'other-cp' })]],
    ['a guard asks something else than /me', [...admin(undefined), guard(IN_CLUSTER_ME.replace('/me', '/healthcheck'))]],
    ['a guard names no host', [...admin(undefined), guard('/me')]],
    ['the input does not show under which URL it is asked', [...admin(undefined), guard('https://$host/me')]],
  ],
});
