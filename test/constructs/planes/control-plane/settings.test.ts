import { controlPlaneManifests, WITH_ROLES } from '../_planes';
import { testSettings } from '../_settings';

testSettings('control-plane', {
  'control plane': () => controlPlaneManifests({
    ...WITH_ROLES,
    services: ['executions', 'usage', 'authorizer', 'identity', 'organizations', 'cacheservice'],
    entraDirectory: { tenantId: '11111111-2222-3333-4444-555555555555', clientId: '66666666-7777-8888-9999-aaaaaaaaaaaa', clientSecret: { key: 'union/entra' } },
  }),
});
