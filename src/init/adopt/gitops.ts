import { isObject, withoutUndefined } from '../../common/data/json';
import { ARGO_INSTALLERS, FLUX_INSTALLER } from '../../contract/upstream/chart-installers';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { asList, asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import type { Field } from '../../verify/read/field';
import type { DataPlaneAnswers } from '../answers';
import { Standing } from './standing';
import { Finds, Sighting, sighted } from './taken';

/** What installs a chart of Union, and from where. */
interface SeenInstall {
  readonly kind: 'argocd' | 'flux';
  readonly repository: string;
  readonly version: string;
  readonly object: KubeObject;
  readonly field: Field;
}

/** Who installs the charts: Argo CD or Flux, if anybody shows in the input. */
export function findGitops(standing: Standing, finds: Finds): void {
  const [install] = installsOf(standing);
  if (install === undefined) {
    return;
  }
  const { kind, repository, object, field } = install;
  if (isOfSeveralClusters(standing, finds)) {
    finds.miss(`gitops: ${finds.places.textOf(object.field())} and its like install into more clusters than `
      + 'their own, which answers do not name; the charts are left to helm, or to an app');
    return;
  }
  const at = `gitops.${kind}`;
  finds.take(`${at}.repository`, repository, field);
  if (kind === 'argocd') {
    const project = asText(object.at('spec', 'project'));
    finds.take(`${at}.project`, project === 'default' ? undefined : project, object.field('spec', 'project'));
    const automated = object.at('spec', 'syncPolicy', 'automated');
    const isAutomated = isObject(automated) && automated.enabled !== false;
    finds.take(`${at}.automated`, isAutomated || undefined, object.field('spec', 'syncPolicy', 'automated'));
    findManifests(object, finds, `${at}.manifests`);
  }
}

/** Whether charts go to other clusters than the one that the carrier runs in. */
function isOfSeveralClusters({ model }: Standing, finds: Finds): boolean {
  const planes = (finds.at('dataPlanes') ?? []) as DataPlaneAnswers[];
  const shareNamespace = new Set(planes.map(({ namespace }) => namespace)).size < planes.length;
  const { inCluster, inClusterServer } = ARGO_CD;
  const isElsewhere = (object: KubeObject) => {
    const { name = inCluster, server = inClusterServer } = object.objectAt('spec', 'destination');
    return name !== inCluster || server !== inClusterServer
      || object.at('spec', 'kubeConfig') !== undefined;
  };
  const carriers = [
    ...model.ofKind(ARGO_INSTALLERS.group, ARGO_INSTALLERS.application).filter((object) =>
      sourcesOf(object).some(({ chart }) => UNION_CHART.test(asText(chart) ?? ''))),
    ...model.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind),
  ];
  return shareNamespace || carriers.some(isElsewhere);
}

const UNION_CHART = /(^|\/)(controlplane|dataplane)$/;

function sourcesOf(object: KubeObject): Readonly<Record<string, unknown>>[] {
  const { source, sources } = object.objectAt('spec');
  return (sources === undefined ? [source] : asList(sources)).map(asObject);
}

/** The directory of manifests that is synced with the chart: the folder above that of the plane. */
function findManifests(object: KubeObject, finds: Finds, at: string): void {
  asList(object.at('spec', 'sources')).forEach((entry, i) => {
    const source = asObject(entry);
    const path = asText(source.path);
    const isChart = source.chart !== undefined || source.helm !== undefined;
    if (isChart || path === undefined || !path.includes('/')) {
      return;
    }
    const revision = asText(source.targetRevision);
    finds.take(at, withoutUndefined({
      repository: asText(source.repoURL),
      path: path.replace(/\/[^/]*$/, ''),
      revision: revision === 'HEAD' ? undefined : revision,
    }), object.field('spec', 'sources', i));
  });
}

/** The version of the charts that is installed. */
export function versionInstalled(standing: Standing): Sighting | undefined {
  return installsOf(standing).flatMap(({ version, field }) =>
    sighted(version, field).filter(() => /^v?\d{4}\.\d+(\.\d+)?$/.test(version)))[0];
}

const CHART = /(^|\/)controlplane$/;

function installsOf({ model }: Standing): SeenInstall[] {
  return [
    ...model.ofKind(ARGO_INSTALLERS.group, ARGO_INSTALLERS.application).flatMap(argoInstall),
    ...model.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind)
      .flatMap((object) => fluxInstall(object, model.objects)),
  ];
}

function argoInstall(object: KubeObject): SeenInstall[] {
  const spec = object.objectAt('spec');
  return sourcesOf(object).flatMap(({ chart, repoURL, targetRevision }, i) => {
    const [repository, version] = [asText(repoURL), asText(targetRevision)];
    if (repository === undefined || version === undefined || !CHART.test(asText(chart) ?? '')) {
      return [];
    }
    const field = spec.sources === undefined
      ? object.field('spec', 'source')
      : object.field('spec', 'sources', i);
    return [{ kind: 'argocd', repository: withScheme(repository), version, object, field }];
  });
}

/** Argo CD names a registry without its scheme. */
function withScheme(repository: string): string {
  return /^[a-z]+:\/\//.test(repository) ? repository : `oci://${repository}`;
}

function fluxInstall(object: KubeObject, objects: readonly KubeObject[]): SeenInstall[] {
  const ref = object.objectAt('spec', 'chartRef');
  const inline = object.objectAt('spec', 'chart', 'spec');
  const source = Object.keys(ref).length > 0 ? ref : asObject(inline.sourceRef);
  const found = objects.find(({ group, kind, name }) =>
    group === FLUX_INSTALLER.sources && kind === source.kind && name === source.name);
  const url = found?.textAt('spec', 'url');
  const chart = asText(inline.chart) ?? found?.textAt('spec', 'chart') ?? url ?? '';
  const version =
    asText(inline.version) ?? found?.textAt('spec', 'ref', 'tag') ?? found?.textAt('spec', 'version');
  if (found === undefined || url === undefined || version === undefined || !CHART.test(chart)) {
    return [];
  }
  return [{ kind: 'flux', repository: url.replace(CHART, ''), version, object, field: found.field('spec') }];
}
