import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { filledIn, matching, noCredentials } from '../../common/props/checks';
import { constructType, warn, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, optional, Shape, text } from '../../common/props/prop-types';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { OneObject } from '../objects/api-objects';
import { mustLeadToOutput } from '../output/output-folder';
import { IChartPlane } from '../values/helm-values';
import { ARGO_PROPS, argoObject, ArgoProps, checkArgoNamespace, syncOf } from './argo-sync';
import {
  CHART_PLANE, chartSource, checkCarried, checkValueFiles, directoryOf, GIT_MANIFEST_SOURCE, GIT_VALUE_FILES,
  GitManifestSource, gitSourcesOf, GitValueFiles, helmValuesOf,
} from './helm-chart-source';

/**
 * The target cluster of an Argo CD `Application`.
 *
 * @internal
 */
export interface ArgoDestination {
  /**
   * Name of the cluster in Argo CD, as in its cluster Secret, such as `east`. `in-cluster` is the cluster of
   * Argo CD itself. Unlike `server` it does not change with the address of the API server. Excludes `server`.
   *
   * @default - the registered name of the data plane; `server` for a control plane
   */
  readonly cluster?: string;

  /**
   * Address of the API server of the cluster, as registered in Argo CD: `https://east.k8s.example.com`.
   * Excludes `cluster`.
   *
   * @default - `cluster`; the cluster of Argo CD itself (`https://kubernetes.default.svc`) for a plane
   * without a name
   */
  readonly server?: string;
}

const ARGO_DESTINATION: Shape<ArgoDestination> = {
  cluster: optional(text(filledIn, (name) =>
    (/^https?:\/\//.test(name) ? 'is the address of an API server; give it as server' : undefined))),
  server: optional(text(filledIn, noCredentials, matching(
    /^https:\/\/[^/\s]+(?::\d+)?(?:\/\S*)?$/,
    'is not an API server address; write it as in Argo CD, https:// and a host, or give the name '
      + 'as cluster',
  ))),
};

/** Argo CD refuses an Application with both. */
function checkDestination(problems: Problems, { cluster, server }: ArgoDestination): void {
  if (cluster !== undefined && server !== undefined) {
    problems.add(
      'cluster',
      cluster,
      `and server ${server} exclude each other in Argo CD; leave one of them out`,
    );
  }
}

function destinationOf({ cluster, server, plane: { helmValues } }: ArgoApplicationProps): JsonObject {
  const { namespace, clusterName } = helmValues._target;
  const name = cluster ?? (server === undefined ? clusterName : undefined);
  return name === undefined ? { server: server ?? ARGO_CD.inClusterServer, namespace } : { name, namespace };
}

/** An Argo CD `Application` that installs one of Union's charts. */
export interface ArgoApplicationProps extends ArgoDestination, ArgoProps {
  /**
   * The plane: `ControlPlaneAuth` or `DataPlaneAuth`. The Application installs its values, with its
   * namespace, Helm release name and cluster.
   */
  readonly plane: IChartPlane;

  /**
   * Values files in a repository: the file to which the values of the plane are written, and others that Helm
   * gets before it.
   *
   * @default - none; the values are in the Application
   */
  readonly valueFiles?: GitValueFiles;

  /**
   * The manifests that deliver the secrets of the plane, synced with the chart. Sync waves order them before
   * the chart: see `addSyncWaves`. An object belongs to one Application: if another one syncs these
   * manifests, leave Secrets that the chart renders to the chart (`aheadOfChart: false`).
   *
   * @default - none; you apply them another way
   */
  readonly manifests?: GitManifestSource;
}

/**
 * Objects that sync before the chart, whose objects are in wave 0: first stores and target Secrets, then the
 * objects that fill them.
 */
const WAVES: Readonly<Record<string, number>> = {
  Namespace: -3,
  SecretStore: -2,
  ClusterSecretStore: -2,
  Secret: -2,
  ExternalSecret: -1,
};

/**
 * Installs one of Union's charts with Argo CD. L2 over one `Application` (argoproj.io/v1alpha1).
 *
 * Argo CD does not touch the data of delivered Secrets: it applies them without data, server-side, and owns
 * none of it. If the chart writes a value into one (`chartCreatesSecret`), Argo CD ignores differences in its
 * data, and a sync does not write it.
 *
 * @example
 * new ArgoApplication(argo, 'control-plane', {
 *   chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' },
 *   plane: controlPlane,
 *   manifests: { repository: 'https://git.example.com/acme/platform.git', folder: 'rendered' },
 *   automated: true,
 * });
 */
export class ArgoApplication extends OneObject {
  /**
   * Orders the sync: sets waves on namespaces, stores, Secrets and ExternalSecrets below a construct, all
   * before the chart. An object that has a wave keeps it.
   *
   * Argo CD waits until a wave is healthy, and an ExternalSecret is healthy when it is Ready. So pods start
   * with their secrets in place.
   *
   * @param scope the chart that contains them, or any other construct
   *
   * @example
   * ArgoApplication.addSyncWaves(app);
   */
  public static addSyncWaves(scope: IConstruct): void {
    demand('ArgoApplication.addSyncWaves', { scope }, { scope: constructType });
    for (const construct of scope.node.findAll()) {
      if (ApiObject.isApiObject(construct) && Object.hasOwn(WAVES, construct.kind) && !hasWave(construct)) {
        construct.metadata.addAnnotation(ARGO_CD.syncWave, String(WAVES[construct.kind]));
      }
    }
  }

  /** The emitted object, to change it. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when a source is incomplete, chart or version do not match the values, a name is invalid, the
   * values contain null, or nothing writes their file. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      check(this, props);
      return argoObject(this, 'Application', props.metadata, { planes: [props.plane], spec: spec(props) });
    });
    const { manifests, plane } = props;
    mustLeadToOutput(this, { 'manifests.path': manifests && directoryOf(manifests, plane) });
    const { takesOver = [] } = plane.helmValues._target;
    if (!manifests && takesOver.length > 0) {
      warn(
        this,
        `${takesOver.join(', ')} is both emitted and rendered by the chart: if another Application syncs the `
          + 'emitted manifests, it belongs to both. '
          + 'Give this one manifests, or leave it to the chart with aheadOfChart: false.',
      );
    }
  }
}

const ARGO_APPLICATION_PROPS: Shape<ArgoApplicationProps> = {
  ...ARGO_PROPS,
  plane: CHART_PLANE,
  valueFiles: optional(GIT_VALUE_FILES),
  manifests: optional(GIT_MANIFEST_SOURCE),
  ...ARGO_DESTINATION,
};

function check(construct: Construct, props: ArgoApplicationProps): void {
  demand('ArgoApplication', props, ARGO_APPLICATION_PROPS, (problems) => {
    checkCarried(problems, props);
    checkDestination(problems, props);
    checkArgoNamespace(problems, construct, props.metadata);
    if (props.valueFiles) {
      checkValueFiles(problems, props.plane, props.valueFiles);
    }
  });
}

function spec(props: ArgoApplicationProps): JsonObject {
  const { chart, plane, plane: { helmValues: values }, valueFiles, manifests } = props;
  const { namespace, releaseName } = values._target;
  const helm = { releaseName, ...helmValuesOf(plane, valueFiles) };
  const ofChart = { ...chartSource(chart, values), helm };
  const others = gitSourcesOf(manifests, valueFiles, manifests && directoryOf(manifests, plane));
  return {
    destination: destinationOf(props),
    // The last source wins for an object in both: the Secret that the chart renders without data is ours,
    // synced and filled before the chart. Source: Argo CD, "Multiple sources for an Application": it syncs,
    // with RepeatedResourceWarning.
    ...(others.length > 0 ? { sources: [ofChart, ...others] } : { source: ofChart }),
    ...syncOf(values, namespace, props),
  };
}

function hasWave(object: ApiObject): boolean {
  const { annotations } = object.metadata.toJson() as { annotations?: Record<string, string> };
  return annotations?.[ARGO_CD.syncWave] !== undefined;
}
