import { pictureOf, reportPage, svgOf } from '../../../src/verify/drawing';
import { RULES } from '../../../src/verify/registry';
import { shownFindings } from '../../../src/verify/report/shown-finding';
import { configMap, deployment, externalSecret, ingress, manifests, secret } from '../_manifests';
import { deploymentOf, FAULTS, judged } from './_flows';

function drawn(...objects: Parameters<typeof manifests>) {
  const { report, flow } = judged([{ name: 'in.yaml', text: manifests(...objects) }]);
  return { report, flow, html: reportPage(report, { version: '1.2.3', rules: RULES.rules, flow }) };
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
  const { html, report, flow } = drawn(config, workload('/elsewhere'), secret('auth', { client_secret: 'tr0ub4dor' }));

  test('leads from each fault to its place in the drawing, and back', () => {
    const links = [...html.matchAll(/<a [^>]*href="#([^"]*)"/g)].map(([, anchor]) => anchor);
    expect(links).toEqual(expect.arrayContaining(['finding-1', 'at-1']));
    expect(links.filter((anchor) => !html.includes(`id="${anchor}"`))).toEqual([]);
  });

  test('tells each fault once, before the whole drawing, with its place and the edit', () => {
    expect(html.match(/<article /g)).toHaveLength(flow.faults.length);
    expect(html.indexOf('<article ')).toBeLessThan(html.indexOf('<svg '));
    report.findings.forEach(({ file, line }) => expect(html).toContain(`${file}:${line}`));
    expect(html).toContain('<dt>Edit</dt>');
  });

  test('shows the own path of a fault, with what is broken in it', () => {
    const [, path] = /<ol class="own-path of-error"[^>]*>(.*?)<\/ol>/.exec(html)!;
    const stations = [...path.matchAll(/<li class="([^"]*)">.*?<span class="name">([^<]*)</g)].map(([, looks, name]) => `${looks} ${name}`);
    expect(stations).toEqual(['unseen not in the input', 'missing none', 'workload hurt executions', 'flyteadmin not in the input'].map((text) => text.replace('unseen', 'writer')));
  });

  test('tells everything as text besides', () => {
    expect(html).toMatch(/<details><summary>[^<]*<\/summary>\n<pre tabindex="0">[^]*executions[^]*<\/pre>\n<\/details>/);
  });

  test('loads nothing, runs nothing, and holds no value of a Secret', () => {
    expect(tagsOf(html)).not.toEqual(expect.arrayContaining([expect.stringMatching(/script|iframe|img|link|object|embed/)]));
    expect(html).toContain('content="default-src \'none\'; style-src \'unsafe-inline\'"');
    expect(html.match(/\b(src|srcset|action|background|on\w+)=|url\(|@import/g)).toBeNull();
    expect(html).not.toContain('tr0ub4dor');
  });
});

test('names of the input are text, whatever they hold', () => {
  const { html, flow } = drawn(ingress('i', { host: HOSTILE, paths: { '/me': 'flyteadmin' } }), config, workload('/elsewhere'));
  expect(flow.servers.map(({ host }) => host)).toContain(HOSTILE);
  for (const markup of [html, svgOf(pictureOf(flow), { linkTo: () => HOSTILE })]) {
    expect(tagsOf(markup)).not.toContain('script');
    expect(markup).toContain('&#60;script&#62;');
    expect(markup).not.toContain('\u202e');
  }
});

test('a finding about no connection is shown at its object', () => {
  const incomplete = externalSecret('auth', { spec: { target: { template: { data: { other: '{{ .missing }}' } } } } });
  const { flow, report } = drawn(config, workload('/etc/secrets/union'), incomplete);
  const written = flow.homes.flatMap(({ rows }) => rows.flatMap(({ ties }) => ties.write.findings));
  expect(report.findings[written[0]].object.name).toBe('auth');
});

test('places and consequences are a line each', () => {
  const everything = (text: string, path: string) => Object.values(FAULTS).reduce((now, edit) => edit(now, path), text);
  const { report, flow } = judged(deploymentOf(['east', 'west'], everything));
  const longest = Math.max(...shownFindings(report, RULES.rules).flatMap(({ places, affects }) => [places.length, affects.length]));
  expect(longest).toBeGreaterThan(1);
  const html = reportPage(report, { version: '1.2.3', rules: RULES.rules, flow });
  const lines = [...html.matchAll(/<dt>(?:At|Affects)<\/dt><dd>([^<]*)<\/dd>/g)].map(([, text]) => text.split('\n').length);
  expect(Math.max(...lines)).toBe(longest);
  expect(html).not.toContain('\\u000a');
});

test.each([[50, []], [51, ['and 1 more place']], [52, ['and 2 more places']]])('of %i places fifty are listed', (count, rest) => {
  const { report } = drawn(config, workload('/elsewhere'));
  const [finding] = report.findings;
  const also = Array.from({ length: count - 1 }, (_, i) => ({ file: 'a.yaml', line: i, object: finding.object, field: `f${i}` }));
  const [, at] = /<dt>At<\/dt><dd>([^<]*)<\/dd>/.exec(reportPage({ ...report, findings: [{ ...finding, also }] }, { version: '1', rules: RULES.rules }))!;
  expect(at.split('\n').slice(49)).toEqual([expect.stringMatching(/^a\.yaml:48 .* f48$/), ...rest]);
});

test('long texts, such as the path of a file, wrap', () => {
  const { html } = drawn(config, workload('/elsewhere'));
  for (const element of ['li', 'dd', 'h3']) {
    expect(html).toMatch(new RegExp(`^(?:\\w+, )*${element}(?:, \\w+)* \\{ overflow-wrap: anywhere; \\}$`, 'm'));
  }
});

test('a page of nothing says so, and draws nothing', () => {
  const { html } = drawn({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'union' } });
  expect(html).toContain('Nothing to check in 1 object of 1 file.');
  expect(html).not.toContain('<svg');
});
