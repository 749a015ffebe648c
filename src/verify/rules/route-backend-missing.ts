import { grouped } from '../../common/data/grouped';
import { defineRule, Violation } from '../engine/rule';
import { homeKey, homeText } from '../kube/home';
import type { Service } from '../kube/service';
import type { Model } from '../model/model';
import { NamedBackend, namedBackends } from '../model/named-backends';
import { renamingOf } from '../model/renamed-services';

export const routeBackendMissing = defineRule('route-backend-missing', {
  subjects: namedBackends,
  notApplicable:
    'The input shows no two Services of a control plane that its routes lead to, so the others may be '
      + 'elsewhere.',
  *check(subjects, model) {
    for (const group of grouped(subjects, keyOf)) {
      yield* faultsOf(group, model);
    }
  },
});

function keyOf({ backend: { service, port, refused }, home, service: found, ofChart }: NamedBackend): string {
  return JSON.stringify([homeKey(home), service, refused, (found ?? ofChart) && port]);
}

/** Routes that lead to one Service share what is wrong with it. */
function* faultsOf(routes: readonly NamedBackend[], model: Model): Iterable<Violation> {
  const [{ backend: { service: name, port, refused }, home, field, service, elsewhere, ofChart }] = routes;
  const more = routes.length === 1 ? '' : `, as ${routes.length - 1} more`;
  if (refused !== undefined) {
    const expected = `leave to name the Service ${name} in ${homeText(home)}`;
    yield* routes.map((route) => (
      { at: route.field, expected, found: refused, headline: 'grant', values: { service: name } }));
  } else if (ofChart !== undefined) {
    const ports = Object.entries(ofChart).map(([called, number]) => `${number} (${called})`);
    yield {
      at: field,
      expected: `a port that the chart's Service ${name} offers: ${ports.join(', ')}`,
      found: `a route to port ${port} of it${more}`,
      headline: 'port',
      values: { service: name, port: String(port), ports: ports.join(', ') },
    };
  } else if (service === undefined) {
    yield {
      at: field,
      expected: `a Service ${name}${home.namespace === undefined ? '' : ` in ${homeText(home)}`}`,
      found: `a route to a Service that is not there${more}`
        + `${elsewhere === undefined ? '' : `, but in namespace ${elsewhere.namespace}`}`,
      headline: 'Service',
      values: { service: home.namespace === undefined ? name : `${name} of ${homeText(home)}` },
      restsOn: renamingOf(name, home, model),
    };
  } else if (port !== undefined && service.type !== 'ExternalName' && service.port(port) === undefined) {
    yield {
      at: field,
      expected: `a port that the Service ${name} offers: ${portsOf(service)}`,
      found: `a route to port ${port} of it${more}`,
      headline: 'port',
      values: { service: name, port, ports: portsOf(service) },
      restsOn: [service.field('ports')],
    };
  }
}

function portsOf({ ports }: Service): string {
  return (
    ports.map(({ name, port }) => [port, ...(name === undefined ? [] : [`(${name})`])].join(' ')).join(', ')
    || 'it has none'
  );
}
