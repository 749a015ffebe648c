import type { ConfigMap } from '../kube/config-map';
import { beside, sameHome } from '../kube/home';
import { asTextMap } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';

/** An ingress-nginx controller and the settings that apply to every Ingress it serves. */
export interface NginxController {
  /** Absent where the input does not tell. */
  readonly ingressClass?: string;
  readonly controllerClass?: string;
  /** Of version 1. */
  readonly minorVersion?: number;
  readonly configMap: KubeObject;
  readonly settings: Readonly<Record<string, string>>;
}

/** The controllers whose ConfigMap is in the input: of its Deployments, else by the labels of the controller's chart. */
export function nginxControllers(workloads: readonly Workload[], configMaps: readonly ConfigMap[]): NginxController[] {
  const running = workloads.flatMap((workload) => workload.containers
    .filter(({ commandLine }) => commandLine.some((part) => part.endsWith('/nginx-ingress-controller')))
    .map(({ commandLine }) => ({ workload, flag: (name: string) => flagOf(commandLine, name) })));
  if (running.length === 0) {
    return configMaps.filter(({ object }) => hasControllerLabels(object)).map(({ object }) => ({ configMap: object, ...settingsOf(object) }));
  }
  return running.flatMap(({ workload, flag }) => {
    const [name = '', namespace] = (flag('configmap') ?? '').split('/').reverse();
    const place = namespace === undefined || namespace.startsWith('$') ? workload : beside(workload, namespace);
    const configMap = configMaps.find(({ object }) => object.name === name && sameHome(object, place))?.object;
    return configMap === undefined ? [] : [{
      configMap,
      ...settingsOf(configMap, workload.object),
      ingressClass: flag('ingress-class'),
      controllerClass: flag('controller-class'),
    }];
  });
}

/** The controller that serves an Ingress; nothing where the input leaves a choice. */
export function controllerFor(
  className: string,
  controllers: readonly NginxController[],
  ingressClasses: readonly KubeObject[],
): NginxController | undefined {
  const controllerClass = ingressClasses.find(({ name }) => name === className)?.textAt('spec', 'controller');
  const serving = controllers.filter((controller) => controller.controllerClass !== undefined && controller.controllerClass === controllerClass);
  const named = controllers.filter(({ ingressClass }) => ingressClass === className);
  const unnamed = controllers.filter(({ ingressClass }) => ingressClass === undefined);
  const [found, ...others] = [serving, named, unnamed].find(({ length }) => length > 0) ?? [];
  return others.length > 0 ? undefined : found;
}

function settingsOf(configMap: KubeObject, workload: KubeObject = configMap): Pick<NginxController, 'settings' | 'minorVersion'> {
  const version = /^v?1\.(\d+)\./.exec(workload.labels['app.kubernetes.io/version'] ?? '');
  return { settings: asTextMap(configMap.at('data')), minorVersion: version === null ? undefined : Number(version[1]) };
}

function hasControllerLabels(object: KubeObject): boolean {
  const label = (name: string) => object.textAt('metadata', 'labels', `app.kubernetes.io/${name}`);
  return label('name') === 'ingress-nginx' && label('component') === 'controller';
}

function flagOf(commandLine: readonly string[], name: string): string | undefined {
  return commandLine.find((part) => part.startsWith(`--${name}=`))?.slice(name.length + 3);
}
