import { cookieDomainMismatch } from '../../../src/verify/rules/settings';
import { ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HOST } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and shows its cookie domain with the public host that it is for.';
const withDomain = (domain: string, authorizedUris: string[] = [], namespace: string | null = 'union-cp') =>
  flyteadmin({ namespace, auth: { authorizedUris, userAuth: { openId: {}, cookieSetting: { domain } } } });
const open = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, namespace, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const at = (line: string) => ({ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.cookieSetting.domain', line });

testRule(cookieDomainMismatch, {
  fires: [
    { when: 'the domain is another one', remedy: [['domain: example.org', 'domain: ""']], input: manifests(...withDomain('example.org'), open(HOST)), findings: [{ ...at('domain: example.org'), expected: `no domain, or one that includes ${HOST}`, found: 'example.org' }] },
    { when: 'the domain is below the host', input: manifests(...withDomain(`console.${HOST}`), open(HOST)), findings: [{ ...at(`domain: console.${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `console.${HOST}` }] },
    { when: 'the domain is a URL', input: manifests(...withDomain(`https://${HOST}`), open(HOST)), findings: [{ ...at(`domain: https://${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `https://${HOST}` }] },
    { when: 'the domain only ends like the host', input: manifests(...withDomain('on.example.com'), open(HOST)), findings: [{ ...at('domain: on.example.com'), expected: `no domain, or one that includes ${HOST}`, found: 'on.example.com' }] },
    { when: 'one of two hosts lies outside', input: manifests(...withDomain('example.com'), open(HOST), open('union.example.org')), findings: [{ ...at('domain: example.com'), expected: 'no domain, or one that includes union.example.org', found: 'example.com' }] },
    {
      when: 'the Ingresses have no host and no authorized URI lies in the domain',
      input: manifests(...withDomain('example.org', ['http://flyteadmin:80', `https://${HOST}`, 'https://lb.example.net']), ...chartIngresses({ host: null })),
      findings: [{ ...at('domain: example.org'), expected: `no domain, or one that includes ${HOST} or lb.example.net`, found: 'example.org' }],
    },
  ],
  passes: [
    { when: 'the domain is empty, as in the guide', input: manifests(...withDomain(''), open(HOST)) },
    { when: 'no domain is set', input: manifests(...flyteadmin()) },
    { when: 'the domain is the host', input: manifests(...withDomain(HOST), open(HOST)) },
    { when: 'the domain is a parent, with a dot in front and in capitals', input: manifests(...withDomain('.Example.com'), open(HOST)) },
    { when: 'a cluster-internal host serves it, too', input: manifests(...withDomain('example.com'), open(HOST), open('nginx.union-cp.svc.cluster.local')) },
    { when: 'some authorized URI lies in the domain', input: manifests(...withDomain('example.com', ['https://lb.internal.example.net', `https://${HOST}`])) },
    { when: 'another application has another host', input: manifests(...withDomain('example.com'), open(HOST), ingress('shop', { host: 'shop.example.org', paths: { '/': 'shop' } })) },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false })), reason: NOT_APPLICABLE },
    { when: 'no host is known', input: manifests(...withDomain('example.org', ['http://flyteadmin:80']), ...chartIngresses({ host: null })), reason: NOT_APPLICABLE },
    { when: 'a wildcard host serves it', input: manifests(...withDomain('union.example.org'), open('*.example.org')), reason: NOT_APPLICABLE },
    {
      when: 'two control planes without namespaces have a domain each',
      input: manifests(
        ...withDomain('example.com', [], null),
        ...withDomain('example.org', [], null).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
        open(HOST, null),
      ),
      reason: NOT_APPLICABLE,
    },
    { when: 'flyteadmin is not in the input', input: manifests(open(HOST)), reason: NOT_APPLICABLE },
  ],
});
