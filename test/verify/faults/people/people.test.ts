import { RULES } from '../../../../src/verify/registry';
import { oneIn } from '../../../_tools/drawn';
import { charts, inDump, inPlanes, inValues, rulesNaming } from './_people';
import { CATALOGUE } from './catalogue';

const NAMED = CATALOGUE.filter(({ missed }) => missed === undefined);

/** Of a hundred faults so many are named at least. */
const GOAL = 92;

const harmless = () => undefined;

test('there are enough of them, each once, and each by rules that there are', () => {
  expect(CATALOGUE.length).toBeGreaterThanOrEqual(400);
  expect(new Set(CATALOGUE.map(({ what }) => what)).size).toBe(CATALOGUE.length);
  expect(CATALOGUE.filter(({ by }) => by.length === 0)).toEqual([]);
  expect(CATALOGUE.flatMap(({ by }) => by).filter((id) => RULES.get(id) === undefined)).toEqual([]);
});

test(`at least ${GOAL} of a hundred are named`, () => expect(NAMED.length / CATALOGUE.length).toBeGreaterThanOrEqual(GOAL / 100));

describe('without a fault nothing is found', () => {
  oneIn(6).each([
    ...(['Okta', 'Entra ID', 'Keycloak', 'Auth0'] as const).map((provider) => inValues('cp', provider)('nothing', harmless)),
    charts('nothing', harmless),
    ...(['ingress-nginx', 'Traefik', 'Envoy Gateway'] as const).map((edge) => inPlanes(edge)('nothing', harmless)),
    inDump('nothing', harmless),
  ].map((fault) => [fault.what, fault] as const))('%s', (_, fault) => {
    expect(rulesNaming(fault)).toEqual([]);
  });
});
