import { isObject } from '../../../common/data/json';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { folderOf, Install, Layer } from './install';

/**
 * What Rancher's Fleet installs by a `fleet.yaml`: `values`, `valuesFiles` over them, `valuesFrom` over both;
 * a target may change each. Source: Fleet, "Git repository contents" (order of precedence) and
 * `FleetYAML.targetCustomizations`.
 */
export function fleetInstalls(document: KubeObject): Install[] {
  const chart = document.textAt('helm', 'chart');
  const values = document.at('helm', 'values');
  const beside = folderOf(document.source.file);
  const files = document.listAt('helm', 'valuesFiles').map((path): Layer =>
    ({ kind: 'file', path: asText(path) ?? '', beside }));
  return chart === undefined ? [] : [{
    by: document,
    name: document.source.file,
    chart,
    repository: document.textAt('helm', 'repo') ?? chart,
    version: document.textAt('helm', 'version'),
    namespace: document.textAt('namespace') ?? document.textAt('defaultNamespace'),
    helmRelease: document.textAt('helm', 'releaseName'),
    layers: [
      ...isObject(values)
        ? [{ kind: 'map', values, at: document.field('helm', 'values') } as const]
        : [],
      ...files,
      ...document.listAt('helm', 'valuesFrom').map(elsewhere),
      ...document
        .listAt('targetCustomizations')
        .map(asObject)
        .filter(({ helm }) => isObject(helm))
        .map(ofTarget),
    ],
  }];
}

function elsewhere(): Layer {
  return { kind: 'unread', what: 'a ConfigMap or Secret (valuesFrom)', add: 'them with --values' };
}

function ofTarget({ name }: Readonly<Record<string, unknown>>): Layer {
  return {
    kind: 'unread',
    what: `the target ${asText(name) ?? 'without a name'} as well`,
    add: 'what "fleet target" makes of it for that cluster, with --values',
  };
}

/** Whether a document says to Fleet which chart to install. */
export function isFleet(document: KubeObject): boolean {
  return document.apiVersion === '' && document.textAt('helm', 'chart') !== undefined;
}
