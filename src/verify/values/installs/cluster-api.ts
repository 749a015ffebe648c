import { CLUSTER_API_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { asObject } from '../../kube/json-access';
import { KubeObject } from '../../kube/kube-object';
import { Around, Install, Layer, nameOf } from './install';
import { textLayers } from './templated';

/** What Cluster API installs into its clusters: what it made of a template, else the template. */
export function clusterApiInstalls({ ofKind }: Around): Install[] {
  const { group, chart, release } = CLUSTER_API_INSTALLERS;
  const releases = ofKind(group, release);
  const owners = releases.flatMap((object) => object.listAt('metadata', 'ownerReferences').map(asObject));
  const isMade = ({ name }: KubeObject) =>
    owners.some((owner) => owner.kind === chart && owner.name === name);
  return [
    ...ofKind(group, chart).filter((object) => !isMade(object))
      .map((object) => installOf(object, valuesOf(object, 'valuesTemplate'))),
    ...releases.map((object) => installOf(object, valuesOf(object, 'values'))),
  ];
}

function installOf(by: KubeObject, layers: readonly Layer[]): Install {
  return {
    by,
    name: nameOf(by),
    chart: by.textAt('spec', 'chartName'),
    repository: by.textAt('spec', 'repoURL'),
    version: by.textAt('spec', 'version'),
    namespace: by.textAt('spec', 'namespace') ?? 'default',
    releaseName: by.textAt('spec', 'releaseName'),
    layers,
  };
}

function valuesOf(object: KubeObject, key: string): Layer[] {
  return textLayers(object.textAt('spec', key), object.field('spec', key), 'Cluster API');
}
