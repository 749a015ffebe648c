import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { bytesOf } from '../../common/data/texts';
import { filledIn, objectName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { ARGO_CD } from '../../contract/upstream/helm';
import { OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { mustLeadToOutput } from '../output/output-folder';
import { HelmValues, IChartPlane } from '../values/helm-values';
import { _argoNamespace, _checkArgoNamespace, _syncOf, ARGO_SYNC, ArgoSync } from './argo-sync';
import {
  _chartSource, _checkCarried, _checkValueFiles, _gitSourcesOf, _helmValuesOf, CHART_PLANE, directoryOf,
  FILE_IN_REPOSITORY, fileOfValues, GIT_MANIFEST_SOURCE, GIT_VALUE_FILES, GitManifestSource, GitValueFiles,
  HELM_CHART_SOURCE, HelmChartSource, PlaneFiles,
} from './helm-chart-source';

/** One plane of an `ArgoApplicationSet`. */
export interface ArgoPlane {
  /** `DataPlaneAuth` or `ControlPlaneAuth`, in a Chart of its own where the set has `manifests`. */
  readonly plane: IChartPlane;

  /**
   * Name of its Application, and of its element in the list.
   *
   * @default - the chart, and the name under which the data plane is registered: `dataplane-us-east`
   */
  readonly name?: string;

  /**
   * Name of its cluster in Argo CD: that of the cluster Secret; `in-cluster` is the one that Argo CD runs in.
   *
   * @default - the name under which the data plane is registered; `in-cluster` for another plane
   */
  readonly cluster?: string;

  /**
   * Files of the repository of `valueFiles` that Helm gets before the values of the plane, after those of
   * `valueFiles`: what this cluster has of its own.
   *
   * @default - none
   */
  readonly valuesBefore?: string[];

  /**
   * The wave that it is updated in: one of `waves`.
   *
   * @default - the last of `waves`
   */
  readonly wave?: string;
}

/** Argo CD `Application`s for many planes, from one description. */
export interface ArgoApplicationSetProps extends ArgoSync {
  /**
   * Name, namespace, labels, annotations of the ApplicationSet.
   *
   * @default - a name derived from the construct path; in the namespace of the chart, unless there is none or
   * a plane itself is there: then in `argocd`, where Argo CD looks
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart, the same for all planes. */
  readonly chart: HelmChartSource;

  /** The planes, an Application each; all for one chart. */
  readonly planes: ArgoPlane[];

  /**
   * Repository and revision of the manifests of all planes. Each has the folder of its Chart, below `folder`.
   *
   * @default - none: they come another way
   */
  readonly manifests?: GitManifestSource;

  /**
   * Repository and revision of values files, and those that all planes have before their own. The values of
   * each plane are in the file that its `helmValues` are written to, so that the ApplicationSet stays small:
   * the API server takes no object of more than 1.5 MB.
   *
   * @default - none: the values are in the ApplicationSet
   */
  readonly valueFiles?: GitValueFiles;

  /**
   * The order in which clusters are updated, such as `['canary', 'rest']`: Argo CD begins a wave when all
   * Applications of the one before are healthy. Progressive syncs must be enabled in Argo CD, and turn
   * automated syncs off, as they sync by themselves.
   *
   * @default - all at once
   */
  readonly waves?: string[];

  /**
   * Whether what an Application has installed goes with it, when its plane leaves `planes` or the
   * ApplicationSet is deleted. Argo CD would do so, and a slip in a list takes a data plane away then.
   *
   * @default false
   */
  readonly deleteResources?: boolean;

  /**
   * The Argo CD project.
   *
   * @default "default"
   */
  readonly project?: string;
}

/**
 * Installs one of Union's charts into many clusters by Argo CD. L2 over one `ApplicationSet`
 * (argoproj.io/v1alpha1) with a list: one more plane is one more element of it.
 *
 * @example
 * const east = new DataPlaneAuth(chart, 'east', { dataPlane: identity.dataPlane('us-east'), secrets });
 * new ArgoApplicationSet(argo, 'data-planes', {
 *   chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' },
 *   planes: [{ plane: east }],
 * });
 */
export class ArgoApplicationSet extends OneObject {
  /** The object that is emitted, to change it. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when there is no plane, two have one name, or one cluster and one namespace, a plane is for
   * another chart or release, or its wave is not one of `waves`, the values hold a null, a file is not in a
   * repository, or all of it is more than an API server takes. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationSetProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      check(this, props);
      return new ApiObject(this, 'Resource', {
        apiVersion: ARGO_CD.apiVersion,
        kind: 'ApplicationSet',
        metadata: {
          namespace: _argoNamespace(this, props.planes.map(({ plane }) => plane)),
          ...props.metadata,
        },
        spec: spec(props),
      });
    });
    const { manifests, planes } = props;
    mustLeadToOutput(this, Object.fromEntries(planes.map(({ plane }, i) =>
      [`planes[${i}].plane`, manifests && directoryOf(manifests, plane)])));
  }
}

const PROPS: Shape<ArgoApplicationSetProps> = {
  ...ARGO_SYNC,
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  planes: list(struct<ArgoPlane>({
    plane: CHART_PLANE,
    name: optional(text(filledIn, objectName)),
    cluster: optional(text(filledIn, (name) => (/^https?:\/\//.test(name)
      ? 'is the address of an API server; name the cluster as its Secret in Argo CD does'
      : undefined))),
    valuesBefore: optional(list(FILE_IN_REPOSITORY)),
    wave: optional(text(filledIn)),
  })),
  manifests: optional(GIT_MANIFEST_SOURCE),
  valueFiles: optional(GIT_VALUE_FILES),
  waves: optional(list(text(filledIn))),
  deleteResources: optional(flag),
  project: optional(text(filledIn)),
};

/** By which Argo CD selects the Applications of a step. */
const WAVE_LABEL = 'union-auth.cdk8s.io/wave';

/** A plane of the list, with all that follows from it. */
interface Element extends ArgoPlane {
  readonly name: string;
  readonly cluster: string;
  readonly values: HelmValues;
  readonly path?: string;
}

function elementOf(each: ArgoPlane, manifests?: GitManifestSource): Element {
  const { helmValues: values } = each.plane;
  const { _chart: chart, _target: { clusterName } } = values;
  return {
    ...each,
    values,
    name: each.name ?? (clusterName === undefined ? chart : `${chart}-${clusterName}`),
    cluster: each.cluster ?? clusterName ?? ARGO_CD.inCluster,
    path: manifests && directoryOf(manifests, each.plane),
  };
}

function check(construct: Construct, props: ArgoApplicationSetProps): void {
  demand('ArgoApplicationSet', props, PROPS, (problems) => {
    const { chart, planes, manifests, valueFiles } = props;
    _checkArgoNamespace(problems, construct, props.metadata);
    if (planes.length === 0) {
      problems.add('planes', planes, 'is empty; name a plane');
    }
    Object.entries({ 'manifests.path': manifests?.path, 'valueFiles.file': valueFiles?.file })
      .filter(([, value]) => value !== undefined).forEach(([prop, value]) =>
        problems.add(prop, value, 'would be the same for every plane; give folder in its place'));
    if (valueFiles?.text !== undefined) {
      problems.addUnshown('valueFiles.text', 'would be the same for every plane; remove it');
    }
    const elements = planes.map((plane) => elementOf(plane, manifests));
    elements.forEach((element, i) => problems.nest(`planes[${i}]`, (nested) => {
      _checkCarried(nested, { chart, plane: element.plane });
      checkPlane(nested, element, elements.slice(0, i), props);
    }));
    checkSize(problems, props);
    checkWaves(problems, props);
  });
}

function checkWaves(problems: Problems, { planes, waves, automated }: ArgoApplicationSetProps): void {
  if (waves && automated) {
    problems.add(
      'automated',
      automated,
      'is turned off by progressive syncs, which sync by themselves; leave it or waves out',
    );
  }
  problems.eachOnce(waves ?? [], (i) => `waves[${i}]`, 'is named twice');
  waves?.forEach((wave, i) => problems.check(`waves[${i}]`, wave, (name) =>
    (planes.every((plane) => waveOf(plane, waves) !== name) ? 'has no plane; leave it out' : undefined)));
}

function checkPlane(
  problems: Problems, element: Element, before: readonly Element[], set: ArgoApplicationSetProps,
): void {
  const { waves } = set;
  const { name, cluster, values, wave, path } = element;
  if (before.some((other) => other.name === name)) {
    problems.add('name', name, 'is that of another plane; Applications of one name replace each other');
  }
  const neighbour = before.find((other) =>
    other.cluster === cluster && other.values._target.namespace === values._target.namespace);
  if (neighbour) {
    problems.add(
      'cluster',
      cluster,
      `holds ${neighbour.name} in namespace ${values._target.namespace} already, and one would replace the `
        + 'other; name another cluster or namespace',
    );
  }
  checkAlike(problems, element, before[0] ?? element);
  if (wave !== undefined && !waves?.includes(wave)) {
    problems.add('wave', wave, `is not one of waves${waves ? ` (${waves.join(', ')})` : ''}; name it there`);
  }
  const twin = before.find((other) => path !== undefined && other.path === path);
  if (twin) {
    problems.add('plane', path, `is the directory of ${twin.name} as well, and each cluster would get the `
      + 'Secrets of both; give each plane a Chart of its own');
  }
  checkFilesOf(problems, element, before, set.valueFiles);
}

/** A set has one chart, and one list of what a sync leaves alone. */
function checkAlike(problems: Problems, { values }: Element, first: Element): void {
  if (values._chart !== first.values._chart) {
    problems.add(
      'plane',
      values._chart,
      `has another chart than ${first.name}, ${first.values._chart}; give each chart a set of its own`,
    );
  } else if (values._secretsWithValues.join() !== first.values._secretsWithValues.join()) {
    problems.add(
      'plane',
      values._secretsWithValues,
      'are the Secrets that its chart puts values into, which a sync must leave alone, and of '
        + `${first.name} others are; give planes that differ in it (chartCreatesSecret) a set of their own`,
    );
  }
}

/** The files of values of a plane are in a repository, and no other plane's. */
function checkFilesOf(
  problems: Problems,
  { plane, valuesBefore }: Element,
  before: readonly Element[],
  valueFiles: GitValueFiles | undefined,
): void {
  if (valueFiles === undefined) {
    if (valuesBefore !== undefined) {
      problems.add('valuesBefore', valuesBefore, 'is in no repository; give the set valueFiles');
    }
    return;
  }
  const files = filesOf(valuesBefore, valueFiles);
  _checkValueFiles(problems, plane, files);
  const file = fileOfValues(plane, files);
  const twin = before.find((other) => file !== undefined && fileOfValues(other.plane, files) === file);
  if (twin) {
    problems.add('plane', file, `has the values of ${twin.name}; write those of this plane to another file`);
  }
}

/** What Helm gets of the repository for a plane. */
function filesOf(valuesBefore: readonly string[] = [], { folder, before = [] }: GitValueFiles): PlaneFiles {
  return { folder, before: [...before, ...valuesBefore] };
}

/** The API server hands etcd no request of more. Source: etcd, `--max-request-bytes`. */
const MOST_BYTES = 1.5 * 1024 * 1024;

function checkSize(problems: Problems, props: ArgoApplicationSetProps): void {
  if (problems.all.length === 0) {
    const bytes = bytesOf(JSON.stringify(spec(props))).length;
    if (bytes > MOST_BYTES) {
      const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
      problems.add(
        'planes',
        props.planes.length,
        `make an object of ${size}, and no API server takes more than 1.5 MB; carry the values in files `
          + '(valueFiles)',
      );
    }
  }
}

function waveOf({ wave }: ArgoPlane, waves: readonly string[]): string {
  return wave ?? waves[waves.length - 1];
}

function spec(props: ArgoApplicationSetProps): JsonObject {
  const { chart, planes, manifests, valueFiles, waves, deleteResources = false, project = 'default' } = props;
  const all = planes.map((plane) => elementOf(plane, manifests));
  const [{ values: first }] = all;
  const source = _chartSource(chart, first);
  const others = _gitSourcesOf(manifests, valueFiles, '{{ .path }}');
  const elements = all.map((plane) => withoutUndefined({
    name: plane.name,
    cluster: plane.cluster,
    namespace: plane.values._target.namespace,
    path: plane.path,
    wave: waves && waveOf(plane, waves),
    helm: {
      releaseName: plane.values._target.releaseName,
      ..._helmValuesOf(plane.plane, valueFiles && filesOf(plane.valuesBefore, valueFiles)),
    },
  }));
  return withoutUndefined({
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ list: { elements } }],
    syncPolicy: { preserveResourcesOnDeletion: !deleteResources },
    strategy: waves && rollingSync(waves),
    template: {
      metadata: withoutUndefined({ name: '{{ .name }}', labels: waves && { [WAVE_LABEL]: '{{ .wave }}' } }),
      spec: {
        project,
        destination: { name: '{{ .cluster }}', namespace: '{{ .namespace }}' },
        sources: [source, ...others],
        ..._syncOf(first, '{{ .namespace }}', props),
      },
    },
    // A template renders texts only; a merge patch takes the values as they are, and their own expressions
    // are left alone.
    templatePatch: patchOf(source, others),
  });
}

function rollingSync(waves: readonly string[]): JsonObject {
  const steps = waves.map((wave) =>
    ({ matchExpressions: [{ key: WAVE_LABEL, operator: 'In', values: [wave] }] }));
  return { type: 'RollingSync', rollingSync: { steps } };
}

/**
 * Lists are replaced as a whole by a merge patch, so it repeats the sources. What Helm gets is that of
 * `ArgoApplication`.
 */
function patchOf(source: JsonObject, others: readonly JsonObject[]): string {
  const helm = '\u0000';
  const [before, after] =
    JSON.stringify({ spec: { sources: [{ ...source, helm }, ...others] } }).split(JSON.stringify(helm));
  return `${before}{{ toJson .helm }}${after}`;
}
