import { EagerApiKey, ObjectStorage } from '../../../../src';
import { oktaAuth } from '../../../_tools/fixtures';
import { dataPlaneManifests } from '../_planes';
import { testSettings } from '../_settings';

const east = { operator: { clientId: 'op', secret: { key: 'u/op' } }, eager: { clientId: 'eager', secret: { key: 'u/eager' } } };
const LISTED = { identity: oktaAuth({ organization: 'acme', dataPlanes: { east } }), clusterName: 'east' };

testSettings('data-plane', {
  'data plane': () => dataPlaneManifests({ ...LISTED, storage: ObjectStorage.gcs({ bucket: 'acme-union', projectId: 'acme-123456' }) }),
  'data plane that is not listed': () => dataPlaneManifests({ eagerApiKey: EagerApiKey.provisioned() }),
});
