import { PictureOptions, pictureOf } from '../../../src/verify/drawing/picture';
import type { Shape } from '../../../src/verify/drawing/shapes';
import type { Flow, FlowControl, FlowHome, FlowLane, FlowRow, FlowServer, FlowTie } from '../../../src/verify/report/flow';
import type { ShownFinding } from '../../../src/verify/report/shown-finding';

/** What a picture says, a line a shape, without where it is; each row says which lines come and go with one thing that is otherwise. */

const tie = (more: Partial<FlowTie> = {}): FlowTie => ({ findings: [], accepted: 0, shown: 'yes', ...more });
type Ties = Partial<Record<keyof FlowRow['ties'], Partial<FlowTie>>>;

function row({ ties = {}, ...more }: Omit<Partial<FlowRow>, 'ties'> & { readonly ties?: Ties } = {}): FlowRow {
  return {
    purpose: 'service client secret',
    clientId: 'operator-id',
    place: '/etc/union/secret/client_secret',
    secret: 'union-secret',
    key: 'client_secret',
    writers: [{ kind: 'ExternalSecret', name: 'union' }],
    store: 'ClusterSecretStore vault',
    entries: ['union/operator'],
    hosts: ['union.example.com'],
    services: ['union-operator'],
    settings: ['union.auth'],
    ties: { fetch: tie(ties.fetch), write: tie(ties.write), mount: tie(ties.mount), own: tie(ties.own), call: tie(ties.call) },
    ...more,
  };
}
const plane = (rows: readonly FlowRow[], more: Partial<FlowHome> = {}): FlowHome =>
  ({ id: 'east', cluster: 'east', namespace: 'union', plane: 'data', findings: [], rows, ...more });
const lane = (more: Partial<FlowLane> = {}): FlowLane =>
  ({ guard: 'subrequest', asked: 'http://flyteadmin.union-cp.svc.cluster.local:80/me', signsIn: false, bare: false, paths: ['/api'], services: ['flyteadmin'], objects: ['Ingress api'], tie: tie(), ...more });
const server = (lanes: readonly FlowLane[], more: Partial<FlowServer> = {}): FlowServer => ({ edge: 'ingress-nginx', host: 'union.example.com', controls: ['admin'], lanes, ...more });
const control = (more: Partial<FlowControl> = {}): FlowControl => ({
  id: 'admin',
  home: 'cp',
  name: 'flyteadmin',
  header: 'flyte-authorization',
  issuer: 'https://id.example.com',
  tokenIssuer: 'https://id.example.com',
  authorization: [],
  webClientId: 'web-id',
  nativeClientId: 'cli-id',
  ties: { signIn: tie(), tokens: tie(), own: tie() },
  ...more,
});
/** Finding 0 is an error, 1 a warning, 2 a note. */
const FAULTS = (['error', 'warning', 'info'] as const).map((severity, i) => ({ number: i + 1, rule: `rule-${i}`, severity, findings: [i], placed: true }));
const flow = (more: Partial<Flow>): Flow => ({ homes: [], servers: [], controls: [], faults: FAULTS, ...more });
const cp = (rows: readonly FlowRow[] = [], more: Partial<FlowHome> = {}): FlowHome => plane(rows, { id: 'cp', cluster: undefined, namespace: 'union-cp', plane: 'control', ...more });
const whole = (lanes: readonly FlowLane[], of: Partial<FlowControl> = {}, more: Partial<FlowServer> = {}): Flow =>
  flow({ homes: [cp()], servers: [server(lanes, more)], controls: [control(of)] });

const marks = (badges: readonly { readonly number: number }[] = []) => badges.map(({ number }) => ` #${number}`).join('');
const part = (name: string, texts: readonly string[] = []) => (texts.length === 0 ? '' : ` ${name}${texts.join(' / ')}`);
const look = (text: string) => (text === 'plain' ? '' : ` ${text}`);

function said(shape: Shape): string[] {
  switch (shape.shape) {
    case 'cell': return [`${shape.kind}${look(shape.look)}: ${[shape.caption, shape.lines.join(' / ')].filter(Boolean).join(', ')}${part('', shape.bad)}${part('~ ', shape.notes)}${marks(shape.badges)}${shape.opens === undefined ? '' : ' …'}`];
    case 'arrow': return [`->${look(shape.look)}${part('', shape.label)}${part('+ ', shape.below)}${marks(shape.badges)}`];
    case 'box': return [`[${shape.heading}]${shape.stacked ? ' stacked' : ''}${marks(shape.badges)}${shape.opens === undefined ? '' : ' …'}`];
    case 'note': return [`"${shape.text}"${shape.opens === undefined ? '' : ' …'}`];
    default: return [];
  }
}
const drawn = (of: Flow, more: PictureOptions = {}) => pictureOf(of, more).shapes.flatMap(said);

/** Lines that go, and lines that come. */
function changed(before: readonly string[], after: readonly string[]): string[] {
  const left = [...after];
  const gone = before.filter((line) => {
    const at = left.indexOf(line);
    return at < 0 || !left.splice(at, 1);
  });
  return [...gone.map((line) => `- ${line}`), ...left.map((line) => `+ ${line}`)];
}

const ONE = flow({ homes: [plane([row()])] });

test('a data plane alone', () => expect(drawn(ONE)).toEqual([
  '[data plane, cluster east, namespace union]', 'unseen dotted: control plane, not in the input',
  'store: store vault, union/operator', 'writer: ExternalSecret, union', 'secret: Secret, union-secret', 'workload: /etc/union/secret, union-operator',
  '->', '->', '->', '-> as operator-id',
]));

test.each<readonly [string, Parameters<typeof row>[0], readonly string[]]>([
  ['no entry is known', { entries: [] }, ['- store: store vault, union/operator', '- ->']],
  ['the store is not known', { store: undefined }, ['- store: store vault, union/operator', '+ store: store, union/operator']],
  ['the store is one of the namespace', { store: 'SecretStore vault' }, []],
  ['more entries than there is room for', { entries: ['union/a-long-name', 'union/another', 'union/a-third', 'union/fourth'] }, ['- store: store vault, union/operator', '+ store: store vault, union/a-long- / name +3']],
  ['the Secret itself is in the input', { writers: [{ kind: 'Secret', name: 'union-secret' }] }, ['- writer: ExternalSecret, union', '+ writer: in the input, with its values']],
  ['two write it', { writers: [{ kind: 'ExternalSecret', name: 'union' }, { kind: 'ExternalSecret', name: 'b' }] }, ['- writer: ExternalSecret, union', '+ writer: ExternalSecret +1, union']],
  ['no writer is in the input', { writers: [] }, ['- writer: ExternalSecret, union', '+ unseen dotted: writer, not in the input']],
  ['no Secret is mounted', { secret: undefined, ties: { mount: { shown: 'no' } } }, ['- writer: ExternalSecret, union', '- secret: Secret, union-secret', '- ->', '- ->', '+ missing dotted: no Secret']],
  ['no Secret is mounted, which is a fault', { secret: undefined, ties: { mount: { shown: 'no', findings: [0] } } }, ['- writer: ExternalSecret, union', '- secret: Secret, union-secret', '- workload: /etc/union/secret, union-operator', '- ->', '- ->', '- ->', '- -> as operator-id', '+ missing bad: no Secret', '+ workload bad: /etc/union/secret, union-operator #1', '+ -> bad', '+ -> dotted as operator-id']],
  ['the file is of something else', { secret: undefined }, ['- writer: ExternalSecret, union', '- secret: Secret, union-secret', '- ->', '- ->', '+ unseen dotted: not a Secret']],
  ['the key has another name', { key: 'app_secret', place: '/etc/app_secret' }, ['- secret: Secret, union-secret', '- workload: /etc/union/secret, union-operator', '+ secret: Secret, union-secret: / app_secret', '+ workload: /etc/app_secret, union-operator']],
  ['the writer may write the key', { ties: { write: { shown: 'may' } } }, ['- writer: ExternalSecret, union', '- ->', '+ writer: ExternalSecret, union ~ may write this key', '+ -> dotted']],
  ['it is not fetched', { ties: { fetch: { findings: [0] } } }, ['- store: store vault, union/operator', '- ->', '- ->', '- ->', '- -> as operator-id', '+ store bad: store vault, union/operator #1', '+ -> bad', '+ -> dotted', '+ -> dotted', '+ -> dotted as operator-id']],
  ['it is fetched in a way that is warned of', { ties: { fetch: { findings: [1] } } }, ['- store: store vault, union/operator', '- ->', '+ store warn: store vault, union/operator #2', '+ -> warn']],
  ['it is not written', { ties: { write: { findings: [0], shown: 'no', lack: 'no client_secret' } } }, ['- secret: Secret, union-secret', '- ->', '- ->', '- -> as operator-id', '+ secret bad: Secret, union-secret ✗ no client_secret #1', '+ -> bad', '+ -> dotted', '+ -> dotted as operator-id']],
  ['something is missing, without a finding', { ties: { write: { shown: 'no', lack: 'no client_secret' } } }, ['- secret: Secret, union-secret', '- ->', '+ secret: Secret, union-secret ~ no client_secret', '+ -> dotted']],
  ['a fault is accepted', { ties: { write: { accepted: 1 } } }, ['- secret: Secret, union-secret', '+ secret: Secret, union-secret ~ fault accepted']],
  ['a note is about it', { ties: { write: { findings: [2] } } }, ['- secret: Secret, union-secret', '+ secret: Secret, union-secret #3']],
  ['it is not mounted', { ties: { mount: { findings: [0], lack: 'no volume' } } }, ['- workload: /etc/union/secret, union-operator', '- ->', '- -> as operator-id', '+ workload bad: /etc/union/secret, union-operator ✗ no volume #1', '+ -> bad', '+ -> dotted as operator-id']],
  ['the service is configured wrong', { ties: { own: { findings: [0, 1] }, mount: { findings: [1] } } }, ['- workload: /etc/union/secret, union-operator', '- ->', '+ workload bad: /etc/union/secret, union-operator #1 #2', '+ -> warn']],
  ['the call is wrong', { ties: { call: { findings: [0] } } }, ['- -> as operator-id', '+ -> bad as operator-id #1']],
  ['the call is warned of, behind a fault', { ties: { call: { findings: [1] }, mount: { findings: [0] } } }, ['- workload: /etc/union/secret, union-operator', '- ->', '- -> as operator-id', '+ workload bad: /etc/union/secret, union-operator #1', '+ -> bad', '+ -> warn as operator-id #2']],
  ['the client has no ID', { clientId: undefined }, ['- -> as operator-id', '+ -> as (no client ID)']],
  ['it is the web application\'s', { purpose: 'web client secret' }, ['- -> as operator-id', '+ -> for operator-id']],
  ['it is the database\'s', { purpose: 'database password', key: 'pass.txt' }, ['- secret: Secret, union-secret', '- -> as operator-id', '+ secret: Secret, union-secret: / pass.txt', '+ "to the database"']],
  ['the ID is long', { clientId: '11111111-2222-3333-4444-555555555555-and-more-of-it' }, ['- -> as operator-id', '+ -> as 11111111-2222- / 3333-4444- + 555555555555-and-…']],
  ['more services than there is room for', { services: Array.from({ length: 20 }, (_, i) => `service-${i}`) }, ['- workload: /etc/union/secret, union-operator', '+ workload: /etc/union/secret, service-0, service-1, / service-2 +17 …']],
])('of one credential: %s', (_, more, expected) => {
  expect(changed(drawn(ONE), drawn(flow({ homes: [plane([row(more)])] })))).toEqual(expected);
});

test.each<readonly [string, readonly FlowRow[], readonly string[]]>([
  ['of one Secret', [row(), row({ services: ['propeller'], clientId: 'other-id' })], ['+ workload: /etc/union/secret, propeller', '+ ->', '+ -> as other-id']],
  ['of one writer and two keys', [row(), row({ services: ['eager'], key: 'app_secret', entries: ['union/eager'] })], ['+ store: store vault, union/eager', '+ secret: Secret, union-secret: / app_secret', '+ workload: /etc/union/secret, eager', '+ ->', '+ ->', '+ ->', '+ -> as operator-id']],
  ['the database\'s comes last', [row({ purpose: 'database password', secret: 'a', entries: ['a'], writers: [{ kind: 'ExternalSecret', name: 'a' }] }), row()], ['+ store: store vault, a', '+ writer: ExternalSecret, a', '+ secret: Secret, a', '+ workload: /etc/union/secret, union-operator', '+ ->', '+ ->', '+ ->', '+ "to the database"']],
])('of several credentials: %s', (_, rows, expected) => {
  expect(changed(drawn(ONE), drawn(flow({ homes: [plane(rows)] })))).toEqual(expected);
});

const FLYTEADMIN = whole([lane()]);

test('a control plane alone', () => expect(drawn(FLYTEADMIN)).toEqual([
  '[control plane, namespace union-cp]', 'routes: 1 guarded path, flyteadmin', 'guard: guard, flyteadmin.union-cp:80/ / me', '->',
  'host: ingress-nginx, union.example.com', '->', 'flyteadmin: control plane, flyteadmin ~ reads header / flyte-authorization', '-> asks /me',
  'issuer: identity provider, id.example.com ~ web /  web-id / CLI and SDK /  cli-id', '-> people sign in', '-> trusts tokens',
  'person: people, browser / CLI and SDK', '->',
]));

test.each<readonly [string, Flow, readonly string[]]>([
  ['people are sent to sign in', whole([lane({ signsIn: true })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '+ guard: guard, else to sign in, flyteadmin.union-cp:80/ / me']],
  ['the guard is of another kind', whole([lane({ guard: 'other', asked: undefined })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '- -> asks /me', '+ guard: guard, another kind of guard', '+ ->']],
  ['the guard is not read', whole([lane({ guard: 'opaque', asked: 'Middleware x is not in the input' })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '- -> asks /me', '+ guard: guard, not read, Middleware x is not in / the input', '+ -> dotted']],
  ['the guard is elsewhere', whole([lane({ asked: 'https://gate.example.com/me' })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '+ guard: guard, gate.example.com/me']],
  ['the guard asks wrongly', whole([lane({ tie: tie({ findings: [0] }) })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '- ->', '+ guard bad: guard, flyteadmin.union-cp:80/ / me #1', '+ -> bad']],
  ['a fault of the guard is accepted', whole([lane({ tie: tie({ accepted: 1 }) })]), ['- guard: guard, flyteadmin.union-cp:80/ / me', '+ guard: guard, flyteadmin.union-cp:80/ / me ~ fault accepted']],
  ['a path is open on purpose', whole([lane({ guard: 'none', asked: undefined, paths: ['/me', '/login', '/callback'] })]), ['- routes: 1 guarded path, flyteadmin', '- guard: guard, flyteadmin.union-cp:80/ / me', '- -> asks /me', '+ routes: 3 open paths, /me, /login, / /callback …', '+ "no guard, as intended"']],
  ['a path is open by a fault', whole([lane({ guard: 'none', asked: undefined, bare: true, tie: tie({ findings: [0] }) })]), ['- routes: 1 guarded path, flyteadmin', '- guard: guard, flyteadmin.union-cp:80/ / me', '- ->', '- -> asks /me', '- ->', '+ routes bad: 1 unguarded path, flyteadmin', '+ missing bad: no guard ✗ asks nothing #1', '+ -> bad', '+ -> bad', '+ -> bad anyone gets in']],
  ['a path is open by a fault that is not reported', whole([lane({ guard: 'none', asked: undefined, bare: true })]), ['- routes: 1 guarded path, flyteadmin', '- guard: guard, flyteadmin.union-cp:80/ / me', '- -> asks /me', '+ routes: 1 open path, /api', '+ "no guard"']],
  ['there is no host', whole([lane()], {}, { host: undefined }), ['- host: ingress-nginx, union.example.com', '+ host: ingress-nginx, any host']],
  ['there are more guards than there is room for', whole(Array.from({ length: 7 }, (_, i) => lane({ asked: `http://gate-${i}/me`, paths: [`/a${i}`, `/b${i}`] }))), ['- routes: 1 guarded path, flyteadmin', '- guard: guard, flyteadmin.union-cp:80/ / me', '- host: ingress-nginx, union.example.com', '+ routes: 2 guarded paths, flyteadmin', '+ guard: guard, gate-0/me', '+ routes: 2 guarded paths, flyteadmin', '+ guard: guard, gate-1/me', '+ routes: 2 guarded paths, flyteadmin', '+ guard: guard, gate-2/me', '+ routes: 2 guarded paths, flyteadmin', '+ guard: guard, gate-3/me', '+ ->', '+ routes: 2 guarded paths, flyteadmin', '+ guard: guard, gate-4/me', '+ ->', '+ host: ingress-nginx, union.example.com ~ 4 more paths …', '+ ->', '+ ->', '+ ->', '+ ->', '+ ->', '+ -> asks /me', '+ -> asks /me', '+ -> asks /me', '+ -> asks /me', '+ ->']],
  ['flyteadmin is configured wrong', whole([lane()], { ties: { own: tie({ findings: [0] }), signIn: tie(), tokens: tie() } }), ['- flyteadmin: control plane, flyteadmin ~ reads header / flyte-authorization', '+ flyteadmin bad: control plane, flyteadmin ~ reads header / flyte-authorization #1']],
  ['sign-in and tokens are wrong', whole([lane()], { ties: { own: tie(), signIn: tie({ findings: [0] }), tokens: tie({ findings: [1] }) } }), ['- -> people sign in', '- -> trusts tokens', '+ -> bad people sign in #1', '+ -> warn trusts tokens #2']],
  ['tokens are of another provider', whole([lane()], { tokenIssuer: 'https://tokens.example.com' }), ['- issuer: identity provider, id.example.com ~ web /  web-id / CLI and SDK /  cli-id', '+ issuer: identity provider, id.example.com ~ web /  web-id', '+ issuer: identity provider, tokens.example.com ~ CLI and SDK /  cli-id']],
  ['no other provider signs tokens', whole([lane()], { tokenIssuer: undefined }), ['- -> trusts tokens']],
  ['the authorizer is wrong', whole([lane()], { authorization: [0, 1] }), ['+ workload bad: who may do what, authorizer ✗ see 1, 2 #1 #2']],
  ['it is only warned of the authorizer', whole([lane()], { authorization: [1] }), ['+ workload warn: who may do what, authorizer ✗ see 2 #2']],
  ['findings are about its namespace', flow({ homes: [cp([], { findings: [0] })], servers: [server([lane()])], controls: [control()] }), ['- [control plane, namespace union-cp]', '+ [control plane, namespace union-cp] #1']],
  ['it is in a cluster that is known', flow({ homes: [cp([], { cluster: 'eu' })], servers: [server([lane()])], controls: [control()] }), ['- [control plane, namespace union-cp]', '+ [control plane, cluster eu, namespace union-cp]']],
  ['flyteadmin is not in the input', flow({ homes: [cp([row()])], servers: [server([lane()], { controls: [] })] }), ['- flyteadmin: control plane, flyteadmin ~ reads header / flyte-authorization', '- issuer: identity provider, id.example.com ~ web /  web-id / CLI and SDK /  cli-id', '- -> people sign in', '- -> trusts tokens', '+ store: store vault, union/operator', '+ writer: ExternalSecret, union', '+ secret: Secret, union-secret', '+ workload: /etc/union/secret, union-operator', '+ ->', '+ ->', '+ unseen dotted: control plane, flyteadmin is not / in the input', '+ -> as operator-id', '+ ->']],
  ['two hosts are guarded alike', flow({ homes: [cp()], controls: [control()], servers: [server([lane({ tie: tie({ accepted: 1 }) })]), server([lane({ tie: tie({ accepted: 1 }) })], { host: 'b.example.com' })] }), ['- guard: guard, flyteadmin.union-cp:80/ / me', '- host: ingress-nginx, union.example.com', '+ guard: guard, flyteadmin.union-cp:80/ / me ~ fault accepted', '+ host: ingress-nginx, union.example.com, / b.example.com']],
  ['two hosts are guarded otherwise', flow({ homes: [cp()], controls: [control()], servers: [server([lane()]), server([lane({ asked: 'http://other/me' })], { host: 'b.example.com' })] }), ['+ routes: 1 guarded path, flyteadmin', '+ guard: guard, other/me', '+ host: ingress-nginx, b.example.com', '+ ->', '+ -> asks /me', '+ ->']],
  ['services of its own call', flow({ homes: [cp([1, 2, 3, 4].map((n) => row({ clientId: `id-${n}`, services: [`service-${n}`] })))], servers: [server([lane()])], controls: [control()] }), ['- issuer: identity provider, id.example.com ~ web /  web-id / CLI and SDK /  cli-id', '+ store: store vault, union/operator', '+ writer: ExternalSecret, union', '+ secret: Secret, union-secret', '+ workload: /etc/union/secret, service-1', '+ workload: /etc/union/secret, service-2', '+ workload: /etc/union/secret, service-3', '+ workload: /etc/union/secret, service-4', '+ ->', '+ ->', '+ ->', '+ ->', '+ ->', '+ -> as id-1', '+ -> as id-2', '+ -> as id-3', '+ -> as id-4', '+ issuer: identity provider, id.example.com ~ web /  web-id / CLI and SDK /  cli-id / 4 service clients /  id-1 /  id-2 /  id-3 /  +1', '+ ->']],
])('of a control plane: %s', (_, of, expected) => {
  expect(changed(drawn(FLYTEADMIN), drawn(of))).toEqual(expected);
});

/** The n-th of many data planes. */
const fleet = (count: number, differ: (home: FlowHome, i: number) => FlowHome = (home) => home) => flow({
  homes: Array.from({ length: count }, (_, i) => differ(plane([row({ clientId: `id-${i}`, secret: `union-c${i}-secret`, entries: [`union/c${i}/operator`] })], { id: `home ${i}`, cluster: `c${i}` }), i)),
});
const boxes = (of: Flow, more: PictureOptions = {}) => drawn(of, more).filter((line) => /^[["]/.test(line));

describe('of several planes', () => {
  const wrong = row({ ties: { write: { findings: [0] } } });
  test.each<readonly [string, Flow, PictureOptions, readonly string[]]>([
    ['three that are alike are drawn one by one', fleet(3), {}, ['[data plane, cluster c2, namespace union]', '[data plane, cluster c1, namespace union]', '[data plane, cluster c0, namespace union]']],
    ['of four that are alike one is drawn', fleet(4), {}, ['[4 data planes wired alike: c0, c1, c2, c3] stacked …']],
    ['unless it is opened', fleet(4), { opened: new Set(['plane home 0']) }, ['[data plane, cluster c3, namespace union]', '[data plane, cluster c2, namespace union]', '[data plane, cluster c1, namespace union]', '[data plane, cluster c0, namespace union]']],
    ['a finding about one parts it', fleet(5, (home, i) => (i === 3 ? { ...home, findings: [1] } : home)), {}, ['[4 data planes wired alike: c0, c1, c2, c4] stacked …', '[data plane, cluster c3, namespace union] #2']],
    ['a broken one is first', fleet(2, (home, i) => (i === 1 ? { ...home, rows: [wrong] } : home)), {}, ['[data plane, cluster c0, namespace union]', '[data plane, cluster c1, namespace union]']],
    ['a namespace that is of no plane', flow({ homes: [plane([row()], { plane: undefined, cluster: undefined })] }), {}, ['[clients, namespace union]']],
    ['a home whose namespace is not known', flow({ homes: [plane([row()], { namespace: undefined })] }), {}, ['[data plane, cluster east, namespace unknown]']],
    ['more than there is room for are closed', fleet(30, (home, i) => ({ ...home, rows: [{ ...home.rows[0], place: `/etc/way-${i}` }] })), {}, ['[data plane, cluster c7, namespace union] …', '[data plane, cluster c6, namespace union] …', '[data plane, cluster c5, namespace union] …', '[data plane, cluster c4, namespace union] …', '[data plane, cluster c3, namespace union] …', '[data plane, cluster c2, namespace union] …', '[data plane, cluster c1, namespace union] …', '[data plane, cluster c0, namespace union] …', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"union-operator: no finding"', '"and 22 more data planes, wired in 22 other ways, 0 of them with findings: not drawn"']],
  ])('%s', (_, of, more, expected) => {
    expect(boxes(of, more)).toEqual(expected);
  });
});

test('what many have in common is drawn, with an asterisk', () => {
  expect(changed(drawn(ONE), drawn(fleet(4)))).toEqual([
    '- [data plane, cluster east, namespace union]', '- store: store vault, union/operator', '- secret: Secret, union-secret', '- -> as operator-id',
    '+ [4 data planes wired alike: c0, c1, c2, c3] stacked …', '+ store: store vault, union/c*/ / operator', '+ secret: Secret, union-c*-secret', '+ -> as 4 clients, one / each',
  ]);
});

const shown = (number: number, more: Partial<ShownFinding> = {}): ShownFinding => ({
  severity: 'error',
  rule: 'rule',
  headline: `Fault ${number}`,
  places: [{ file: 'a/b/c.yaml', line: number, object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'c' }, field: 'data' }],
  field: 'data',
  found: '',
  expected: '',
  edit: '',
  commands: [],
  affects: [],
  symptom: '',
  of: [number - 1],
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, i) => shown(i + 1));

describe('above it, of the faults', () => {
  test.each<readonly [string, Flow, readonly ShownFinding[], readonly string[]]>([
    ['none', flow({ faults: [] }), [], ['+ "How authentication flows: nothing found broken"']],
    ['one', { ...FLYTEADMIN, faults: FAULTS.slice(0, 1) }, many(1), ['+ "How authentication flows at union.example.com: 1 fault"', '+ "Fault 1"', '+ "b/c.yaml:1"']],
    ['at two places', { ...FLYTEADMIN, faults: FAULTS }, [shown(1, { places: [...shown(1).places, ...shown(2).places] })], ['+ "How authentication flows at union.example.com: 3 faults"', '+ "Fault 1"', '+ "b/c.yaml:1 (2 places)"']],
    ['five', FLYTEADMIN, many(5), ['+ "How authentication flows at union.example.com: 3 faults"', '+ "Fault 1"', '+ "b/c.yaml:1"', '+ "Fault 2"', '+ "b/c.yaml:2"', '+ "Fault 3"', '+ "b/c.yaml:3"', '+ "Fault 4"', '+ "b/c.yaml:4"', '+ "Fault 5"', '+ "b/c.yaml:5"']],
    ['six', FLYTEADMIN, many(6), ['+ "How authentication flows at union.example.com: 3 faults"', '+ "Fault 1"', '+ "b/c.yaml:1"', '+ "Fault 2"', '+ "b/c.yaml:2"', '+ "Fault 3"', '+ "b/c.yaml:3"', '+ "Fault 4"', '+ "b/c.yaml:4"', '+ "Fault 5"', '+ "b/c.yaml:5"', '+ "and 1 more"']],
  ])('%s', (_, of, listed, expected) => {
    expect(changed(drawn(of), drawn(of, { listed }))).toEqual(expected);
  });
});

/** Where a shape is: its corner and size, or its ends. */
function placeOf(shape: Shape): string {
  const round = (numbers: readonly number[]) => numbers.map((number) => Math.round(number * 10) / 10).join();
  switch (shape.shape) {
    case 'note': return `note ${round([shape.x, shape.y])}`;
    case 'arrow': case 'line': return `${shape.shape} ${round(shape.from)} ${round(shape.to)}`;
    default: return `${shape.shape === 'box' ? 'box' : shape.kind} ${round([shape.x, shape.y])} ${round([shape.width, shape.height])}`;
  }
}

test.each<readonly [string, Flow, PictureOptions, number, readonly string[]]>([
  ['a control plane with a data plane below it', flow({
    homes: [cp([row(), row({ services: ['b'], secret: 'other' }), row({ purpose: 'database password', services: ['db'], secret: 'db', entries: [] })], { findings: [0] }), plane([row({ hosts: ['union.example.com'] }), row({ clientId: 'x', ties: { call: { findings: [1] } } })])],
    servers: [server([lane(), lane({ guard: 'none', asked: undefined, bare: true, paths: ['/a', '/b'], tie: tie({ findings: [0] }) }), lane({ guard: 'none', asked: undefined, paths: ['/me'] })])],
    controls: [control({ tokenIssuer: 'https://tokens.example.com', authorization: [1] })],
  }), { listed: many(6) }, 645, [
    'note 12,24', 'note 38,48', 'note 1201.8,48', 'note 38,67', 'note 1201.8,67', 'note 38,86', 'note 1201.8,86', 'note 38,105',
    'note 1201.8,105', 'note 38,124', 'note 1201.8,124', 'note 38,143', 'box 162,512 580,123', 'box 162,166 862,334', 'routes 352,193 170,54',
    'guard 544,193 188,54', 'arrow 522,220 544,220', 'routes 352,255 170,39', 'missing 544,255 188,39', 'arrow 522,274.5 544,274.5',
    'routes 352,302 170,39', 'note 544,325.5', 'host 172,193 158,148', 'arrow 330,220 352,220', 'arrow 330,274.5 352,274.5',
    'arrow 330,321.5 352,321.5', 'store 12,357 128,86', 'writer 172,357 158,133', 'secret 352,357 170,39', 'secret 352,404 170,39',
    'secret 352,451 170,39', 'workload 544,357 188,39', 'workload 544,404 188,39', 'workload 544,451 188,39', 'arrow 140,400 172,400',
    'arrow 330,376.5 352,376.5', 'arrow 522,376.5 544,376.5', 'arrow 330,423.5 352,423.5', 'arrow 522,423.5 544,423.5',
    'arrow 330,470.5 352,470.5', 'arrow 522,470.5 544,470.5', 'note 742,474.5', 'flyteadmin 868,193 146,297', 'workload 876,271 130,60',
    'arrow 732,220 868,220', 'arrow 732,274.5 868,274.5', 'arrow 691.1,321.5 868,321.5', 'arrow 732,376.5 868,376.5',
    'arrow 732,423.5 868,423.5', 'issuer 1118,193 150,96', 'arrow 1014,233 1118,233', 'issuer 1118,297 150,109', 'arrow 1014,379 1118,379',
    'person 12,193 128,54', 'arrow 140,220 172,220', 'store 12,539 128,86', 'writer 172,539 158,86', 'secret 352,539 170,86',
    'workload 544,539 188,39', 'workload 544,586 188,39', 'arrow 140,582 172,582', 'arrow 330,582 352,582', 'arrow 522,558.5 544,558.5',
    'arrow 522,605.5 544,605.5', 'arrow 732,558.5 904,490', 'arrow 732,605.5 890,490',
  ]],
  ['one line each, where there is no room', flow({
    homes: [...Array(12).keys()].flatMap((i): FlowHome[] => [cp([row()], { id: `cp${i}`, cluster: `k${i}` }), plane([row({ hosts: [`${i}.example.com`], place: `/etc/${i}` })], { id: `dp${i}`, cluster: `d${i}` })]),
    servers: [...Array(12).keys()].map((i) => server([lane({ paths: Array(i + 1).fill('/x') as string[] })], { host: `${i}.example.com`, controls: [`admin${i}`] })),
    controls: [...Array(12).keys()].map((i) => control({ id: `admin${i}`, home: `cp${i}` })),
  }), {}, 695, [
    'box 162,72 580,51', 'box 162,12 862,48', 'note 172,48', 'note 172,111', 'arrow 742,103 890,50', 'box 162,207 580,51', 'box 162,147 862,48',
    'note 172,183', 'note 172,246', 'arrow 742,238 890,185', 'box 162,342 580,51', 'box 162,282 862,48', 'note 172,318', 'note 172,381',
    'arrow 742,373 890,320', 'box 162,477 580,51', 'box 162,417 862,48', 'note 172,453', 'note 172,516', 'arrow 742,508 890,455',
    'box 162,612 580,51', 'box 162,552 862,48', 'note 172,588', 'note 172,651', 'arrow 742,643 890,590', 'note 172,685',
  ]],
])('where everything is: %s', (_, of, options, height, expected) => {
  const picture = pictureOf(of, options);
  expect([picture.height, picture.shapes.map(placeOf)]).toEqual([height, expected]);
});
