import { audienceMissing } from '../../../src/verify/rules/tokens';
import { IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, OKTA, service } from '../_planes';
import { testRule } from '../_rule-harness';

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
  line: 'externalAuthServer:',
  expected: 'the audience of the provider\'s access tokens in allowedAudience',
};
const reason = 'No flyteadmin in the input has useAuth: true, authServerType: External and a list of audiences or URIs.';

testRule(audienceMissing, {
  fires: [
    {
      when: 'authorizedUris are those of the guide',
      input: manifests(...admin(IN_CLUSTER)),
      findings: [{ ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    },
    {
      when: 'the public URL stands beside one of the cluster and the list is empty',
      input: manifests(...admin([PUBLIC, IN_CLUSTER[0]], { allowedAudience: [] })),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
        line: 'allowedAudience: []',
        found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80',
      }],
    },
    {
      when: 'there are no authorizedUris and the guard asks inside the cluster',
      input: manifests(...admin(undefined), guard(IN_CLUSTER_ME)),
      findings: [{
        ...finding,
        found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local',
      }],
    },
    {
      when: 'an empty text is all that is allowed',
      input: manifests(...admin(IN_CLUSTER.slice(0, 1), { allowedAudience: [''] })),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
        line: 'allowedAudience:',
        found: 'no allowedAudience; asked inside the cluster it takes only tokens for http://flyteadmin:80',
      }],
    },
    {
      when: 'an empty text is all that is authorized',
      input: manifests(...admin(['']), guard(IN_CLUSTER_ME)),
      findings: [{ ...finding, found: 'no allowedAudience; asked inside the cluster it takes only tokens for https://flyteadmin.union-cp.svc.cluster.local' }],
    },
    {
      when: 'nothing is allowed at a provider that writes client IDs: one finding',
      input: manifests(...flyteadmin(externalAuth(COGNITO, { flyteClient: { clientId: 'native', audience: PUBLIC } }, { authorizedUris: IN_CLUSTER }))),
      findings: [{ ...finding, found: `no allowedAudience; asked inside the cluster it takes only tokens for ${IN_CLUSTER.join(' or ')}` }],
    },
    {
      when: 'a service asks for an audience that is not allowed',
      input: manifests(...listing([PUBLIC, 'api'], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: 'other' }), ...service('executions', { admin: CLIENT })),
      findings: [{ object: 'v1/ConfigMap union-cp/usage', field: 'data["config.yaml"]: admin.audience', line: 'audience: other', expected: `an audience that flyteadmin accepts: ${PUBLIC}, api`, found: 'other' }],
    },
    {
      when: 'SDK and CLI are told to ask for an audience that is not allowed',
      input: manifests(...listing([PUBLIC], { clientId: 'native', audience: 'other' })),
      findings: [{
        ...finding, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience', line: 'audience: other', expected: `an audience that flyteadmin accepts: ${PUBLIC}`, found: 'other',
      }],
    },
    {
      when: 'SDK and CLI are told of an empty audience',
      input: manifests(...listing([PUBLIC], { clientId: 'native', audience: '' }), ...usage({ audience: PUBLIC })),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience',
        line: 'audience: ""',
        expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`,
        found: 'an empty audience',
      }],
    },
    {
      when: 'the provider writes client IDs, and one is not listed',
      input: manifests(...listing([PUBLIC, 'web', 'native'], { clientId: 'native' }, OWN), ...usage()),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
        line: 'allowedAudience:',
        expected: 'ours in allowedAudience, as the provider writes a client\'s own ID as audience',
        found: `${PUBLIC}, web, native`,
      }],
    },
    {
      when: 'Cognito writes nothing else, and no client is listed',
      input: manifests(...listing([PUBLIC], { clientId: 'native' }, COGNITO), ...usage()),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience',
        line: 'allowedAudience:',
        expected: 'native, ours in allowedAudience, as Amazon Cognito writes a client\'s own ID as audience',
        found: PUBLIC,
      }],
    },
    {
      when: 'services ask the provider for the audience, and SDK and CLI are not told to',
      input: manifests(...listing([PUBLIC]), ...usage({ audience: PUBLIC })),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        line: 'flyteClient:',
        expected: `audience ${PUBLIC} in flyteClient, as the services ask for it`,
        found: 'none',
      }],
    },
  ],
  passes: [
    { when: 'all clients are listed', input: manifests(...listing(['native', 'ours'], { clientId: 'native' }, COGNITO), ...usage()) },
    { when: 'one client ID among the audiences tells nothing', input: manifests(...listing([PUBLIC, 'web'], { clientId: 'native' }, OWN), ...usage()) },
    { when: 'Okta writes what its server says, whatever is listed', input: manifests(...listing(['web', 'native', 'api://default'], { clientId: 'native' }, OKTA), ...usage()) },
    { when: 'SDK and CLI are told of the audience', input: manifests(...listing([PUBLIC], { clientId: 'native', audience: PUBLIC }), ...usage({ audience: PUBLIC })) },
    { when: 'services ask for several audiences', input: manifests(...listing([PUBLIC, 'api']), ...usage({ audience: PUBLIC }), ...service('executions', { admin: { ...CLIENT, audience: 'api' } })) },
    { when: 'an authorized URI has no scheme', input: manifests(...admin(['union.example.com'])) },
    {
      when: 'flyteadmin names neither issuer nor web client',
      input: manifests(...flyteadmin({ appAuth: { authServerType: 'External', externalAuthServer: { allowedAudience: [PUBLIC] } } }), ...usage()),
    },
    { when: 'allowedAudience names one', input: manifests(...admin(IN_CLUSTER, { allowedAudience: [PUBLIC, 'api://default'] })) },
    { when: 'allowedAudience is a single text', input: manifests(...admin(IN_CLUSTER, { allowedAudience: PUBLIC })) },
    { when: 'the only authorized URI is public, so it is expected everywhere', input: manifests(...admin([PUBLIC]), guard(IN_CLUSTER_ME)) },
  ],
  notApplicable: [
    {
      when: 'flyteadmin is its own authorization server',
      input: manifests(...flyteadmin({ appAuth: { authServerType: 'Self' }, authorizedUris: IN_CLUSTER })),
      reason,
    },
    { when: 'authentication is off', input: manifests(...flyteadmin(externalAuth(ISSUER, {}, { authorizedUris: IN_CLUSTER }), { useAuth: false })), reason },
    { when: 'the guard of another namespace asks', input: manifests(...admin(undefined), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' }, namespace: 'other-cp' })), reason },
    { when: 'a guard asks something else than /me', input: manifests(...admin(undefined), guard(IN_CLUSTER_ME.replace('/me', '/healthcheck'))), reason },
    { when: 'a guard names no host', input: manifests(...admin(undefined), guard('/me')), reason },
    { when: 'the input does not show under which URL it is asked', input: manifests(...admin(undefined), guard('https://$host/me')), reason },
  ],
});
