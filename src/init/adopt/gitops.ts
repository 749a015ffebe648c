import { withAnswer } from '..';
import { isObject, withoutUndefined } from '../../common/data/json';
import { CHART_NAMES, ChartName } from '../../contract/union/values-contract';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { ARGO_INSTALLERS, FLUX_INSTALLER } from '../../contract/upstream/helm';
import { asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import type { Field } from '../../verify/read/field';
import type { ArgoInstall } from '../../verify/values/installs/argo';
import { MadeApplication, sourcesOf } from '../../verify/values/installs/argo-applications';
import type { FluxInstall } from '../../verify/values/installs/flux';
import { Install, chartIn, lastOf } from '../../verify/values/installs/install';
import { Answers, dataPlanesIn } from '../answers';
import { firstLike } from '../planes-program';
import { dataPlanesSeen, placesOfDataPlanes } from './clusters';
import { Finds, Sighting, sighted } from './finds';
import { Standing } from './standing';

/** An object of Argo CD or Flux that installs a chart of Union. */
type SeenInstall = (ArgoInstall | FluxInstall) & { readonly union: ChartName };

/** Finds what installs the charts: Argo CD or Flux, if the input has one. */
export function findGitops(standing: Standing, finds: Finds): void {
  const installs = installsOf(standing);
  const [source] = sourcesIn(installs);
  if (source === undefined) {
    installs.filter(({ union }) => union === 'controlplane').forEach(({ by }) =>
      finds.miss(leftToHelm(finds, by, 'has a chart source that is not in the input (add it)')));
    return;
  }
  const destinations = installs.map((install) => destinationIn(install, standing, finds));
  const elsewhere = destinations.flatMap((each) => (each?.value === undefined ? [] : each));
  const answers = elsewhere.reduce((all, { path, value }) => withAnswer(all, path, value), finds.answers);
  const { by, repository, field } = source;
  const carrier = 'application' in by ? 'argocd' : 'flux';
  const twins = firstLike({ ...answers, gitops: { [carrier]: {} } } as unknown as Answers);
  if (destinations.includes(undefined) || twins.some((first, i) => first !== i)) {
    const { by: strange } = installs[destinations.indexOf(undefined)] ?? by;
    finds.miss(leftToHelm(finds, strange, whatIsMissing(strange)));
    return;
  }
  elsewhere.forEach((each) => finds.take(each.path, each.value, each.field));
  finds.take(`gitops.${carrier}.repository`, repository, field);
  if ('application' in by) {
    findSync(by.application, finds);
    findManifests(by.application, finds);
  }
}

function leftToHelm({ places }: Finds, by: KubeObject, why: string): string {
  return `gitops: ${places.textOf(by.field())} ${why}; use helm or an app to install the charts`;
}

function whatIsMissing({ kind }: KubeObject): string {
  return kind === ARGO_INSTALLERS.applicationSet
    ? 'installs into other clusters, but answers have no ApplicationSet, only an Application for each plane'
    : 'and similar ones do not show the cluster of each plane';
}

/** An answer about a cluster; without a value it is the cluster of Argo CD or Flux itself. */
interface SeenDestination {
  readonly path: string;
  readonly value?: string;
  readonly field: Field;
}

/** Undefined if the input does not show the cluster or the plane, or answers cannot express it. */
function destinationIn(
  install: SeenInstall, standing: Standing, finds: Finds,
): SeenDestination | undefined {
  const { union, destination, namespace } = install;
  const [word, value, field] = 'application' in install ? argoCluster(install) : fluxCluster(install);
  if (value === undefined) {
    return { path: '', field };
  }
  const planes = [standing.controlPlane, ...dataPlanesSeen(standing).map(({ values }) => values)];
  const places = ['controlPlane', ...placesOfDataPlanes(standing, finds)];
  const at = planes.findIndex((set) => set?.chart === union && set.destination === destination
    && [undefined, namespace].includes(set.namespace));
  const path = places[at] ?? '';
  // In Argo CD the cluster follows from the name of a data plane; without a name it is Argo CD's own.
  const isOfSet = install.by.kind === ARGO_INSTALLERS.applicationSet;
  const clusterName = word === 'kubeConfig' || isOfSet ? undefined : clusterAt(path, finds);
  if (value === (clusterName ?? ARGO_CD.inClusterServer)) {
    return { path: '', field };
  }
  return destination === undefined || at < 0 || isOfSet
    ? undefined
    : { path: `${path}.destination.${word}`, value, field };
}

function clusterAt(path: string, { answers }: Finds): string | undefined {
  return dataPlanesIn(answers as Partial<Answers>).find(({ place }) => place === path)?.clusterName;
}

/** A key of the answers, the value of an object for it, and its place. */
type Said = readonly [word: string, value: string | undefined, field: Field];

function argoCluster({ application }: ArgoInstall): Said {
  const { name, server } = asObject(application.spec.destination);
  const byName = asText(name) || undefined;
  const address = asText(server);
  return byName === undefined
    ? ['server', address, application.field('destination', 'server')]
    : ['cluster', byName, application.field('destination', 'name')];
}

function fluxCluster({ by }: FluxInstall): Said {
  const at = ['spec', 'kubeConfig'] as const;
  const isHere = by.at(...at) === undefined;
  return ['kubeConfig', isHere ? undefined : by.textAt(...at, 'secretRef', 'name') ?? '', by.field(...at)];
}

function findSync(application: MadeApplication, finds: Finds): void {
  const { project, syncPolicy } = application.spec;
  const ownProject = project === 'default' ? undefined : project;
  finds.take('gitops.argocd.project', ownProject, application.field('project'));
  const { automated } = asObject(syncPolicy);
  const isAutomated = isObject(automated) && automated.enabled !== false;
  const at = application.field('syncPolicy', 'automated');
  finds.take('gitops.argocd.automated', isAutomated || undefined, at);
}

/** Finds the directory of manifests synced with the chart: the parent folder of the plane's. */
function findManifests(application: MadeApplication, finds: Finds): void {
  for (const { source, way } of application.spec.sources === undefined ? [] : sourcesOf(application)) {
    const path = asText(source.path);
    const isChart = source.chart !== undefined || source.helm !== undefined;
    if (!isChart && path?.includes('/')) {
      const revision = asText(source.targetRevision);
      finds.take('gitops.argocd.manifests', withoutUndefined({
        repository: asText(source.repoURL),
        folder: path.replace(/\/[^/]*$/, ''),
        revision: revision === 'HEAD' ? undefined : revision,
      }), application.field(...way));
    }
  }
}

/** The installed version of the charts, of the control plane's first. */
export function versionInstalled({ input: { installs } }: Standing): Sighting | undefined {
  return CHART_NAMES.flatMap((union) => installs.filter((install) => chartOf(install) === union))
    .flatMap(({ version = '', by, at = by.field() }) =>
      sighted(version, at).filter(() => /^v?\d{4}\.\d+(\.\d+)?$/.test(version)))[0];
}

/** The objects that install the charts. */
export function installersIn(standing: Standing): readonly KubeObject[] {
  return [...new Set(installsOf(standing).map(({ by }) => by))];
}

/** The chart of Union's, of any repository. */
function chartOf(install: Install): ChartName | undefined {
  return chartIn(install) ?? namedAsUnions(install);
}

function namedAsUnions({ chart = '' }: Install): ChartName | undefined {
  return CHART_NAMES.find((name) => name === lastOf(chart));
}

/** The installs of Argo CD and Flux: of charts in a chart repository, not in a folder. */
function installsOf({ input }: Standing): SeenInstall[] {
  return input.installs.filter(isOfGitops).flatMap((install) => {
    const union = namedAsUnions(install);
    return union === undefined ? [] : [{ ...install, union }];
  });
}

function isOfGitops(install: Install | ArgoInstall): install is ArgoInstall | FluxInstall {
  return 'application' in install
    ? install.from.source.chart !== undefined
    : install.by.kind === FLUX_INSTALLER.kind;
}

/** The source of the control plane's chart, as far as the input shows it. */
function sourcesIn(installs: readonly SeenInstall[]) {
  return installs.filter(({ union }) => union === 'controlplane').flatMap((by) => {
    const { repository } = by;
    const field = 'application' in by ? by.application.field(...by.from.way) : by.source?.field('spec');
    return repository === undefined || field === undefined
      ? []
      : [{ by, repository: repositoryIn(repository), field }];
  });
}

/** Argo CD writes a registry without its scheme, Flux with the name of the chart. */
function repositoryIn(url: string): string {
  return (/^[a-z]+:\/\//.test(url) ? url : `oci://${url}`).replace(/\/controlplane$/, '');
}
