import { TRUSTED_CLIENTS_ANNOTATION } from '../../../src/contract/own-annotations';
import {
  bootstrapAccountMissing, bootstrapAccountUnknown, bootstrapAdminMissing, bootstrapAdminSubject, clusterOperatorMissing,
} from '../../../src/verify/rules/accounts';
import { asking, authorizer, BOOTSTRAP, operator, trusting } from '../_authorization';
import { externalSecret, manifests, object, secret } from '../_manifests';
import { ENTRA, OKTA, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const bootstrapAdminMissingAdmins = (adminUsers: unknown, type = 'Union') => manifests(...authorizer({ type, bootstrap: { adminUsers } }));
const bootstrapAdminMissingAt = (key: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.adminUsers${key}`, line, expected, found: 'none' }] as const;
const SUBJECT = 'the subject of the administrator\'s tokens';

testRule(bootstrapAdminMissing, {
  fires: [
    ['there is no administrator', bootstrapAdminMissingAdmins([]), ...bootstrapAdminMissingAt('', 'adminUsers: []', 'an administrator'),
      remedy(['adminUsers: []', 'adminUsers: [{ name: Ada, subject: 00u-ada }]'])],
    ['the list is empty in another way', bootstrapAdminMissingAdmins(null), ...bootstrapAdminMissingAt('', 'adminUsers: null', 'an administrator')],
    ['an administrator has no subject', bootstrapAdminMissingAdmins([{ name: 'Ada' }]), ...bootstrapAdminMissingAt('[0]', 'name: Ada', SUBJECT)],
    ['the subject is empty', bootstrapAdminMissingAdmins([{ name: 'Ada', subject: ' ' }]), ...bootstrapAdminMissingAt('[0].subject', 'subject: " "', SUBJECT)],
  ],
  says: {
    '': 'ConfigMap union-cp/authorizer gives the authorizer no administrator',
    'subject': 'ConfigMap union-cp/authorizer gives the authorizer an administrator without a subject',
  },
  passes: [['there is one', authorizer()], ['the entry is the subject', bootstrapAdminMissingAdmins(['00u-ada'])]],
  notApplicable: [
    ['no request is refused', bootstrapAdminMissingAdmins([], 'Noop')],
    ['an external server decides', bootstrapAdminMissingAdmins([], 'External')],
    ['there is no authorizer', asking()],
  ],
});

const PAIRWISE = 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ';

const subjectAdmins = (...adminUsers: unknown[]) => authorizer({ bootstrap: { adminUsers } });
const ada = (subject: string, name = 'Ada') => ({ name, subject });
/** Entra ID, where the API is another registration, or the web application. */
const entra = (...allowedAudience: string[]) => trusting(ENTRA, { externalAuthServer: { baseUrl: ENTRA, allowedAudience } });
const subjectAt = (i: number, field = `authorizer.bootstrap.adminUsers[${i}].subject`) =>
  ({ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: ${field}` });

testRule(bootstrapAdminSubject, {
  fires: [
    ['Okta has an administrator by their login', [...subjectAdmins(ada('ada@example.com')), ...trusting(OKTA)],
      { ...subjectAt(0), expected: 'the "sub" of their tokens at Okta', found: 'ada@example.com, which is a login, which Okta writes only into access tokens, and only until the claim sub is changed' },
      remedy(['ada@example.com', '00u1a2b3c4d5e6f7g8h9'])],
    ['Entra ID has one by their object ID', [...subjectAdmins(ada('77777777-2222-3333-4444-555555555555')), ...entra('web')],
      { ...subjectAt(0), expected: 'the "sub" of their tokens at Microsoft Entra ID', found: '77777777-2222-3333-4444-555555555555, which is an object ID, but Entra ID writes another subject into tokens of people' }],
    ['the API is a registration of its own, and one of two is listed once',
      [...subjectAdmins(ada(PAIRWISE), ada('x', 'Ada (CLI)'), ada('y', 'Bob')), ...entra('api://union')],
      { ...subjectAt(2), expected: 'a second entry: Microsoft Entra ID writes another subject for the API than for the web application', found: 'one subject' }],
  ],
  says: {
    '': 'The authorizer lists administrator ada@example.com: it is a login, which Okta writes only into access tokens, and only until the claim…',
    'one': 'The authorizer lists an administrator once, and Microsoft Entra ID writes two subjects',
  },
  passes: [
    ['Okta has a user ID', [...subjectAdmins(ada('00u-ada')), ...trusting(OKTA)]],
    ['the web application is the API', [...subjectAdmins(ada(PAIRWISE)), ...entra('api://union', 'web')]],
    ['each is listed twice', [...subjectAdmins(ada(PAIRWISE), ada('x')), ...entra('api://union')]],
    ['the provider is unknown', [...subjectAdmins(ada('ada@example.com')), ...trusting('https://idp.example.com')]],
    ['Entra ID\'s flyteadmin is not shown', subjectAdmins(ada(PAIRWISE))],
  ],
  notApplicable: [['no authorizer decides', [...authorizer({ type: 'Noop' }), ...trusting(OKTA)]], ['none is listed', [...subjectAdmins(), ...trusting(OKTA)]]],
});

const OBJECT = 'v1/ConfigMap union-cp/authorizer';
const ACCOUNTS = 'data["config.yaml"]: authorizer.bootstrap.serviceAccounts';
const OBJECT_ID = '66666666-7777-8888-9999-000000000000';
const [ours, theirs] = BOOTSTRAP.serviceAccounts;
const with_ = (...serviceAccounts: object[]) => authorizer({ bootstrap: { serviceAccounts } });
const planes = (...objects: Record<string, unknown>[]) => manifests(...objects, ...asking(), ...operator());

/** The identity service, and what delivers the credentials from which it makes an API key. */
const seeded = (clientId: string, key = 'EAGER_API_KEY') => [
  object('apps/v1', 'Deployment', 'identity', {
    spec: {
      template: {
        spec: {
          containers: [{ name: 'identity', volumeMounts: [{ name: 'seed', mountPath: `/etc/secrets/apikey/${key}-east` }] }],
          volumes: [{ name: 'seed', secret: { secretName: 'eager-api-key-east' } }],
        },
      },
    },
  }),
  externalSecret('eager-api-key-east', { spec: { target: { template: { data: { client_id: clientId } } } } }),
];

/** A service that says which subject it has. */
const trustingThemselves = (subject: string) => service('executions', {
  authorizer: { type: 'Authorizer' },
  union: { auth: { enable: true, clientId: 'ours' }, connection: { trustedIdentityClaims: { enabled: true, externalIdentityClaim: subject } } },
});

testRule(bootstrapAccountMissing, {
  fires: [
    ['the operator of a data plane is not listed', planes(...with_(ours)),
      [OBJECT, ACCOUNTS, 'the subject of client operator (data plane east)', 'ours']],
    ['the control plane\'s own services are not', planes(...with_(theirs)),
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'operator']],
    ['an eager client that is the services\' own is not: one finding', planes(...with_(theirs), ...seeded('ours')),
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'operator']],
    ['a subject that services trust is not, where it is the client ID', [...with_(theirs), ...operator(), ...trustingThemselves('ours')],
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'operator']],
    ['none is, where the provider writes an id of its own', [...with_(), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)],
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'no service accounts']],
    ['an account has no subject, another a blank one',
      planes(...with_(ours, { name: 'one', role: 'Admin' }, { clientId: ' ', name: 'two', role: 'Admin' })),
      [OBJECT, ACCOUNTS, 'the subject of client operator (data plane east)', '"ours,  "'],
      [OBJECT, `${ACCOUNTS}[1]`, 'the subject of the application\'s tokens', 'none'],
      [OBJECT, `${ACCOUNTS}[2].clientId`, 'the subject of the application\'s tokens', 'none']],
    ['accounts have no role, or an empty one', planes(...with_({ clientId: 'ours', name: 'one' }, { ...theirs, role: '' })),
      [OBJECT, `${ACCOUNTS}[0]`, 'Admin', 'no role'],
      [OBJECT, `${ACCOUNTS}[1].role`, 'Admin', 'no role']],
    ['client IDs stand where the provider writes ids of its own',
      [...with_(ours, theirs), ...asking({}, { issuer: ENTRA }), ...operator(), ...trusting(ENTRA)],
      ...[['ours', 0] as const, ['operator', 1] as const].map(([clientId, index]) => ({
        object: OBJECT,
        field: `${ACCOUNTS}[${index}].clientId`,
        line: `clientId: ${clientId}`,
        expected: 'the sub of its tokens, which at Microsoft Entra ID is an id of its own',
        found: `the client ID ${clientId}`,
      }))],
    ['one is misspelt', planes(...with_(ours, { ...theirs, clientId: 'Operator' })),
      [OBJECT, ACCOUNTS, 'the subject of client operator (data plane east)', 'ours, Operator']],
    ['none is', [...authorizer({ bootstrap: { serviceAccounts: [] } }), ...asking()],
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'no service accounts']],
    ['an account has no role that suffices', planes(...with_(ours, { ...theirs, role: 'Viewer' })),
      [OBJECT, `${ACCOUNTS}[1].role`, 'Admin', 'Viewer']],
    ['an account has no client', planes(...with_(ours, theirs, { clientId: '', name: 'eager', role: 'Admin' })),
      [OBJECT, `${ACCOUNTS}[2].clientId`, 'the subject of the application\'s tokens', 'none']],
    ['the client ID stands where the provider writes an id of its own', [...with_(ours), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)],
      [OBJECT, `${ACCOUNTS}[0].clientId`, 'the sub of its tokens, which at Microsoft Entra ID is an id of its own', 'the client ID ours']],
    ['the subject that services trust is not listed',
      [...with_({ ...ours, clientId: OBJECT_ID }), ...trusting(ENTRA), ...trustingThemselves('12345678-7777-8888-9999-000000000000')],
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane): 12345678-7777-8888-9999-000000000000', OBJECT_ID]],
    ['the eager client from whose credentials API keys are made is not listed', planes(...authorizer(), ...seeded('eager')),
      [OBJECT, ACCOUNTS, 'the subject of client eager (eager tasks)', 'ours, operator']],
    ['values name its Secret',
      {
        'cp.yaml': changed(CONTROL_PLANE_VALUES, 'ingress:', `services:
  identity:
    apiKeyOverrides: [{key: EAGER_API_KEY, clusterName: east, existingSecret: {name: eager-api-key-east}}]
  authorizer: {configMap: {authorizer: {type: Union, bootstrap: {serviceAccounts: [{clientId: service-id, role: Admin}]}}}}
ingress:`),
        'secrets.yaml': manifests(seeded('eager')[1]),
      }, ['v2/Values controlplane', 'services.authorizer.configMap.authorizer.bootstrap.serviceAccounts', 'the subject of client eager (eager tasks)', 'service-id'],
      remedy(['[{clientId: service-id, role: Admin}]', '[{clientId: service-id, role: Admin}, {clientId: eager, role: Admin}]'])],
  ],
  says: {
    '': 'The authorizer does not know client operator (data plane east) <- ConfigMap union/union-operator: data["config.yaml"]: union.auth.clientId',
    'subject': 'ConfigMap union-cp/authorizer gives the authorizer a service account without a subject',
    'client ID': 'The authorizer lists client ID ours, which is not the subject of its tokens',
    'role': 'The authorizer gives service account ours no role instead of Admin',
  },
  passes: [
    ['another control plane of the input has a provider that writes ids of its own', [
      manifests(...with_({ ...ours, clientId: OBJECT_ID }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)),
      manifests(...with_(ours), ...asking(), ...trusting(OKTA)).replaceAll('union-cp', 'union-cp-eu'),
    ].join('')],
    ['the input shows two control planes, each with clients of its own', [
      planes(...authorizer(), ...seeded('operator')),
      manifests(
        ...authorizer({
          bootstrap: {
            serviceAccounts: [ours, { ...theirs, clientId: 'west-op' }, { ...theirs, clientId: 'eager' }],
            dataplaneClusters: [{ name: 'west', operators: ['west-op'], viewers: ['ours'] }],
          },
        }),
        ...asking(),
        ...seeded('eager'),
      ).replaceAll('union-cp', 'union-cp-eu'),
      manifests(...operator('west', 'west-op', 'union-west')),
    ].join('')],
    ['the seeded client is listed', planes(...with_(ours, theirs, { clientId: 'eager', name: 'eager-east', role: 'Admin' }), ...seeded('eager'))],
    ['a Secret holds a client of other API keys', planes(...authorizer(), ...seeded('other', 'OTHER_KEY'))],
    ['no client is in the input, and accounts are', authorizer()],
    ['every client is listed', planes(...authorizer())],
    ['by the old name of the mode', planes(...authorizer({ type: 'UserClouds' }))],
    ['a provider writes the client ID in a spelling of its own',
      planes(...with_({ ...ours, clientId: 'ours@clients' }, { ...theirs, clientId: 'operator@clients' }))],
    ['a provider writes an id that the input cannot show',
      [...with_({ ...ours, clientId: OBJECT_ID }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)]],
    ['flyteadmin takes the client ID for the subject all the same',
      [...with_(ours), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA, { subjectClaimNames: ['azp', 'sub'] })]],
    ['keys and role in other letters, as viper reads them',
      planes(...with_({ clientid: 'ours', Role: 'admin' }, { clientID: 'operator', role: 'ADMIN' }))],
  ],
  notApplicable: [
    ['no request is refused', planes(...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [] } }))],
    ['an external server decides', planes(...authorizer({ type: 'External', bootstrap: { serviceAccounts: [] } }))],
    ['the input shows neither clients nor accounts', with_()],
    ['there is no authorizer', planes()],
  ],
});

const listing = (clients: string, bootstrap: object = {}, type = 'Union') =>
  authorizer({ type, bootstrap: { ...bootstrap }, metadata: { annotations: { [TRUSTED_CLIENTS_ANNOTATION]: clients } } });
const eager = { clientId: 'eager', name: 'eager', role: 'Admin' };
const unknownAt = (key: string, line: string, known: string, found: string) => [{
  object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.${key}`, line, expected: `the subject of one of the clients ${known}`, found,
}] as const;

testRule(bootstrapAccountUnknown, {
  fires: [
    ['an account is of no client that is trusted', [...listing('operator', { serviceAccounts: [ours, theirs, eager] }), ...asking()],
      ...unknownAt('serviceAccounts[2].clientId', 'clientId: eager', 'ours, operator', 'eager')],
    ['an operator of a cluster is not',
      [...listing('operator', { dataplaneClusters: [{ name: 'east', operators: ['former'], viewers: ['ours'] }] }), ...asking()],
      ...unknownAt('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former')],
    ['clusters alone are told of subjects',
      [...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east', operators: ['former'] }, { name: 'west', viewers: ['ours', 'past'] }] }), ...asking()],
      ...unknownAt('dataplaneClusters[0].operators', 'operators:', 'ours, operator', 'former'),
      ...unknownAt('dataplaneClusters[1].viewers', 'viewers:', 'ours, operator', 'past'),
      remedy(['- former', '- operator'], ['- past', '- operator'])],
    ['the control plane has two clients and lists one of them',
      [...listing('ours', { serviceAccounts: [ours, eager], dataplaneClusters: [] }), ...asking(), ...asking({}, { name: 'cluster', clientId: 'second' })],
      ...unknownAt('serviceAccounts[1].clientId', 'clientId: eager', 'ours, second', 'eager')],
  ],
  says: { '': 'The authorizer gives a role to eager, which is no application of this deployment' },
  passes: [
    ['a provider writes the client ID in a spelling of its own',
      [...listing('operator', { serviceAccounts: [{ ...theirs, clientId: 'operator@clients' }] }), ...asking()]],
    ['all are trusted', [...listing('operator,eager', { serviceAccounts: [ours, theirs, eager] }), ...asking()]],
    ['a data plane of the input comes as it', [...listing('west'), ...asking(), ...operator()]],
    ['the credentials of the eager client lie in a Secret',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking(), secret('eager-api-key-east', { client_id: 'eager' })]],
    ['the eager client\'s API key is put together in the cluster',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking(), externalSecret('api-key', {
        spec: { target: { template: { data: { key: '{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "acme" | b64enc -}}' } } } },
      })]],
  ],
  notApplicable: [
    ['the control plane lists no account', [...authorizer({ bootstrap: { serviceAccounts: [eager] } }), ...asking()]],
    ['the control plane lists its own client alone', [...listing('ours', { serviceAccounts: [eager] }), ...asking()]],
    ['accounts and clusters name no client',
      [...listing('operator', { serviceAccounts: [{ name: 'nobody' }], dataplaneClusters: [{ name: 'east' }] }), ...asking()]],
    ['no request is refused', [...listing('operator', { serviceAccounts: [eager] }, 'Noop'), ...asking()]],
    ['the provider writes ids of its own',
      [...listing('operator', { serviceAccounts: [eager] }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)]],
  ],
});

const east = { name: 'east', operators: ['operator'], viewers: ['ours'] };
const clusters = (...dataplaneClusters: unknown[]) => manifests(...authorizer({ bootstrap: { dataplaneClusters } }), ...asking(), ...operator());
const operatorAt = (key: string, line: string, expected: string, found: string) =>
  ({ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.dataplaneClusters${key}`, line, expected, found });
/** Two control planes in two namespaces, each with a data plane of its own; `listed` is what the second one lists. */
const twoPlanes = (listed: object) => [
  manifests(...authorizer(), ...asking(), ...operator()),
  manifests(...authorizer({ bootstrap: { dataplaneClusters: [listed] } }), ...asking()).replaceAll('union-cp', 'union-cp-eu'),
  manifests(...operator('west', 'west-op', 'union-west')),
].join('');
const COMES = 'the subject of client operator, as which east comes';

testRule(clusterOperatorMissing, {
  fires: [
    ['a cluster is not listed', clusters({ ...east, name: 'west' }), operatorAt('', 'dataplaneClusters:', 'the cluster east', 'west')],
    ['no cluster is', clusters(), operatorAt('', 'dataplaneClusters: []', 'the cluster east', 'no clusters'),
      remedy(['dataplaneClusters: []', 'dataplaneClusters: [{ name: east, operators: [operator], viewers: [ours] }]'])],
    ['another client operates it', clusters({ ...east, operators: ['west-operator'] }), operatorAt('[0].operators', 'operators:', COMES, 'west-operator')],
    ['its client is the operator of a cluster that nothing goes by', clusters({ ...east, operators: ['other'] }, { ...east, name: 'west' }),
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: operator.clusterId.name', 'west, whose operator is operator', 'east']],
    ['its client is the operator of another data plane',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: ['other'] }, { ...east, name: 'west' }] } }), ...asking(), ...operator(), ...operator('west', 'operator', 'union-west')],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.clientId', 'the operator of cluster east', 'operator, that of west']],
    ['it is listed by its name alone', clusters('east'),
      operatorAt('[0]', 'east', COMES, 'no operators'),
      operatorAt('[0]', 'east', 'the subject of client ours: the services of the control plane', 'no viewers')],
    ['the control plane does not see it', clusters({ ...east, viewers: [] }),
      operatorAt('[0].viewers', 'viewers: []', 'the subject of client ours: the services of the control plane', 'no viewers')],
    ['a cluster that the input does not show has no operator', clusters(east, { name: 'west', operators: [], viewers: ['ours'] }),
      operatorAt('[1].operators', 'operators: []', 'the subject of the client as which west comes', 'no operators')],
    ['the client ID stands where the provider writes an id of its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, viewers: [OBJECT_ID] }] } }), ...operator(), ...trusting(ENTRA)],
      operatorAt('[0].operators', 'operators:', COMES, 'operator')],
    ['none of two is the data plane', clusters({ ...east, name: 'west' }, { ...east, name: 'north' }),
      operatorAt('', 'dataplaneClusters:', 'the cluster east', 'west, north')],
    ['one without a name has no operator', clusters(east, { viewers: ['ours'] }),
      operatorAt('[1]', 'viewers:', 'the subject of the client as which the cluster comes', 'no operators')],
    ['one without a name has an operator', clusters({ operators: ['operator'], viewers: ['ours'] }),
      operatorAt('', 'dataplaneClusters:', 'the cluster east', 'no clusters')],
    ['other clients operate and see it', clusters({ ...east, operators: ['one', 'two'], viewers: ['three', 'four'] }),
      operatorAt('[0].operators', 'operators:', COMES, 'one, two'),
      operatorAt('[0].viewers', 'viewers:', 'the subject of client ours: the services of the control plane', 'three, four')],
    ['a cluster that the input does not show has a blank operator', clusters(east, { name: 'west', operators: [' '], viewers: ['ours'] }),
      operatorAt('[1].operators', 'operators:', 'the subject of the client as which west comes', 'no operators')],
    ['one of two that the input shows has no operator: one finding',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ ...east, operators: [] }, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')],
      operatorAt('[0].operators', 'operators: []', COMES, 'no operators')],
  ],
  says: {
    '': 'The authorizer does not know cluster east <- ConfigMap union/union-operator: data["config.yaml"]: operator.clusterId.name',
    'operator': 'The authorizer does not know client operator as an operator of cluster east <- '
      + 'ConfigMap union/union-operator: data["config.yaml"]: union.auth.clientId',
    'client': 'ConfigMap union/union-operator comes as client operator, the operator of cluster west <- data["config.yaml"]: union.auth.clientId',
    'name': 'ConfigMap union/union-operator registers as east, and client operator is the operator of west <- '
      + 'data["config.yaml"]: operator.clusterId.name',
    'none': 'The authorizer has no operator for cluster west',
    'viewer': 'The authorizer does not let client ours view cluster east <- ConfigMap union-cp/executions: data["config.yaml"]: union.auth.clientId',
  },
  passes: [
    ['the input shows two control planes, each with a cluster of its own', twoPlanes({ name: 'west', operators: ['west-op'], viewers: ['ours'] })],
    ['operators and viewers are texts, which the service reads as lists of one', clusters({ name: 'east', operators: 'operator', viewers: 'ours' })],
    ['the control plane operates it, and so sees it', clusters({ ...east, operators: ['operator', 'ours'], viewers: [] })],
    ['the data plane is its operator', clusters(east)],
    ['each of two clusters has its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [east, { name: 'west', operators: ['west-op'], viewers: ['ours'] }] } }), ...asking(), ...operator(), ...operator('west', 'west-op', 'union-west')]],
    ['the cluster goes by a variable, as the chart\'s propeller has it', [...authorizer(), ...asking(), ...operator('$(CLUSTER_NAME)', 'another')]],
    ['the input shows one of two', clusters(east, { name: 'west', operators: ['west-op'], viewers: ['ours'] })],
    ['both planes share a client',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: ['ours'] }] } }), ...asking(), ...operator('east', 'ours')]],
    ['the provider writes ids of its own',
      [...authorizer({ bootstrap: { dataplaneClusters: [{ name: 'east', operators: [OBJECT_ID], viewers: [OBJECT_ID] }] } }), ...asking({}, { issuer: ENTRA }), ...operator(), ...trusting(ENTRA)]],
  ],
  notApplicable: [
    ['no request is refused', [...authorizer({ type: 'Noop' }), ...operator()]],
    ['there is no cluster anywhere', [...authorizer({ bootstrap: { dataplaneClusters: [] } }), ...asking()]],
  ],
});
