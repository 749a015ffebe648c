import { clientSecretOfOther } from '../../../src/verify/rules/delivery';
import { externalSecret, manifests } from '../_manifests';
import { service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

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
    ['flyteadmin has the entry of the services in a Secret of its own, and another ID', ofOneEntry('web'),
      ['v1/ConfigMap union-cp/flyteadmin', 'data["config.yaml"]: admin.clientId', 'ours, as the other clients whose secret is entry service', 'web'],
      remedy(['clientId: web', 'clientId: ours'])],
    ['one of three has another ID', [...client('executions', 'ours'), ...client('cluster', 'theirs'), ...client('usage', 'ours')],
      ['v1/ConfigMap union-cp/cluster', 'data["config.yaml"]: union.auth.clientId',
        'ours, as the other clients that read union-controlplane-secrets: client_secret', 'theirs']],
    ['the first of three has another ID, and nothing has a namespace',
      (['theirs', 'ours', 'ours'].flatMap((clientId, index) => client(['executions', 'cluster', 'usage'][index], clientId, 'client_secret', null))),
      ['v1/ConfigMap executions', 'data["config.yaml"]: union.auth.clientId', 'ours, as the other clients that read union-controlplane-secrets: client_secret',
        'theirs'], remedy(['theirs', 'ours'])],
    ['two differ, and nobody can tell which is right', [...client('executions', 'ours'), ...client('cluster', 'theirs')],
      ['v1/ConfigMap union-cp/cluster', 'data["config.yaml"]: union.auth.clientId',
        'one client of all that read union-controlplane-secrets: client_secret: executions says ours', 'theirs']],
    ['the browser login reads the secret of the services', [...signIn('web'), ...client('executions', 'ours')],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.clientSecretFile', 'the secret of client web',
        'union-controlplane-secrets: client_secret, which is that of client ours']],
    ['a service reads the secret of the browser login', [
      ...signIn('web', 'flyteadmin-oidc-client-secret'),
      ...nameless('executions', { clientId: 'ours' }, { 'flyteadmin-oidc-client-secret': '/etc/secrets/union' }),
    ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.auth.clientSecretLocation', 'the secret of client ours',
      'flyteadmin-oidc-client-secret: client_secret, which is that of client web']],
  ],
  passes: [
    ['flyteadmin has the ID of the services, and their entry in a Secret of its own', ofOneEntry('ours')],
    ['flyteadmin is a client of its own', ofOneEntry('own', { admin: 'own', services: 'service' })],
    ['the other ID is that of another control plane',
      [...client('executions', 'ours'), ...client('cluster', 'ours'), ...client('usage', 'theirs', 'client_secret', 'other-cp')]],
    ['all have one ID', [...client('executions', 'ours'), ...client('cluster', 'ours')]],
    ['the browser login is the same client as the services', [...signIn('ours'), ...client('executions', 'ours')]],
  ],
  notApplicable: [
    ['clients have no ID', [...nameless('executions', {}), ...nameless('cluster', { clientId: '' })]],
    ['nothing is mounted where the secret ought to lie',
      [...nameless('executions', { clientId: 'ours' }, {}), ...nameless('cluster', { clientId: 'theirs' }, {})]],
    ['flyteadmin and a service read keys of their own', [...flyteadmin(), ...client('executions', 'ours')]],
    ['each has a key of its own', [...client('executions', 'ours'), ...client('cluster', 'theirs', 'other_secret')]],
    ['there is one client', client('executions', 'ours')],
  ],
});
