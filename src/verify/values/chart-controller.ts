import {
  CHART_CONTROLLER_CONFIG, CHART_INGRESS_CLASS, CONTROLLER_PODS, NGINX_CONFIG,
} from '../../contract/upstream/ingress-nginx';
import { asTextMap } from '../kube/json-access';
import { ChartObject, Origin } from './chart-object';
import type { EffectiveValues } from './effective-values';
import type { ValueSet } from './value-set';

const CHART = CHART_CONTROLLER_CONFIG.slice(0, CHART_CONTROLLER_CONFIG.indexOf('.'));
const CONTROLLER = `${CHART}.controller`;
const ALLOW_SNIPPETS = `${CONTROLLER}.allowSnippetAnnotations`;
const PROXY_SET_HEADERS = `${CONTROLLER}.proxySetHeaders`;

/**
 * The settings of the ingress-nginx that a control plane chart brings, where it serves the chart's Ingresses,
 * and its ConfigMap of headers for backends.
 *
 * Source: ingress-nginx chart 4.12.3, `templates/controller-configmap.yaml` and
 * `controller-configmap-proxyheaders.yaml`.
 */
export function controllerObjects(set: ValueSet, values: EffectiveValues): ChartObject[] {
  const own = values.textAt(`${CONTROLLER}.ingressClassResource.name`) ?? CHART_INGRESS_CLASS;
  if (values.at(`${CHART}.enabled`) !== true
    || values.textAt('ingress.className') !== own) {
    return [];
  }
  const name = values.textAt(`${CHART}.fullnameOverride`) ?? CHART;
  const headers = asTextMap(values.objectAt(PROXY_SET_HEADERS));
  const listName = `${name}-custom-proxy-headers`;
  const hasHeaders = Object.keys(headers).length > 0;
  const data = {
    [NGINX_CONFIG.allowSnippets]: String(values.at(ALLOW_SNIPPETS) ?? false),
    ...(hasHeaders ? { [NGINX_CONFIG.proxySetHeaders]: listName } : {}),
    ...asTextMap(values.objectAt(CHART_CONTROLLER_CONFIG)),
  };
  const { namespace } = set;
  const labels = { ...CONTROLLER_PODS.podLabels, 'app.kubernetes.io/version': CHART_VERSION };
  const config = { ...CONFIG_MAP, metadata: { name: `${name}-controller`, namespace, labels }, data };
  const list = { ...CONFIG_MAP, metadata: { name: listName, namespace }, data: headers };
  return [
    new ChartObject(config, set, values, CONFIG_ORIGINS),
    ...(hasHeaders ? [new ChartObject(list, set, values, LIST_ORIGINS)] : []),
  ];
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** Where the values say what stands in the two ConfigMaps. */
const [CONFIG_ORIGINS, LIST_ORIGINS]: readonly (readonly Origin[])[] = [
  [
    { path: [], values: CONTROLLER.split('.'), alike: false },
    { path: ['data'], values: CHART_CONTROLLER_CONFIG.split('.') },
    { path: ['data', NGINX_CONFIG.allowSnippets], values: ALLOW_SNIPPETS.split('.'), alike: false },
    { path: ['data', NGINX_CONFIG.proxySetHeaders], values: PROXY_SET_HEADERS.split('.'), alike: false },
  ],
  [
    { path: [], values: CONTROLLER.split('.'), alike: false },
    { path: ['data'], values: PROXY_SET_HEADERS.split('.') },
  ],
];

/** Of the controller in ingress-nginx chart 4.12.3, which every release of Union's chart names. */
const CHART_VERSION = '1.12.3';
