import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { ReleaseRouteGroup, RouteGroup, RouteGuard, RouteProtocol } from '../../src/contract/union/routes';

/**
 * A Helm chart that renders the edge of Union's control plane chart under the conditions of that chart: its ten Ingresses, the IngressClass that
 * its ingress-nginx brings, and the routes of its Gateway.
 *
 * Source: unionai/helm-charts, controlplane 2026.3.0 and 2026.8.3, `templates/flyte-core-app.yaml`, `templates/common`, `values.yaml`.
 */
export function chartStandIn({ _contract: { version, controlPlane } }: ChartVersion): string {
  const folder = mkdtempSync(join(tmpdir(), `controlplane-${version}-`));
  const readsProvider = controlPlane.gatewayRoutes.length > 0;
  const given = '(default "nginx" .Values.global.INGRESS_PROVIDER)';
  const where = (condition: string, text: string) => `{{- if ${condition} }}\n${text}\n{{- end }}\n`;
  const ingresses = controlPlane.routes.groups.map(ingressOf).join('\n---\n');
  const routes = controlPlane.gatewayRoutes.map(({ kind, name }) => JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: '{{ .Release.Namespace }}' },
    spec: { parentRefs: [{ name: 'controlplane' }], hostnames: ['{{ .Values.ingress.host }}'] },
  })).join('\n---\n');
  const files = {
    'Chart.yaml': `apiVersion: v2\nname: controlplane\nversion: ${version.split('.').length === 3 ? version : `${version}.0`}\n`,
    'values.yaml': JSON.stringify({
      'global': {},
      'ingress': { className: 'controlplane', host: '', protectedIngressAnnotations: {}, protectedIngressAnnotationsGrpc: {}, protectedConsoleIngressAnnotations: {} },
      'ingress-nginx': { enabled: version !== '2026.3' },
    }),
    'templates/ingresses.yaml': readsProvider ? where(`has ${given} (list "nginx" "both")`, ingresses) : ingresses,
    'templates/gateway.yaml': readsProvider ? where(`has ${given} (list "envoy" "both")`, routes) : '',
    'templates/ingress-nginx.yaml': where('(index .Values "ingress-nginx").enabled',
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata:\n  name: controlplane\nspec:\n  controller: union.ai/controlplane'),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function ingressOf({ name, guard, protocol, useRegex, routes }: ReleaseRouteGroup): string {
  const set = name === RouteGroup.CONSOLE ? 'protectedConsoleIngressAnnotations'
    : protocol === RouteProtocol.GRPC ? 'protectedIngressAnnotationsGrpc' : 'protectedIngressAnnotations';
  const paths = routes.map(({ path, pathType, service, port }) =>
    ({ path, pathType, backend: { service: { name: service, port: { name: port } } } }));
  return [
    'apiVersion: networking.k8s.io/v1', 'kind: Ingress', 'metadata:', `  name: ${name}`, '  namespace: {{ .Release.Namespace }}', '  annotations:',
    `    nginx.ingress.kubernetes.io/backend-protocol: ${protocol}`,
    '    nginx.ingress.kubernetes.io/proxy-body-size: 6m',
    ...(useRegex ? ['    nginx.ingress.kubernetes.io/use-regex: "true"'] : []),
    ...(guard === RouteGuard.OPEN ? [] : [`    {{- with .Values.ingress.${set} }}{{ toYaml . | nindent 4 }}{{ end }}`]),
    'spec:', '  {{- with .Values.ingress.className }}', '  ingressClassName: {{ . }}', '  {{- end }}', '  rules:',
    '    - host: {{ .Values.ingress.host }}', `      http: ${JSON.stringify({ paths })}`,
  ].join('\n');
}
