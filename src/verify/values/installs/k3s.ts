import { K3S_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { sameHome } from '../../kube/home';
import { asText } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { Around, inlineLayers, Install, Layer, nameOf } from './install';
import { setValue } from './set-value';

/** What k3s' HelmCharts install. */
export function k3sInstalls({ ofKind }: Around): Install[] {
  const { group, chart, config } = K3S_INSTALLERS;
  return ofKind(group, chart).map((object) => {
    const over = ofKind(group, config).filter((each) => each.name === object.name && sameHome(each, object));
    const sets = Object.entries(object.objectAt('spec', 'set')).map(([path, value]) =>
      setValue(path, asText(value) ?? '', object.field('spec', 'set', path)));
    return {
      by: object,
      name: nameOf(object),
      chart: object.textAt('spec', 'chart'),
      repository: object.textAt('spec', 'repo') ?? object.textAt('spec', 'chart'),
      version: object.textAt('spec', 'version'),
      namespace: object.textAt('spec', 'targetNamespace') ?? object.namespace,
      helmRelease: object.name,
      layers: [
        ...[object, ...over].flatMap(contentOf),
        ...secretsOf(object),
        ...(sets.length > 0 ? [{ kind: 'set', sets } as const] : []),
      ],
    };
  });
}

function contentOf(object: KubeObject): Layer[] {
  return inlineLayers(object.textAt('spec', 'valuesContent'), object.field('spec', 'valuesContent'));
}

function secretsOf(object: KubeObject): Layer[] {
  return object
    .listAt('spec', 'valuesSecrets')
    .map(() => ({ kind: 'unread', what: 'values from a Secret', add: 'them with --values' }));
}
