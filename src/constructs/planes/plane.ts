import { ApiObject } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { chartOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { ControlPlaneEdge } from '../edge/control-plane-edge';
import { edgePods } from '../edge/neighbours';
import { SeveralObjects } from '../objects/api-objects';
import { MergeOptions } from '../output/merge-over';
import { TextFile } from '../output/text-file';
import { labelObjects, PlaneComponent, planePodLabels } from '../pods/labels';
import { SecretMount } from '../secrets/secret-mount';
import { RequiredSecret } from '../secrets/secret-target';
import {
  addNetworkPolicies, addPolicyOfGate, PlaneNetwork, ReachedPorts, unusualPort,
} from './network-policies';
import { PlaneAuth } from './plane-auth';
import { PlaneWorkloads, ServicesProps } from './plane-workloads';

/**
 * Throws if another object of the chart has the identity of an object of the plane: that of a second plane,
 * or of the user. Upstream dictates the names, so they are the same in each namespace. Another chart may be
 * another cluster.
 */
export function refuseDoubles(subject: string, plane: IConstruct, namespace: string): void {
  const objects =
    chartOf(plane).node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child));
  const isOwn = (object: ApiObject) => object.node.scopes.includes(plane);
  const others =
    new Map(objects.filter((object) => !isOwn(object)).map((object) => [identity(object), object]));
  const problems = new Problems(subject);
  for (const object of objects.filter(isOwn)) {
    const other = others.get(identity(object));
    if (other) {
      problems.add('namespace', namespace, `already has the ${object.kind} ${object.name} `
        + `(${other.node.path}), and one would replace the other; `
        + 'give the plane its own namespace');
    }
  }
  problems.throwIfAny();
}

function identity({ apiGroup, kind, name, metadata: { namespace } }: ApiObject): string {
  return [apiGroup, kind, namespace, name].join('/');
}

/**
 * A whole plane in plain YAML: its authentication and its services.
 *
 * @internal
 */
export abstract class Plane extends SeveralObjects {
  /** @internal */
  protected abstract readonly _auth: PlaneAuth;
  /** @internal */
  protected abstract readonly _workloads: PlaneWorkloads;

  /** Namespace of the plane. */
  public get namespace(): string {
    return this._auth.namespace;
  }

  /**
   * The Secrets and keys that the pods need with any delivery. With `SecretDelivery.provisioned()` you
   * provide them.
   */
  public get requiredSecrets(): RequiredSecret[] {
    return this._auth.requiredSecrets;
  }

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public get secretScript(): TextFile | undefined {
    return this._auth.secretScript;
  }

  /**
   * The Deployment of a service, to change it.
   *
   * @throws when there is no such service.
   */
  public deployment(service: string): Deployment {
    return this._workloads.deployment(service);
  }

  /**
   * Adds configuration to a service, for a plane that another construct created. The service reads it last,
   * merged with `config` of `settings`.
   *
   * @param service its name
   * @param config content of its files: plugins, limits, log links
   * @param options which value wins if there already is one
   * @throws when there is no such service, it reads no file, or there is another value and no option decides.
   * The error lists all of them.
   */
  public addConfig(service: string, config: { [key: string]: unknown }, options: MergeOptions = {}): void {
    this._workloads.addConfig(service, config, options);
  }

  /**
   * The Secret mounts of a service, to add to a workload of your own.
   *
   * @throws when the plane has no such service.
   */
  public secretMounts(service: string): SecretMount[] {
    return this._auth.secretMounts(service);
  }
}

/** The parts of a plane once all of them exist. */
export interface FinishedPlane {
  readonly component: PlaneComponent;
  readonly auth: PlaneAuth;
  readonly workloads: PlaneWorkloads;
  readonly edge?: ControlPlaneEdge;
  /** Names of the services in its namespace that run outside of this app. */
  readonly servedElsewhere?: readonly string[];
  readonly reachedPorts: Omit<ReachedPorts, 'provider'>;
}

/** The last step: pod settings, NetworkPolicies, and labels of every object. */
export function finishPlane(plane: Construct, made: FinishedPlane, props: ServicesProps): void {
  const { component, auth, workloads, edge, servedElsewhere = [], reachedPorts } = made;
  const { namespace, chartVersion, identity: { identityProvider } } = auth._design.context;
  refuseDoubles(component === PlaneComponent.CONTROL_PLANE ? 'ControlPlane' : 'DataPlane', plane, namespace);
  workloads.finish(namespace);
  const { enabled = true, ...options } = props.networkPolicies ?? {};
  const network: PlaneNetwork = {
    namespace,
    component,
    servedElsewhere,
    options,
    edgePods: () => edgePods(plane, namespace),
    reached: {
      provider: [identityProvider.issuer, identityProvider.tokenEndpoint].flatMap(unusualPort),
      ...reachedPorts,
    },
  };
  if (enabled) {
    addNetworkPolicies(workloads.all, network);
    const gate = edge?.controller._kind.known.dialect.service;
    if (edge?.apiObjects.some(({ kind, name }) => kind === 'Deployment' && name === gate)) {
      addPolicyOfGate(edge, edge.controller, { ...network, flyteadmin: planePodLabels(component) });
    }
  }
  auth._labelAll(component);
  labelObjects(
    plane,
    { name: `union-${component}`, instance: namespace, component, version: `${chartVersion}` },
    props.metadata,
  );
}
