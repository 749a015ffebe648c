import { authorizerModeContradicted } from '../../../src/verify/rules/authorization';
import { asking, authorizer } from '../_authorization';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, renamed, service } from '../_planes';
import { testRule } from '../_rule-harness';

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
    { when: 'a service decides by itself beside roles', input: manifests(...authorizer(), ...asking({ type: 'Noop' })), findings: theirs('.type', 'type: Noop', 'Authorizer: the authorizer decides by Union', 'Noop') },
    { when: 'a service has the mode itself', input: manifests(...authorizer(), ...asking({ type: 'Union' })), findings: theirs('.type', 'type: Union', 'Authorizer: the authorizer decides by Union', 'Union') },
    { when: 'the old name of the mode', input: manifests(...authorizer({ type: 'UserClouds' }), ...asking({ type: 'Noop' })), findings: theirs('.type', 'type: Noop', 'Authorizer: the authorizer decides by Union', 'Noop') },
    { when: 'roles are given that nobody reads', input: manifests(...authorizer({ type: 'Noop' }), ...asking({ type: 'Noop' })), findings: own('.type', 'type: Noop', READS_BOOTSTRAP, 'Noop, which allows every caller everything') },
    {
      when: 'one of three services asks an authorizer of which there is nothing',
      input: manifests(...service('executions', { authorizer: { type: 'Authorizer' } }), ...service('cluster', NOOP), ...service('usage', NOOP)),
      findings: theirs('.type', 'type: Authorizer', 'Noop, as all other services of the plane have it', 'Authorizer'),
    },
    {
      when: 'a service has a slip of the type, beside an authorizer that allows everything',
      input: manifests(...service('authorizer', NOOP), ...asking({ type: 'Authroizer' })),
      findings: theirs('.type', 'type: Authroizer', 'Authorizer', 'Authroizer'),
    },
    { when: 'nobody knows the mode', input: manifests(...authorizer({ type: 'union-rbac' })), findings: own('.type', 'type: union-rbac', KNOWN, 'union-rbac') },
    { when: 'the mode is empty', input: manifests(...authorizer({ type: '' })), findings: own('.type', 'type: ""', KNOWN, 'an empty text') },
    { when: 'the mode is spelled in small letters', input: manifests(...authorizer({ type: 'noop' })), findings: own('.type', 'type: noop', KNOWN, 'noop') },
    { when: 'the authorizer is the client of itself', input: manifests(...authorizer({ type: 'Authorizer' })), findings: own('.type', 'type: Authorizer', KNOWN, 'Authorizer') },
    { when: 'nobody says which server decides', input: manifests(...authorizer({ type: 'External' })), findings: own('', 'authorizer:', HOST, 'none') },
    { when: 'the server that decides has no host', input: manifests(...authorizer(external({ host: '' }))), findings: own('.externalClient.grpcConfig.host', 'host: ""', HOST, 'an empty text') },
    { when: 'a service tells identities otherwise', input: manifests(...authorizer(), ...asking({ useExternalIdentity: 'true' })), findings: theirs('.useExternalIdentity', 'useExternalIdentity: "true"', 'false, as the authorizer has it', 'true') },
    { when: 'the authorizer alone goes by the token', input: manifests(...authorizer({ authorizer: { useExternalIdentity: true } }), ...asking()), findings: theirs('.useExternalIdentity', 'useExternalIdentity: "false"', 'true, as the authorizer has it', 'false') },
    {
      when: 'the authorizer lists accounts, and does not say that it decides by them',
      input: manifests(...service('authorizer', { authorizer: { bootstrap: { serviceAccounts: [{ clientId: 'ours' }] } } })),
      findings: own('', 'authorizer:', KNOWN, 'none'),
    },
    { when: 'it names a server, and does not say that it decides', input: manifests(...service('authorizer', { authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' } } } })), findings: own('', 'authorizer:', KNOWN, 'none') },
    { when: 'a service knows the authorizer, and does not say that it asks', input: manifests(...authorizer(), ...service('executions', { authorizer: { useExternalIdentity: 'false' } })), findings: theirs('', 'authorizer:', 'Authorizer: the authorizer decides by Union', 'none') },
    {
      when: 'a union service has never heard of it',
      input: manifests(...authorizer(), ...service('executions', { union: { auth: { enable: true, clientId: 'ours' } } })),
      findings: [{ object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]', line: 'union:', expected: 'Authorizer: the authorizer decides by Union', found: 'none' }],
    },
  ],
  passes: [
    {
      when: 'the authorizer allows everything under another name, as all of its plane have one',
      input: manifests(...renamed('flyteadmin', flyteadmin(externalAuth(ISSUER))), ...renamed('authorizer', service('authorizer', NOOP)),
        ...['cluster', 'usage', 'executions'].flatMap((name) => service(name, { authorizer: { type: 'Authorizer' } }))),
    },
    { when: 'one that neither signs in nor names it is no union service', input: manifests(...authorizer(), ...asking(), ...service('unionconsole', {})) },
    { when: 'all ask the authorizer', input: manifests(...authorizer(), ...asking()) },
    { when: 'Pods are shown without their Deployments', input: manifests(...asPods(...authorizer(), ...['executions', 'cluster', 'usage'].flatMap((name) => asking({}, { name })))) },
    { when: 'nobody is refused', input: manifests(...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [], adminUsers: [], dataplaneClusters: [] } }), ...asking({ type: 'Noop' })) },
    { when: 'three services ask nobody', input: manifests(...service('executions', NOOP), ...service('cluster', NOOP), ...service('usage', { authorizer: { type: 'noop' } })) },
    { when: 'a server decides', input: manifests(...authorizer(external({ host: 'dns:///authz.example.com:443' })), ...asking()) },
    { when: 'a service of another plane asks nobody', input: manifests(...authorizer(), ...service('executions', { authorizer: { type: 'Noop' } }, { namespace: 'other-cp' })) },
  ],
  notApplicable: [
    { when: 'there is no authorizer', input: manifests(...asking()), reason: 'The input shows no authorizer service with a mode.' },
    { when: 'the authorizer does not say', input: manifests(...service('authorizer', { authorizer: { bootstrap: {} } })), reason: 'The input shows no authorizer service with a mode.' },
  ],
});
