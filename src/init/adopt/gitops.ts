import { withAnswer } from '..';
import { isObject, withoutUndefined } from '../../common/data/json';
import { CHART_NAMES, ChartName } from '../../contract/union/values-contract';
import { ARGO_CD, ARGO_INSTALLERS } from '../../contract/upstream/helm';
import { asObject, asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import type { Field } from '../../verify/read/field';
import { ArgoInstall, argoInstalls } from '../../verify/values/installs/argo';
import { MadeApplication, sourcesOf } from '../../verify/values/installs/argo-applications';
import { FluxInstall, fluxInstalls } from '../../verify/values/installs/flux';
import { lastOf } from '../../verify/values/installs/install';
import { Answers, dataPlanesIn } from '../answers';
import { firstLike } from '../planes-program';
import { dataPlanesSeen, placesOfDataPlanes } from './clusters';
import { Finds, Sighting, sighted } from './finds';
import { Standing } from './standing';

/** What installs a chart of Union, by Argo CD or Flux. */
type SeenInstall = (ArgoInstall | FluxInstall) & { readonly union: ChartName };

/** Who installs the charts: Argo CD or Flux, if anyone shows in the input. */
export function findGitops(standing: Standing, finds: Finds): void {
  const installs = installsOf(standing);
  const [source] = sourcesIn(installs);
  if (source === undefined) {
    installs.filter(({ union }) => union === 'controlplane').forEach(({ by }) =>
      finds.miss(leftToHelm(finds, by, 'takes its chart from a source that is not in the input (add it)')));
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
  return `gitops: ${places.textOf(by.field())} ${why}; the charts are left to helm, or to an app`;
}

function whatIsMissing({ kind }: KubeObject): string {
  return kind === ARGO_INSTALLERS.applicationSet
    ? 'installs into other clusters, and answers make no ApplicationSet but an Application for each plane'
    : 'and the like do not show which plane goes into which cluster';
}

/** An answer about a cluster; without a value it is the one that Argo CD or Flux runs in. */
interface SeenDestination {
  readonly path: string;
  readonly value?: string;
  readonly field: Field;
}

/** Nothing where the input does not show which cluster or which plane it is, or answers cannot say it. */
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
  // Argo CD's cluster follows from the name of a data plane, and without one is its own.
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

/** A word of the answers, what an object says for it, and where. */
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

/** The directory of manifests that is synced with the chart: the folder above that of the plane. */
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

/** The version of the charts that is installed. */
export function versionInstalled(standing: Standing): Sighting | undefined {
  return sourcesIn(installsOf(standing)).flatMap(({ version = '', field }) =>
    sighted(version, field).filter(() => /^v?\d{4}\.\d+(\.\d+)?$/.test(version)))[0];
}

/** What installs the charts. */
export function installersIn(standing: Standing): readonly KubeObject[] {
  return [...new Set(installsOf(standing).map(({ by }) => by))];
}

/** Charts in a repository of charts, not in a folder. */
function installsOf({ model: { objects } }: Standing): SeenInstall[] {
  const ofKind = (group: string, kind: string) =>
    objects.filter((object) => object.group === group && object.kind === kind);
  const around = { ofKind, kustomizations: [] };
  const installs =
    [...argoInstalls(around).filter(({ from }) => from.source.chart !== undefined), ...fluxInstalls(around)];
  return installs.flatMap((install) => {
    const union = CHART_NAMES.find((name) => name === lastOf(install.chart ?? ''));
    return union === undefined ? [] : [{ ...install, union }];
  });
}

/** Where the chart of the control plane comes from, as far as the input shows it. */
function sourcesIn(installs: readonly SeenInstall[]) {
  return installs.filter(({ union }) => union === 'controlplane').flatMap((by) => {
    const { repository, version } = by;
    const field = 'application' in by ? by.application.field(...by.from.way) : by.source?.field('spec');
    return repository === undefined || field === undefined
      ? []
      : [{ by, repository: repositoryIn(repository), version, field }];
  });
}

/** Argo CD names a registry without its scheme, Flux with the chart at its end. */
function repositoryIn(url: string): string {
  return (/^[a-z]+:\/\//.test(url) ? url : `oci://${url}`).replace(/\/controlplane$/, '');
}
