import { nestUnder } from '../../../src/common/data/json';
import { authorizationsOf, Entry, isSubjectOf, subjectProvider, TRUSTED_IDENTITY } from '../../../src/verify/model/authorization';
import { asking, authorizer, trusting } from '../_authorization';
import { Json } from '../_manifests';
import { modelOf } from '../_model';
import { dataPlaneService, service } from '../_planes';

const EMPTY = { serviceAccounts: [], adminUsers: [], dataplaneClusters: [] };

test.each<[string, Json, Json, boolean]>([
  ['nothing', {}, {}, false],
  ['clusters alone', { dataplaneClusters: ['east'] }, {}, false],
  ['accounts', { serviceAccounts: [{ clientId: 'ours' }] }, {}, true],
  ['administrators', { adminUsers: [{ subject: '00u-ada' }] }, {}, true],
  ['a server that decides', {}, { externalClient: { grpcConfig: { host: 'dns:///decides:80' } } }, true],
  ['a blank server', {}, { externalClient: { grpcConfig: { host: ' ' } } }, false],
])('an authorizer that is told %s: whether it has what decides', (_, bootstrap, more, expected) => {
  const [authorization] = authorizationsOf(modelOf(...authorizer({ type: 'Noop', bootstrap: { ...EMPTY, ...bootstrap }, authorizer: more })));
  expect([authorization.hasDecider, authorization.decides]).toEqual([expected, false]);
});

test('the services of an authorizer are those of its control plane that ask it, or should', () => {
  const asks = { authorizer: { type: 'Authorizer' } };
  const init = { initContainers: [{ name: 'init', volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] }] };
  const [{ services }, ...others] = authorizationsOf(modelOf(
    ...authorizer(), ...asking(), ...service('usage', { union: { auth: { clientId: 'ours' } } }, { container: { volumeMounts: [{ name: 'usage', mountPath: '/etc/config' }] } }),
    ...service('cluster', { other: {} }), ...service('executions', asks, { namespace: 'other' }), ...dataPlaneService('union-operator', asks, 'union-cp'),
    ...service('identity', asks, { pod: init }),
  ));
  expect(others).toEqual([]);
  expect(services.map(({ container: { name, workload } }) => `${workload.namespace}/${workload.name} ${name}`)).toEqual(['union-cp/executions executions', 'union-cp/usage usage', 'union-cp/identity identity']);
});

test('an entry is a map whose keys count in any case, or its name alone', () => {
  const [{ clusters }] = authorizationsOf(modelOf(...authorizer({ bootstrap: { dataplaneClusters: ['east', { Name: 'west', OPERATORS: ['a', { b: 1 }, 5] }] } })));
  const shown = (entry: Entry) => [entry.name, entry.texts('operators'), `${entry.field('operators')}`, `${entry.field('absent')}`];
  const place = 'data["config.yaml"]: authorizer.bootstrap.dataplaneClusters';
  expect(clusters.map(shown)).toEqual([['east', [], `${place}[0]`, `${place}[0]`], ['west', ['a', '5'], `${place}[1].OPERATORS`, `${place}[1]`]]);
});

test.each([
  ['ours', 'ours', false, true],
  ['ours@clients', 'ours', false, true],
  ['theirs', 'ours', false, false],
  ['ours', 'ours', true, false],
  ['00o-object', 'ours', true, undefined],
])('subject %s, client %s, own ids of the provider %p: %p', (subject, clientId, writesOwnIds, expected) => {
  expect(isSubjectOf(subject, clientId, { writesOwnIds })).toBe(expected);
});

const ENTRA = 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0';
const UNKNOWN = 'https://idp.example.com';
const BY_TOKENS = asking({}, { issuer: ENTRA });
const claiming = (clientId: string | undefined, subject: string | undefined) => {
  const { union } = nestUnder(TRUSTED_IDENTITY, subject) as { union: Json };
  return [...service('executions', { union: { auth: { clientId }, ...union } }), ...service('usage', { union: { auth: { clientId: 'ours' } } })];
};

test.each<[string, Json[], boolean, boolean?]>([
  ['is known by the issuer that flyteadmin trusts', trusting(ENTRA), true],
  ['is unknown by another issuer', trusting(UNKNOWN), false, false],
  ['is known by a token endpoint', BY_TOKENS, true],
  ['is known by a token endpoint beside another issuer', [...trusting(UNKNOWN), ...BY_TOKENS], true, true],
  ['writes no other ids if flyteadmin reads the client ID first', trusting(ENTRA, { subjectClaimNames: ['azp', 'sub'] }), false],
  ['writes no other ids if flyteadmin reads it first from that server', trusting(ENTRA, { externalAuthServer: { baseUrl: ENTRA, subjectClaimNames: ['appid'] } }), false],
  ['writes other ids if flyteadmin reads the subject first', trusting(ENTRA, { subjectClaimNames: ['sub', 'azp'] }), true],
  ['writes other ids if flyteadmin names no claim', trusting(ENTRA, { subjectClaimNames: [] }), true],
  // One that is unknown, by what services are trusted as.
  ...([
    ['ours', '00o-object', true], ['ours', 'ours', false], [' ours ', 'ours', false], ['ours', 'ours@clients', false], ['ours', ' ', false], ['ours', undefined, false], ['', '00o-object', false],
    [undefined, '00o-object', false],
  ] as const).map(([clientId, subject, expected]): [string, Json[], boolean] => [`of a service that comes as ${clientId} and is trusted as ${subject} writes other ids`, claiming(clientId, subject), expected]),
])('the provider %s: %s', (_, objects, writesOwnIds, ...known) => {
  const provider = subjectProvider(modelOf(...objects), { cluster: undefined, namespace: 'union-cp' });
  expect(provider.writesOwnIds).toBe(writesOwnIds);
  known.forEach((isKnown) => expect(provider.known !== undefined).toBe(isKnown));
});
