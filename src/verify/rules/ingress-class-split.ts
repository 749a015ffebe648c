import { grouped } from '../../common/data/grouped';
import { classController, classField, className } from '../edge/ingress-class';
import type { EdgeRoute } from '../edge/route';
import { sampleOf } from '../edge/sample-request';
import { EdgeServer } from '../edge/server';
import { defineRule, Violation } from '../engine/rule';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';

/** The routes that Ingresses make of a host, by class: those of most Ingresses first. */
interface Host {
  readonly host: string | undefined;
  readonly classes: readonly (readonly EdgeRoute[])[];
}

/** Of a class that has no name nobody tells which it is. */
function hostsOf(model: Model): Host[] {
  const routes = model.unionRoutes.filter(({ object }) =>
    object.kind === 'Ingress' && className(object) !== '');
  return grouped(routes, ({ host, object: { cluster } }) => JSON.stringify([host, cluster]))
    .map((own) => ({
      host: own[0].host,
      classes: grouped(own, (route) => servedBy(route, model))
        .sort((a, b) => objectsOf(b).length - objectsOf(a).length),
    }));
}

/** The controller of the class where the input shows it, else the class. */
function servedBy({ object }: EdgeRoute, { ingressClasses }: Model): string {
  return classController(object, ingressClasses) ?? className(object);
}

function objectsOf(routes: readonly EdgeRoute[]): KubeObject[] {
  return [...new Set(routes.map(({ object }) => object))];
}

/** The routes of which others lead nowhere near the same Service. */
function missingFrom(others: readonly EdgeRoute[], routes: readonly EdgeRoute[]): EdgeRoute[] {
  const server = new EdgeServer(others[0].edge, others[0].host, others);
  return routes.filter(({ path, backends }) => {
    const taken = server.match(sampleOf(path.replace(/\/?\*$/, ''))) ?? server.match(path);
    return !taken?.backends.some(({ service }) => backends.some((own) => own.service === service));
  });
}

/** Where a load balancer before both classes leads to them, as a cluster shows it. */
function addressesOf(object: KubeObject): string[] {
  return object.listAt('status', 'loadBalancer', 'ingress').map(asObject)
    .flatMap(({ ip, hostname }) => asText(ip) ?? asText(hostname) ?? []);
}

function shareAddress(some: readonly KubeObject[], others: readonly KubeObject[]): boolean {
  const addresses = new Set(some.flatMap(addressesOf));
  return others.some((object) => addressesOf(object).some((address) => addresses.has(address)));
}

export const ingressClassSplit = defineRule('ingress-class-split', {
  subjects: hostsOf,
  notApplicable: 'No Ingress of a control plane in the input names a class.',
  *check(hosts): Iterable<Violation> {
    for (const { host, classes: [most, ...rest] } of hosts) {
      const split = rest.filter((routes) =>
        missingFrom(most, routes).length > 0
        && missingFrom(routes, most).length > 0
        && !shareAddress(objectsOf(most), objectsOf(routes)));
      for (const object of split.flatMap(objectsOf)) {
        yield {
          at: classField(object),
          expected: `${className(most[0].object)}, as of most Ingresses for ${host ?? 'every host'}`,
          found: className(object),
          values: { host: host ?? '*', usual: className(most[0].object) },
        };
      }
    }
  },
});
