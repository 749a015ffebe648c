import { authorizerModeContradicted } from '../../../src/verify/rules/authorization';
import { asking, authorizer } from '../_authorization';
import { externalAuth, flyteadmin, ISSUER, renamed, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const own = (key: string, line: string, expected: string, found: string) =>
  [{ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer${key}`, line, expected, found }] as const;
const theirs = (key: string, line: string, expected: string, found: string) =>
  [{ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: authorizer${key}`, line, expected, found }] as const;
const NOOP = { authorizer: { type: 'Noop' } };
const READS_BOOTSTRAP = 'Union, which reads the bootstrap lists beside it, or External, which asks the server that is named';
const KNOWN = 'one of Noop, Union, UserClouds, External';
const HOST = 'the host of the server that decides, such as dns:///authz.example.com:443';
const external = (grpcConfig: object) => ({ type: 'External', authorizer: { externalClient: { grpcConfig } } });

/** What a dump of Pods shows of Deployments. */
function asPods(...objects: Record<string, any>[]) { // eslint-disable-line @typescript-eslint/no-explicit-any -- of every kind
  return objects.map((each) => (each.kind !== 'Deployment' ? each : {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: each.spec.template.spec,
    metadata: { ...each.metadata, name: `${each.metadata.name}-7d8f9-x2`, ownerReferences: [{ kind: 'ReplicaSet', name: `${each.metadata.name}-7d8f9`, controller: true }] },
  }));
}

testRule(authorizerModeContradicted, {
  fires: [
    ['a service decides by itself beside roles', [...authorizer(), ...asking({ type: 'Noop' })],
      ...theirs('.type', 'type: Noop', 'Authorizer: the authorizer decides by Union', 'Noop')],
    ['a service has the mode itself', [...authorizer(), ...asking({ type: 'Union' })],
      ...theirs('.type', 'type: Union', 'Authorizer: the authorizer decides by Union', 'Union')],
    ['the old name of the mode', [...authorizer({ type: 'UserClouds' }), ...asking({ type: 'Noop' })],
      ...theirs('.type', 'type: Noop', 'Authorizer: the authorizer decides by Union', 'Noop')],
    ['roles are given that nobody reads', [...authorizer({ type: 'Noop' }), ...asking({ type: 'Noop' })],
      ...own('.type', 'type: Noop', READS_BOOTSTRAP, 'Noop, which allows every caller everything')],
    ['one of three services asks an authorizer of which there is nothing',
      [...service('executions', { authorizer: { type: 'Authorizer' } }), ...service('cluster', NOOP), ...service('usage', NOOP)],
      ...theirs('.type', 'type: Authorizer', 'Noop, as all other services of the plane have it', 'Authorizer')],
    ['a service has a slip of the type, beside an authorizer that allows everything',
      [...service('authorizer', NOOP), ...asking({ type: 'Authroizer' })],
      ...theirs('.type', 'type: Authroizer', 'Authorizer', 'Authroizer')],
    ['nobody knows the mode', authorizer({ type: 'union-rbac' }), ...own('.type', 'type: union-rbac', KNOWN, 'union-rbac')],
    ['the mode is empty', authorizer({ type: '' }), ...own('.type', 'type: ""', KNOWN, 'an empty text')],
    ['the mode is spelled in small letters', authorizer({ type: 'noop' }), ...own('.type', 'type: noop', KNOWN, 'noop')],
    ['the authorizer is the client of itself', authorizer({ type: 'Authorizer' }), ...own('.type', 'type: Authorizer', KNOWN, 'Authorizer')],
    ['nobody says which server decides', authorizer({ type: 'External' }), ...own('', 'authorizer:', HOST, 'none')],
    ['the server that decides has no host', authorizer(external({ host: '' })),
      ...own('.externalClient.grpcConfig.host', 'host: ""', HOST, 'an empty text')],
    ['a service tells identities otherwise', [...authorizer(), ...asking({ useExternalIdentity: 'true' })],
      ...theirs('.useExternalIdentity', 'useExternalIdentity: "true"', 'false, as the authorizer has it', 'true')],
    ['the authorizer alone goes by the token', [...authorizer({ authorizer: { useExternalIdentity: true } }), ...asking()],
      ...theirs('.useExternalIdentity', 'useExternalIdentity: "false"', 'true, as the authorizer has it', 'false')],
    ['the authorizer lists accounts, and does not say that it decides by them',
      service('authorizer', { authorizer: { bootstrap: { serviceAccounts: [{ clientId: 'ours' }] } } }),
      ...own('', 'authorizer:', KNOWN, 'none'),
      remedy(['    authorizer:\n      bootstrap', '    authorizer:\n      type: Union\n      bootstrap'])],
    ['it names a server, and does not say that it decides',
      service('authorizer', { authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' } } } }),
      ...own('', 'authorizer:', KNOWN, 'none')],
    ['a service knows the authorizer, and does not say that it asks',
      [...authorizer(), ...service('executions', { authorizer: { useExternalIdentity: 'false' } })],
      ...theirs('', 'authorizer:', 'Authorizer: the authorizer decides by Union', 'none')],
    ['a union service has never heard of it', [...authorizer(), ...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } })],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]', 'Authorizer: the authorizer decides by Union', 'none', 'union:']],
  ],
  passes: [
    ['the authorizer allows everything under another name, as all of its plane have one',
      [...renamed('flyteadmin', flyteadmin(externalAuth(ISSUER))), ...renamed('authorizer', service('authorizer', NOOP)),
        ...['cluster', 'usage', 'executions'].flatMap((name) => service(name, { authorizer: { type: 'Authorizer' } }))]],
    ['one that neither signs in nor names it is no union service', [...authorizer(), ...asking(), ...service('unionconsole', {})]],
    ['all ask the authorizer', [...authorizer(), ...asking()]],
    ['Pods are shown without their Deployments',
      asPods(...authorizer(), ...['executions', 'cluster', 'usage'].flatMap((name) => asking({}, { name })))],
    ['nobody is refused',
      [...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [], adminUsers: [], dataplaneClusters: [] } }), ...asking({ type: 'Noop' })]],
    ['three services ask nobody', [...service('executions', NOOP), ...service('cluster', NOOP), ...service('usage', { authorizer: { type: 'noop' } })]],
    ['a server decides', [...authorizer(external({ host: 'dns:///authz.example.com:443' })), ...asking()]],
    ['a service of another plane asks nobody',
      [...authorizer(), ...service('executions', { authorizer: { type: 'Noop' } }, { namespace: 'other-cp' })]],
  ],
  notApplicable: [
    ['there is no authorizer', asking()],
    ['the authorizer does not say', service('authorizer', { authorizer: { bootstrap: {} } })],
  ],
});
