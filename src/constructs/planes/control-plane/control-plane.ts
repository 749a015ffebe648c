// Tests: test/constructs/planes/plane.test.ts
import { Construct, IConstruct } from 'constructs';
import { warn, whole } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import type { ReleaseContract } from '../../../contract/union/release-contract';
import { API_KEY_SERVICE } from '../../../contract/union/services';
import {
  certificateRemedy, checkEdgeOptions, ControlPlaneEdge, ControlPlaneEdgeProps, hostsWithoutCertificate,
} from '../../edge/control-plane-edge';
import { PlaneComponent } from '../../pods/labels';
import { demandInChart } from '../../settings/chart-namespace';
import { unusualPort } from '../network-policies';
import { finishPlane, Plane } from '../plane';
import { _refuseChartProps } from '../plane-design';
import type { PlaneDesign } from '../plane-design';
import { PlaneWorkloads, checkServices } from '../plane-workloads';
import { storageSecrets } from '../storage-access';
import { addServices } from './add-services';
import { apiKeys } from './api-key-seeds';
import { checkOwnAuthorizer } from './authorization-checks';
import { ControlPlaneAuth } from './control-plane-auth';
import { checkControlPlaneAuth, OwnSecrets } from './control-plane-design';
import { checkDatabase, databasePort } from './database';
import {
  backendsOf, checkControlPlaneServices, CONTROL_PLANE_PROPS, ControlPlaneProps, serviceContract, servicesOf,
} from './services';

/** Without a chart, only the plane itself emits its Secrets. */
class OwnControlPlaneAuth extends ControlPlaneAuth {
  public override get _chartValues(): undefined {
    return undefined;
  }

  protected override _checked(props: ControlPlaneProps): ControlPlaneProps {
    return props;
  }

  protected override _ownSecrets({ database, storage }: ControlPlaneProps): OwnSecrets {
    return { databasePassword: database.password, further: storageSecrets(storage) };
  }
}

/**
 * A whole control plane with authentication, without Union's charts: Deployments, Services, ConfigMaps, the
 * edge, and the delivery of secrets.
 *
 * @example
 * new ControlPlane(controlPlaneChart, 'plane', {
 *   identity,
 *   secrets,
 *   database,
 *   storage,
 *   images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
 *   edge: { controller: EdgeController.traefik(), tls: [{ secretName: 'union-tls' }] },
 * });
 */
export class ControlPlane extends Plane {
  /** Its authentication. */
  public readonly auth: ControlPlaneAuth;
  /** Its edge. */
  public readonly edge: ControlPlaneEdge;

  /** @internal */
  protected readonly _workloads: PlaneWorkloads;

  /**
   * @throws when the namespace, a data plane, an image, a host, a certificate or a route is invalid, a public
   *   host has no certificate and `tlsEndsElsewhere` is not set, a service is listed twice, extra
   *   configuration is for a missing service, the service that `authorization` needs is missing, another
   *   object of the chart has the name of one of its objects, or the profile does not support the chart
   *   release. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { auth, workloads, edge } = whole(this, () => {
      const own = checked(this, props);
      const { servedElsewhere = [] } = own;
      const authentication = new OwnControlPlaneAuth(this, 'auth', own);
      const { context } = authentication._design;
      warnOfLackingKeys(this, own, context.release);
      const made = {
        auth: authentication,
        workloads: addServices(this, authentication._design, own),
        edge: new ControlPlaneEdge(this, 'edge', edgeProps(own, authentication._design)),
      };
      finishPlane(this, {
        component: PlaneComponent.CONTROL_PLANE,
        auth: authentication,
        workloads: made.workloads,
        edge: made.edge,
        servedElsewhere,
        reachedPorts: {
          database: [databasePort(own.database)], storage: unusualPort(own.storage._endpoint),
        },
      }, own);
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
}

function edgeProps(props: ControlPlaneProps, { context }: PlaneDesign): ControlPlaneEdgeProps {
  return {
    identity: props.identity,
    namespace: context.namespace,
    chartVersion: context.chartVersion,
    ...props.edge,
    scheduling: props.scheduling,
    backends: backendsOf(props, context.release),
  };
}

function warnOfLackingKeys(
  construct: IConstruct, props: ControlPlaneProps, { controlPlane }: ReleaseContract,
): void {
  const served = [...servicesOf(props).map(({ name }) => name), ...(props.servedElsewhere ?? [])];
  if (apiKeys(props.identity, controlPlane).length > 0 && !served.includes(API_KEY_SERVICE)) {
    warn(construct, `the service ${API_KEY_SERVICE} creates the API keys, but is neither in services nor `
      + 'in servedElsewhere');
  }
}

/** Checks all props before the first object is created. */
function checked(scope: IConstruct, props: ControlPlaneProps): ControlPlaneProps {
  return demandInChart(scope, 'ControlPlane', props, CONTROL_PLANE_PROPS, (problems, own) => {
    _refuseChartProps(problems, props);
    checkControlPlaneAuth(problems, own, (_, release) => {
      const { flyteadmin, scheduler } = release.controlPlane;
      const contracts = [
        flyteadmin,
        scheduler,
        ...servicesOf(props).map((service) => serviceContract(service, false)),
      ];
      checkServices(problems, contracts, props);
      checkControlPlaneServices(problems, props, release);
      checkOwnAuthorizer(problems, props);
      checkDatabase(problems, props, contracts);
      checkEdge(problems, props, release);
    });
  });
}

function checkEdge(
  problems: Problems, { identity, edge }: ControlPlaneProps, release: ReleaseContract,
): void {
  problems.nest('edge', (nested) => {
    checkEdgeOptions(nested, { identity, ...edge }, release);
    hostsWithoutCertificate({ identity, ...edge }).forEach((host) =>
      nested.add('tls', edge.tls, `has no certificate for ${host}; ${certificateRemedy(host)}`));
  });
}
