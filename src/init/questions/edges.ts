import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { choice, Field, flag, list, optional, struct, text, values } from './field';

const filled = textProp(filledIn);

const ENVOY_GATEWAY_VERSION = optional(text('Version of Envoy Gateway', {
  default: 'any that the charts know',
  example: '1.8.0',
  propType: filled,
}));

/** Each edge by its factory, with what may be said of it in a file. */
const EDGES: Readonly<Record<string, Field>> = {
  ingressNginx: struct('ingress-nginx, which Union\'s chart brings', {
    ingressClassName: optional(text('The IngressClass of your controller, in plain YAML', {
      default: 'controlplane',
      example: 'controlplane',
      propType: filled,
    })),
    annotations: optional(values('Further annotations of every Ingress, in plain YAML')),
  }),
  traefik: struct('Traefik 3', {
    entryPoints: optional(
      list('The entry points that serve the routes', text('An entry point', { example: 'websecure' }), {
        default: 'websecure',
      }),
    ),
    httpEntryPoints: optional(list('Those without TLS', text('An entry point', { example: 'web' }), {
      default: 'web',
    })),
  }),
  envoyGateway: struct('The Gateway API with Envoy Gateway', {
    gatewayClassName: optional(text('Name of the GatewayClass', {
      default: 'eg',
      example: 'eg',
      propType: filled,
    })),
    envoyGatewayVersion: ENVOY_GATEWAY_VERSION,
    gateway: optional(struct('An existing Gateway to attach to', {
      name: text('Name of the Gateway', { example: 'public', propType: textProp(objectName) }),
      namespace: optional(text('Namespace of the Gateway', {
        example: 'edge',
        propType: textProp(namespaceName),
      })),
      sectionName: optional(text('The listener to attach to', { example: 'https' })),
    }, { default: 'a Gateway of its own' })),
  }),
};

export const FACTORIES: readonly string[] = Object.keys(EDGES);

/** What the chart itself brings. */
export const OF_CHART: readonly string[] = ['ingressNginx', 'chartGateway'];

/** What stands in front of the control plane. */
export const EDGE: Readonly<Record<string, Field>> = {
  edge: optional(choice('What stands in front of the control plane and keeps strangers out', {
    ...EDGES,
    chartGateway: struct(
      'The Gateway routes that Union\'s chart renders (global.INGRESS_PROVIDER: both, or envoy in '
        + 'extraValues), with a guard in front', { envoyGatewayVersion: ENVOY_GATEWAY_VERSION },
    ),
  }, { default: 'ingressNginx' })),
  tls: optional(list('The certificates of the edge', struct('A certificate', {
    secretName: text('Name of the TLS Secret', { example: 'union-tls', propType: textProp(objectName) }),
    hosts: optional(list('The hosts that it serves', text('A host name', { example: 'union.example.com' }), {
      default: 'every host',
    })),
  }), { default: 'none' })),
  tlsEndsElsewhere: optional(flag('Whether a load balancer in front of the edge ends TLS', {
    default: 'false',
  })),
};
