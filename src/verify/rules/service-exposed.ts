import { rawRoutes } from '../edge/edges';
import { GUARDED_SERVICES } from '../edge/guarded-requests';
import { defineRule } from '../engine/rule';
import { beside } from '../kube/home';
import type { Service } from '../kube/service';
import type { Model } from '../model/model';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

/** A way into a service that no guard can stand before. */
interface Subject {
  /** What opens it; absent where nothing does. */
  readonly open?: { readonly at: Field; readonly found: string };
  readonly service: string;
}

function subjectsOf(model: Model): Subject[] {
  return [...byServices(model), ...byPods(model), ...byRawRoutes(model)];
}

function byServices(model: Model): Subject[] {
  const hasPods = model.workloads.some(({ name }) => GUARDED_SERVICES.has(name));
  return model.services.all.flatMap((service): Subject[] => {
    const name = [service, ...(hasPods ? model.services.podsOf(service) : [])].find((each) =>
      GUARDED_SERVICES.has(each.name),
    )?.name;
    return name === undefined || !isGuardedControlPlane(service, model)
      ? []
      : [{ service: name, open: openOf(service) }];
  });
}

function openOf(service: Service): Subject['open'] {
  if (service.type === 'LoadBalancer' || service.type === 'NodePort') {
    return { at: service.field('type'), found: `a Service of type ${service.type}` };
  }
  return service.object.listAt('spec', 'externalIPs').length > 0
    ? { at: service.field('externalIPs'), found: 'a Service with external IPs' }
    : undefined;
}

function byPods(model: Model): Subject[] {
  const pods = model.workloads
    .filter(({ name }) => GUARDED_SERVICES.has(name))
    .filter((workload) => isGuardedControlPlane(workload, model));
  return pods.map((workload) => {
    const [port] = workload.containers.flatMap(({ hostPorts }) => hostPorts);
    const open = workload.onHostNetwork
      ? { at: workload.pod.child('hostNetwork'), found: 'pods in the network of their node' }
      : port && { at: port, found: 'a port of the node' };
    return { service: workload.name, open };
  });
}

/** Routes below HTTP have no place for a guard. */
function byRawRoutes(model: Model): Subject[] {
  return rawRoutes(model).flatMap(({ object, field, backends }) => backends
    .filter(({ service, namespace = object.namespace }) =>
      GUARDED_SERVICES.has(service) && isGuardedControlPlane(beside(object, namespace), model))
    .map(({ service }) => ({
      service,
      open: { at: field, found: `${object.kind === 'UDPRoute' ? 'a' : 'a raw'} ${object.kind}` },
    })));
}

export const serviceExposed = defineRule('service-exposed', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show both a flyteadmin of Union with useAuth: true and a service beside it.',
  *check(subjects) {
    for (const { open, service } of subjects) {
      if (open !== undefined) {
        yield { at: open.at, expected: `${service} reached through guarded routes only`, found: open.found };
      }
    }
  },
});
