import { oncePer } from '../../common/data/collections';
import { isClusterName, serviceCalled } from '../edge/cluster-name';
import { hostOfUrl, urlAsked } from '../edge/route';
import { Home, sameHome } from '../kube/home';
import { Renamed, renamedPlanes } from '../kube/renamed';
import type { Field } from '../read/field';
import { endpointsOf } from './endpoints';
import type { Model } from './model';

/** Services of a control plane under other names than those by which others call them. */
export interface RenamedServices {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly services: readonly Renamed[];
}

interface Call {
  readonly text: string;
  readonly service: string;
  readonly home: Home;
}

/** How Services are called by texts, in which kustomize renames nothing. */
const callsOf = oncePer((model: Model): readonly Call[] => {
  const called = (host: string, text: string, near: Home): Call[] =>
    (isClusterName(host) ? [{ text, ...serviceCalled(host, near) }] : []);
  return [
    ...endpointsOf(model).flatMap(({ host, setting: { text = host }, config: { container } }) =>
      called(host, text, container.workload)),
    ...model.routes.flatMap(({ guard, object }) => {
      const url = guard.kind === 'subrequest' ? urlAsked(guard) : '';
      return called(hostOfUrl(url) ?? 'localhost', url, object);
    }),
  ];
});

/** Planes that are renamed as a whole while somebody calls them by the names of Union's charts. */
export const renamedServices = oncePer((model: Model): readonly RenamedServices[] =>
  renamedPlanes(model.services).flatMap((plane) => {
    const [{ service, name }, ...others] = plane;
    const calls = callsOf(model).filter((call) =>
      sameHome(call.home, service) && plane.some((each) => each.name === call.service));
    const [text, ...more] = new Set(calls.map((call) => call.text));
    const often = more.length === 0 ? '' : `, and ${more.length} more`;
    const alike = `${others.length} more Service${others.length === 1 ? '' : 's'} of Union renamed alike`;
    return text === undefined ? [] : [{
      at: service.object.field('metadata', 'name'),
      expected: `${name}, by which it is called: ${text}${often}`,
      found: `${service.name}, and ${alike}`,
      services: plane,
    }];
  }));

/** Where a Service was renamed that somebody names in a home; nothing where none was. */
export function renamingOf(name: string, home: Home, model: Model): Field[] {
  return renamedServices(model).filter(({ services }) => services.some((each) =>
    each.name === name && sameHome(each.service, home))).map(({ at }) => at);
}
