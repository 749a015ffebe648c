import type { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { filledIn, objectName } from '../../_internal/checks';
import { JsonObject } from '../../_internal/json';
import { Shape, checkProps, list, optional, text } from '../../_internal/kinds';
import { Problems } from '../../_internal/problems';
import { warn } from '../../_internal/warning';
import { whole } from '../../_internal/whole';
import { API_KEY_SERVICE, UNION_SERVICES } from '../../contract/union/control-plane-workloads';
import { CONTROL_PLANE_IMAGE } from '../../contract/union/images';
import { ReleaseContract } from '../../contract/union/release-contract';
import { WorkloadContract } from '../../contract/union/workloads';
import { ControlPlaneEdge, EdgeOptions } from '../../edge';
import { EDGE_OPTIONS, checkEdgeOptions } from '../../edge/control-plane-edge';
import { PlaneComponent } from '../../pods/labels';
import { controlPlaneBlocks } from '../../settings/control-plane';
import { toConfigFiles } from '../../settings/render';
import { withFiles } from '../config-files';
import { adminConnection, unionServiceConnections, withConnections } from '../connections';
import { finishPlane } from '../finish-plane';
import { _imageOf } from '../images';
import { Plane } from '../plane';
import { PlaneWorkloads, SERVICES_PROPS, ServicesProps, checkServices } from '../plane-workloads';
import { storageRemotes, storageSecrets } from '../storage-secret';
import { unusualPort } from '../url-port';
import { Workload } from '../workload';
import { ControlPlaneAuth } from './control-plane-auth';
import { CONTROL_PLANE_AUTH_PROPS, ControlPlaneAuthProps } from './control-plane-auth-props';
import { OwnSecrets, apiKeys, checkControlPlaneAuth } from './control-plane-design';
import { controlPlaneWorkload } from './control-plane-workloads';
import { DATABASE, Database, checkDatabase, databasePort } from './database';
import { databaseConfig, mountDatabaseAuthority, withDatabasePassword } from './database-access';
import { addGenerateSecrets, flyteadminServiceAccount } from './generate-secrets';
import { withProjects } from './initial-projects';

/** A control plane in plain YAML. */
export interface ControlPlaneProps extends ControlPlaneAuthProps, ServicesProps, EdgeOptions {
  /** The PostgreSQL server that the services keep their state in. */
  readonly database: Database;

  /**
   * Names of the projects that flyteadmin makes where they are missing: without one, nobody can register anything.
   *
   * @default ["union-health-monitoring", "flytesnacks"], as Union's chart has it
   */
  readonly initialProjects?: string[];

  /**
   * Union services besides flyteadmin and flyte-scheduler, by name.
   *
   * @default ["executions", "cluster", "usage"]
   */
  readonly services?: string[];
}

const CONTROL_PLANE_PROPS: Shape<ControlPlaneProps> = {
  ...CONTROL_PLANE_AUTH_PROPS,
  ...SERVICES_PROPS,
  ...EDGE_OPTIONS,
  database: DATABASE,
  initialProjects: optional(list(text(filledIn, objectName))),
  services: optional(list(text(objectName))),
};

/** Nothing but the plane itself renders its Secrets. */
class OwnControlPlaneAuth extends ControlPlaneAuth {
  protected override _ownSecrets({ database, storage }: ControlPlaneProps): OwnSecrets {
    return { databasePassword: database.password, further: storageSecrets(storage) };
  }
}

/**
 * A whole control plane with authentication, without Union's charts: Deployments, Services, ConfigMaps, the edge, and what
 * delivers the secrets.
 */
export class ControlPlane extends Plane {
  /** Its authentication. */
  public readonly auth: ControlPlaneAuth;
  /** Its edge. */
  public readonly edge: ControlPlaneEdge;

  /** @internal */
  protected readonly _workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a data plane, an image, a host, a certificate or a route is invalid, a service is named twice,
   * extra configuration is for a service that is not there, or profile and chart release do not go together. The error lists
   * all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { auth, workloads, edge } = whole(this, () => {
      check(props);
      const services = servicesOf(props);
      if (apiKeys(props).length > 0 && !services.includes(API_KEY_SERVICE)) {
        warn(this, `the service ${API_KEY_SERVICE} makes the API keys, and it is not among services: run it elsewhere, or add it`);
      }
      const authentication = new OwnControlPlaneAuth(this, 'auth', props);
      const { namespace, _design: { context } } = authentication;
      const made = {
        auth: authentication,
        workloads: this.addWorkloads(authentication, props, services),
        edge: new ControlPlaneEdge(this, 'edge', {
          auth: props.auth,
          namespace,
          chartRelease: context.chartRelease,
          edge: props.edge,
          hosts: props.hosts,
          tls: props.tls,
          tlsEndsElsewhere: props.tlsEndsElsewhere,
          extraRoutes: props.extraRoutes,
          scheduling: props.scheduling,
        }),
      };
      finishPlane(this, {
        component: PlaneComponent.CONTROL_PLANE,
        context,
        workloads: made.workloads,
        edge: made.edge,
        reachedPorts: [databasePort(props.database), ...unusualPort(props.storage._endpoint)],
      }, props);
      return made;
    });
    this.auth = auth;
    this._workloads = workloads;
    this.edge = edge;
  }

  /** @internal */
  protected get _auth(): ControlPlaneAuth {
    return this.auth;
  }

  private addWorkloads(auth: ControlPlaneAuth, props: ControlPlaneProps, services: readonly string[]): PlaneWorkloads {
    const { context, workload } = auth._design;
    const { flyteadmin, scheduler } = context.release.controlPlane;
    const { database } = props;
    const workloads = new PlaneWorkloads('ControlPlane', serviceNames(context.release, services), {
      ...props,
      ownSecrets: [...(database.password ? [database.password] : []), ...storageRemotes(props.storage)],
    });
    const add = (contract: WorkloadContract, isUnionService: boolean, connections: JsonObject, serviceAccount?: ServiceAccount): Workload => {
      const added = workloads.add(this, {
        contract: withDatabasePassword(contract),
        namespace: context.namespace,
        image: _imageOf(props, CONTROL_PLANE_IMAGE, contract.name),
        configFiles: withFiles(
          withConnections(toConfigFiles(controlPlaneBlocks(context), contract.name, isUnionService), connections),
          databaseConfig(contract, database),
        ),
        serviceAccount,
      });
      mountDatabaseAuthority(added.deployment, contract, database);
      return added;
    };
    const account = flyteadminServiceAccount(new Construct(this, 'flyteadmin-access'), context.namespace);
    const { deployment } = add(withProjects(flyteadmin, props.initialProjects), false, adminConnection(context), account);
    addGenerateSecrets(deployment, _imageOf(props, CONTROL_PLANE_IMAGE, flyteadmin.name), flyteadmin.configDirectory);
    add(scheduler, false, adminConnection(context));
    for (const service of services) {
      add(workload(service), true, unionServiceConnections(context, service));
    }
    return workloads;
  }
}

/** Everything at once, before the first object exists. */
function check(props: ControlPlaneProps): void {
  const problems = new Problems('ControlPlane');
  if (checkProps(problems, props, CONTROL_PLANE_PROPS)) {
    checkControlPlaneAuth(problems, props, (_, release) => {
      const services = servicesOf(props);
      checkServices(problems, serviceNames(release, services), props);
      const { flyteadmin, scheduler } = release.controlPlane;
      checkDatabase(problems, props, [flyteadmin, scheduler, ...services.map((name) => controlPlaneWorkload(release, name, []))]);
      checkEdgeOptions(problems, props, release);
    });
  }
  problems.throwIfAny();
}

function servicesOf({ services = Object.keys(UNION_SERVICES) }: ControlPlaneProps): readonly string[] {
  return services;
}

function serviceNames({ controlPlane: { flyteadmin, scheduler } }: ReleaseContract, services: readonly string[]): string[] {
  return [flyteadmin.name, scheduler.name, ...services];
}
