import { publicUrlUnauthorized } from '../../../src/verify/rules/authorization';
import { ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and a list of authorized URIs, or is shown to have none in a control plane of Union.';
const IN_CLUSTER = ['http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80'];
const authorizing = (...authorizedUris: string[]) => flyteadmin({ auth: { authorizedUris } });
const open = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' }, namespace });
const list = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.authorizedUris', line: 'authorizedUris:' };

testRule(publicUrlUnauthorized, {
  fires: [
    {
      when: 'the guide\'s list holds addresses of the cluster only',
      input: manifests(...authorizing(...IN_CLUSTER), open(HOST)),
      findings: [{ ...list, expected: `https://${HOST} among authorizedUris`, found: IN_CLUSTER.join(', ') }],
    },
    {
      when: 'the same list stands behind the Ingresses of the chart, which have no host',
      input: manifests(...authorizing(...IN_CLUSTER), ...chartIngresses({ host: null })),
      findings: [{ ...list, expected: 'the public URL among authorizedUris', found: IN_CLUSTER.join(', ') }],
    },
    {
      when: 'no edge is in the input',
      input: manifests(...authorizing('http://flyteadmin.union-cp:80')),
      findings: [{ ...list, expected: 'the public URL among authorizedUris', found: 'http://flyteadmin.union-cp:80' }],
    },
    {
      when: 'a second domain is forgotten',
      input: manifests(...authorizing(`https://${HOST}`), open(HOST), open('union.example.org')),
      findings: [{ ...list, expected: 'https://union.example.org among authorizedUris', found: `https://${HOST}` }],
    },
    {
      when: 'the URI has a port that the sign-in has not',
      input: manifests(...authorizing(`https://${HOST}:444`), ...chartIngresses({ host: HOST, console: HARDENED })),
      findings: [{ ...list, expected: `https://${HOST} among authorizedUris`, found: `https://${HOST}:444` }],
    },
    {
      when: 'the URI is that of a parent domain',
      input: manifests(...authorizing('https://example.com'), open(HOST)),
      findings: [{ ...list, expected: `https://${HOST} among authorizedUris`, found: 'https://example.com' }],
    },
    {
      when: 'nothing is authorized in a control plane of Union',
      input: manifests(...flyteadmin(), ...chartIngresses()),
      findings: [{ ...list, field: 'data["server.yaml"]: auth', line: 'auth:', expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    },
    {
      when: 'its list is empty',
      input: manifests(...authorizing(), ...chartIngresses()),
      findings: [{ ...list, line: 'authorizedUris: []', expected: `https://${HOST} among authorizedUris`, found: 'no authorizedUris' }],
    },
    {
      when: 'the only URI has no scheme',
      input: manifests(...authorizing(HOST)),
      findings: [{ ...list, expected: 'the public URL among authorizedUris', found: HOST }],
    },
  ],
  passes: [
    { when: 'an empty text is all that is authorized, so flyteadmin trusts the request', input: manifests(...authorizing(''), open(HOST)) },
    { when: 'the public URL is among them', input: manifests(...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses()) },
    { when: 'the public URL has a port and a slash', input: manifests(...authorizing(`https://${HOST}:443/`), open(HOST)) },
    { when: 'the list is empty, so flyteadmin trusts the request', input: manifests(...authorizing(), open(HOST)) },
    { when: 'the hosts are unknown and some URI is public', input: manifests(...authorizing(...IN_CLUSTER, `https://${HOST}`), ...chartIngresses({ host: null })) },
    { when: 'a wildcard host serves it', input: manifests(...authorizing(`https://${HOST}`), open('*.example.com')) },
    { when: 'data planes reach it by the name of a Service', input: manifests(...authorizing(`https://${HOST}`), open(HOST), open('nginx.union-cp.svc.cluster.local')) },
    {
      when: 'two control planes without namespaces authorize a host each',
      input: manifests(
        ...flyteadmin({ namespace: null, auth: { authorizedUris: [`https://${HOST}`] } }),
        ...flyteadmin({ namespace: null, auth: { authorizedUris: ['https://union.example.org'] } })
          .map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
        open(HOST, null),
        open('union.example.org', null),
      ),
    },
    { when: 'people sign in through a forwarded port', input: manifests(...authorizing('http://localhost:30080')) },
    { when: 'another application has the host', input: manifests(...authorizing(`https://${HOST}`), open(HOST), ingress('shop', { host: 'shop.example.com', paths: { '/': 'shop' } })) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false, auth: { authorizedUris: IN_CLUSTER } }), open(HOST)), reason: NOT_APPLICABLE },
    { when: 'nothing is authorized in a control plane of open-source Flyte', input: manifests(...flyteadmin(), open(HOST)), reason: NOT_APPLICABLE },
    { when: 'a URI is still to be filled in', input: manifests(...authorizing('https://<your-domain>'), open(HOST)), reason: NOT_APPLICABLE },
    { when: 'flyteadmin is not in the input', input: manifests(...chartIngresses()), reason: NOT_APPLICABLE },
    ...([
      ['one of two flyteadmins that may serve the host has no list', {}] as const,
      ['one of two flyteadmins that may serve the host is without authentication', { useAuth: false, auth: { authorizedUris: IN_CLUSTER } }] as const,
      ['one of two flyteadmins that may serve the host has a URI still to be filled in', { auth: { authorizedUris: ['https://<your-domain>'] } }] as const,
    ]).map(([when, second]) => ({
      when,
      input: manifests(
        ...flyteadmin({ namespace: null, auth: { authorizedUris: IN_CLUSTER } }),
        ...flyteadmin({ namespace: null, ...second }).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
        open(HOST, null),
      ),
      reason: NOT_APPLICABLE,
    })),
  ],
});
