import { IngressNginxGuard } from '../../src';
import { HOST, Manifest, unionAuth } from '../../test/constructs/edge/support';
import { startIngressNginx } from './_ingress-nginx';
import { describeOwnRoutes } from './_pieces';

const withoutGuard = (annotations: Record<string, string> = {}) => Object.fromEntries(Object.entries(annotations).filter(([name]) => !name.includes('/auth-')));

describeOwnRoutes({
  name: 'ingress-nginx',
  guard: (scope) => new IngressNginxGuard(scope, 'guard', { identity: unionAuth(), namespace: 'union-cp' }),
  route: (path, name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: [HOST], secretName: 'union-tls' }],
      rules: [{ host: HOST, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] } }],
    },
  }),
  bare: (route): Manifest => ({ ...route, metadata: { ...route.metadata, annotations: withoutGuard(route.metadata.annotations) } }),
  start: startIngressNginx,
});
