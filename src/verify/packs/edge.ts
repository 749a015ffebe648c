import type { Rule } from '../engine/rule';
import { authAnnotationIgnored } from '../rules/auth-annotation-ignored';
import { authCacheKeyIncomplete } from '../rules/auth-cache-key-incomplete';
import { authFailsOpen } from '../rules/auth-fails-open';
import { authHostSpoofable } from '../rules/auth-host-spoofable';
import { authNotEnforced } from '../rules/auth-not-enforced';
import { gatewayRouteUnguarded } from '../rules/gateway-route-unguarded';
import { grpcServedAsHttp } from '../rules/grpc-served-as-http';
import { grpcSignInRedirect } from '../rules/grpc-sign-in-redirect';
import { guardAsksOther } from '../rules/guard-asks-other';
import { guardBypassed } from '../rules/guard-bypassed';
import { identityHeaderSpoofable } from '../rules/identity-header-spoofable';
import { routeBackendMissing } from '../rules/route-backend-missing';
import { routeUnattached } from '../rules/route-unattached';
import { serviceExposed } from '../rules/service-exposed';
import { snippetRejected } from '../rules/snippet-rejected';

/** Ingress controllers and gateways: what guards the routes, and what a caller can forge. */
export const EDGE: readonly Rule[] = [
  authHostSpoofable,
  authCacheKeyIncomplete,
  identityHeaderSpoofable,
  authAnnotationIgnored,
  grpcSignInRedirect,
  snippetRejected,
  gatewayRouteUnguarded,
  authFailsOpen,
  guardAsksOther,
  guardBypassed,
  serviceExposed,
  authNotEnforced,
  grpcServedAsHttp,
  routeBackendMissing,
  routeUnattached,
];
