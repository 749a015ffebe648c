import { clientsOfPlane, trustedClients } from '../../../src/verify/model/trusted-clients';
import { authorizer } from '../_authorization';
import { Json, object } from '../_manifests';
import { modelOf } from '../_model';
import { dataPlaneService, service } from '../_planes';

const claiming = (externalIdentityClaim: string, clientId = 'ours') => ({ union: { auth: { enable: true, clientId }, connection: { trustedIdentityClaims: { externalIdentityClaim } } } });
const trusted = (...objects: Json[]) => trustedClients(modelOf(...objects));

test('a control plane trusts the clients of its services, and those that it lists', () => {
  const list = object('v1', 'ConfigMap', 'any', {}, 'union-cp', { annotations: { 'union-auth.cdk8s.io/trusted-clients': 'east, west,, ' } });
  expect(trusted(...service('executions', claiming(' claimed ')), ...service('usage', claiming('theirs@clients', ' ours ')), list))
    .toEqual({ own: ['ours'], listed: ['east', 'west', 'claimed', 'theirs'], granted: [], open: false, complete: true });
});

test('what a data plane says and uses does not count', () => {
  expect(trusted(...dataPlaneService('union-operator', claiming('claimed')))).toEqual({ own: [], listed: [], granted: [], open: false, complete: false });
  expect(trusted(...service('executions', claiming(' ', ' ')))).toEqual({ own: [], listed: [], granted: [], open: false, complete: false });
});

test('the accounts of its authorizer are granted roles', () => {
  expect(trusted(...authorizer({ bootstrap: { serviceAccounts: [{ clientId: 'operator@clients' }, { name: 'none' }, { clientid: 'ours' }] } })).granted).toEqual(['operator', 'ours']);
});

test('the clients of a plane have an ID and a secret', () => {
  const ids = (auth: Json) => clientsOfPlane(modelOf(...service('executions', { union: { auth } })), 'control').map(({ clientId }) => clientId?.text);
  expect(ids({ clientId: 'ours' })).toEqual(['ours']);
  expect([ids({ clientId: '' }), ids({ type: 'ClientSecret' }), ids({ clientId: 'ours', type: 'Pkce' }), ids({ clientId: 'ours', enable: false })]).toEqual([[], [], [], []]);
});
