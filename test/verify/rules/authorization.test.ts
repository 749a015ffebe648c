import {
  authorizerHeaderDropped, authorizerModeContradicted, authServerTypeContradicted, identityTypeUnresolved, publicUrlUnauthorized,
} from '../../../src/verify/rules/authorization';
import { asking, authorizer, HEADERS, trusting } from '../_authorization';
import { ingress, manifests } from '../_manifests';
import { ENTRA, externalAuth, flyteadmin, ISSUER, partlyShown, renamed, service, TOKEN_URL } from '../_planes';
import { remedy, Row, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin as chartFlyteadmin, flyteadmin as unionFlyteadmin, HARDENED, HOST } from '../_union';

const EXPECTED = 'External, as externalAuthServer names another server';
const OBJECT = 'v1/ConfigMap union-cp/flyte-admin-base-config';

/** flyteadmin without a word about other servers, and a service whose client gets its tokens somewhere. */
const served = (tokenUrl: string, namespace = 'union-cp') => manifests(
  ...flyteadmin({ userAuth: { openId: { baseUrl: ISSUER, clientId: 'web' } }, authorizedUris: ['https://union.example.com'] }),
  ...service('usage', { union: { auth: { enable: true, clientId: 'ours', tokenUrl } } }, { namespace }),
);

const typed = (authServerType?: string | number, externalAuthServer: object = { baseUrl: ISSUER }) =>
  manifests(...flyteadmin({ appAuth: { ...(authServerType === undefined ? {} : { authServerType }), externalAuthServer } }));

/** flyteadmin, part of whose configuration is not in the input. */
const partly = (auth: Record<string, unknown>) => chartFlyteadmin({ auth, pod: partlyShown('flyte-admin-base-config') });
const serverClient = (settings: object) => ({ union: { auth: { enable: true, clientId: 'ours', ...settings } } });
const routed = (tokenUrl: string, host: string | null) =>
  manifests(...flyteadmin({ userAuth: {} }), ...chartIngresses({ host }), ...service('usage', serverClient({ tokenUrl })));

testRule(authServerTypeContradicted, {
  fires: [
    ['it is Self', typed('Self'), [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
    ['it is the number of Self', typed(0), [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, '0']],
    ['it is left out', typed(), [OBJECT, 'data["server.yaml"]: auth.appAuth', EXPECTED, 'nothing, which means Self'],
      remedy(['      appAuth:\n', '      appAuth:\n        authServerType: External\n'])],
    ['only audiences are named', typed('Self', { allowedAudience: ['https://union.example.com'] }),
      [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
    ['nothing is said, and the services get their tokens from the provider', served(TOKEN_URL),
      [OBJECT, 'data["server.yaml"]: auth', `External, as its clients get their tokens at ${TOKEN_URL}`, 'nothing, which means Self']],
    ['its section is gone, and the services get their tokens from the provider', [...flyteadmin(undefined as never), ...chartIngresses(), ...service('usage', serverClient({ tokenUrl: TOKEN_URL }))],
      [OBJECT, 'data["server.yaml"]', `External, as its clients get their tokens at ${TOKEN_URL}`, 'nothing, which means Self', 'server:']],
    ['it is Self in the part that the input shows', partly({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ISSUER } } }),
      [OBJECT, 'data["server.yaml"]: auth.appAuth.authServerType', EXPECTED, 'Self']],
  ],
  says: { '': `flyteadmin issues its own tokens (Self), although its clients get their tokens at ${TOKEN_URL} <- data["server.yaml"]` },
  passes: [
    ['it is External', flyteadmin(externalAuth(ISSUER))],
    ['it is the number of External', typed(1)],
    ['it is empty, which is another fault', typed('')],
  ],
  notApplicable: [
    ['it may stand in the part that the input does not show', partly({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } })],
    ['the services get their tokens at the host of the edge', routed(`https://${HOST}/oauth2/token`, HOST)],
    ['the edge serves every host', routed(TOKEN_URL, null)],
    ['the host of flyteadmin is unknown', [...flyteadmin({ userAuth: {} }), ...service('usage', serverClient({ tokenUrl: TOKEN_URL }))]],
    ['the services are not told where to get their tokens',
      [...flyteadmin({ authorizedUris: [`https://${HOST}`] }), ...service('usage', serverClient({}))]],
    ['the services are told of a path alone', served('/oauth2/token')],
    ['the services get their tokens from flyteadmin', served('https://union.example.com/oauth2/token')],
    ['a service of another control plane gets its tokens elsewhere', served(TOKEN_URL, 'other-cp')],
    ['flyteadmin issues the tokens', flyteadmin({ appAuth: { authServerType: 'Self' } })],
    ['authentication is off', flyteadmin({ appAuth: { externalAuthServer: { baseUrl: ISSUER } } }, { useAuth: false })],
  ],
});

const own = (key: string, line: string, expected: string, found: string) =>
  [{ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer${key}`, line, expected, found }] as const;
const theirs = (key: string, line: string, expected: string, found: string) =>
  [{ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: authorizer${key}`, line, expected, found }] as const;
const NOOP = { authorizer: { type: 'Noop' } };
const READS_BOOTSTRAP = 'Union, which reads the bootstrap lists beside it, or External, which asks the server that is named';
const KNOWN = 'one of Noop, Union, UserClouds, External';
const MODE_HOST = 'the host of the server that decides, such as dns:///authz.example.com:443';
const modeExternal = (grpcConfig: object) => ({ type: 'External', authorizer: { externalClient: { grpcConfig } } });

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
    ['roles are given that nothing reads', [...authorizer({ type: 'Noop' }), ...asking({ type: 'Noop' })],
      ...own('.type', 'type: Noop', READS_BOOTSTRAP, 'Noop, which allows every caller everything')],
    ['one of three services asks an authorizer of which there is nothing',
      [...service('executions', { authorizer: { type: 'Authorizer' } }), ...service('cluster', NOOP), ...service('usage', NOOP)],
      ...theirs('.type', 'type: Authorizer', 'Noop, as all other services of the plane have it', 'Authorizer')],
    ['a service has a slip of the type, beside an authorizer that allows everything',
      [...service('authorizer', NOOP), ...asking({ type: 'Authroizer' })],
      ...theirs('.type', 'type: Authroizer', 'Authorizer', 'Authroizer')],
    ['the mode is unknown', authorizer({ type: 'union-rbac' }), ...own('.type', 'type: union-rbac', KNOWN, 'union-rbac')],
    ['the mode is empty', authorizer({ type: '' }), ...own('.type', 'type: ""', KNOWN, 'an empty text')],
    ['the mode is spelled in small letters', authorizer({ type: 'noop' }), ...own('.type', 'type: noop', KNOWN, 'noop')],
    ['the authorizer is the client of itself', authorizer({ type: 'Authorizer' }), ...own('.type', 'type: Authorizer', KNOWN, 'Authorizer')],
    ['no server that decides is given', authorizer({ type: 'External' }), ...own('', 'authorizer:', MODE_HOST, 'none')],
    ['the server that decides has no host', authorizer(modeExternal({ host: '' })),
      ...own('.externalClient.grpcConfig.host', 'host: ""', MODE_HOST, 'an empty text')],
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
  says: {
    '': 'ConfigMap union-cp/executions has authorizer type Authorizer, and the other services have Noop',
    'spelling': 'ConfigMap union-cp/executions has authorizer type Authroizer, which the authorizer does not know',
    'lists': 'ConfigMap union-cp/authorizer has authorizer type Noop beside bootstrap lists or a server, which it ignores',
    'host': 'ConfigMap union-cp/authorizer has authorizer type External and no host of a server',
    'service': 'ConfigMap union-cp/executions does not ask the authorizer: its type is Noop',
    'identity': 'ConfigMap union-cp/executions has useExternalIdentity true, and the authorizer has false',
  },
  passes: [
    ['the authorizer allows everything under another name, as all of its plane have one',
      [...renamed('flyteadmin', flyteadmin(externalAuth(ISSUER))), ...renamed('authorizer', service('authorizer', NOOP)),
        ...['cluster', 'usage', 'executions'].flatMap((name) => service(name, { authorizer: { type: 'Authorizer' } }))]],
    ['one that neither signs in nor names it is not a union service', [...authorizer(), ...asking(), ...service('unionconsole', {})]],
    ['all ask the authorizer', [...authorizer(), ...asking()]],
    ['Pods are shown without their Deployments',
      asPods(...authorizer(), ...['executions', 'cluster', 'usage'].flatMap((name) => asking({}, { name })))],
    ['no request is refused',
      [...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [], adminUsers: [], dataplaneClusters: [] } }), ...asking({ type: 'Noop' })]],
    ['three services ask no authorizer', [...service('executions', NOOP), ...service('cluster', NOOP), ...service('usage', { authorizer: { type: 'noop' } })]],
    ['a server decides', [...authorizer(modeExternal({ host: 'dns:///authz.example.com:443' })), ...asking()]],
    ['a service of another plane asks no authorizer',
      [...authorizer(), ...service('executions', { authorizer: { type: 'Noop' } }, { namespace: 'other-cp' })]],
  ],
  notApplicable: [
    ['there is no authorizer', asking()],
    ['the authorizer does not say', service('authorizer', { authorizer: { bootstrap: {} } })],
  ],
});

const forwarding = (...forwardHeaders: string[]) => asking({ authorizerClient: { forwardHeaders } });
const droppedExternal = (...forwardHeaders: string[]) =>
  authorizer({ type: 'External', authorizer: { externalClient: { grpcConfig: { host: 'dns:///authz.example.com' }, forwardHeaders } } });
const at = (name: string, client: string, header: string, found: string) => [{
  object: `v1/ConfigMap union-cp/${name}`, field: `data["config.yaml"]: authorizer.${client}.forwardHeaders`, expected: `${header} among the headers`, found,
}] as const;

testRule(authorizerHeaderDropped, {
  fires: [
    ['a service hands on another header', [...authorizer(), ...forwarding('authorization')],
      ...at('executions', 'authorizerClient', 'flyte-authorization', 'authorization')],
    ['a service hands on nothing', [...authorizer(), ...forwarding()], ...at('executions', 'authorizerClient', 'flyte-authorization', 'no headers'),
      remedy(['forwardHeaders: []', 'forwardHeaders: [authorization, flyte-authorization, x-user-token]'])],
    ['the authorizer keeps it from the server', [...droppedExternal('authorization'), ...asking()],
      ...at('authorizer', 'externalClient', 'flyte-authorization', 'authorization')],
    ['flyteadmin reads a header of its own', [...authorizer(), ...asking(), ...trusting(ISSUER, {}, { grpcAuthorizationHeader: 'X-Acme-Token' })],
      ...at('executions', 'authorizerClient', 'x-acme-token', HEADERS.join(', '))],
  ],
  says: {
    '': 'ConfigMap union-cp/executions does not pass x-acme-token on to the authorizer <- '
      + 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.grpcAuthorizationHeader',
  },
  passes: [
    ['the chart\'s list', [...authorizer(), ...asking()]],
    ['capitals, which gRPC does not know', [...authorizer(), ...forwarding('Flyte-Authorization')]],
    ['both hops of an external server', [...droppedExternal('flyte-authorization'), ...asking()]],
  ],
  notApplicable: [
    ['no request is refused', [...authorizer({ type: 'Noop' }), ...forwarding('authorization')]],
    ['the chart\'s list stands', [...authorizer(), ...asking({ authorizerClient: {} })]],
  ],
});

const idtyp = { identityTypeClaimsForApps: { idtyp: ['app'] } };
const FOUND = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', expected: 'idtyp: [app], the claim of Microsoft Entra ID' };

testRule(identityTypeUnresolved, {
  fires: [
    ['the claim of the provider is not named', [...authorizer(), ...trusting(ENTRA)],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth', found: 'none' }],
    ['another claim is', [...authorizer(), ...trusting(ENTRA, { identityTypeClaimsForApps: { identitytype: ['app'] } })],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth.identityTypeClaimsForApps', found: 'other claims' }],
    ['nothing is said of external identities', [...authorizer({ authorizer: { useExternalIdentity: undefined } }), ...trusting(ENTRA)],
      { ...FOUND, field: 'data["server.yaml"]: auth.appAuth', found: 'none' },
      remedy(['      appAuth:\n', '      appAuth:\n        identityTypeClaimsForApps: { idtyp: [app] }\n'])],
  ],
  says: { '': 'flyteadmin cannot tell applications from people: Microsoft Entra ID writes no claim that it knows' },
  passes: [
    ['the claim is named', [...authorizer(), ...trusting(ENTRA, idtyp)]],
    ['nothing needs the claim', [...authorizer({ authorizer: { useExternalIdentity: 'true' } }), ...trusting(ENTRA)]],
  ],
  notApplicable: [
    ['the provider is unknown', [...authorizer(), ...trusting('https://idp.example.com')]],
    ['an administrator may have added a claim', [...authorizer(), ...trusting(ISSUER)]],
    ['no request is refused', [...authorizer({ type: 'Noop' }), ...trusting(ENTRA)]],
    ['an external server decides, which reads the token itself', [...authorizer({ type: 'External' }), ...trusting(ENTRA)]],
  ],
});

const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const authorizing = (...authorizedUris: string[]) => unionFlyteadmin({ auth: { authorizedUris } });
const open = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' }, namespace });
const list = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.authorizedUris' };

testRule(publicUrlUnauthorized, {
  fires: [
    ['the guide\'s list holds addresses of the cluster only', [...authorizing(...IN_CLUSTER), open(HOST)],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: IN_CLUSTER.join(', ') }],
    ['the same list stands behind the Ingresses of the chart, which have no host', [...authorizing(...IN_CLUSTER), ...chartIngresses({ host: null })],
      { ...list, expected: 'the public URL among authorizedUris', found: IN_CLUSTER.join(', ') }],
    ['no edge is in the input', authorizing('http://flyteadmin.union-cp:80'),
      { ...list, expected: 'the public URL among authorizedUris', found: 'http://flyteadmin.union-cp:80' }],
    ['a second domain is forgotten', [...authorizing(`https://${HOST}`), open(HOST), open('union.example.org')],
      { ...list, expected: 'https://union.example.org among authorizedUris', found: `https://${HOST}` }],
    ['the URI has a port that the sign-in has not', [...authorizing(`https://${HOST}:444`), ...chartIngresses({ host: HOST, console: HARDENED })],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: `https://${HOST}:444` }],
    ['the URI is that of a parent domain', [...authorizing('https://example.com'), open(HOST)],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: 'https://example.com' }],
    ['nothing is authorized in a control plane of Union', [...unionFlyteadmin(), ...chartIngresses()],
      { ...list, field: 'data["server.yaml"]: auth', expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    ['its list is empty', [...authorizing(), ...chartIngresses()],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    ['the only URI has no scheme', authorizing(HOST), { ...list, expected: 'the public URL among authorizedUris', found: HOST },
      remedy(['- union.example.com', '- https://union.example.com'])],
  ],
  says: { '': 'flyteadmin does not know its public URL: union.example.com is not among authorizedUris <- Ingress union-cp/open: spec.rules[0].host' },
  passes: [
    ['an empty text is all that is authorized, so flyteadmin trusts the request', [...authorizing(''), open(HOST)]],
    ['the public URL is among them', [...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses()]],
    ['the public URL has a port and a slash', [...authorizing(`https://${HOST}:443/`), open(HOST)]],
    ['the list is empty, so flyteadmin trusts the request', [...authorizing(), open(HOST)]],
    ['the hosts are unknown and some URI is public', [...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses({ host: null })]],
    ['a wildcard host serves it', [...authorizing(`https://${HOST}`), open('*.example.com')]],
    ['data planes reach it by the name of a Service', [...authorizing(`https://${HOST}`), open(HOST), open('nginx.union-cp.svc.cluster.local')]],
    ['two control planes without namespaces authorize a host each', [
      ...unionFlyteadmin({ namespace: null, auth: { authorizedUris: [`https://${HOST}`] } }),
      ...unionFlyteadmin({ namespace: null, auth: { authorizedUris: ['https://union.example.org'] } })
        .map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      open(HOST, null),
      open('union.example.org', null),
    ]],
    ...['http://localhost:30080', 'http://127.0.0.1:30080'].map((uri): Row => [`people sign in through a forwarded port at ${uri}`, authorizing(uri)]),
    ['another application has the host',
      [...authorizing(`https://${HOST}`), open(HOST), ingress('shop', { host: 'shop.example.com', paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['authentication is off', [...unionFlyteadmin({ useAuth: false, auth: { authorizedUris: IN_CLUSTER } }), open(HOST)]],
    ['nothing is authorized in a control plane of open-source Flyte', [...unionFlyteadmin(), open(HOST)]],
    ['nothing is authorized, and a ConfigMap that is not in the input may say more', [
      ...unionFlyteadmin({ pod: { ...partlyShown('flyte-admin-base-config'), containers: [{ name: 'flyteadmin', volumeMounts: [{ name: 'flyte-admin-base-config', mountPath: '/etc/flyte/config' }] }] } }),
      ...chartIngresses(),
    ]],
    ['a URI is still to be filled in', [...authorizing('https://<your-domain>'), open(HOST)]],
    ['flyteadmin is not in the input', [...chartIngresses()]],
    ...[
      ['one of two flyteadmins that may serve the host has no list', {}] as const,
      ['one of two flyteadmins that may serve the host is without authentication', { useAuth: false, auth: { authorizedUris: IN_CLUSTER } }] as const,
      ['one of two flyteadmins that may serve the host has a URI still to be filled in', { auth: { authorizedUris: ['https://<your-domain>'] } }] as const,
    ].map(([when, second]): Row => [when, [
      ...unionFlyteadmin({ namespace: null, auth: { authorizedUris: IN_CLUSTER } }),
      ...unionFlyteadmin({ namespace: null, ...second }).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      open(HOST, null),
    ]]),
  ],
});
