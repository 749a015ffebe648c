import { snippetRejected } from '../../../src/verify/rules/controllers';
import { configMap, deployment, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartIngresses, HOST } from '../_union';

const api = ingress('api', { host: HOST, className: 'nginx', annotations: { 'server-snippet': 'client_header_timeout 604800;' }, paths: { '/api': 'flyteadmin' } });

interface ControllerProps {
  readonly version?: string;
  readonly ingressClass?: string;
  readonly name?: string;
  readonly configMapName?: string;
  readonly flags?: readonly string[];
}

/** A controller; of another name, a second one. */
function controller(settings: Record<string, string>, props: ControllerProps = {}) {
  const { version = '1.12.3', ingressClass = 'nginx', name = 'ingress-nginx', flags = [] } = props;
  return [
    configMap(props.configMapName ?? name, settings, 'ingress'),
    deployment(name, {
      namespace: 'ingress',
      metadata: { labels: { 'app.kubernetes.io/version': version } },
      container: { args: ['/nginx-ingress-controller', `--configmap=$(POD_NAMESPACE)/${name}`, `--ingress-class=${ingressClass}`, ...flags] },
    }),
  ];
}

const OFF = { 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' };
const ON = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' };
const at = (key: string, line: string) => ({ object: 'v1/ConfigMap ingress/ingress-nginx', field: `data.${key}`, line });
const forApi = 'server-snippet of the Ingress api';

testRule(snippetRejected, {
  fires: [
    ['the controller does not allow snippets', [...controller(OFF), api],
      { ...at('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' }],
    ['the risk level is the default of 1.12', [...controller({ 'allow-snippet-annotations': 'true' }), api],
      { ...at('annotations-risk-level', 'data:'), expected: `annotations-risk-level: Critical, for ${forApi}`, found: 'no annotations-risk-level, which is High by default' }],
    ['a controller of one\'s own meets every Ingress of the chart',
      [...controller({ 'proxy-buffer-size': '16k' }), ...chartIngresses({ className: 'nginx', annotations: { 'server-snippet': 'client_header_timeout 604800;' } })],
      { ...at('allow-snippet-annotations', 'data:'), expected: 'allow-snippet-annotations: true, for server-snippet of 10 Ingresses', found: 'no allow-snippet-annotations, which is false by default' },
      { ...at('annotations-risk-level', 'data:'), expected: 'annotations-risk-level: Critical, for server-snippet of 10 Ingresses', found: 'no annotations-risk-level, which is High by default' }],
    ['the IngressClass leads to the controller that refuses', [
      object('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'example.com/b' } }, null),
      ...controller(ON, { name: 'a', flags: ['--controller-class=example.com/a'] }),
      ...controller(OFF, { flags: ['--controller-class=example.com/b'] }),
      api,
    ], { ...at('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' }],
    ['version 1.9 allows them no more by default', [...controller({}, { version: '1.9.0' }), api],
      { ...at('allow-snippet-annotations', 'data: {}'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'no allow-snippet-annotations, which is false by default' },
      remedy(['data: {}', 'data:\n  allow-snippet-annotations: "true"'])],
    ['two controllers refuse an Ingress each, one of which has two snippets',
      [...controller(OFF), ...controller(OFF, { name: 'internal', ingressClass: 'internal' }), api, ingress('runs', {
        host: HOST, className: 'internal', annotations: { 'configuration-snippet': 'x 1;', 'auth-snippet': 'y 1;' }, paths: { '/runs': 'flyteadmin' },
      })],
      { ...at('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), expected: `allow-snippet-annotations: true, for ${forApi}`, found: 'allow-snippet-annotations: false' },
      { ...at('allow-snippet-annotations', 'allow-snippet-annotations: "false"'), object: 'v1/ConfigMap ingress/internal', expected: 'allow-snippet-annotations: true, for auth-snippet and configuration-snippet of the Ingress runs', found: 'allow-snippet-annotations: false' }],
  ],
  passes: [
    ['the version is not known', [...controller({ 'allow-snippet-annotations': 'true' }, { version: 'main' }), api]],
    ['the controller that the chart brings takes them',
      [...controller(ON, { ingressClass: 'controlplane' }), ...chartIngresses({ annotations: { 'server-snippet': 'x 1;' } })]],
    ['version 1.11 knows no lower risk', [...controller({ 'allow-snippet-annotations': 'true' }, { version: '1.11.5' }), api]],
    ['version 1.8 allows them by default', [...controller({}, { version: 'v1.8.4' }), api]],
    ['the controller of another class refuses', [...controller(ON), ...controller(OFF, { name: 'b', ingressClass: 'internal' }), api]],
  ],
  notApplicable: [
    ['the snippet is blank',
      [...controller(OFF), ingress('api', { className: 'nginx', annotations: { 'server-snippet': ' ' }, paths: { '/api': 'flyteadmin' } })]],
    ['no Ingress has a snippet', [...controller(OFF), ...chartIngresses({ className: 'nginx' })]],
    ['the snippet is empty',
      [...controller(OFF), ingress('api', { className: 'nginx', annotations: { 'server-snippet': '' }, paths: { '/api': 'flyteadmin' } })]],
    ['the controller is not in the input', [api]],
    ['the ConfigMap of the controller is not in the input', [...controller(OFF, { configMapName: 'other' }), api]],
    ['the only controller serves another class', [...controller(OFF, { ingressClass: 'internal' }), api]],
    ['two controllers serve the class', [...controller(OFF), ...controller(ON, { name: 'b' }), api]],
  ],
});
