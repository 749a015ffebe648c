import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_TLS_ENTRY_POINT } from '../../contract/upstream/traefik';
import { defineRule } from '../engine/rule';
import { beside, sameHome } from '../kube/home';
import { asObject, asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { kubectl } from '../running/cluster-looks';

/** An object whose routes lead to services of Union, and where it is heard in plain text. */
interface Subject {
  readonly route: KubeObject;
  readonly plain?: { readonly at: Field; readonly found: string };
}

function subjectsOf(model: Model): Subject[] {
  const leading = model.unionServers.flatMap((server) =>
    server.routes.filter(({ backends }) => backends.length > 0),
  );
  const routes = new Set(leading.map(({ object }) => object));
  const gateways = model.ofKind(GATEWAY_API_GROUP, 'Gateway');
  const usesTls = [...routes].some((route) =>
    route.listAt('spec', 'entryPoints').includes(TRAEFIK_TLS_ENTRY_POINT),
  );
  return [...routes].flatMap((route): Subject[] => {
    if (route.kind === 'IngressRoute') {
      return usesTls ? [{ route, plain: atEntryPoint(route) }] : [];
    }
    return route
      .listAt('spec', 'parentRefs')
      .flatMap((_, index): Subject[] => atListeners(route, index, gateways));
  });
}

/** Without any entry point it is heard at all of them. */
function atEntryPoint(route: KubeObject): Subject['plain'] {
  const points = route.listAt('spec', 'entryPoints');
  const index = points.indexOf(TRAEFIK_HTTP_ENTRY_POINT);
  return index < 0
    ? undefined
    : { at: route.field('spec', 'entryPoints', index), found: `entry point ${TRAEFIK_HTTP_ENTRY_POINT}` };
}

/** Where a Gateway has no listener with TLS, it ends before the Gateway. */
function atListeners(route: KubeObject, index: number, gateways: readonly KubeObject[]): Subject[] {
  const {
    name,
    namespace = route.namespace,
    sectionName,
    port,
  } = asObject(route.listAt('spec', 'parentRefs')[index]);
  const gateway = gateways.find(
    (each) => each.name === asText(name) && sameHome(each, beside(route, asText(namespace))),
  );
  const listeners = (gateway?.listAt('spec', 'listeners') ?? []).map(asObject);
  if (!listeners.some(({ protocol }) => protocol === 'HTTPS')) {
    return [];
  }
  const plain = listeners.find((listener) => listener.protocol === 'HTTP'
    && (sectionName ?? listener.name) === listener.name && (port ?? listener.port) === listener.port);
  const at = route.field('spec', 'parentRefs', index);
  return [
    plain === undefined
      ? { route }
      : {
        route,
        plain: {
          at,
          found: `listener ${asText(plain.name)} of the Gateway ${asText(name)}, which is HTTP`,
        },
      },
  ];
}

export const routeInClear = defineRule({
  id: 'route-in-clear',
  severity: 'warning',
  area: 'the edge',
  title: 'Routes of Union are heard where TLS is.',
  symptom: 'Sign-in goes round in circles, or ends with "redirect_url not authorized", for whoever comes by '
    + 'http; session cookies and tokens cross the network in plain text.',
  explanation: 'The edge has a door with TLS, and this route is (also) behind the one without: its entry '
    + 'point is web, or it attaches to an HTTP listener of a Gateway that has an HTTPS one, '
    + 'or to all of them because it names none (sectionName). A redirect to https belongs there, and '
    + 'nothing else. Where no route uses TLS it ends elsewhere, and nothing is said.',
  remediation: 'Name the door with TLS: entryPoints: [websecure], or parentRefs[].sectionName of the HTTPS '
    + 'listener; redirect at the other.',
  see: [
    kubectl(
      'get ingressroute,httproute,grpcroute -A -o yaml | grep -n -E "entryPoints|sectionName|- web"',
      'Only a redirect may be at web, or at a listener of protocol HTTP.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No IngressRoute or Gateway API route of Union in the input whose edge has a door with TLS.',
  *check(subjects) {
    for (const { plain } of subjects) {
      if (plain !== undefined) {
        yield { at: plain.at, expected: 'the entry point or listener with TLS alone', found: plain.found };
      }
    }
  },
});
