import { authSettings } from '../../../src/verify/model/auth-settings';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, deployment, manifests } from '../_manifests';

const settings = (files: Record<string, Record<string, unknown>>) => {
  const text = manifests(configMap('config', files), deployment('flyteadmin', { configMaps: { config: '/etc/flyte/config' } }));
  return authSettings(new Model(parseManifests([{ name: 'input.yaml', text }]).objects)).map(({ path, text: value }) => `${path}=${value}`);
};

test('all single values of the sections, files merged, lists item by item', () => {
  expect(settings({
    'a.yaml': { server: { security: { useAuth: false, secure: false }, httpPort: 8088 }, auth: { authorizedUris: ['http://a', 'http://b'] } },
    'b.yaml': { server: { security: { useAuth: true } }, admin: { clientId: 'service' } },
  })).toEqual([
    'server.security.useAuth=true',
    'server.security.secure=false',
    'auth.authorizedUris=http://a',
    'auth.authorizedUris=http://b',
    'admin.clientId=service',
  ]);
});

test('other sections are none of its business', () => {
  expect(settings({ 'a.yaml': { plugins: { logs: { templates: [{ templateUris: ['/{{ .podName }}'] }] } } } })).toEqual([]);
});
