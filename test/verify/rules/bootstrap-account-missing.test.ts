import { bootstrapAccountMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer, BOOTSTRAP, operator, trusting } from '../_authorization';
import { externalSecret, manifests, object } from '../_manifests';
import { ENTRA, OKTA, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

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
    ['nobody is, where the provider writes an id of its own', [...with_(), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)],
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
    ['nobody is', [...authorizer({ bootstrap: { serviceAccounts: [] } }), ...asking()],
      [OBJECT, ACCOUNTS, 'the subject of client ours (the services of the control plane)', 'no service accounts']],
    ['an account has no role that suffices', planes(...with_(ours, { ...theirs, role: 'Viewer' })),
      [OBJECT, `${ACCOUNTS}[1].role`, 'Admin', 'Viewer']],
    ['an account is nobody\'s', planes(...with_(ours, theirs, { clientId: '', name: 'eager', role: 'Admin' })),
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
    ['a provider writes an id that nobody can know',
      [...with_({ ...ours, clientId: OBJECT_ID }), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA)]],
    ['flyteadmin takes the client ID for the subject all the same',
      [...with_(ours), ...asking({}, { issuer: ENTRA }), ...trusting(ENTRA, { subjectClaimNames: ['azp', 'sub'] })]],
    ['keys and role in other letters, as viper reads them',
      planes(...with_({ clientid: 'ours', Role: 'admin' }, { clientID: 'operator', role: 'ADMIN' }))],
  ],
  notApplicable: [
    ['nobody is refused', planes(...authorizer({ type: 'Noop', bootstrap: { serviceAccounts: [] } }))],
    ['an external server decides', planes(...authorizer({ type: 'External', bootstrap: { serviceAccounts: [] } }))],
    ['the input shows neither clients nor accounts', with_()],
    ['there is no authorizer', planes()],
  ],
});
