import { readRule, refusalsIn } from '../../../../src/verify/edge/traefik/traefik-rule';
import { parseManifests } from '../../../../src/verify/parse';
import { verifyParsed } from '../../../../src/verify/verify';
import { drawn } from '../../../_tools/drawn';

const matcher = (name: string, values: string[], more = {}) => ({ name, values, negated: false, atTop: true, ...more });

test.each([
  ['Host(`a`) && PathPrefix(`/b`)', { matchers: [matcher('Host', ['a']), matcher('PathPrefix', ['/b'])] }],
  ['Host(`a`, "b", \'c\')', { matchers: [matcher('Host', ['a', 'b', 'c'])] }],
  ['Host(`a`) || Host(`b`)', { matchers: [matcher('Host', ['a']), matcher('Host', ['b'])], hasAlternatives: true }],
  ['Host(`a`) && (Path(`/b`) || Path(`/c`))', { matchers: [matcher('Host', ['a']), matcher('Path', ['/b'], { atTop: false }), matcher('Path', ['/c'], { atTop: false })] }],
  ['Host(`a`) && !PathPrefix(`/b`)', { matchers: [matcher('Host', ['a']), matcher('PathPrefix', ['/b'], { negated: true })] }],
  ['!(Path(`/b`)) && Host(`a`)', { matchers: [matcher('Path', ['/b'], { atTop: false }), matcher('Host', ['a'])], negatesMore: true }],
  ['!!Host(`a`)', { matchers: [matcher('Host', ['a'], { negated: true })], negatesMore: true }],
  ['(Host(`a`) || Host(`b`)) && Path(`/c`)', {
    matchers: [matcher('Host', ['a'], { atTop: false }), matcher('Host', ['b'], { atTop: false }), matcher('Path', ['/c'])],
  }],
  ['!(Host(`a`)) && !Path(`/b`)', { matchers: [matcher('Host', ['a'], { atTop: false }), matcher('Path', ['/b'], { negated: true })], negatesMore: true }],
  ['Host((`a`), `b`) && Path(`/c`)', { matchers: [matcher('Host', ['a', 'b']), matcher('Path', ['/c'])] }],
  ['(`a`) Path(`/b`)', { matchers: [matcher('Path', ['/b'])] }],
  ['Host(`a`) !', { matchers: [matcher('Host', ['a'])], negatesMore: true }],
  ['Host() && Path(``)', { matchers: [matcher('Host', []), matcher('Path', [''])] }],
  ['PathRegexp(`^/(a|b)\\(c\\)$`)', { matchers: [matcher('PathRegexp', ['^/(a|b)\\(c\\)$'])] }],
  ['Host(`a`', { matchers: [] }],
  ['!Host(', { matchers: [], negatesMore: true }],
  ['', { matchers: [] }],
])('%s', (rule, expected) => expect(readRule(rule)).toEqual({ hasAlternatives: false, negatesMore: false, ...expected }));

test.each([
  'ClientIP', 'Header', 'HeaderRegexp', 'Headers', 'HeadersRegexp', 'Host', 'HostHeader', 'HostRegexp', 'Method', 'Path', 'PathPrefix', 'PathRegexp', 'Query', 'QueryRegexp',
])('%s is a matcher, and with two letters swapped is refused', (name) => {
  const slip = `${name[0]}${name[2]}${name[1]}${name.slice(3)}`;
  expect([name, slip].map((each) => refusalsIn([])({ match: `${each}(\`a\`)` }))).toEqual([undefined, `${name}(\`a\`)`]);
});

const N = 100_000;
const ingressRoute = (match: string) => JSON.stringify({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'IngressRoute',
  metadata: { name: 'a', namespace: 'union-cp' },
  spec: { routes: [{ kind: 'Rule', match, services: [{ name: 'flyteadmin', port: 80 }] }] },
});
const snippet = (text: string) => JSON.stringify({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'a', annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'http://flyteadmin/me', 'nginx.ingress.kubernetes.io/configuration-snippet': text } },
  spec: { rules: [{ host: 'a.example.com', http: { paths: [{ path: '/api', pathType: 'Prefix', backend: { service: { name: 'flyteadmin', port: { number: 80 } } } }] } }] },
});

test.each(drawn([
  ['negated hosts', ingressRoute(`${'!Host(`a`) && '.repeat(N)}Host(\`b\`)`)],
  ['negations that are not closed', ingressRoute('!Host('.repeat(N))],
  ['alternatives', ingressRoute(`${'Host(`a`) || '.repeat(N)}Host(\`b\`)`)],
  ['parentheses', ingressRoute(`${'('.repeat(N)}Host(\`a\`)${')'.repeat(N)}`)],
  ['exclamation marks', ingressRoute(`${'!'.repeat(N)}Host(\`a\`)`)],
  ['quotes', ingressRoute('Host(`'.repeat(N))],
  ['nested locations', snippet('location / { '.repeat(N))],
  ['nested blocks that close', snippet(`${'location / { '.repeat(N)}${'} '.repeat(N)}`)],
], 2))('a hundred thousand %s are judged', (_, text) => {
  const { crashed, objects } = verifyParsed(parseManifests([{ name: 'in.json', text }]));
  expect({ crashed, objects }).toEqual({ crashed: [], objects: 1 });
});
