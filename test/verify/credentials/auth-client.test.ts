import { KubeObject } from '../../../src/verify/kube/kube-object';
import { Model } from '../../../src/verify/model/model';
import { DeploymentProps } from '../_manifests';
import { service } from '../_planes';

const clientsOf = (config: Record<string, unknown>, name = 'executions', props: DeploymentProps = {}) =>
  new Model(service(name, config, props).map((raw, document) => new KubeObject(raw, { file: 'input.yaml', document, path: [] }))).clients;

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

test('other people\'s workloads are no clients, whatever their config sections are called', () => {
  const sections = { admin: { clientId: 'x', clientSecretLocation: '/etc/app/client_secret' }, union: { auth: {} } };
  const from = (image: string) => clientsOf(sections, 'app', { secrets: {}, container: { image } });
  expect(from('grafana/grafana:11')).toEqual([]);
  expect(from('registry.example.com/unionai/services:1')).toHaveLength(2);
});
