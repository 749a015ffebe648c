import { CLASSES } from '../unseen/classes';
import { CLUSTER, REPOSITORIES } from '../unseen/deployments';
import { FURTHER } from '../unseen/further';
import { MANIFESTS } from '../unseen/manifests';
import { VALUES } from '../unseen/values';
import { PeopleFault } from './_people';
import { AGREEMENT } from './agreement';
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
import { EDGE_SETTINGS } from './edge-settings';
import { ENVOY_GATEWAY } from './envoy-gateway';
import { INGRESS_NGINX } from './ingress-nginx';
import { INSTALLS } from './installs';
import { PODS } from './pods';
import { POLICIES } from './policies';
import { REACH } from './reach';
import { SERVICES } from './services';
import { SIGN_IN } from './sign-in';
import { STORES } from './stores';
import { TRAEFIK } from './traefik';

/** Faults as people make them: copies from another environment, half-finished migrations, slips, and each provider's pitfalls. */
export const CATALOGUE: readonly PeopleFault[] = [
  ...AGREEMENT,
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
  ...EDGE_SETTINGS,
  ...ENVOY_GATEWAY,
  ...INGRESS_NGINX,
  ...INSTALLS,
  ...PODS,
  ...POLICIES,
  ...REACH,
  ...SERVICES,
  ...SIGN_IN,
  ...STORES,
  ...TRAEFIK,
  // Written without knowledge of the rules.
  ...CLASSES,
  ...CLUSTER,
  ...FURTHER,
  ...MANIFESTS,
  ...REPOSITORIES,
  ...VALUES,
];
