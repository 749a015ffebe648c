import { isObject, JsonObject } from '../../common/data/json';
import { BlockPlacement } from '../../contract/union/release-contract';
import {
  APP_SECRET_KEY, CLIENT_SECRET_KEY, SecretContract, SECRETS, SEEDS_DIRECTORY,
} from '../../contract/union/secrets';
import { API_KEY_SERVICE, GUIDE_SERVICES, isUnionService, workloadOf } from '../../contract/union/services';
import { FLYTEADMIN, FLYTEADMIN_PRIVATE_CONFIG } from '../../contract/union/services/flyteadmin';
import {
  CHART_CONTROLLER_CONFIG, CHART_INGRESS_CLASS, CONTROLLER_PODS, NGINX_CONFIG,
} from '../../contract/upstream/ingress-nginx';
import { asList, asObject, asText, asTextMap } from '../kube/json-access';
import { extraObjects } from './chart-extras';
import { gatewayObjects } from './chart-gateway';
import { ingressObjects } from './chart-ingresses';
import { becauseOf, ChartObject, Origin } from './chart-object';
import { PodSecrets, workloadObjects } from './chart-workload';
import type { ValueSet } from './value-set';

/** The objects of a chart for a plane's values, for the rules; findings are reported in the values. */
export function chartObjects(set: ValueSet): ChartObject[] {
  if (set.isAuthless) {
    return [];
  }
  const own = set.chart === 'controlplane' ? controlPlaneObjects(set) : dataPlaneObjects(set);
  return [...own, ...extraObjects(set)];
}

function controlPlaneObjects(set: ValueSet): ChartObject[] {
  const { release: { _contract: { controlPlane } }, effective: values } = set;
  const { blocks: byName, scheduler, schedulerSecret } = controlPlane;
  const blocks = Object.values(byName).flat();
  const hasScheduler = values.at('flyte.workflow_scheduler.enabled') === true;
  const mountsItsSecret = values.at(`${schedulerSecret}.enabled`) !== false;
  return [
    ...workloadObjects(set, {
      contract: FLYTEADMIN,
      blocks,
      isUnionService: false,
      values: 'flyte.flyteadmin',
      secrets: flyteadminSecrets(set),
    }),
    ...(hasScheduler
      ? workloadObjects(set, {
        contract: scheduler,
        blocks,
        isUnionService: false,
        values: schedulerSecret,
        secrets: mountsItsSecret ? mounted(SECRETS.scheduler, schedulerSecret) : NO_SECRETS,
      })
      : []),
    ...furtherServices(set, blocks),
    ...ingressObjects(set),
    ...gatewayObjects(set),
    ...controllerObjects(set),
    ...renderedSecret(set, SECRETS.scheduler.name, `${schedulerSecret}.clientSecret`),
    secretObject(set, { name: SECRETS.flyteadmin.name, path: 'flyte.flyteadmin' }, {}),
    privateConfig(set),
  ];
}

/** A ConfigMap of the chart that volumes in its own values name. */
function privateConfig(set: ValueSet): ChartObject {
  const metadata = { name: FLYTEADMIN_PRIVATE_CONFIG, namespace: set.namespace };
  return new ChartObject({ ...CONFIG_MAP, metadata, data: {} }, set, [becauseOf('flyte.flyteadmin')]);
}

function furtherServices(set: ValueSet, blocks: readonly BlockPlacement[]): ChartObject[] {
  const { scheduler, unionServicesSecret } = set.release._contract.controlPlane;
  const configured = blocks.flatMap(({ files }) => files.map(({ workload }) => workload));
  const services = [...new Set([...GUIDE_SERVICES, ...configured])]
    .filter((name) => ![FLYTEADMIN.name, scheduler.name, '*'].includes(name));
  const name = set.effective.textAt(unionServicesSecret) ?? SECRETS.unionServices.name;
  const own = mounted({ ...SECRETS.unionServices, name }, unionServicesSecret);
  return services.flatMap((service) => workloadObjects(set, {
    contract: workloadOf(service),
    blocks,
    isUnionService: isUnionService(service),
    values: `services.${service}`,
    secrets: service === API_KEY_SERVICE ? together(own, seedSecrets(set)) : own,
  }));
}

/** The Secrets of eager clients, one volume each: by key and cluster in a list, by key in a map. */
function seedSecrets({ release, effective }: ValueSet): PodSecrets {
  const path = release._contract.controlPlane.apiKeyOverrides?.values ?? '';
  const given = effective.at(path);
  const entries = Array.isArray(given) ? [...given.entries()] : Object.entries(asObject(given));
  const secrets = entries.flatMap(([step, entry]) => {
    const { key = step, clusterName, existingSecret } = asObject(entry);
    const secretName = asText(asObject(existingSecret).name);
    const name = [asText(key), asText(clusterName)].filter(Boolean).join('-');
    return secretName === undefined ? [] : [{ secretName, name, step }];
  });
  return {
    volumes: secrets.map(({ name, secretName }) => ({ name, secret: { secretName } })),
    mounts: secrets.map(({ name }) => ({ name, mountPath: `${SEEDS_DIRECTORY}${name}` })),
    origins: secrets.map(({ step }) => [...path.split('.'), step]),
  };
}

function together(one: PodSecrets, other: PodSecrets): PodSecrets {
  return {
    volumes: [...one.volumes, ...other.volumes],
    mounts: [...one.mounts, ...other.mounts],
    origins: [...one.origins, ...other.origins],
  };
}

function dataPlaneObjects(set: ValueSet): ChartObject[] {
  const { workloads, blocks: { eager, ...byName }, secret } = set.release._contract.dataPlane;
  const blocks = [...Object.values(byName), ...eager];
  const isOff = set.effective.at(`${secret}.enable`) === false;
  const secrets = isOff ? NO_SECRETS : mounted(SECRETS.dataPlane, secret);
  return [
    ...workloads.flatMap((contract) =>
      workloadObjects(set, {
        contract,
        blocks,
        isUnionService: false,
        values: secret,
        secrets: withPaths(secrets, contract.secretMounts.map(({ mountPath }) => mountPath)),
      }),
    ),
    // If the values do not set it, values-recommended-key reports the chart's behaviour.
    ...(set.get(`${secret}.create`) === true ? [dataPlaneSecret(set, secret)] : []),
  ];
}

/** The chart needs a client secret: if the values have none, `helm --set` provides it. */
function dataPlaneSecret(set: ValueSet, secret: string): ChartObject {
  const given = set.effective.textAt(`${secret}.clientSecret`);
  const value = given || '${secrets.admin.clientSecret}';
  const path = `${secret}.${given ? 'clientSecret' : 'create'}`;
  return secretObject(set, { name: SECRETS.dataPlane.name, path }, {
    [CLIENT_SECRET_KEY]: value,
    [APP_SECRET_KEY]: value,
  });
}

const NO_SECRETS: PodSecrets = { volumes: [], mounts: [], origins: [] };

function mounted({ name, mountPath }: SecretContract, values: string): PodSecrets {
  return {
    volumes: [{ name: 'secret', secret: { secretName: name } }],
    mounts: [{ name: 'secret', mountPath }],
    origins: [values.split('.')],
  };
}

/** The same volume, at other paths. */
function withPaths(secrets: PodSecrets, paths: readonly string[]): PodSecrets {
  return {
    ...secrets,
    mounts: secrets.mounts.flatMap((mount) => paths.map((mountPath) => ({ ...mount, mountPath }))),
  };
}

/** flyteadmin's own Secret, and the volumes that its values add. */
function flyteadminSecrets({ effective }: ValueSet): PodSecrets {
  const own = mounted(SECRETS.flyteadmin, 'flyte.flyteadmin');
  const [volumes, mounts] = ['additionalVolumes', 'additionalVolumeMounts'].map((name) =>
    asList(effective.at(`flyte.flyteadmin.${name}`)).map(asObject),
  );
  return {
    volumes: [...own.volumes, ...volumes.map(named)],
    mounts: [...own.mounts, ...mounts],
    origins: [...own.origins, ...volumes.map((_, i) => ['flyte', 'flyteadmin', 'additionalVolumes', i])],
    mountOrigins: [
      ...own.origins, ...mounts.map((_, i) => ['flyte', 'flyteadmin', 'additionalVolumeMounts', i]),
    ],
  };
}

/** A Secret whose name is a blank global has none; another rule reports the global. */
function named(volume: JsonObject): JsonObject {
  return isObject(volume.secret) && volume.secret.secretName === undefined
    ? { ...volume, secret: { ...volume.secret, secretName: SECRETS.unionServices.name } }
    : volume;
}

/** A Secret that the chart renders from a value, if any. */
function renderedSecret(set: ValueSet, name: string, path: string): ChartObject[] {
  const value = set.effective.textAt(path);
  return value === undefined ? [] : [secretObject(set, { name, path }, { [CLIENT_SECRET_KEY]: value })];
}

function secretObject(
  set: ValueSet, { name, path }: { readonly name: string; readonly path: string }, stringData: JsonObject,
): ChartObject {
  const metadata = { name, namespace: set.namespace };
  return new ChartObject({ apiVersion: 'v1', kind: 'Secret', metadata, stringData }, set, [becauseOf(path)]);
}

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
export function controllerObjects(set: ValueSet): ChartObject[] {
  const { namespace, effective: values } = set;
  const own = values.textAt(`${CONTROLLER}.ingressClassResource.name`) ?? CHART_INGRESS_CLASS;
  if (values.at(`${CHART}.enabled`) !== true || values.textAt('ingress.className') !== own) {
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
  const labels = { ...CONTROLLER_PODS.podLabels, 'app.kubernetes.io/version': CHART_VERSION };
  const config = { ...CONFIG_MAP, metadata: { name: `${name}-controller`, namespace, labels }, data };
  const list = { ...CONFIG_MAP, metadata: { name: listName, namespace }, data: headers };
  return [
    new ChartObject(config, set, CONFIG_ORIGINS),
    ...(hasHeaders ? [new ChartObject(list, set, LIST_ORIGINS)] : []),
  ];
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** The places of the values for the two ConfigMaps. */
const [CONFIG_ORIGINS, LIST_ORIGINS]: readonly (readonly Origin[])[] = [
  [
    becauseOf(CONTROLLER),
    { path: ['data'], values: CHART_CONTROLLER_CONFIG.split('.') },
    becauseOf(ALLOW_SNIPPETS, ['data', NGINX_CONFIG.allowSnippets]),
    becauseOf(PROXY_SET_HEADERS, ['data', NGINX_CONFIG.proxySetHeaders]),
  ],
  [becauseOf(CONTROLLER), { path: ['data'], values: PROXY_SET_HEADERS.split('.') }],
];

/** Of the controller in ingress-nginx chart 4.12.3, which every release of Union's chart uses. */
const CHART_VERSION = '1.12.3';
