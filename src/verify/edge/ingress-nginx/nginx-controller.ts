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
    const [name = '', namespace = '$'] = (flag('configmap') ?? '').split('/').reverse();
    const place = namespace.startsWith('$') ? workload : beside(workload, namespace);
    const configMap = configMaps.map(({ object }) => object)
      .find((object) => object.name === name && sameHome(object, place));
    return configMap === undefined ? [] : [{
      configMap,
      ...settingsOf(configMap, workload.object),
      ingressClass: flag('ingress-class'),
      controllerClass: flag('controller-class'),
    }];
  });
}

export function controllerFor(
  ingress: KubeObject, all: readonly NginxController[], ingressClasses: readonly KubeObject[],
): NginxController | undefined {
  const controllers = all.filter(({ configMap }) => sameCluster(configMap, ingress));
  const controllerClass = classController(ingress, ingressClasses);
  const serving = controllerClass === undefined
    ? []
    : controllers.filter((controller) => controller.controllerClass === controllerClass);
  const named = controllers.filter(({ ingressClass }) => ingressClass === className(ingress));
  const unnamed = controllers.filter(({ ingressClass }) => ingressClass === undefined);
  // A control plane chart has its own controller, whose class is not in a dump without IngressClasses.
  const near = (controllerClass === undefined ? controllers : unnamed)
    .filter(({ configMap }) => sameHome(configMap, ingress));
  const [found, ...others] = [serving, named, near, unnamed].find(({ length }) => length > 0) ?? [];
  return others.length > 0 ? undefined : found;
}

/**
 * The settings that prevent a controller from accepting snippets, with the value that accepts them and the
 * current one as a phrase. Snippets are allowed before 1.9, and those of the risk Critical before 1.12.
 */
export function snippetRefusals(
  { settings, minorVersion }: NginxController,
): { readonly key: string; readonly value: string; readonly found: string }[] {
  const allowed = String(minorVersion !== undefined && minorVersion < 9);
  const risk = minorVersion === undefined || minorVersion < 12 ? SNIPPET_RISK : 'High';
  return [
    { key: NGINX_CONFIG.allowSnippets, value: 'true', byDefault: allowed },
    { key: NGINX_CONFIG.riskLevel, value: SNIPPET_RISK, byDefault: risk },
  ].flatMap(({ key, value, byDefault }) => {
    const own = settings[key];
    const found = own === undefined ? `no ${key}, which is ${byDefault} by default` : `${key}: ${own}`;
    return (own ?? byDefault) === value ? [] : [{ key, value, found }];
  });
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
