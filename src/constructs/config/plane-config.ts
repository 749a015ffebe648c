import { IConstruct } from 'constructs';
import { JsonObject, mergeValues } from '../../common/data/json';
import { among, filledIn, hostName, namespaceName } from '../../common/props/checks';
import { demand, instanceOf, optional, Shape, text } from '../../common/props/prop-types';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { SecretContent } from '../../contract/union/secrets';
import { controlPlaneWorkloads, isUnionService } from '../../contract/union/services';
import {
  CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE, WorkloadContract,
} from '../../contract/union/workloads';
import { Authorization } from '../authorization/authorization';
import { DataPlaneIdentity, UnionIdentity } from '../identity';
import { _demandOfPeople } from '../identity/check-applications';
import { DATA_PLANE } from '../identity/union-identity';
import { YamlFile } from '../output/text-file';
import { controlPlaneSecrets, dataPlaneSecrets } from '../secrets/plane-secrets';
import { secretMounts } from '../secrets/secret-mount';
import { SecretPlan } from '../secrets/secret-target';
import {
  authorizerBlocks, controlPlaneConnections, dataPlaneConnections, externalIdentityValue, withConnections,
} from '../settings/authorizer';
import { PlaneHome } from '../settings/chart-namespace';
import {
  CHART_VERSION, ConfigBlock, PlaneContext, checkPlaneContext, planeContext, readsBlock, toConfigFiles,
  toValues,
} from '../settings/context';
import { controlPlaneBlocks, dataPlaneBlocks, globals } from '../settings/service-blocks';
import { ServiceConfig } from './service-config';

/**
 * Settings of the services of any plane.
 *
 * @internal
 */
export interface AnyPlaneConfigProps {
  /**
   * Namespace of the plane. Services of a control plane call each other by host names in it.
   *
   * @default "union-cp" for a control plane, "union" for a data plane
   */
  readonly namespace?: string;

  /**
   * The chart release for which to write files and keys.
   *
   * @default - the current release; with `AuthProfile.GUIDE` the release that the guide describes
   */
  readonly chartVersion?: ChartVersion;
}

/** Settings of the services of a control plane. */
export interface ControlPlaneConfigProps extends AnyPlaneConfigProps {
  /** The identity. */
  readonly identity: UnionIdentity;

  /**
   * The authorization mode.
   *
   * @default - the default of the charts: every signed-in caller may do everything
   */
  readonly authorization?: Authorization;
}

/** Settings of the services of a data plane. */
export interface DataPlaneConfigProps extends AnyPlaneConfigProps {
  /** The data plane of the deployment: `identity.dataPlane('east')`. */
  readonly dataPlane: DataPlaneIdentity;

  /**
   * Host name at which this data plane reaches the control plane.
   *
   * @default - the domain of the deployment
   */
  readonly controlPlaneHost?: string;
}

const ANY_PROPS: Shape<AnyPlaneConfigProps> = {
  namespace: optional(text(namespaceName)),
  chartVersion: CHART_VERSION,
};

const CONTROL_PLANE_PROPS: Shape<ControlPlaneConfigProps> = {
  identity: instanceOf(UnionIdentity), authorization: optional(instanceOf(Authorization)), ...ANY_PROPS,
};

const DATA_PLANE_PROPS: Shape<DataPlaneConfigProps> = {
  dataPlane: DATA_PLANE, controlPlaneHost: optional(text(filledIn, hostName)), ...ANY_PROPS,
};

interface Parts {
  readonly home: PlaneHome;
  /** All services of the plane. */
  readonly workloads: readonly WorkloadContract[];
  readonly blocks: readonly ConfigBlock[];
  /** Values that belong to no block. */
  readonly further: JsonObject;
  readonly secretPlan: SecretPlan;
  /** Whether it reads the files that all union services share. */
  isUnionService(name: string): boolean;
  /** The services that a service calls, by the section of its files. */
  connections(name: string): JsonObject;
}

type DataPlaneParts =
  Pick<DataPlaneConfigProps, 'dataPlane' | 'controlPlaneHost'> & Pick<Parts, 'secretPlan'>;

/**
 * The authentication config of all services of one plane, for an identity and a chart release: as the files
 * of each service, and as values of Union's charts.
 *
 * @example
 * const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
 * flyteadmin.addTo(configMap);
 */
export class PlaneConfig {
  /**
   * The config of the services of a control plane.
   *
   * @throws when the namespace is invalid, or the profile does not support the chart release.
   *
   * @example
   * const { values } = PlaneConfig.controlPlane({ identity });
   */
  public static controlPlane(props: ControlPlaneConfigProps): PlaneConfig {
    demand('PlaneConfig.controlPlane', props, CONTROL_PLANE_PROPS, (problems) => {
      _demandOfPeople(problems, props.identity);
      checkPlaneContext(problems, props);
    });
    return PlaneConfig._ofControlPlane(planeContext(props, CONTROL_PLANE_NAMESPACE));
  }

  /**
   * The config of the services of a data plane.
   *
   * @throws when a name is invalid, or the profile does not support the chart release.
   *
   * @example
   * PlaneConfig.dataPlane({ dataPlane: identity.dataPlane('us-east') }).service('union-operator');
   */
  public static dataPlane(props: DataPlaneConfigProps): PlaneConfig {
    demand('PlaneConfig.dataPlane', props, DATA_PLANE_PROPS, (problems) =>
      checkPlaneContext(problems, { ...props, identity: props.dataPlane.identity }));
    const { dataPlane, dataPlane: { identity }, controlPlaneHost } = props;
    const context = planeContext({ ...props, identity }, DATA_PLANE_NAMESPACE);
    const secretPlan = dataPlaneSecrets(dataPlane, context.namespace);
    return PlaneConfig._ofDataPlane(context, { dataPlane, controlPlaneHost, secretPlan });
  }

  /** @internal */
  public static _ofControlPlane(
    context: PlaneContext,
    {
      secretPlan = withoutDatabase(controlPlaneSecrets(context)),
      workloads = controlPlaneWorkloads(context.release),
    }: Partial<Pick<Parts, 'secretPlan' | 'workloads'>> = {},
  ): PlaneConfig {
    const { flyteadmin, scheduler, globals: names } = context.release.controlPlane;
    const isFurther = (name: string) =>
      name !== flyteadmin.name && name !== scheduler.name && isUnionService(name);
    return new PlaneConfig('Control plane', {
      home: context,
      workloads,
      blocks: [...controlPlaneBlocks(context), ...authorizerBlocks(context)],
      further: mergeValues({ global: globals(context.identity, names) }, externalIdentityValue(context)),
      secretPlan,
      isUnionService: isFurther,
      connections: (name) => controlPlaneConnections(context, name, isFurther(name)),
    });
  }

  /** @internal */
  public static _ofDataPlane(
    context: PlaneContext,
    { dataPlane, controlPlaneHost = context.identity.domain, secretPlan }: DataPlaneParts,
  ): PlaneConfig {
    const { workloads, globals: names } = context.release.dataPlane;
    return new PlaneConfig('Data plane', {
      home: { ...context, dataPlane },
      workloads,
      blocks: dataPlaneBlocks(context, dataPlane.clientId),
      further: { global: globals(context.identity, names, dataPlane.clientId) },
      secretPlan,
      isUnionService: () => false,
      connections: () => dataPlaneConnections(controlPlaneHost),
    });
  }

  private constructor(private readonly subject: string, private readonly parts: Parts) {}

  /** Names of the services that have authentication config. */
  public get services(): string[] {
    return this.parts.workloads.map(({ name }) => name).filter((name) => this.filesOf(name).size > 0);
  }

  /** The config of all services as values of Union's chart, with the globals. */
  public get values(): YamlFile {
    return YamlFile._document(this._values);
  }

  /**
   * The config of one service.
   *
   * @param name `flyteadmin`, `flytescheduler` or a union service in a control plane; a Deployment, such as
   * `union-operator`, in a data plane
   * @throws when the plane has no such service, or it has no authentication config; the error lists the
   *   services that do.
   */
  public service(name: string): ServiceConfig {
    const { blocks, home, secretPlan } = this.parts;
    this.mustBe(name, this.services);
    const mounts = secretMounts(this._workload(name), secretPlan.namespace);
    return ServiceConfig._of({
      name,
      home,
      files: this.filesOf(name),
      values: toValues(blocks.filter((block) => readsBlock(block, name, this.parts.isUnionService(name)))),
      secretMounts: mounts,
      secretPlan: {
        ...secretPlan,
        targets: secretPlan.targets.filter(({ secretName }) =>
          mounts.some((mount) => mount.secretName === secretName)),
      },
    });
  }

  /**
   * A service of the plane, with or without authentication config.
   *
   * @internal
   */
  public _workload(name: string, plane?: IConstruct): WorkloadContract {
    const { workloads } = this.parts;
    this.mustBe(name, workloads.map((workload) => workload.name), plane);
    return workloads.find((workload) => workload.name === name)!;
  }

  /** @internal */
  public get _values(): JsonObject {
    return mergeValues(this.parts.further, toValues(this.parts.blocks));
  }

  /** The config files of a service by name; empty if it has no authentication config. */
  private filesOf(name: string): Map<string, JsonObject> {
    const { isUnionService: isUnion, connections } = this.parts;
    return withConnections(toConfigFiles(this.parts.blocks, name, isUnion(name)), connections(name));
  }

  private mustBe(name: string, known: readonly string[], plane?: IConstruct): void {
    const isKnown = among(known, `is not a service of this release; it has ${known.join(', ')}`);
    const subject = plane === undefined ? this.subject : `${this.subject} ${plane.node.path}`;
    demand(subject, { service: name }, { service: text(filledIn, isKnown) });
  }
}

/** Leaves out the database password, which the owner of the database delivers. */
function withoutDatabase(plan: SecretPlan): SecretPlan {
  const targets = plan.targets.map((target) => ({
    ...target, entries: target.entries.filter(({ content }) => content !== SecretContent.DATABASE_PASSWORD),
  }));
  return { ...plan, targets };
}
