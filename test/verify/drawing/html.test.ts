import { reportPage, svgOf, wiringPicture } from '../../../src/verify/drawing';
import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { RULES } from '../../../src/verify/registry';
import { withFindings } from '../../../src/verify/report/wiring-graph';
import { verifyParsed } from '../../../src/verify/verify';
import { configMap, deployment, externalSecret, ingress, manifests, secret } from '../_manifests';

function drawn(...objects: Parameters<typeof manifests>) {
  const input = parseManifests([{ name: 'in.yaml', text: manifests(...objects) }]);
  const report = verifyParsed(input);
  const picture = wiringPicture(withFindings(wiringOf(new Model(input.objects)), report));
  const titles = new Map(RULES.rules.map(({ id, title }) => [id, title]));
  return { report, picture, html: reportPage(report, [picture], { version: '1.2.3', titles }) };
}

const config = configMap('executions', { 'admin.yaml': { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } } });
const workload = (path: string) => deployment('executions', { configMaps: { executions: '/etc/config' }, secrets: { auth: path } });
const HOSTILE = 'x"><script>alert(1)</script>\'&\u202e';

/** Tags that open and close as they should, and every text between them escaped. */
function tagsOf(markup: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, close, name, rest] of markup.replace(/<style>[^<]*<\/style>|<!doctype html>/g, '').matchAll(/<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*\s*\/?)>|<(?=.)/gi)) {
    expect(name).toBeDefined();
    if (close) {
      expect(open.pop()).toBe(name);
    } else if (!rest.endsWith('/') && name !== 'meta') {
      open.push(name);
      seen.push(name);
    }
  }
  expect(open).toEqual([]);
  return [...new Set(seen)];
}

describe('a page with findings', () => {
  const { html, report, picture } = drawn(config, workload('/elsewhere'), secret('auth', { client_secret: 'tr0ub4dor' }));

  test('leads from each broken edge to a finding that is there', () => {
    const links = [...html.matchAll(/<a class="[^"]*" href="#([^"]*)"/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((anchor) => !html.includes(`id="${anchor}"`))).toEqual([]);
    expect(picture.edges.filter(({ broken }) => broken).flatMap(({ findings }) => findings.map((each) => report.findings[each].rule)))
      .toContain('client-secret-unmounted');
  });

  test('tells each finding once, with its place and remedy', () => {
    expect(html.match(/<article /g)).toHaveLength(report.findings.length);
    report.findings.forEach(({ file, line }) => expect(html).toContain(`${file}:${line}`));
    expect(html).toContain('Remedy');
  });

  test('loads nothing, runs nothing, and holds no value of a Secret', () => {
    expect(tagsOf(html)).not.toEqual(expect.arrayContaining([expect.stringMatching(/script|iframe|img|link|object|embed/)]));
    expect(html).toContain('content="default-src \'none\'; style-src \'unsafe-inline\'"');
    expect(html.match(/\b(src|srcset|action|background|on\w+)=|url\(|@import/g)).toBeNull();
    expect(html).not.toContain('tr0ub4dor');
  });
});

test('names of the input are text, whatever they hold', () => {
  const { html, picture } = drawn(ingress('i', { host: HOSTILE, paths: { '/me': 'flyteadmin' } }), config, workload('/elsewhere'));
  expect(picture.nodes.map(({ title }) => title)).toContain(HOSTILE);
  for (const markup of [html, svgOf(picture, { linkTo: () => HOSTILE })]) {
    expect(tagsOf(markup)).not.toContain('script');
    expect(markup).toContain('&#60;script&#62;');
    expect(markup).not.toContain('\u202e');
  }
});

test('a finding that no edge is about is told at its object', () => {
  const incomplete = externalSecret('auth', { spec: { target: { template: { data: { other: '{{ .missing }}' } } } } });
  const { picture, report } = drawn(config, workload('/etc/secrets/union'), incomplete);
  const about = picture.nodes.filter(({ findings }) => findings.length > 0);
  expect(about.map(({ lines }) => lines)).toEqual([['ExternalSecret', 'auth']]);
  expect(report.findings[about[0].findings[0]].object.name).toBe('auth');
});

test('a page of nothing says so, and draws nothing', () => {
  const { html } = drawn({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'union' } });
  expect(html).toContain('Nothing to judge in 1 object of 1 file.');
  expect(html).not.toContain('<svg');
});
