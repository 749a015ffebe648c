import { audienceMissing } from '../../../src/verify/rules/audience-missing';
import { IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER } from '../_planes';
import { testRule } from '../_rule-harness';

const PUBLIC = 'https://union.example.com';
const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const admin = (authorizedUris: string[] | undefined, externalAuthServer = {}) =>
  flyteadmin(externalAuth(ISSUER, { externalAuthServer }, authorizedUris === undefined ? {} : { authorizedUris }));
const guard = (url: string) => ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole' } });

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
  ],
  passes: [
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
    { when: 'the input does not show under which URL it is asked', input: manifests(...admin(undefined), guard('https://$host/me')), reason },
  ],
});
