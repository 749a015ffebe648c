import { NGINX_CONFIG, SNIPPET_RISK } from '../../../contract/upstream/ingress-nginx';
import type { ConfigMap } from '../../kube/config-map';
import { beside, sameCluster, sameHome } from '../../kube/home';
import { asTextMap } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import type { Workload } from '../../kube/workload';
import { classController, className } from '../ingress-class';

export interface NginxController {
  /** Absent if the input does not show it. */
  readonly ingressClass?: string;
  readonly controllerClass?: string;
  /** The minor version of version 1. */
  readonly minorVersion?: number;
  readonly configMap: KubeObject;
  readonly settings: Readonly<Record<string, string>>;
}

/** By their Deployments, otherwise by labels of the ConfigMap. */
export function nginxControllers(
  workloads: readonly Workload[], configMaps: readonly ConfigMap[],
): NginxController[] {
  const running = workloads.flatMap((workload) => workload.containers
    .filter(({ commandLine }) => commandLine.some((part) => part.endsWith('/nginx-ingress-controller')))
    .map(({ commandLine }) => ({ workload, flag: (name: string) => flagOf(commandLine, name) })));
  if (running.length === 0) {
    return configMaps
      .filter(({ object }) => hasControllerLabels(object))
      .map(({ object }) => ({ configMap: object, ...settingsOf(object) }));
  }
  return running.flatMap(({ workload, flag }) => {
    const [name = '', namespace] = (flag('configmap') ?? '').split('/').reverse();
    const place =
      namespace === undefined || namespace.startsWith('$') ? workload : beside(workload, namespace);
    const configMap = configMaps.find(
      ({ object }) => object.name === name && sameHome(object, place),
    )?.object;
    return configMap === undefined ? [] : [{
      configMap,
      ...settingsOf(configMap, workload.object),
      ingressClass: flag('ingress-class'),
      controllerClass: flag('controller-class'),
    }];
  });
}

export function controllerFor(
  ingress: KubeObject,
  all: readonly NginxController[],
  ingressClasses: readonly KubeObject[],
): NginxController | undefined {
  const [own, controllers] = [
    className(ingress), all.filter(({ configMap }) => sameCluster(configMap, ingress)),
  ];
  const controllerClass = classController(ingress, ingressClasses);
  const serving = controllers.filter(
    (controller) =>
      controller.controllerClass !== undefined && controller.controllerClass === controllerClass,
  );
  const named = controllers.filter(({ ingressClass }) => ingressClass === own);
  const unnamed = controllers.filter(({ ingressClass }) => ingressClass === undefined);
  // A control plane chart has its own controller, whose class is not in a dump without IngressClasses.
  const near = (controllerClass === undefined ? controllers : unnamed)
    .filter(({ configMap }) => sameHome(configMap, ingress));
  const [found, ...others] = [serving, named, near, unnamed].find(({ length }) => length > 0) ?? [];
  return others.length > 0 ? undefined : found;
}

/** A setting that prevents a controller from accepting snippets. */
export interface SnippetRefusal {
  readonly key: string;
  /** The value that accepts them. */
  readonly value: string;
  /** The current value, as a phrase. */
  readonly found: string;
}

/**
 * The settings that prevent a controller from accepting snippets: allowed before 1.9, risk Critical before
 * 1.12.
 */
export function snippetRefusals({ settings, minorVersion }: NginxController): SnippetRefusal[] {
  const allows =
    settings[NGINX_CONFIG.allowSnippets] ?? String(minorVersion !== undefined && minorVersion < 9);
  const risk =
    settings[NGINX_CONFIG.riskLevel]
    ?? (minorVersion === undefined || minorVersion < 12 ? SNIPPET_RISK : 'High');
  const foundText = (key: string, value: string) =>
    settings[key] === undefined ? `no ${key}, which is ${value} by default` : `${key}: ${value}`;
  return [
    { key: NGINX_CONFIG.allowSnippets, value: 'true', actual: allows },
    { key: NGINX_CONFIG.riskLevel, value: SNIPPET_RISK, actual: risk },
  ]
    .filter(({ value, actual }) => actual !== value)
    .map(({ key, value, actual }) => ({ key, value, found: foundText(key, actual) }));
}

/**
 * Whether a controller silently omits the snippets of an Ingress. An Ingress with a higher risk than allowed
 * is dropped instead.
 *
 * Source: ingress-nginx 1.15, `internal/ingress/controller/controller.go` (dropSnippetDirectives).
 */
export function dropsSnippets(controller: NginxController | undefined): boolean {
  const refusals = controller === undefined ? [] : snippetRefusals(controller);
  return refusals.length === 1 && refusals[0].key === NGINX_CONFIG.allowSnippets;
}

function settingsOf(
  configMap: KubeObject, workload: KubeObject = configMap,
): Pick<NginxController, 'settings' | 'minorVersion'> {
  const version = /^v?1\.(\d+)\./.exec(workload.labels['app.kubernetes.io/version'] ?? '');
  return {
    settings: asTextMap(configMap.at('data')),
    minorVersion: version === null ? undefined : Number(version[1]),
  };
}

function hasControllerLabels(object: KubeObject): boolean {
  const label = (name: string) => object.textAt('metadata', 'labels', `app.kubernetes.io/${name}`);
  return label('name') === 'ingress-nginx' && label('component') === 'controller';
}

function flagOf(commandLine: readonly string[], name: string): string | undefined {
  return commandLine.find((part) => part.startsWith(`--${name}=`))?.slice(name.length + 3);
}
