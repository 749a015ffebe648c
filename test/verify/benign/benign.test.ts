import { verify } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { healthyCluster } from '../_cluster';
import { EdgeName, Json, Planes } from '../faults/_planes';
import { Charts } from '../faults/people/_people';
import { CHANGES as MADE } from './changes';
import { DELIVERIES, ESTATES, LAYOUTS } from './estates';
import { FORMS } from './forms';
import { NEIGHBOURS } from './neighbours';
import { DUMPS, OPERATIONS } from './operations';
import { PLATFORMS } from './platforms';
import { VALUES } from './values';
import { WAYS } from './ways';

/** What platform teams do to a healthy deployment: none of it may bring a finding. */

const CHANGES = [...MADE, ...PLATFORMS, ...WAYS, ...OPERATIONS, ...ESTATES];

interface Text {
  readonly name: string;
  readonly text: string;
}

function expectQuiet(texts: readonly Text[]): void {
  const { findings, crashed, objects, unreadable } = verify(texts);
  expect(unreadable).toEqual([]);
  expect(objects).toBeGreaterThan(0);
  expect(crashed).toEqual([]);
  expect(findings.map(({ rule, object: { kind, name }, field, found }) => `${rule}: ${kind} ${name} ${field}, ${found}`)).toEqual([]);
}

const written = (objects: readonly Json[]): Text[] => [{ name: 'planes.yaml', text: objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('') }];

const EDGES: readonly EdgeName[] = ['ingress-nginx', 'Traefik', 'Envoy Gateway'];

describe.each(EDGES)('behind %s', (edge) => {
  test.each(drawn([...CHANGES, ...DELIVERIES].filter((each) => (each.edge ?? edge) === edge), 4).map((each) => [each.what, each] as const))('%s', (_, { put }) => {
    const planes = Planes.behind(edge);
    put(planes);
    expectQuiet(written(planes.objects));
  });
});

test.each(drawn(CHANGES, 4).map((each) => [each.what, each] as const))('in a running cluster: %s', (_, { put, edge = 'ingress-nginx' }) => {
  const planes = Planes.behind(edge);
  planes.objects = healthyCluster(edge);
  put(planes);
  planes.objects.forEach((each, index) => { each.metadata = { uid: `v${index}`, ...each.metadata }; });
  expectQuiet(written(planes.objects));
});

test.each(drawn(NEIGHBOURS, 8).map(([what, neighbours]) => [what, neighbours] as const))('beside %s', (_, neighbours) => {
  expectQuiet(written([...Planes.behind('ingress-nginx').objects, ...neighbours()]));
  expectQuiet(written([...healthyCluster('ingress-nginx'), ...neighbours().map((each, index) => ({ ...each, metadata: { ...each.metadata, uid: `n${index}` } }))]));
});

test.each(drawn(VALUES, 8).map(([what, put]) => [what, put] as const))('values: %s', (_, put) => {
  const charts = Charts.of('Okta');
  put(charts);
  expectQuiet(charts.texts());
});

test.each(drawn([...FORMS, ...LAYOUTS], 4).map(([what, form]) => [what, form] as const))('written as %s', (_, form) => {
  expectQuiet(form(Planes.behind('ingress-nginx').objects));
});

test.each(drawn([...DUMPS, ...LAYOUTS], 2).map(([what, form]) => [what, form] as const))('a dump %s', (_, form) => {
  expectQuiet(form(healthyCluster('ingress-nginx')));
});

describe('the same, broken, is still found', () => {
  /** Slips of what all of them have, by the rule that names them. */
  const SLIPS: readonly [rule: string, put: (planes: Planes) => void][] = [
    ['auth-not-enabled', (planes) => planes.flyteadmin(({ server }) => { server.security.useAuth = false; })],
    ['client-id-mismatch', (planes) => { const { data } = planes.get('ConfigMap', 'union-operator'); for (const file of Object.keys(data as object)) data[file] = data[file].replaceAll('service-id', 'servcie-id'); }],
    ['route-unguarded', (planes) => planes.annotate('controlplane-protected', { 'auth-url': null })],
    ['issuer-mismatch', (planes) => planes.flyteadmin(({ auth }) => { auth.userAuth.openId.baseUrl = 'https://acme.okta.com/oauth2/other'; })],
  ];
  const broken = (index: number): readonly [string, Planes] => {
    const [rule, put] = SLIPS[index % SLIPS.length];
    const planes = Planes.behind('ingress-nginx');
    put(planes);
    return [rule, planes];
  };
  const rulesIn = (texts: readonly Text[]) =>
    verify(texts).findings.flatMap(({ rule, consequences = [] }) => [rule, ...consequences.map((each) => each.rule)]);

  test.each(drawn([...CHANGES, ...DELIVERIES].filter(({ edge = 'ingress-nginx' }) => edge === 'ingress-nginx').map((each, index) => [each.what, each, index] as const), 8))('%s', (_, { put }, index) => {
    const [rule, planes] = broken(index);
    put(planes);
    expect(rulesIn(written(planes.objects))).toContain(rule);
  });

  // Those that hold all of them.
  const isWhole = ([what]: readonly [string, ...unknown[]]) => !/ alone$|^with(out)? |cluster-info/.test(what);
  test.each(drawn([...FORMS, ...LAYOUTS].filter(isWhole).map(([what, form], index) => [what, form, index] as const), 4))('written as %s', (_, form, index) => {
    const [rule, { objects }] = broken(index);
    expect(rulesIn(form(objects))).toContain(rule);
  });
});

test.each(drawn([...CHANGES, ...DELIVERIES], 8).map((each) => [each.what, each] as const))('it is a change: %s', (_, { put, edge }) => {
  expect((edge === undefined ? EDGES : [edge]).filter((each) => {
    const planes = Planes.behind(each);
    const before = `${planes}`;
    put(planes);
    return `${planes}` !== before;
  })).not.toEqual([]);
});

test('no two forms are one', () => {
  const texts = [...FORMS, ...LAYOUTS].map(([, form]) => JSON.stringify(form(Planes.behind('ingress-nginx').objects)));
  expect(new Set(texts).size).toBe(texts.length);
});

test('there are many of them', () => {
  expect([CHANGES, DELIVERIES, NEIGHBOURS, VALUES, FORMS, LAYOUTS, DUMPS].flat().length).toBeGreaterThanOrEqual(460);
});
