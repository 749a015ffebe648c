import { groupsByKey } from '../../../common/data/grouped';
import { nameSlipOf } from '../../../common/props/name-slip';
import { TRAEFIK_HTTP_ENTRY_POINT, TRAEFIK_TLS_ENTRY_POINT } from '../../../contract/upstream/traefik';
import { beside, sameCluster, sameHome } from '../../kube/home';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { RefusedRoute } from '../route';

/** What IngressRoutes name of Traefik's own: entry points, and options of TLS. */
export interface NamedInTraefik {
  readonly routes: readonly KubeObject[];
  /** TLSOption objects. */
  readonly options: readonly KubeObject[];
}

/**
 * Entry points that are a slip of what others name, at which Traefik does not listen; and options of TLS that
 * are not there beside others. Traefik makes no router of either.
 *
 * Source: traefik 3.7, `pkg/server/aggregator.go` and `pkg/tls/tlsmanager.go`.
 */
export function misspeltNames({ routes, options }: NamedInTraefik): RefusedRoute[] {
  const named = routes.flatMap((object) => object.listAt('spec', 'entryPoints').flatMap((raw, index) => {
    const name = asText(raw);
    return name === undefined ? [] : [{ object, index, name }];
  }));
  const uses = groupsByKey(named, ({ name }) => name);
  const several = [...uses].filter(([, { length }]) => length > 1).map(([name]) => name);
  const known = [...new Set([TRAEFIK_TLS_ENTRY_POINT, TRAEFIK_HTTP_ENTRY_POINT, ...several])];
  return [
    ...named.flatMap(({ object, index, name }) => {
      const expected = known.includes(name) ? undefined : nameSlipOf(name, known);
      return expected === undefined
        ? []
        : [{ object, field: object.field('spec', 'entryPoints', index), expected, found: name }];
    }),
    ...routes.flatMap((object) => missingOption(object, options)),
  ];
}

function missingOption(object: KubeObject, options: readonly KubeObject[]): RefusedRoute[] {
  const name = object.textAt('spec', 'tls', 'options', 'name');
  const home = beside(object, object.textAt('spec', 'tls', 'options', 'namespace') ?? object.namespace);
  const there = options.filter((each) => sameCluster(each, object) && sameHome(each, home));
  const isOther = name === undefined || name === '' || name === 'default' || name.includes('@');
  return isOther || there.length === 0 || there.some((each) => each.name === name) ? [] : [{
    object,
    field: object.field('spec', 'tls', 'options', 'name'),
    expected: `a TLSOption of the namespace: ${there.map((each) => each.name).join(', ')}`,
    found: `${name}, which is not there`,
  }];
}
