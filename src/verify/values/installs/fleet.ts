import { isObject } from '../../../common/data/json';
import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { heldLayers, keyReferences } from './held-values';
import { Around, folderOf, inlineLayers, Install, Layer } from './install';
import { areValues, filledIn, isTemplate } from './templated';

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
    releaseName: document.textAt('helm', 'releaseName'),
    layers: [
      ...inlineLayers(document.at('helm', 'values'), document.field('helm', 'values')),
      ...files,
      ...templates(document),
      ...document.listAt('helm', 'valuesFrom').flatMap((entry) =>
        keyReferences(asObject(entry), 'values.yaml', namespace)
          .flatMap((reference) => heldLayers(document, reference, around))),
      ...document
        .listAt('targetCustomizations')
        .map(asObject)
        .filter(({ helm }) => isObject(helm))
        .map(ofTarget),
    ],
  }];
}

/** Each a text for a key, which takes the place of what stands there. */
function templates(document: KubeObject): Layer[] {
  return Object.entries(document.objectAt('helm', 'templateValues')).map(([key, value]): Layer => {
    const at = document.field('helm', 'templateValues', key);
    const text = `${key}: ${(asText(value) ?? '').replace(/^(?=.*\n)|\n(?=.)/gs, '\n  ')}`;
    return FILLED_IN.test(text) || isTemplate(text) || !areValues(text)
      ? filledIn(at, 'Fleet')
      : { kind: 'text', text, at };
  });
}

/** How Fleet marks what it fills in, as Helm has the braces. */
const FILLED_IN = /\$\{/;

function ofTarget({ name }: Readonly<Record<string, unknown>>): Layer {
  return {
    kind: 'unread',
    what: `the target ${asText(name) ?? 'without a name'} as well`,
    add: 'the output of "fleet target" for that cluster, with --values',
  };
}

/** Whether a document says to Fleet which chart to install. */
export function isFleet(document: KubeObject): boolean {
  return document.apiVersion === '' && document.textAt('helm', 'chart') !== undefined;
}
