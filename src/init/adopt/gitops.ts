import { isObject, withoutUndefined } from '../../common/data/json';
import { ARGO_INSTALLERS, FLUX_INSTALLER } from '../../contract/upstream/chart-installers';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import type { Model } from '../../verify/model/model';
import type { Field } from '../../verify/read/field';
import {
  applicationsOf, MadeApplication, sourcesOf,
} from '../../verify/values/installs/argo-applications';
import type { DataPlaneAnswers } from '../answers';
import { Standing } from './standing';
import { Finds, Sighting, sighted } from './taken';

/** What installs a chart of Union, and from where. */
interface SeenInstall {
  readonly by: KubeObject;
  /** Absent where it is Flux that installs. */
  readonly application?: MadeApplication;
  readonly repository: string;
  readonly version: string;
  readonly field: Field;
}

/** Who installs the charts: Argo CD or Flux, if anybody shows in the input. */
export function findGitops(standing: Standing, finds: Finds): void {
  const [install] = installsOf(standing);
  if (install === undefined) {
    return;
  }
  const { by, application, repository, field } = install;
  if (isOfSeveralClusters(standing, finds)) {
    finds.miss(`gitops: ${finds.places.textOf(by.field())} and its like install into more clusters than `
      + 'their own, which answers do not name; the charts are left to helm, or to an app');
    return;
  }
  finds.take(`gitops.${application === undefined ? 'flux' : 'argocd'}.repository`, repository, field);
  if (application !== undefined) {
    const { spec: { project, syncPolicy } } = application;
    const ownProject = project === 'default' ? undefined : project;
    finds.take('gitops.argocd.project', ownProject, application.field('project'));
    const { automated } = asObject(syncPolicy);
    const isAutomated = isObject(automated) && automated.enabled !== false;
    const at = application.field('syncPolicy', 'automated');
    finds.take('gitops.argocd.automated', isAutomated || undefined, at);
    findManifests(application, finds);
  }
}

/** Whether charts go to other clusters than the one that the carrier runs in. */
function isOfSeveralClusters({ model }: Standing, finds: Finds): boolean {
  const planes = (finds.at('dataPlanes') ?? []) as DataPlaneAnswers[];
  const shareNamespace = new Set(planes.map(({ namespace }) => namespace)).size < planes.length;
  const { inCluster, inClusterServer } = ARGO_CD;
  const goesElsewhere = ({ spec }: MadeApplication) => {
    const { name = inCluster, server = inClusterServer } = asObject(spec.destination);
    return name !== inCluster || server !== inClusterServer;
  };
  return shareNamespace
    || applicationsIn(model).some((application) =>
      sourcesOf(application).some(({ source }) => UNION_CHART.test(asText(source.chart) ?? ''))
      && goesElsewhere(application))
    || model.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind)
      .some((object) => object.at('spec', 'kubeConfig') !== undefined);
}

const UNION_CHART = /(^|\/)(controlplane|dataplane)$/;

function applicationsIn(model: Model): MadeApplication[] {
  const { group, application, applicationSet } = ARGO_INSTALLERS;
  return [application, applicationSet].flatMap((kind) => model.ofKind(group, kind)).flatMap(applicationsOf);
}

/** The directory of manifests that is synced with the chart: the folder above that of the plane. */
function findManifests(application: MadeApplication, finds: Finds): void {
  for (const { source, way } of application.spec.sources === undefined ? [] : sourcesOf(application)) {
    const path = asText(source.path);
    const isChart = source.chart !== undefined || source.helm !== undefined;
    if (!isChart && path?.includes('/')) {
      const revision = asText(source.targetRevision);
      finds.take('gitops.argocd.manifests', withoutUndefined({
        repository: asText(source.repoURL),
        path: path.replace(/\/[^/]*$/, ''),
        revision: revision === 'HEAD' ? undefined : revision,
      }), application.field(...way));
    }
  }
}

/** The version of the charts that is installed. */
export function versionInstalled(standing: Standing): Sighting | undefined {
  return installsOf(standing).flatMap(({ version, field }) =>
    sighted(version, field).filter(() => /^v?\d{4}\.\d+(\.\d+)?$/.test(version)))[0];
}

const CHART = /(^|\/)controlplane$/;

function installsOf({ model }: Standing): SeenInstall[] {
  return [
    ...applicationsIn(model).flatMap(argoInstalls),
    ...model.ofKind(FLUX_INSTALLER.group, FLUX_INSTALLER.kind)
      .flatMap((object) => fluxInstall(object, model.objects)),
  ];
}

function argoInstalls(application: MadeApplication): SeenInstall[] {
  return sourcesOf(application).flatMap(({ source: { chart, repoURL, targetRevision }, way }) => {
    const [repository, version] = [asText(repoURL), asText(targetRevision)];
    return repository === undefined || version === undefined || !CHART.test(asText(chart) ?? '') ? [] : [{
      by: application.object,
      application,
      repository: withScheme(repository),
      version,
      field: application.field(...way),
    }];
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
  return [{ by: object, repository: url.replace(CHART, ''), version, field: found.field('spec') }];
}
