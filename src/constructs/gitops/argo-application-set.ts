import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { filledIn, objectName } from '../../common/props/checks';
import { checkProps, list, optional, Shape, struct, text } from '../../common/props/kinds';
import { Problems } from '../../common/props/problems';
import { whole } from '../../common/props/whole';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { OBJECT_METADATA } from '../objects/metadata';
import { HelmValues } from '../values';
import { ARGO_SYNC, ArgoSync, _checkRetry, _syncOf } from './argo-sync';
import { _chartSource, _checkCarried, GIT_MANIFEST_SOURCE, GitManifestSource, HELM_CHART_SOURCE, HELM_VALUES, HelmChartSource } from './helm-chart-source';

/** One plane of an `ArgoApplicationSet`. */
export interface ArgoFleetPlane {
  /** Name of its Application, and of its element in the list. */
  readonly name: string;

  /** Name of its cluster in Argo CD: that of the cluster Secret; `in-cluster` is the one that Argo CD runs in. */
  readonly cluster: string;

  /** The values: `helmValues` of `DataPlaneAuth` or `ControlPlaneAuth`. */
  readonly values: HelmValues;

  /**
   * Directory of the repository of `manifests` that holds what delivers its secrets.
   *
   * @default - none: they come another way
   */
  readonly path?: string;

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
   * @default - a name derived from the construct path, in the namespace `argocd`
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart, the same for all planes. */
  readonly chart: HelmChartSource;

  /** The planes, an Application each; all for one chart. */
  readonly planes: ArgoFleetPlane[];

  /**
   * Repository and revision of the manifests of all planes; `path` is that of planes which name none.
   *
   * @default - none: they come another way
   */
  readonly manifests?: GitManifestSource;

  /**
   * The order in which clusters are updated, such as `['canary', 'rest']`: Argo CD begins a wave when all Applications of the one before
   * are healthy. Progressive syncs must be enabled in Argo CD, and turn automated syncs off, as they sync by themselves.
   *
   * @default - all at once
   */
  readonly waves?: string[];

  /**
   * The Argo CD project.
   *
   * @default "default"
   */
  readonly project?: string;
}

/**
 * Installs one of Union's charts into many clusters by Argo CD. L2 over one `ApplicationSet` (argoproj.io/v1alpha1) with a list: one more
 * plane is one more element of it.
 */
export class ArgoApplicationSet extends Construct {
  /** Name of the ApplicationSet. */
  public readonly name: string;

  /** The object that is emitted, to change it. */
  public readonly apiObject: ApiObject;

  /** Metadata of the ApplicationSet. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /**
   * @throws when there is no plane, two have one name, or one cluster and one namespace, a plane is for another chart or release, or its wave
   * is none of `waves`, or the values hold a null. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationSetProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      check(props);
      return new ApiObject(this, 'Resource', {
        apiVersion: ARGO_CD.apiVersion,
        kind: 'ApplicationSet',
        metadata: { namespace: ARGO_CD.namespace, ...props.metadata },
        spec: spec(props),
      });
    });
    ({ name: this.name, metadata: this.metadata } = this.apiObject);
  }
}

const PROPS: Shape<ArgoApplicationSetProps> = {
  ...ARGO_SYNC,
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  planes: list(struct<ArgoFleetPlane>({
    name: text(filledIn, objectName),
    cluster: text(filledIn, (name) => (/^https?:\/\//.test(name) ? 'is the address of an API server; name the cluster as its Secret in Argo CD does' : undefined)),
    values: HELM_VALUES,
    path: optional(text(filledIn, (path) => (/^\/|(^|\/)\.\.(\/|$)/.test(path) ? 'leaves the repository; write it relative to its root' : undefined))),
    wave: optional(text(filledIn)),
  })),
  manifests: optional(GIT_MANIFEST_SOURCE),
  waves: optional(list(text(filledIn))),
  project: optional(text(filledIn)),
};

/** By which Argo CD selects the Applications of a step. */
const WAVE_LABEL = 'union-auth.cdk8s.io/wave';

function check(props: ArgoApplicationSetProps): void {
  const problems = new Problems('ArgoApplicationSet');
  if (checkProps(problems, props, PROPS)) {
    const { chart, planes, waves, automated, retry } = props;
    _checkRetry(problems, retry);
    if (planes.length === 0) {
      problems.add('planes', planes, 'is empty; name a plane');
    }
    planes.forEach((plane, i) => problems.nest(`planes[${i}]`, (nested) => {
      _checkCarried(nested, { chart, values: plane.values });
      checkPlane(nested, plane, planes.slice(0, i), props);
    }));
    if (waves && automated) {
      problems.add('automated', automated, 'is turned off by progressive syncs, which sync by themselves; leave it or waves out');
    }
    waves?.forEach((wave, i) => problems.check(`waves[${i}]`, wave, (name) =>
      (waves.indexOf(name) < i ? 'is named twice' : planes.some((plane) => waveOf(plane, waves) === name) ? undefined : 'has no plane; leave it out')));
  }
  problems.throwIfAny();
}

function checkPlane(problems: Problems, plane: ArgoFleetPlane, before: readonly ArgoFleetPlane[], set: ArgoApplicationSetProps): void {
  const { planes: [first], waves, manifests } = set;
  const { name, cluster, values, wave, path } = plane;
  if (before.some((other) => other.name === name)) {
    problems.add('name', name, 'is that of another plane; Applications of one name replace each other');
  }
  const neighbour = before.find((other) => other.cluster === cluster && other.values._target.namespace === values._target.namespace);
  if (neighbour) {
    problems.add('cluster', cluster, `holds ${neighbour.name} in namespace ${values._target.namespace} already, and one would replace the other; name another cluster or namespace`);
  }
  if (values._chart !== first.values._chart) {
    problems.add('values', values._chart, `is another chart than that of ${first.name}, ${first.values._chart}; give each chart a set of its own`);
  }
  if (wave !== undefined && !waves?.includes(wave)) {
    problems.add('wave', wave, `is none of waves${waves ? ` (${waves.join(', ')})` : ''}; name it there`);
  }
  if (path !== undefined && !manifests) {
    problems.add('path', path, 'is in no repository; give the set manifests');
  }
}

function waveOf({ wave }: ArgoFleetPlane, waves: readonly string[]): string {
  return wave ?? waves[waves.length - 1];
}

function spec(props: ArgoApplicationSetProps): JsonObject {
  const { chart, planes, manifests, waves, project = 'default' } = props;
  const source = _chartSource(chart, planes[0].values);
  return withoutUndefined({
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{
      list: {
        elements: planes.map((plane) => withoutUndefined({
          name: plane.name,
          cluster: plane.cluster,
          namespace: plane.values._target.namespace,
          release: plane.values._target.helmRelease,
          path: manifests && (plane.path ?? manifests.path),
          wave: waves && waveOf(plane, waves),
          values: plane.values.toObject(),
        })),
      },
    }],
    strategy: waves && {
      type: 'RollingSync',
      rollingSync: { steps: waves.map((wave) => ({ matchExpressions: [{ key: WAVE_LABEL, operator: 'In', values: [wave] }] })) },
    },
    template: {
      metadata: withoutUndefined({ name: '{{ .name }}', labels: waves && { [WAVE_LABEL]: '{{ .wave }}' } }),
      spec: {
        project,
        destination: { name: '{{ .cluster }}', namespace: '{{ .namespace }}' },
        sources: [
          { ...source, helm: { releaseName: '{{ .release }}' } },
          ...(manifests ? [{ repoURL: manifests.repository, path: '{{ .path }}', targetRevision: manifests.revision ?? 'HEAD' }] : []),
        ],
        ..._syncOf(planes[0].values, '{{ .namespace }}', props),
      },
    },
    // A template renders texts only; a merge patch takes the values as they are, and their own expressions are left alone.
    templatePatch: patchOf(source, manifests),
  });
}

/** Lists are replaced as a whole by a merge patch, so it repeats the sources. */
function patchOf(source: JsonObject, manifests: GitManifestSource | undefined): string {
  const [before, after] = JSON.stringify({
    spec: {
      sources: [
        { ...source, helm: { releaseName: '{{ .release }}', valuesObject: VALUES } },
        ...(manifests ? [{ repoURL: manifests.repository, path: '{{ .path }}', targetRevision: manifests.revision ?? 'HEAD' }] : []),
      ],
    },
  }).split(JSON.stringify(VALUES));
  return `${before}{{ toJson .values }}${after}`;
}

const VALUES = '\u0000';
