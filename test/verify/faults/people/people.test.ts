import { RULES } from '../../../../src/verify/registry';
import { drawn, oneIn } from '../../../_tools/drawn';
import { charts, inDump, inPlanes, inValues, PeopleFault, rulesNaming } from './_people';
import { CONTROL_PLANE_AUTHORIZATION } from './control-plane-authorization';
import { CONTROL_PLANE_COPIES } from './control-plane-copies';
import { CONTROL_PLANE_GUARD } from './control-plane-guard';
import { CONTROL_PLANE_MIGRATIONS } from './control-plane-migrations';
import { CONTROL_PLANE_PROVIDERS } from './control-plane-providers';
import { CONTROL_PLANE_SLIPS } from './control-plane-slips';
import { DATA_PLANE_COPIES } from './data-plane-copies';
import { DATA_PLANE_MIGRATIONS } from './data-plane-migrations';
import { DATA_PLANE_SLIPS } from './data-plane-slips';
import { DELIVERY } from './delivery';
import { DUMPS } from './dumps';
import { ENVOY_GATEWAY } from './envoy-gateway';
import { INGRESS_NGINX } from './ingress-nginx';
import { INSTALLS } from './installs';
import { PODS } from './pods';
import { POLICIES } from './policies';
import { SERVICES } from './services';
import { STORES } from './stores';
import { TRAEFIK } from './traefik';

/** Faults as people make them: copies from another environment, half-finished migrations, slips, and each provider's pitfalls. */

const ALL = [
  ...CONTROL_PLANE_AUTHORIZATION,
  ...CONTROL_PLANE_COPIES,
  ...CONTROL_PLANE_GUARD,
  ...CONTROL_PLANE_MIGRATIONS,
  ...CONTROL_PLANE_PROVIDERS,
  ...CONTROL_PLANE_SLIPS,
  ...DATA_PLANE_COPIES,
  ...DATA_PLANE_MIGRATIONS,
  ...DATA_PLANE_SLIPS,
  ...DELIVERY,
  ...DUMPS,
  ...ENVOY_GATEWAY,
  ...INGRESS_NGINX,
  ...INSTALLS,
  ...PODS,
  ...POLICIES,
  ...SERVICES,
  ...STORES,
  ...TRAEFIK,
];
const NAMED = ALL.filter(({ missed }) => missed === undefined);
const MISSED = ALL.filter(({ missed }) => missed !== undefined);

/** Of a hundred faults so many are named at least. */
const GOAL = 92;

const titled = (faults: readonly PeopleFault[], count: number) => drawn(faults, count).map((fault) => [fault.what, fault] as const);
const harmless = () => undefined;

test('there are enough of them, each once, and each by rules that there are', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(400);
  expect(new Set(ALL.map(({ what }) => what)).size).toBe(ALL.length);
  expect(ALL.filter(({ by }) => by.length === 0)).toEqual([]);
  expect(ALL.flatMap(({ by }) => by).filter((id) => RULES.get(id) === undefined)).toEqual([]);
});

test(`at least ${GOAL} of a hundred are named`, () => {
  expect(NAMED.length / ALL.length).toBeGreaterThanOrEqual(GOAL / 100);
});

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

describe('named by one of its rules:', () => {
  test.each(titled(NAMED, 5))('%s', (_, fault) => {
    const found = rulesNaming(fault);
    expect({ found, isNamed: found.some((id) => fault.by.includes(id)) }).toEqual({ found, isNamed: true });
  });
});

describe('missed, as is known:', () => {
  test.each(titled(MISSED, 2))('%s', (_, fault) => {
    const found = rulesNaming(fault);
    expect(found.filter((id) => fault.by.includes(id))).toEqual([]);
  });
});
