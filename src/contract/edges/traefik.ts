import {
  FORWARDED_HOST_VARIABLE, FORWARDED_URI_VARIABLE, TRAEFIK_GROUPS, TRAEFIK_H2C_SCHEME,
  TRAEFIK_TLS_ENTRY_POINT,
} from '../upstream/traefik';
import { KnownEdge } from './known-edge';
import { SIGN_IN_GATE } from './own-gates';

export const TRAEFIK: KnownEdge = {
  name: 'traefik',
  factory: 'traefik',
  // It turns a relative Location into one of the auth server, so the gate answers with a whole URL. Listed
  // response headers replace the client's even when the auth server leaves them out.
  dialect: {
    service: SIGN_IN_GATE,
    signIn: { originalUri: FORWARDED_URI_VARIABLE, origin: `https://${FORWARDED_HOST_VARIABLE}` },
  },
  settings: {
    answerHeaders: 'forwardAuth.authResponseHeaders',
    callerHeaders: 'forwardAuth.authRequestHeaders',
    guard: 'forwardAuth.address',
    signIn: 'forwardAuth.authSigninURL or an errors middleware of Traefik',
    tlsDoor: `entryPoints: [${TRAEFIK_TLS_ENTRY_POINT}]`,
    grpc: `scheme: ${TRAEFIK_H2C_SCHEME} on the service of Traefik's routers`,
  },
  tlsPort: 8443,
  routes: TRAEFIK_GROUPS.map((group) => [group, 'IngressRoute'] as const),
  resources: ['ingressroutes.traefik.io', 'ingressroutetcps.traefik.io', 'middlewares.traefik.io'],
  ingressControllers: ['traefik.io/ingress-controller'],
  ingressClasses: ['traefik'],
};
