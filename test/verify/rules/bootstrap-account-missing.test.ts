import { bootstrapAccountMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer, BOOTSTRAP, operator, trusting } from '../_authorization';
import { externalSecret, manifests, object } from '../_manifests';
import { ENTRA, OKTA, service } from '../_planes';
import { ExpectedFinding, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const REASON = 'The input shows no authorizer in Union mode beside the clients of a plane.';
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
    {
      when: 'the operator of a data plane is not listed',
      input: planes(...with_(ours)),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client operator (data plane east)', found: 'ours' }],
    },
    {
      when: 'the control plane\'s own services are not',
      input: planes(...with_(theirs)),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client ours (the services of the control plane)', found: 'operator' }],
    },
    {
      when: 'an eager client that is the services\' own is not: one finding',
      input: planes(...with_(theirs), ...seeded('ours')),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client ours (the services of the control plane)', found: 'operator' }],
    },
    {
      when: 'a subject that services trust is not, where it is the client ID',
      input: manifests(...with_(theirs), ...operator(), ...trustingThemselves('ours')),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client ours (the services of the control plane)', found: 'operator' }],
    },
    {
      when: 'nobody is, where the provider writes an id of its own',
      input: manifests(...with_(), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts: []', expected: 'the subject of client ours (the services of the control plane)', found: 'no service accounts' }],
    },
    {
      when: 'an account has no subject, another a blank one',
      input: planes(...with_(ours, { name: 'one', role: 'Admin' }, { clientId: ' ', name: 'two', role: 'Admin' })),
      findings: [
        { object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client operator (data plane east)', found: '"ours,  "' },
        { object: OBJECT, field: `${ACCOUNTS}[1]`, line: 'name: one', expected: 'the subject of the application\'s tokens', found: 'none' },
        { object: OBJECT, field: `${ACCOUNTS}[2].clientId`, line: 'clientId: " "', expected: 'the subject of the application\'s tokens', found: 'none' },
      ],
    },
    {
      when: 'accounts have no role, or an empty one',
      input: planes(...with_({ clientId: 'ours', name: 'one' }, { ...theirs, role: '' })),
      findings: [
        { object: OBJECT, field: `${ACCOUNTS}[0]`, line: 'clientId: ours', expected: 'Admin', found: 'no role' },
        { object: OBJECT, field: `${ACCOUNTS}[1].role`, line: 'role: ""', expected: 'Admin', found: 'no role' },
      ],
    },
    {
      when: 'client IDs stand where the provider writes ids of its own',
      input: manifests(...with_(ours, theirs), ...asking({}, { issuer: ENTRA }), ...operator(), ...trusting(ENTRA)),
      findings: [['ours', 0] as const, ['operator', 1] as const].map(([clientId, index]) => ({
        object: OBJECT,
        field: `${ACCOUNTS}[${index}].clientId`,
        line: `clientId: ${clientId}`,
        expected: 'the sub of its tokens, which at Microsoft Entra ID is an id of its own',
        found: `the client ID ${clientId}`,
      })) as [ExpectedFinding],
    },
    {
      when: 'one is misspelt',
      input: planes(...with_(ours, { ...theirs, clientId: 'Operator' })),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client operator (data plane east)', found: 'ours, Operator' }],
    },
    {
      when: 'nobody is',
      input: manifests(...authorizer({ bootstrap: { serviceAccounts: [] } }), ...asking()),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts: []', expected: 'the subject of client ours (the services of the control plane)', found: 'no service accounts' }],
    },
    {
      when: 'an account has no role that suffices',
      input: planes(...with_(ours, { ...theirs, role: 'Viewer' })),
      findings: [{ object: OBJECT, field: `${ACCOUNTS}[1].role`, line: 'role: Viewer', expected: 'Admin', found: 'Viewer' }],
    },
    {
      when: 'an account is nobody\'s',
      input: planes(...with_(ours, theirs, { clientId: '', name: 'eager', role: 'Admin' })),
      findings: [{ object: OBJECT, field: `${ACCOUNTS}[2].clientId`, line: 'clientId: ""', expected: 'the subject of the application\'s tokens', found: 'none' }],
    },
    {
      when: 'the client ID stands where the provider writes an id of its own',
      input: manifests(...with_(ours), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)),
      findings: [{ object: OBJECT, field: `${ACCOUNTS}[0].clientId`, line: 'clientId: ours', expected: 'the sub of its tokens, which at Microsoft Entra ID is an id of its own', found: 'the client ID ours' }],
    },
    {
      when: 'the subject that services trust is not listed',
      input: manifests(
        ...with_({ ...ours, clientId: OBJECT_ID }), ...trusting(ENTRA),
        ...trustingThemselves('12345678-7777-8888-9999-000000000000'),
      ),
      findings: [{
        object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client ours (the services of the control plane): 12345678-7777-8888-9999-000000000000', found: OBJECT_ID,
      }],
    },
    {
      when: 'the eager client from whose credentials API keys are made is not listed',
      input: planes(...authorizer(), ...seeded('eager')),
      findings: [{ object: OBJECT, field: ACCOUNTS, line: 'serviceAccounts:', expected: 'the subject of client eager (eager tasks)', found: 'ours, operator' }],
    },
    {
      when: 'values name its Secret',
      input: {
        'cp.yaml': changed(CONTROL_PLANE_VALUES, 'ingress:', `services:
  identity:
    apiKeyOverrides: [{key: EAGER_API_KEY, clusterName: east, existingSecret: {name: eager-api-key-east}}]
  authorizer: {configMap: {authorizer: {type: Union, bootstrap: {serviceAccounts: [{clientId: service-id, role: Admin}]}}}}
ingress:`),
        'secrets.yaml': manifests(seeded('eager')[1]),
      },
      findings: [{
        object: 'v2/Values controlplane', field: 'services.authorizer.configMap.authorizer.bootstrap.serviceAccounts', line: 'authorizer: {configMap: {authorizer: {type: Union, bootstrap: {serviceAccounts: [{clientId: service-id, role: Admin}]}}}}', expected: 'the subject of client eager (eager tasks)', found: 'service-id',
      }],
    },
  ],
  passes: [
    {
      when: 'another control plane of the input has a provider that writes ids of its own',
      input: [
        manifests(...with_({ ...ours, clientId: OBJECT_ID }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)),
        manifests(...with_(ours), ...asking(), ...trusting(OKTA)).replaceAll('union-cp', 'union-cp-eu'),
      ].join(''),
    },
    {
      when: 'the input shows two control planes, each with clients of its own',
      input: [
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
      ].join(''),
    },
    { when: 'the seeded client is listed', input: planes(...with_(ours, theirs, { clientId: 'eager', name: 'eager-east', role: 'Admin' }), ...seeded('eager')) },
    { when: 'a Secret holds a client of other API keys', input: planes(...authorizer(), ...seeded('other', 'OTHER_KEY')) },
    { when: 'no client is in the input, and accounts are', input: manifests(...authorizer()) },
    { when: 'every client is listed', input: planes(...authorizer()) },
    { when: 'by the old name of the mode', input: planes(...authorizer({ type: 'UserClouds' })) },
    { when: 'a provider writes the client ID in a spelling of its own', input: planes(...with_({ ...ours, clientId: 'ours@clients' }, { ...theirs, clientId: 'operator@clients' })) },
    { when: 'a provider writes an id that nobody can know', input: manifests(...with_({ ...ours, clientId: OBJECT_ID }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)) },
    {
      when: 'flyteadmin takes the client ID for the subject all the same',
      input: manifests(...with_(ours), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA, { subjectClaimNames: ['azp', 'sub'] })),
    },
    { when: 'keys and role in other letters, as viper reads them', input: planes(...with_({ clientid: 'ours', Role: 'admin' }, { clientID: 'operator', role: 'ADMIN' })) },
  ],
  notApplicable: [
    { when: 'nobody is refused', input: planes(...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [] } })), reason: REASON },
    { when: 'an external server decides', input: planes(...authorizer({ type: 'External', bootstrap: { serviceAccounts: [] } })), reason: REASON },
    { when: 'the input shows neither clients nor accounts', input: manifests(...with_()), reason: REASON },
    { when: 'there is no authorizer', input: planes(), reason: REASON },
  ],
});
