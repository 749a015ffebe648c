import { fromOne } from '../../common/props/checks';
import { map, number, optional, Shape } from '../../common/props/prop-types';
import { SERVICE_RESOURCES, ServiceResources } from '../pods/container-resources';
import { SERVICE_PROBES, ServiceProbes } from '../pods/probes';
import { SCHEDULING, Scheduling } from '../pods/scheduling';
import { SERVICE_SECURITY, ServiceSecurity } from '../pods/service-security';
import { NETWORK_POLICIES, NetworkPolicies } from './network-policies-props';

/** How the pods of a plane run. */
export interface PodsProps {
  /**
   * How many pods of a service run, by the service's name.
   *
   * @default - two of what serves requests, one of what would do its work twice
   */
  readonly replicas?: { [service: string]: number };

  /**
   * What the containers of a service get, by the service's name.
   *
   * @default - as in Union's chart
   */
  readonly resources?: { [service: string]: ServiceResources };

  /**
   * How Kubernetes asks whether a service lives and serves, by the service's name.
   *
   * @default - as the services are known to answer
   */
  readonly probes?: { [service: string]: ServiceProbes };

  /**
   * Where a service runs as another user, or may write to its image, by the service's name.
   *
   * @default - none: as Union's charts run the images, and on a root file system that nobody writes to
   */
  readonly security?: { [service: string]: ServiceSecurity };

  /**
   * On which nodes the pods run: those of every service, and those of the auth gate.
   *
   * @default - any, the pods of a service on different ones where that can be had
   */
  readonly scheduling?: Scheduling;

  /**
   * Who may talk to the pods, and to whom they may talk.
   *
   * @default - the edge and the plane's own pods; DNS, HTTPS and the database
   */
  readonly networkPolicies?: NetworkPolicies;
}

const atLeastOne = fromOne('is not a number of pods; give a whole number of at least 1');

export const PODS_PROPS: Shape<PodsProps> = {
  replicas: optional(map(number(atLeastOne))),
  resources: optional(SERVICE_RESOURCES),
  probes: optional(SERVICE_PROBES),
  security: optional(SERVICE_SECURITY),
  scheduling: optional(SCHEDULING),
  networkPolicies: optional(NETWORK_POLICIES),
};
