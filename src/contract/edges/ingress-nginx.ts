import { NGINX } from '../upstream/ingress-nginx';
import { KnownEdge } from './known-edge';
import { NGINX_GATE } from './own-gates';

/**
 * The controller itself sends browsers to sign in, and takes listed headers from the client whether answered
 * or not.
 */
export const INGRESS_NGINX: KnownEdge = {
  name: 'ingress-nginx',
  factory: 'ingressNginx',
  dialect: { service: NGINX_GATE },
  settings: {
    answerHeaders: NGINX.authResponseHeaders,
    guard: NGINX.authUrl,
    signIn: NGINX.authSignin,
    grpc: `${NGINX.backendProtocol}: GRPC on Ingresses for gRPC and HTTP on the others`,
  },
  tlsPort: 443,
  routes: [['networking.k8s.io', 'Ingress']],
  resources: ['ingresses.networking.k8s.io'],
  ingressControllers: ['k8s.io/ingress-nginx'],
};
