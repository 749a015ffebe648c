// Tests: test/verify/rules/routes.test.ts
import { grouped, groupsByKey, oncePer } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { covers } from '../edge/certificate-names';
import { classField, className } from '../edge/ingress-class';
import { hostOfUrl } from '../edge/route';
import { homeKey, sameCluster } from '../kube/home';
import { asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import { compared } from './copies';
import type { Model } from './model';

/** A property of one route that differs from all others, which the edge applies as given, or ignores. */
interface OddRoute {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly headline: 'odd' | 'class';
  readonly values?: { readonly usual: string };
  readonly also?: readonly Field[];
}

/** The number of others that establish a convention. */
const OTHERS = 3;

export function oddRoutes(model: Model): OddRoute[] {
  const byObject = groupsByKey(model.unionRoutes, ({ object }) => object);
  const objects = [...byObject.keys()].filter((object) => !(object instanceof ChartObject));
  const routeOf = (object: KubeObject) => byObject.get(object)![0];
  return [
    ...grouped(objects, homeKey).flatMap((beside) => [
      ...oddOnes(beside, (object) => routeOf(object).host, {
        placeOf: (object) => hostField(object) ?? routeOf(object).field,
        isSlip: (found, usual) => nameSlipOf(found, [usual]) !== undefined,
      }),
      ...oddOnes(beside.filter(({ kind }) => kind === 'Ingress'), className, {
        placeOf: classField, isSlip: (found) => found !== '',
      }),
    ]),
    ...withoutClass(objects, model),
    ...[...byObject.keys()].flatMap((object) => withOtherTls(object, model)),
  ];
}

/** The one that differs from all others. */
function oddOnes(
  beside: readonly KubeObject[],
  said: (object: KubeObject) => string | undefined,
  { placeOf, isSlip }: {
    readonly placeOf: (object: KubeObject) => Field;
    readonly isSlip: (found: string, usual: string) => boolean;
  },
): OddRoute[] {
  const { usual: [first] } = compared(beside, {
    text: (object) => said(object) ?? '', at: (object) => object.field(),
  });
  const usual = first && said(first);
  const odd = beside.filter((object) => said(object) !== usual);
  // Only within one set, by name: others may belong to another edge or host.
  const isOneSet = new Set(beside.map(({ name }) => name.split('-')[0])).size === 1;
  const found = odd.length === 1 && isOneSet ? said(odd[0]) : undefined;
  return !usual || found === undefined || beside.length <= OTHERS || !isSlip(found, usual) ? [] : [{
    at: placeOf(odd[0]),
    expected: `${usual}, as ${beside.length - 1} routes beside it`,
    found,
    headline: 'odd',
    values: { usual },
  }];
}

function hostField(object: KubeObject): Field | undefined {
  const at = object.listAt('spec', 'rules').findIndex((each) => asText(asObject(each).host) !== undefined);
  if (at >= 0) {
    return object.field('spec', 'rules', at, 'host');
  }
  return object.listAt('spec', 'hostnames').length > 0 ? object.field('spec', 'hostnames', 0) : undefined;
}

const authorizedHosts = oncePer(({ flyteadmins }: Model): ReadonlySet<string | undefined> =>
  new Set(flyteadmins.flatMap(({ authorizedUris }) => authorizedUris?.texts ?? []).map(hostOfUrl)));

/** TLS for other hosts than those of the rules: these get the edge's default certificate. */
function withOtherTls(object: KubeObject, model: Model): OddRoute[] {
  const ruled = object.listAt('spec', 'rules').flatMap((each) => asText(asObject(each).host) ?? []);
  const listed = object.kind !== 'Ingress' ? [] : object.objectsAt('spec', 'tls')
    .map(({ hosts }) => asTexts(hosts));
  const isOther = listed.length > 0 && ruled.some((host) => authorizedHosts(model).has(host))
    && listed.every((hosts) => hosts.length > 0
      && !hosts.some((name) => ruled.some((host) => covers(name, host))));
  return !isOther ? [] : [{
    at: object.field('spec', 'tls', 0, 'hosts', 0),
    expected: `${ruled[0]}, which its rules serve`,
    found: listed[0][0],
    headline: 'odd',
    values: { usual: ruled[0] },
  }];
}

/** Ingresses with a class that their cluster does not have. */
function withoutClass(objects: readonly KubeObject[], model: Model): OddRoute[] {
  const all = model.ingressClasses;
  const strangers = objects.filter((object) => {
    const name = object.textAt('spec', 'ingressClassName');
    const classes = all.filter((each) => sameCluster(each, object)).map((each) => each.name);
    const isWhole = object.live && all.every(({ live }) => live);
    return name !== undefined && classes.length > 0 && !classes.includes(name)
      && (isWhole || nameSlipOf(name, classes) !== undefined);
  });
  return grouped(strangers, className).map(([first, ...more]) => ({
    at: classField(first),
    expected: `one of the IngressClasses ${all.map(({ name }) => name).join(', ')}`,
    found: className(first),
    headline: 'class',
    also: more.map(classField),
  }));
}
