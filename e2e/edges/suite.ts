import { Suite } from '../_support/suite';
import { egctl } from '../tools/egctl';
import { envoy } from '../tools/envoy';
import { nginx } from '../tools/nginx';
import { nginxModules } from '../tools/nginx-modules';
import { traefik } from '../tools/traefik';

export const suite: Suite = {
  description: 'thousands of requests to every emitted edge, and Envoy Gateway\'s translation of every object',
  files: {
    'caller-headers.e2e.ts': [egctl, envoy, nginx, nginxModules],
    'envoy-gateway-alpn.e2e.ts': [egctl, envoy, nginx],
    'envoy-gateway-guard.e2e.ts': [egctl, envoy, nginx],
    'envoy-gateway.e2e.ts': [egctl, envoy, nginx],
    'faults.e2e.ts': [egctl, envoy, nginx, nginxModules, traefik],
    'gate-ipv6.e2e.ts': [nginx],
    'ingress-nginx.e2e.ts': [nginx, nginxModules],
    'pieces-ingress-nginx.e2e.ts': [nginx, nginxModules],
    'pieces-traefik.e2e.ts': [traefik, nginx],
    'tls-ends-elsewhere.e2e.ts': [egctl, envoy, nginx, nginxModules, traefik],
    'traefik.e2e.ts': [traefik, nginx],
    'translate.e2e.ts': [egctl],
  },
};
