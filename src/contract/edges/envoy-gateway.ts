import { HEADERS_TO_REMOVE_HEADER } from '../upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../upstream/gateway-api';
import { KnownEdge } from './known-edge';
import { SIGN_IN_GATE } from './own-gates';

export const ENVOY_GATEWAY: KnownEdge = {
  name: 'envoy-gateway',
  factory: 'envoyGateway',
  // Envoy asks with method, path and query of the original request, and passes a relative Location on.
  dialect: {
    service: SIGN_IN_GATE,
    signIn: { originalUri: '$request_uri', origin: '' },
    removalHeader: HEADERS_TO_REMOVE_HEADER,
  },
  settings: {
    answerHeaders: 'extAuth.http.headersToBackend',
    callerHeaders: 'extAuth.headersToExtAuth',
    guard: 'extAuth.http',
    signIn: 'an auth gate before Envoy Gateway',
    tlsDoor: 'parentRefs[].sectionName of the HTTPS listener',
    grpc: 'a GRPCRoute',
  },
  tlsPort: 10443,
  routes: [[GATEWAY_API_GROUP, 'HTTPRoute'], [GATEWAY_API_GROUP, 'GRPCRoute']],
  resources: [
    'gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io',
    'grpcroutes.gateway.networking.k8s.io', 'referencegrants.gateway.networking.k8s.io',
    'securitypolicies.gateway.envoyproxy.io', 'clienttrafficpolicies.gateway.envoyproxy.io',
    'backendtrafficpolicies.gateway.envoyproxy.io', 'envoyextensionpolicies.gateway.envoyproxy.io',
    'envoypatchpolicies.gateway.envoyproxy.io', 'httproutefilters.gateway.envoyproxy.io',
  ],
};
