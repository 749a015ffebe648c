import { HEIGHT, pictureOf, svgOf } from '../../../src/verify/drawing';
import type { Flow, FlowHome } from '../../../src/verify/report/flow';
import { healthyCluster } from '../_cluster';
import { configMap, deployment, externalSecret, ingress } from '../_manifests';
import { EdgeName, EDGES } from '../faults/_planes';
import { deploymentOf, FAULTS, flowIn, judged } from './_flows';
import { letterSizes, sizeOf, unreadable } from './_readable';

const svgIn = (flow: Flow, opened: readonly string[] = []) => svgOf(pictureOf(flow, { opened: new Set(opened) }), { linkTo: (fault) => `#finding-${fault}`, openTo: () => '#' });
const two = judged(deploymentOf(['east', 'west']));

/** The same with many data planes, of which some may differ. */
function fleet(count: number, differ: (home: FlowHome, index: number) => FlowHome = (home) => home): Flow {
  const [plane] = two.flow.homes.filter(({ cluster }) => cluster === 'east');
  const renamed = (name: string): FlowHome => ({
    ...plane,
    id: `${name} home`,
    cluster: name,
    namespace: `union-${name}`,
    rows: plane.rows.map((row) => ({ ...row, clientId: `0oa-${name}-4444`, entries: row.entries.map((entry) => entry.replace('east', name)) })),
  });
  const planes = Array.from({ length: count }, (_, i) => differ(renamed(`edge-${i + 1}`), i));
  return { ...two.flow, homes: [...two.flow.homes.filter((home) => home.plane === 'control'), ...planes] };
}

const everything = (text: string, path: string) => Object.values(FAULTS).reduce((now, edit) => edit(now, path), text);
const hurt = (home: FlowHome): FlowHome =>
  ({ ...home, rows: home.rows.map((row) => ({ ...row, ties: { ...row.ties, write: { ...row.ties.write, findings: [0], lack: 'client_secret not written' } } })) });
/** Every tie has three faults: a guard, a host, and the first row of each box. */
function withThree(flow: Flow): Flow {
  const findings = [0, 1, 2];
  const hurtAll = <T extends object>(ties: T): T =>
    Object.fromEntries(Object.entries(ties).map(([name, tie]) => [name, { ...tie as object, findings }])) as T;
  return {
    ...flow,
    homes: flow.homes.map((home) => ({ ...home, findings, rows: home.rows.map((row) => ({ ...row, ties: hurtAll(row.ties) })) })),
    servers: flow.servers.map((server) => ({ ...server, lanes: server.lanes.map((lane) => ({ ...lane, tie: { ...lane.tie, findings } })) })),
    controls: flow.controls.map((control) => ({ ...control, ties: hurtAll(control.ties) })),
    faults: [1, 2, 3].map((number) => ({ number, rule: `rule-${number}`, severity: 'error', findings: [number - 1], placed: true })),
  };
}
const withFault = (flow: Flow): Flow => ({ ...flow, faults: [{ number: 1, rule: 'client-secret-key-missing', severity: 'error', findings: [0], placed: true }] });
const FORTY = withFault(fleet(40, (home, i) => hurt({ ...home, rows: home.rows.map((row) => ({ ...row, place: `/etc/way-${i}` })) })));

describe('fits on a screen, with letters that can be read', () => {
  const broken = Object.entries(FAULTS).map(([name, edit]) => [`two data planes, broken: ${name}`, judged(deploymentOf(['east', 'west'], edit)).flow] as const);

  test.each<readonly [string, Flow]>([
    ['two data planes', two.flow],
    ...broken,
    ['two data planes, all of it broken', judged(deploymentOf(['east', 'west'], everything)).flow],
    ['two data planes, three faults at every place', withThree(two.flow)],
    ['a thousand data planes', fleet(1000)],
    ['a thousand, two of them broken', withFault(fleet(1000, (home, i) => (i === 7 || i === 500 ? hurt(home) : home)))],
    ['forty that are all broken otherwise', FORTY],
  ])('%s', (_, flow) => {
    const svg = svgIn(flow);
    expect(sizeOf(svg).width).toBe(1280);
    expect(sizeOf(svg).height).toBeLessThanOrEqual(HEIGHT);
    expect(Math.min(...letterSizes(svgOf(pictureOf(flow))))).toBeGreaterThanOrEqual(11);
    expect(unreadable(svg)).toEqual([]);
  });
});

test('nothing is red without a finding, and each red thing leads to one', () => {
  expect(two.report.findings).toEqual([]);
  expect(svgIn(two.flow)).not.toMatch(/class="[^"]*\b(?:bad|warn)\b[^"]*"/);
  const { flow, report } = judged(deploymentOf(['east', 'west'], FAULTS.client));
  expect(report.findings.length).toBeGreaterThan(0);
  const svg = svgIn(flow);
  const links = [...svg.matchAll(/<a [^>]*href="#finding-(\d+)"/g)].map(([, number]) => Number(number));
  expect(new Set(links)).toEqual(new Set(flow.faults.map(({ number }) => number)));
});

test('a link is called by what one sees of it, for those who speak to their computer', () => {
  const svg = svgIn(judged(deploymentOf(['east', 'west', 'north', 'south', 'centre'], everything)).flow);
  const links = [...svg.matchAll(/<a [^>]*aria-label="([^"]*)">(.*?)<\/a>/g)];
  expect(links.length).toBeGreaterThan(5);
  const seen = (content: string) => content.replace(/<title>[^<]*<\/title>/g, '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim();
  expect(links.filter(([, name, content]) => !name.startsWith(`${seen(content)}: `)).map(([, name, content]) => [name, seen(content)])).toEqual([]);
});

describe.each(Object.keys(EDGES) as EdgeName[])('a dump of a cluster behind %s', (edge) => {
  const dump = (items: readonly object[]) => judged([{ name: 'dump.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }]);
  const { flow, report } = dump(healthyCluster(edge));

  test('is drawn whole: its guards, its open paths, its Secrets and who reads them; nothing is red', () => {
    expect(report.findings).toEqual([]);
    const svg = svgIn(flow);
    expect(sizeOf(svg).height).toBeLessThanOrEqual(HEIGHT);
    expect(unreadable(svg)).toEqual([]);
    expect(svg).not.toMatch(/class="[^"]*\b(?:bad|warn|missing|unseen)\b/);
    expect(svg).toContain('union-auth-gate');
    expect(svg).toContain('no guard, as intended');
    expect(svg).toContain('data plane, namespace union');
  });

  test('a Secret that is there is not said to be written by itself', () => {
    expect(svgIn(flow)).toContain('<title>Secret flyte-admin-secrets</title>');
    const { shapes } = pictureOf(flow);
    const writers = shapes.flatMap((shape) => (shape.shape === 'cell' && shape.kind === 'writer' ? [[shape.caption, ...shape.lines].join(' ')] : []));
    expect(new Set(writers)).toEqual(new Set(['in the input with its values']));
  });
});

test('services that are wired alike are one node; all their names are in its title', () => {
  const svg = svgIn(two.flow);
  const east = two.flow.homes.find(({ cluster }) => cluster === 'east')!;
  expect(east.rows).toHaveLength(1);
  expect(east.rows[0].services.length).toBeGreaterThan(2);
  expect(svg).toContain(`<title>${east.rows[0].services.join(', ')} read /etc/union/secret/client_secret`);
});

test('a node with more names than it shows is opened in place', () => {
  const paths = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`/api/v${i}`, 'flyteadmin']));
  const { flow } = flowIn(ingress('api', { host: 'union.example.com', annotations: { 'auth-url': 'http://flyteadmin.union-cp.svc.cluster.local/me' }, paths }));
  const svg = svgIn(flow);
  expect(svg.match(/>\/api\/v29</)).toBeNull();
  const [, id] = /data-open="(installation [^"]*lane 0)"/.exec(svg)!;
  expect(svgIn(flow, [id])).toContain('>/api/v29<');
});

/** A service whose Secret is written without its key. */
const WITHOUT_KEY = [
  configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } }),
  deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: '/etc/secrets/union' } }),
];
const writer = externalSecret('auth', { keys: ['other'] });

test('an accepted fault is shown, but not as a fault', () => {
  const annotations = { 'union-auth.cdk8s.io/ignore.client-secret-key-missing': 'written by hand' };
  const { flow, report } = flowIn(...WITHOUT_KEY, { ...writer, metadata: { ...writer.metadata as object, annotations } });
  expect(report.suppressed.map(({ rule }) => rule)).toEqual(['client-secret-key-missing']);
  const svg = svgIn(flow);
  expect(svg).toContain('fault accepted');
  expect(svg).not.toMatch(/class="[^"]*\bbad\b[^"]*"/);
});

test('names are not longer than their cells, whatever they are', () => {
  const long = 'a-very-long-name-'.repeat(6);
  const { flow } = flowIn(
    configMap('executions', { 'admin.yaml': { admin: { clientId: '11111111-2222-3333-4444-555555555555', clientSecretLocation: `/etc/secrets/${long}/client_secret` } } }),
    deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { [long.slice(0, 60)]: `/etc/secrets/${long}` } }),
    ingress('i', { host: `${long}.example.com`, paths: { '/me': 'flyteadmin', [`/${long}`]: 'flyteadmin' } }),
  );
  expect(unreadable(svgIn(flow))).toEqual([]);
});

test('several control planes are drawn one below the other, each with the planes that call it', () => {
  const [plane] = two.flow.homes.filter(({ cluster }) => cluster === 'east');
  const control = two.flow.homes.find((home) => home.plane === 'control')!;
  const other = { ...control, id: 'other', cluster: 'eu' };
  const [flyteadmin] = two.flow.controls;
  const flow: Flow = {
    ...two.flow,
    homes: [control, other, { ...plane, rows: plane.rows.map((row) => ({ ...row, hosts: ['eu.example.com'] })) }],
    servers: [...two.flow.servers, { ...two.flow.servers[0], host: 'eu.example.com', controls: ['other admin'] }],
    controls: [flyteadmin, { ...flyteadmin, id: 'other admin', home: 'other' }],
  };
  const svg = svgIn(flow);
  const [first, second, called] = ['control plane, namespace', 'control plane, cluster eu', 'data plane, cluster east'].map((text) =>
    Number(new RegExp(`y="([\\d.]+)"[^>]*>${text}`).exec(svg)![1]));
  expect(first).toBeLessThan(second);
  expect(second).toBeLessThan(called);
  expect(unreadable(svg)).toEqual([]);
});

test('of several deployments in one input the first is drawn whole, and the others are opened where they are, each with the planes that call it', () => {
  const inFolder = (folder: string, texts: ReturnType<typeof deploymentOf>) => texts.map(({ name, text }) => ({ name: `${folder}/${name}`, text }));
  const { flow, report } = judged([
    ...inFolder('us', deploymentOf(['east'])),
    ...inFolder('eu', deploymentOf(['west'], undefined, { domain: 'union.eu.example.com', namespace: 'eu-cp' })),
  ]);
  expect(report.findings).toEqual([]);
  const svg = svgIn(flow);
  expect(sizeOf(svg).height).toBeLessThanOrEqual(HEIGHT);
  expect(unreadable(svg)).toEqual([]);
  expect(svg.match(/class="cell guard /g)).not.toBeNull();
  const closed = [...svg.matchAll(/data-open="(installation [^"]*)" aria-label="[^"]*control plane[^"]*"/g)].map(([, id]) => id);
  expect(closed).toHaveLength(1);
  const opened = svgIn(flow, closed);
  expect(opened.match(/class="cell flyteadmin /g)).toHaveLength(2);
  expect(unreadable(opened)).toEqual([]);
});

test('the same input is the same picture', () => expect(svgIn(judged(deploymentOf(['east', 'west'])).flow)).toBe(svgIn(two.flow)));
