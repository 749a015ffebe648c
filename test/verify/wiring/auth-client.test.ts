import { KubeObject } from '../../../src/verify/kube/kube-object';
import { Model } from '../../../src/verify/model/model';
import { service } from '../_planes';

const clientsOf = (config: Record<string, unknown>) =>
  new Model(service('executions', config).map((raw, document) => new KubeObject(raw, { file: 'input.yaml', document, path: [] }))).clients;

test.each([
  ['true', { enable: true }, true],
  ['the text "false"', { enable: 'false' }, false],
  ['false', { enable: false }, false],
  ['left out, as older data plane charts do', {}, true],
  ['true with another grant', { enable: true, type: 'Pkce' }, false],
])('union.auth uses a client secret when enable is %s: %o, %s', (_, auth, uses) => {
  expect(clientsOf({ union: { auth: { clientId: 'service', ...auth } } }).map(({ usesClientSecret }) => usesClientSecret)).toEqual([uses]);
});

test('an admin client has no switch', () => {
  expect(clientsOf({ admin: { clientId: 'service', enable: false } }).map(({ disabled }) => disabled)).toEqual([false]);
});
