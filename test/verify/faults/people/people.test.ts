import { RULES } from '../../../../src/verify/registry';
import { drawn, oneIn } from '../../../_tools/drawn';
import { inCluster, inRendered } from '../unseen/_slip';
import { inArgo, inFlux } from '../unseen/deployments';
import { findingsOf } from './_findings';
import { charts, inDump, inPlanes, inValues, rulesNaming } from './_people';
import { CATALOGUE } from './catalogue';

const nothing = () => undefined;
const titled = <T extends { readonly what: string }>(faults: readonly T[]) => faults.map((fault) => [fault.what, fault] as const);

test('there are enough of them, each once', () => {
  expect(CATALOGUE.length).toBeGreaterThanOrEqual(1095);
  expect(new Set(CATALOGUE.map(({ what }) => what)).size).toBe(CATALOGUE.length);
});

test('each rule names a fault', () => {
  const named = new Set(CATALOGUE.flatMap(({ findings }) => findings.map((finding) => finding.replace(/^(error|warning|info) /, '').split(' ')[0])));
  expect(RULES.ids.filter((id) => !named.has(id))).toEqual([]);
});

/** Those without findings are harmless, or missed for a reason that they give. */
test('one slip is one finding, and three of a thousand are more than three', () => {
  const shares: Record<number, number> = {};
  for (const { findings } of CATALOGUE) {
    shares[findings.length] = (shares[findings.length] ?? 0) + 1;
  }
  expect(shares).toEqual({ 0: 41, 1: 907, 2: 108, 3: 36, 4: 1, 7: 1, 8: 1 });
  expect(CATALOGUE.filter(({ missed }) => missed !== undefined).length).toBeLessThanOrEqual(18);
});

test.each(titled(drawn(CATALOGUE, 100)))('%s', (_, fault) => expect(findingsOf(fault)).toEqual(fault.findings));

oneIn(6).each(titled([
  ...(['Okta', 'Entra ID', 'Keycloak', 'Auth0'] as const).flatMap((provider) => [
    inValues('cp', provider)('nothing', nothing), inPlanes('ingress-nginx', provider)('nothing', nothing),
  ]),
  ...[charts, inDump, inCluster, inRendered, inArgo, inFlux].map((of) => of('nothing', nothing)),
  ...(['Traefik', 'Envoy Gateway'] as const).map((edge) => inPlanes(edge)('nothing', nothing)),
]))('%s', (_, fault) => expect(rulesNaming(fault)).toEqual([]));
