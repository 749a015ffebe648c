import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ControlPlaneProps, EagerApiKey, ObjectStorage } from '../../../src';
import { oktaAuth } from '../../_tools/fixtures';
import { Manifest } from '../../examples/_dist';
import { controlPlaneManifests, dataPlaneManifests, WITH_ROLES } from './_planes';

const CONTROL: Partial<ControlPlaneProps> = {
  ...WITH_ROLES,
  services: ['executions', 'usage', 'authorizer', 'identity', 'organizations', 'cacheservice'],
  entraDirectory: { tenantId: '11111111-2222-3333-4444-555555555555', clientId: '66666666-7777-8888-9999-aaaaaaaaaaaa', clientSecret: { key: 'union/entra' } },
};
const east = { operator: { clientId: 'op', secret: { key: 'u/op' } }, eager: { clientId: 'eager', secret: { key: 'u/eager' } } };
const LISTED = { identity: oktaAuth({ organization: 'acme', dataPlanes: { east } }), clusterName: 'east' };

const PLANES: Readonly<Record<string, () => Manifest[]>> = {
  'control plane': () => controlPlaneManifests(CONTROL),
  'data plane': () => dataPlaneManifests({ ...LISTED, storage: ObjectStorage.gcs({ bucket: 'acme-union', projectId: 'acme-123456' }) }),
  'data plane that is not listed': () => dataPlaneManifests({ eagerApiKey: EagerApiKey.provisioned() }),
};

/** As the end-to-end suites run them. */
const EXPECTED = parse(readFileSync(join(__dirname, 'settings.yaml'), 'utf8')) as Record<string, Record<string, object>>;

describe.each(Object.entries(EXPECTED))('%s', (plane, expected) => {
  const manifests = PLANES[plane]();
  const named = (kind: string, name: string) => manifests.find((each) => each.kind === kind && each.metadata.name === name)!;

  test.each(Object.entries(expected))('%s', (name, content) => {
    const [, policy] = /^policy of (.*)$/.exec(name) ?? [];
    const files = () => Object.entries<string>(named('ConfigMap', name).data).map(([file, text]) => [file, parse(text) as unknown]);
    expect(policy === undefined ? Object.fromEntries(files()) : named('NetworkPolicy', policy).spec).toEqual(content);
  });
});
