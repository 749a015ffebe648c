import { ChartVersion } from '../../contract/union/releases/chart-version';
import type { ChartName } from '../../contract/union/values-contract';
import { HELM_OWNERSHIP, HELM_RELEASE_NAMES } from '../../contract/upstream/helm';
import type { Field } from '../../verify/read/field';
import { SOME_NAMESPACE } from '../../verify/values/effective-values';
import type { ValueSet } from '../../verify/values/value-set';
import { dataPlanesSeen, namespaceOf } from './clusters';
import { versionInstalled } from './gitops';
import { Standing } from './standing';
import { Finds, sighted, Sighting } from './taken';

/** Which charts, in which namespaces, under which names. */
export function findCharts(standing: Standing, finds: Finds): void {
  const { controlPlane, dataPlanes, release, guess } = standing;
  const some = controlPlane ?? dataPlanes[0];
  const installed = versionInstalled(standing) ?? versionLabelled(standing);
  if (installed !== undefined) {
    finds.take('planes.charts.version', installed.value, installed.field);
  } else if (some !== undefined) {
    finds.take(
      'planes.charts.version', release.version, guess ?? finds.places.textOf(some.documents[0].field()),
    );
    missUnknown(standing, finds, `${release.version}, which the values fit, is taken`);
  } else if (standing.flyteadmin !== undefined || standing.clients('data').length > 0) {
    finds.take('planes', { charts: {} }, 'objects that Helm made');
    if (!missUnknown(standing, finds, 'the newest known one is taken')) {
      finds.miss(
        'planes.charts.version: no values and nothing that installs the charts shows it; the newest known '
          + 'one is taken',
      );
    }
  }
  const namespace = namespaceOf({ namespace: standing.controlPlaneNamespace }) ?? namespaceInUrls(standing);
  const at =
    standing.flyteadmin?.config.container.workload.object.field() ?? controlPlane?.documents[0].field();
  finds.take('controlPlane.namespace', namespace, at ?? '');
  findHelmReleases(standing, finds, namespace);
}

/** The version that Helm's labels name, where it is one that is known. */
function versionLabelled(standing: Standing): Sighting | undefined {
  return standing.controlPlane !== undefined ? undefined
    : labelled(standing).find(({ value }) => ChartVersion._find(value) !== undefined);
}

/** Tells of a version that Helm's labels name and nobody here knows, and what is done instead. */
function missUnknown(standing: Standing, finds: Finds, instead: string): boolean {
  const unknown = labelled(standing).find(({ value }) => ChartVersion._find(value) === undefined);
  if (unknown === undefined) {
    return false;
  }
  const { object } = unknown.field;
  finds.miss(
    `planes.charts.version: ${object.kind} ${object.name} is of version ${unknown.value} of the charts `
      + `(${CHART_LABEL}), which is not known here; ${instead}`,
  );
  return true;
}

function labelled({ model }: Standing): { readonly value: string; readonly field: Field }[] {
  return model.objects.flatMap((object) => {
    const value = /^(?:controlplane|dataplane)-(\d+\.\d+\.\d+)$/.exec(object.labels[CHART_LABEL] ?? '')?.[1];
    return value === undefined ? [] : [{ value, field: object.field('metadata', 'labels', CHART_LABEL) }];
  });
}

const CHART_LABEL = 'helm.sh/chart';

/** Where nobody names the namespace, the addresses of flyteadmin do. */
function namespaceInUrls({ flyteadmin }: Standing): string | undefined {
  const uris = flyteadmin?.authorizedUris?.texts ?? [];
  return uris.map((uri) => /\/\/flyteadmin\.([a-z0-9-]+)\.svc\b/.exec(uri)?.[1])
    .find((each) => each !== undefined && each !== SOME_NAMESPACE);
}

const RELEASE_NAME = HELM_OWNERSHIP.releaseName;

/** What Helm or an installer calls the release of a plane. */
function findHelmReleases(standing: Standing, finds: Finds, controlPlane: string | undefined): void {
  const named = standing.model.objects.filter(({ annotations }) => annotations[RELEASE_NAME] !== undefined);
  const take = (path: string, chart: ChartName, namespace: string | undefined, set: ValueSet | undefined) => {
    const objects = named.filter((object) => namespace !== undefined && object.namespace === namespace
      && (object.labels[CHART_LABEL] ?? chart).startsWith(chart));
    const [found] = [
      ...objects.flatMap((object) =>
        sighted(object.annotations[RELEASE_NAME], object.annotationField(RELEASE_NAME))),
      ...set === undefined ? [] : sighted(set.releaseName, set.documents[0].field()),
    ];
    if (found !== undefined && found.value !== HELM_RELEASE_NAMES[chart]) {
      finds.take(path, found.value, found.field);
    }
  };
  take('controlPlane.releaseName', 'controlplane', controlPlane, standing.controlPlane);
  dataPlanesSeen(standing).forEach((plane, i) =>
    take(`dataPlanes[${i}].releaseName`, 'dataplane', namespaceOf(plane), plane.values));
}
