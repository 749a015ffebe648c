import { PeopleFault } from './_people';
import { CONTROL_PLANE_AUTHORIZATION } from './control-plane-authorization';
import { CONTROL_PLANE_COPIES } from './control-plane-copies';
import { CONTROL_PLANE_GUARD } from './control-plane-guard';
import { CONTROL_PLANE_MIGRATIONS } from './control-plane-migrations';
import { CONTROL_PLANE_PROVIDERS } from './control-plane-providers';
import { CONTROL_PLANE_SLIPS } from './control-plane-slips';
import { DATA_PLANE_COPIES } from './data-plane-copies';
import { DATA_PLANE_MIGRATIONS } from './data-plane-migrations';
import { DATA_PLANE_SLIPS } from './data-plane-slips';
import { DELIVERY } from './delivery';
import { DUMPS } from './dumps';
import { ENVOY_GATEWAY } from './envoy-gateway';
import { INGRESS_NGINX } from './ingress-nginx';
import { INSTALLS } from './installs';
import { PODS } from './pods';
import { POLICIES } from './policies';
import { SERVICES } from './services';
import { STORES } from './stores';
import { TRAEFIK } from './traefik';

/** Faults as people make them: copies from another environment, half-finished migrations, slips, and each provider's pitfalls. */
export const CATALOGUE: readonly PeopleFault[] = [
  ...CONTROL_PLANE_AUTHORIZATION,
  ...CONTROL_PLANE_COPIES,
  ...CONTROL_PLANE_GUARD,
  ...CONTROL_PLANE_MIGRATIONS,
  ...CONTROL_PLANE_PROVIDERS,
  ...CONTROL_PLANE_SLIPS,
  ...DATA_PLANE_COPIES,
  ...DATA_PLANE_MIGRATIONS,
  ...DATA_PLANE_SLIPS,
  ...DELIVERY,
  ...DUMPS,
  ...ENVOY_GATEWAY,
  ...INGRESS_NGINX,
  ...INSTALLS,
  ...PODS,
  ...POLICIES,
  ...SERVICES,
  ...STORES,
  ...TRAEFIK,
];
