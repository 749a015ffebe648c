import { TraefikGuard } from '../../src';
import { HOST, Manifest, unionAuth } from '../../test/constructs/edge/support';
import { describeOwnRoutes } from './_pieces';
import { startTraefik } from './_traefik';

describeOwnRoutes({
  name: 'Traefik',
  guard: (scope) => new TraefikGuard(scope, 'guard', { identity: unionAuth(), namespace: 'union-cp' }),
  route: (path, name) => ({
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    spec: {
      entryPoints: ['websecure'],
      tls: { secretName: 'union-tls' },
      routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`) && PathPrefix(\`${path}\`)`, services: [{ name, port: 80 }] }],
    },
  }),
  bare: ({ spec, ...route }): Manifest => {
    const routes = spec.routes.map((rule: object) => ({ ...rule, middlewares: [] }));
    return { ...route, spec: { ...spec, routes } } as Manifest;
  },
  start: startTraefik,
});
