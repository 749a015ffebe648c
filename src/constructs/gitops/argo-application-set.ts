import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { bytesOf } from '../../common/data/texts';
import { filledIn, labelValue, objectName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { OneObject } from '../objects/api-objects';
import { mustLeadToOutput } from '../output/output-folder';
import { HelmValues, IChartPlane } from '../values/helm-values';
import { ARGO_PROPS, argoObject, ArgoProps, checkArgoNamespace, syncOf } from './argo-sync';
import {
  CHART_PLANE, chartSource, checkCarried, checkValueFiles, directoryOf, FILE_IN_REPOSITORY, fileOfValues,
  GIT_MANIFEST_SOURCE, GIT_VALUE_FILES, GitManifestSource, gitSourcesOf, GitValueFiles, helmValuesOf,
  PlaneFiles,
} from './helm-chart-source';

/** One plane of an `ArgoApplicationSet`. */
export interface ArgoPlane {
  /** `DataPlaneAuth` or `ControlPlaneAuth`, each in its own Chart if the set has `manifests`. */
  readonly plane: IChartPlane;

  /**
   * Name of its Application.
   *
   * @default - name of the chart and registered name of the data plane: `dataplane-us-east`
   */
  readonly name?: string;

  /**
   * Name of its cluster in Argo CD, as in the cluster Secret; `in-cluster` is the cluster of Argo CD itself.
   *
   * @default - the registered name of the data plane; `in-cluster` for a control plane
   */
  readonly cluster?: string;

  /**
   * Values files of this cluster, in the repository of `valueFiles`. Helm gets them after those of
   * `valueFiles` and before the values of the plane.
   *
   * @default - none
   */
  readonly valuesBefore?: string[];

  /**
   * The wave in which it is updated: one of `waves`.
   *
   * @default - the last of `waves`
   */
  readonly wave?: string;
}

/** Argo CD `Application`s for many planes, from one description. */
export interface ArgoApplicationSetProps extends ArgoProps {
  /** The planes, all for one chart. Each gets an Application. */
  readonly planes: ArgoPlane[];

  /**
   * Repository and revision of the manifests of all planes. Those of a plane are in the folder of its Chart,
   * below `folder`.
   *
   * @default - none; you apply them another way
   */
  readonly manifests?: GitManifestSource;

  /**
   * Repository and revision of values files, and the files that all planes share. The values of each plane
   * are in the file to which its `helmValues` are written, so that the ApplicationSet stays below the 1.5 MB
   * that an API server accepts.
   *
   * @default - none; the values are in the ApplicationSet
   */
  readonly valueFiles?: GitValueFiles;

  /**
   * The order in which clusters are updated, such as `['canary', 'rest']`: Argo CD starts a wave when all
   * Applications of the previous one are healthy. Progressive syncs must be enabled in Argo CD; they replace
   * automated syncs.
   *
   * @default - all at once
   */
  readonly waves?: string[];

  /**
   * Whether to delete the resources of an Application when its plane is removed from `planes` or the
   * ApplicationSet is deleted. Argo CD's default is true; then an error in the list deletes a data plane.
   *
   * @default false
   */
  readonly deleteResources?: boolean;
}

/**
 * Installs one of Union's charts into many clusters with Argo CD. L2 over one `ApplicationSet`
 * (argoproj.io/v1alpha1) with a list generator: each plane is an element.
 *
 * @example
 * const east = new DataPlaneAuth(chart, 'east', { dataPlane: identity.dataPlane('us-east'), secrets });
 * new ArgoApplicationSet(argo, 'data-planes', {
 *   chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' },
 *   planes: [{ plane: east }],
 * });
 */
export class ArgoApplicationSet extends OneObject {
  /** The emitted object, to change it. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when there is no plane, two planes have the same name or the same cluster and namespace, a plane
   * is for another chart or release, its wave is not one of `waves`, the values contain null, a file is not
   * in a repository, or the object exceeds the limit of an API server. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationSetProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      check(this, props);
      const planes = props.planes.map(({ plane }) => plane);
      return argoObject(this, 'ApplicationSet', props.metadata, { planes, spec: spec(props) });
    });
    const { manifests, planes } = props;
    mustLeadToOutput(this, Object.fromEntries(planes.map(({ plane }, i) =>
      [`planes[${i}].plane`, manifests && directoryOf(manifests, plane)])));
  }
}

const PROPS: Shape<ArgoApplicationSetProps> = {
  ...ARGO_PROPS,
  planes: list(struct<ArgoPlane>({
    plane: CHART_PLANE,
    name: optional(text(filledIn, objectName)),
    cluster: optional(text(filledIn, (name) => (/^https?:\/\//.test(name)
      ? 'is the address of an API server; give the name in the cluster Secret of Argo CD'
      : undefined))),
    valuesBefore: optional(list(FILE_IN_REPOSITORY)),
    wave: optional(text(filledIn, labelValue)),
  })),
  manifests: optional(GIT_MANIFEST_SOURCE),
  valueFiles: optional(GIT_VALUE_FILES),
  waves: optional(list(text(filledIn))),
  deleteResources: optional(flag),
};

/** The label by which Argo CD selects the Applications of a step. */
const WAVE_LABEL = 'union-auth.cdk8s.io/wave';

/** A plane of the list, with all derived settings. */
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
    checkArgoNamespace(problems, construct, props.metadata);
    if (planes.length === 0) {
      problems.add('planes', planes, 'must not be empty; give a plane');
    }
    Object.entries({ 'manifests.path': manifests?.path, 'valueFiles.file': valueFiles?.file })
      .filter(([, value]) => value !== undefined).forEach(([prop, value]) =>
        problems.add(prop, value, 'would be the same for every plane; give folder instead'));
    if (valueFiles?.text !== undefined) {
      problems.addUnshown('valueFiles.text', 'would be the same for every plane; remove it');
    }
    const elements = planes.map((plane) => elementOf(plane, manifests));
    elements.forEach((element, i) => problems.nest(`planes[${i}]`, (nested) => {
      checkCarried(nested, { chart, plane: element.plane });
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
      'conflicts with waves, as progressive syncs replace automated syncs; leave one of the two out',
    );
  }
  problems.eachOnce(waves ?? [], (i) => `waves[${i}]`, 'is given twice');
  if (waves?.length === 0) {
    problems.add('waves', waves, 'must not be empty; leave it out to update all at once');
  }
  waves?.forEach((wave, i) => problems.check(`waves[${i}]`, wave, (name) =>
    (planes.every((plane) => waveOf(plane, waves) !== name) ? 'has no plane; leave it out' : undefined)));
}

function checkPlane(
  problems: Problems, element: Element, before: readonly Element[], set: ArgoApplicationSetProps,
): void {
  const { waves } = set;
  const { name, cluster, values, wave, path } = element;
  if (before.some((other) => other.name === name)) {
    problems.add('name', name, 'is the name of another plane; Applications with the same name replace each '
      + 'other');
  }
  const neighbour = before.find((other) =>
    other.cluster === cluster && other.values._target.namespace === values._target.namespace);
  if (neighbour) {
    problems.add(
      'cluster',
      cluster,
      `already has ${neighbour.name} in namespace ${values._target.namespace}, and one would replace the `
        + 'other; give another cluster or namespace',
    );
  }
  checkAlike(problems, element, before[0] ?? element);
  if (wave !== undefined && !waves?.includes(wave)) {
    problems.add('wave', wave, `is not one of waves${waves ? ` (${waves.join(', ')})` : ''}; add it there`);
  }
  const twin = before.find((other) => path !== undefined && other.path === path);
  if (twin) {
    problems.add('plane', path, `is also the directory of ${twin.name}, so each cluster would get the `
      + 'Secrets of both; give each plane a Chart of its own');
  }
  checkFilesOf(problems, element, before, set.valueFiles);
}

/** A set has one chart, and one list of fields that a sync ignores. */
function checkAlike(problems: Problems, { values }: Element, first: Element): void {
  if (values._chart !== first.values._chart) {
    problems.add(
      'plane',
      values._chart,
      `is for another chart than ${first.name} (${first.values._chart}); create a set for each chart`,
    );
  } else if (values._secretsWithValues.join() !== first.values._secretsWithValues.join()) {
    problems.add(
      'plane',
      values._secretsWithValues,
      'are the Secrets into which its chart writes values, which a sync must ignore; those of '
        + `${first.name} differ. Create a set for each value of chartCreatesSecret`,
    );
  }
}

/** The values files of a plane are in a repository, and belong to no other plane. */
function checkFilesOf(
  problems: Problems,
  { plane, valuesBefore }: Element,
  before: readonly Element[],
  valueFiles: GitValueFiles | undefined,
): void {
  if (valueFiles === undefined) {
    if (valuesBefore !== undefined) {
      problems.add('valuesBefore', valuesBefore, 'is not in a repository; give the set valueFiles');
    }
    return;
  }
  const files = filesOf(valuesBefore, valueFiles);
  checkValueFiles(problems, plane, files);
  const file = fileOfValues(plane, files);
  const twin = before.find((other) => file !== undefined && fileOfValues(other.plane, files) === file);
  if (twin) {
    problems.add('plane', file, `has the values of ${twin.name}; write those of this plane to another file`);
  }
}

function filesOf(valuesBefore: readonly string[] = [], { folder, before = [] }: GitValueFiles): PlaneFiles {
  return { folder, before: [...before, ...valuesBefore] };
}

/** The size limit of a request to etcd. Source: etcd, `--max-request-bytes`. */
const MOST_BYTES = 1.5 * 1024 * 1024;

function checkSize(problems: Problems, props: ArgoApplicationSetProps): void {
  if (problems.all.length === 0) {
    const bytes = bytesOf(JSON.stringify(spec(props))).length;
    if (bytes > MOST_BYTES) {
      const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
      problems.add(
        'planes',
        props.planes.length,
        `make an object of ${size}, and an API server accepts at most 1.5 MB; put the values into files `
          + '(valueFiles)',
      );
    }
  }
}

function waveOf({ wave }: ArgoPlane, waves: readonly string[]): string {
  return wave ?? waves[waves.length - 1];
}

function spec(props: ArgoApplicationSetProps): JsonObject {
  const { chart, planes, manifests, valueFiles, waves, deleteResources = false } = props;
  const all = planes.map((plane) => elementOf(plane, manifests));
  const [{ values: first }] = all;
  const source = chartSource(chart, first);
  const others = gitSourcesOf(manifests, valueFiles, '{{ .path }}');
  const elements = all.map((plane) => withoutUndefined({
    name: plane.name,
    cluster: plane.cluster,
    namespace: plane.values._target.namespace,
    path: plane.path,
    wave: waves && waveOf(plane, waves),
    helm: {
      releaseName: plane.values._target.releaseName,
      ...helmValuesOf(plane.plane, valueFiles && filesOf(plane.valuesBefore, valueFiles)),
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
        destination: { name: '{{ .cluster }}', namespace: '{{ .namespace }}' },
        sources: [source, ...others],
        ...syncOf(first, '{{ .namespace }}', props),
      },
    },
    // A template renders only text; a merge patch copies the values unchanged, with any template expressions
    // in them.
    templatePatch: patchOf(source, others),
  });
}

function rollingSync(waves: readonly string[]): JsonObject {
  const steps = waves.map((wave) =>
    ({ matchExpressions: [{ key: WAVE_LABEL, operator: 'In', values: [wave] }] }));
  return { type: 'RollingSync', rollingSync: { steps } };
}

/**
 * A merge patch replaces lists as a whole, so it repeats the sources. Helm gets the same files as with
 * `ArgoApplication`.
 */
function patchOf(source: JsonObject, others: readonly JsonObject[]): string {
  const helm = '\u0000';
  const [before, after] =
    JSON.stringify({ spec: { sources: [{ ...source, helm }, ...others] } }).split(JSON.stringify(helm));
  return `${before}{{ toJson .helm }}${after}`;
}
