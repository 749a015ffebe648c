import { isObject } from '../../../common/data/json';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { heldValues, keyReference } from './held-values';
import { Around, folderOf, inlineLayers, Install, Layer } from './install';

/**
 * What Rancher's Fleet installs by a `fleet.yaml`: `values`, `valuesFiles` over them, `valuesFrom` over both;
 * a target may change each. Source: Fleet, "Git repository contents" (order of precedence) and
 * `FleetYAML.targetCustomizations`.
 */
export function fleetInstalls(document: KubeObject, around: Around): Install[] {
  const chart = document.textAt('helm', 'chart');
  const beside = folderOf(document.source.file);
  const namespace = document.textAt('namespace') ?? document.textAt('defaultNamespace');
  const files = document.listAt('helm', 'valuesFiles').map((path): Layer =>
    ({ kind: 'file', path: asText(path) ?? '', beside }));
  return chart === undefined ? [] : [{
    by: document,
    name: document.source.file,
    chart,
    repository: document.textAt('helm', 'repo') ?? chart,
    version: document.textAt('helm', 'version'),
    namespace,
    helmRelease: document.textAt('helm', 'releaseName'),
    layers: [
      ...inlineLayers(document.at('helm', 'values'), document.field('helm', 'values')),
      ...files,
      ...document.listAt('helm', 'valuesFrom').flatMap((entry) =>
        heldValues(document, keyReference(asObject(entry), 'values.yaml', namespace), around)),
      ...document
        .listAt('targetCustomizations')
        .map(asObject)
        .filter(({ helm }) => isObject(helm))
        .map(ofTarget),
    ],
  }];
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
