import { clientSecretOfOther } from '../../../src/verify/rules/delivery';
import { externalSecret, manifests } from '../_manifests';
import { service } from '../_planes';
import { testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const NOT_APPLICABLE = 'No key of a Secret in the input is read by several clients.';
const client = (name: string, clientId: string, file = 'client_secret', namespace: string | null = 'union-cp') =>
  service(name, { union: { auth: { enable: true, clientId, clientSecretLocation: `/etc/secrets/union/${file}` } } }, { namespace });

const nameless = (name: string, id: object, secrets?: Record<string, string>) =>
  service(name, { union: { auth: { enable: true, ...id, clientSecretLocation: '/etc/secrets/union/client_secret' } } }, secrets === undefined ? {} : { secrets });

const signIn = (clientId: string, secret = 'union-controlplane-secrets') => flyteadmin({
  auth: { userAuth: { openId: { clientId, clientSecretFile: '/etc/secrets/union/client_secret' } } },
  secrets: { [secret]: '/etc/secrets/union' },
});

/** flyteadmin's own client, with a Secret of its own, beside services that share another; all from the entry `service`. */
const ofOneEntry = (flyteadminsId: string, keys = { admin: 'service', services: 'service' }) => manifests(
  ...service('flyteadmin', {
    server: { security: { useAuth: true } },
    admin: { clientId: flyteadminsId, clientSecretLocation: '/etc/secrets/client_secret' },
  }, { secrets: { 'flyte-admin-secrets': '/etc/secrets' } }),
  ...client('executions', 'ours'), ...client('cluster', 'ours'),
  ...Object.entries({ 'flyte-admin-secrets': keys.admin, 'union-controlplane-secrets': keys.services }).map(([target, key]) =>
    externalSecret(target, { target, spec: { data: [{ secretKey: 'client_secret', remoteRef: { key } }] } })),
);

testRule(clientSecretOfOther, {
  fires: [
    {
      when: 'flyteadmin has the entry of the services in a Secret of its own, and another ID',
      input: ofOneEntry('web'),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyteadmin',
        field: 'data["config.yaml"]: admin.clientId',
        line: 'clientId: web',
        expected: 'ours, as the other clients whose secret is entry service',
        found: 'web',
      }],
      remedy: [['clientId: web', 'clientId: ours']],
    },
    {
      when: 'one of three has another ID',
      input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs'), ...client('usage', 'ours')),
      findings: [{
        object: 'v1/ConfigMap union-cp/cluster',
        field: 'data["config.yaml"]: union.auth.clientId',
        line: 'clientId: theirs',
        expected: 'ours, as the other clients that read union-controlplane-secrets: client_secret',
        found: 'theirs',
      }],
    },
    {
      when: 'the first of three has another ID, and nothing has a namespace',
      input: manifests(...['theirs', 'ours', 'ours'].flatMap((clientId, index) => client(['executions', 'cluster', 'usage'][index], clientId, 'client_secret', null))),
      findings: [{
        object: 'v1/ConfigMap executions',
        field: 'data["config.yaml"]: union.auth.clientId',
        line: 'clientId: theirs',
        expected: 'ours, as the other clients that read union-controlplane-secrets: client_secret',
        found: 'theirs',
      }],
    },
    {
      when: 'two differ, and nobody can tell which is right',
      input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs')),
      findings: [{
        object: 'v1/ConfigMap union-cp/cluster',
        field: 'data["config.yaml"]: union.auth.clientId',
        line: 'clientId: theirs',
        expected: 'one client of all that read union-controlplane-secrets: client_secret: executions says ours',
        found: 'theirs',
      }],
    },
    {
      when: 'the browser login reads the secret of the services',
      input: manifests(...signIn('web'), ...client('executions', 'ours')),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile',
        line: 'clientSecretFile: /etc/secrets/union/client_secret',
        expected: 'the secret of client web',
        found: 'union-controlplane-secrets: client_secret, which is that of client ours',
      }],
    },
    {
      when: 'a service reads the secret of the browser login',
      input: manifests(
        ...signIn('web', 'flyteadmin-oidc-client-secret'),
        ...nameless('executions', { clientId: 'ours' }, { 'flyteadmin-oidc-client-secret': '/etc/secrets/union' }),
      ),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["config.yaml"]: union.auth.clientSecretLocation',
        line: 'clientSecretLocation: /etc/secrets/union/client_secret',
        expected: 'the secret of client ours',
        found: 'flyteadmin-oidc-client-secret: client_secret, which is that of client web',
      }],
    },
  ],
  passes: [
    { when: 'flyteadmin has the ID of the services, and their entry in a Secret of its own', input: ofOneEntry('ours') },
    { when: 'flyteadmin is a client of its own', input: ofOneEntry('own', { admin: 'own', services: 'service' }) },
    { when: 'the other ID is that of another control plane', input: manifests(...client('executions', 'ours'), ...client('cluster', 'ours'), ...client('usage', 'theirs', 'client_secret', 'other-cp')) },
    { when: 'all have one ID', input: manifests(...client('executions', 'ours'), ...client('cluster', 'ours')) },
    { when: 'the browser login is the same client as the services', input: manifests(...signIn('ours'), ...client('executions', 'ours')) },
  ],
  notApplicable: [
    { when: 'clients have no ID', input: manifests(...nameless('executions', {}), ...nameless('cluster', { clientId: '' })), reason: NOT_APPLICABLE },
    { when: 'nothing is mounted where the secret ought to lie', input: manifests(...nameless('executions', { clientId: 'ours' }, {}), ...nameless('cluster', { clientId: 'theirs' }, {})), reason: NOT_APPLICABLE },
    { when: 'flyteadmin and a service read keys of their own', input: manifests(...flyteadmin(), ...client('executions', 'ours')), reason: NOT_APPLICABLE },
    { when: 'each has a key of its own', input: manifests(...client('executions', 'ours'), ...client('cluster', 'theirs', 'other_secret')), reason: NOT_APPLICABLE },
    { when: 'there is one client', input: manifests(...client('executions', 'ours')), reason: NOT_APPLICABLE },
  ],
});
