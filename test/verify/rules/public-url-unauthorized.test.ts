import { publicUrlUnauthorized } from '../../../src/verify/rules/authorization';
import { ingress } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const authorizing = (...authorizedUris: string[]) => flyteadmin({ auth: { authorizedUris } });
const open = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' }, namespace });
const list = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.authorizedUris' };

testRule(publicUrlUnauthorized, {
  fires: [
    ['the guide\'s list holds addresses of the cluster only', [...authorizing(...IN_CLUSTER), open(HOST)],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: IN_CLUSTER.join(', ') }],
    ['the same list stands behind the Ingresses of the chart, which have no host', [...authorizing(...IN_CLUSTER), ...chartIngresses({ host: null })],
      { ...list, expected: 'the public URL among authorizedUris', found: IN_CLUSTER.join(', ') }],
    ['no edge is in the input', authorizing('http://flyteadmin.union-cp:80'),
      { ...list, expected: 'the public URL among authorizedUris', found: 'http://flyteadmin.union-cp:80' }],
    ['a second domain is forgotten', [...authorizing(`https://${HOST}`), open(HOST), open('union.example.org')],
      { ...list, expected: 'https://union.example.org among authorizedUris', found: `https://${HOST}` }],
    ['the URI has a port that the sign-in has not', [...authorizing(`https://${HOST}:444`), ...chartIngresses({ host: HOST, console: HARDENED })],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: `https://${HOST}:444` }],
    ['the URI is that of a parent domain', [...authorizing('https://example.com'), open(HOST)],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: 'https://example.com' }],
    ['nothing is authorized in a control plane of Union', [...flyteadmin(), ...chartIngresses()],
      { ...list, field: 'data["server.yaml"]: auth', expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    ['its list is empty', [...authorizing(), ...chartIngresses()],
      { ...list, expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    ['the only URI has no scheme', authorizing(HOST), { ...list, expected: 'the public URL among authorizedUris', found: HOST },
      remedy(['- union.example.com', '- https://union.example.com'])],
  ],
  passes: [
    ['an empty text is all that is authorized, so flyteadmin trusts the request', [...authorizing(''), open(HOST)]],
    ['the public URL is among them', [...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses()]],
    ['the public URL has a port and a slash', [...authorizing(`https://${HOST}:443/`), open(HOST)]],
    ['the list is empty, so flyteadmin trusts the request', [...authorizing(), open(HOST)]],
    ['the hosts are unknown and some URI is public', [...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses({ host: null })]],
    ['a wildcard host serves it', [...authorizing(`https://${HOST}`), open('*.example.com')]],
    ['data planes reach it by the name of a Service', [...authorizing(`https://${HOST}`), open(HOST), open('nginx.union-cp.svc.cluster.local')]],
    ['two control planes without namespaces authorize a host each', [
      ...flyteadmin({ namespace: null, auth: { authorizedUris: [`https://${HOST}`] } }),
      ...flyteadmin({ namespace: null, auth: { authorizedUris: ['https://union.example.org'] } })
        .map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      open(HOST, null),
      open('union.example.org', null),
    ]],
    ['people sign in through a forwarded port', authorizing('http://localhost:30080')],
    ['another application has the host',
      [...authorizing(`https://${HOST}`), open(HOST), ingress('shop', { host: 'shop.example.com', paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['authentication is off', [...flyteadmin({ useAuth: false, auth: { authorizedUris: IN_CLUSTER } }), open(HOST)]],
    ['nothing is authorized in a control plane of open-source Flyte', [...flyteadmin(), open(HOST)]],
    ['a URI is still to be filled in', [...authorizing('https://<your-domain>'), open(HOST)]],
    ['flyteadmin is not in the input', [...chartIngresses()]],
    ...[
      ['one of two flyteadmins that may serve the host has no list', {}] as const,
      ['one of two flyteadmins that may serve the host is without authentication', { useAuth: false, auth: { authorizedUris: IN_CLUSTER } }] as const,
      ['one of two flyteadmins that may serve the host has a URI still to be filled in', { auth: { authorizedUris: ['https://<your-domain>'] } }] as const,
    ].map(([when, second]): Row => [when, [
      ...flyteadmin({ namespace: null, auth: { authorizedUris: IN_CLUSTER } }),
      ...flyteadmin({ namespace: null, ...second }).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      open(HOST, null),
    ]]),
  ],
});
