import { answerAt } from '..';
import { JsonObject } from '../../common/data/json';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import {
  ENVOY_GATEWAY_FIELDS, LUA_OFF_SINCE, OLDEST_ENVOY_GATEWAY,
} from '../../contract/upstream/envoy-gateway';
import { Answers, chosen } from '../answers';
import { hasOurTraefik } from './edge';
import type { SeenProvider } from './identity';
import { oidcDetails, providerCandidates } from './provider';
import { Hypothesis, Search, withOrWithout } from './search';
import type { Standing } from './standing';
import { Finds } from './taken';

const SUBJECT = 'applications.serviceSubject';
const FROM_ALL = 'of what may be meant, what makes the output that stands';

/**
 * Settles what no single place of the input tells. Only what this library made says what was switched off on
 * purpose.
 */
export function settle(search: Search, finds: Finds, provider: SeenProvider, standing: Standing): void {
  settleProvider(search, finds, provider);
  for (const hypothesis of hypotheses(finds.answers, standing)) {
    const settled = search.decide(finds.answers, hypothesis);
    if (settled !== finds.answers) {
      const { path } = hypothesis;
      finds.answers = settled;
      if (finds.at(path) === undefined) {
        finds.drop(path);
      } else {
        finds.take(path, finds.at(path), FROM_ALL);
      }
    }
  }
}

function settleProvider(search: Search, finds: Finds, seen: SeenProvider): void {
  const candidates = providerCandidates(seen);
  const from = seen.tokenEndpoint ?? seen.issuer;
  if (candidates.length === 0 || from === undefined) {
    finds.miss(seen.issuer === undefined ? 'provider: no issuer is set'
      : `provider: ${finds.places.textOf(seen.issuer.field)} names an issuer, and nothing a token endpoint`);
    return;
  }
  const likeliest = withOrWithout(finds.answers, 'provider', candidates[0]);
  let decided = candidates.length === 1
    ? likeliest
    : search.decide(likeliest, { path: 'provider', values: candidates });
  const { oidc } = decided.provider as { oidc?: JsonObject };
  for (const detail of oidc === undefined ? [] : oidcDetails(seen)) {
    const [[name, value]] = Object.entries(detail);
    decided = search.decide(decided, { path: `provider.oidc.${name}`, values: [value] });
  }
  finds.answers = decided;
  finds.take('provider', decided.provider, from.field);
}

/** What is tried, in this order. */
function hypotheses(answers: Partial<Answers>, standing: Standing): Hypothesis[] {
  const [delivery] = Object.keys(answers.secrets ?? {});
  const [, { version = ChartVersion._current.version }] = chosen(answers.planes, 'charts');
  const others =
    ChartVersion._all.map((release) => release.version).filter((each) => each !== version).reverse();
  const modes = Object.keys(answers.controlPlane?.authorization ?? {}).filter((mode) => mode !== 'noop');
  const ofPlanes = (without: 'operator' | 'eager', name: string, values: readonly unknown[]) =>
    (answers.dataPlanes ?? []).flatMap((plane, i) =>
      (plane[without] === undefined ? [{ path: `dataPlanes[${i}].${name}`, values }] : []));
  const when = (isTried: boolean, path: string, values: readonly unknown[]) =>
    (isTried ? [{ path, values }] : []);
  const hasStore = delivery === 'externalSecrets' && standing.hasOurDelivery;
  const hasTraefik = answers.edge?.traefik !== undefined && hasOurTraefik(standing);
  return [
    { path: SUBJECT, values: [undefined, answerAt(answers, SUBJECT)], otherwise: 'first' },
    { path: 'controlPlane.migratingFrom', values: [version, ...others] },
    { path: 'preferRefreshTokens', values: [true] },
    ...ofPlanes('operator', 'clusterName', [undefined]).filter(({ path }) => isFollowing(answers, path)),
    ...ofPlanes('eager', 'eagerApiKey', ['fromOperator', 'provisioned']),
    ...modes.map((mode) =>
      ({ path: `controlPlane.authorization.${mode}.externalIdentity`, values: [true, false] })),
    ...versionsOfGateway(answers),
    ...when(hasTraefik, 'edge.traefik.httpEntryPoints', [[]]),
    ...when(delivery !== undefined, `secrets.${delivery}.rotation`, ['reloader']),
    ...when(hasStore, `secrets.${delivery}.aheadOfChart`, [false]),
    ...when(hasStore, `secrets.${delivery}.guardValues`, [false]),
  ];
}

/** Whether the name of a cluster may be the one that a plane takes from its namespace, which nobody said. */
function isFollowing(answers: Partial<Answers>, path: string): boolean {
  return answerAt(answers, path) === answerAt(answers, path.replace(/clusterName$/, 'namespace'));
}

/** The versions of Envoy Gateway that make a difference; the first of those that make the same. */
function versionsOfGateway({ edge = {} }: Partial<Answers>): Hypothesis[] {
  const values = [...new Set([OLDEST_ENVOY_GATEWAY, ...Object.values(ENVOY_GATEWAY_FIELDS), LUA_OFF_SINCE])];
  return Object.keys(edge).filter((name) => name === 'envoyGateway' || name === 'chartGateway')
    .map((name) => ({ path: `edge.${name}.envoyGatewayVersion`, values }));
}
