import { cookieDomainMismatch } from '../../../src/verify/rules/settings';
import { ingress } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartIngresses, flyteadmin, HOST } from '../_union';

const withDomain = (domain: string, authorizedUris: string[] = [], namespace: string | null = 'union-cp') =>
  flyteadmin({ namespace, auth: { authorizedUris, userAuth: { openId: {}, cookieSetting: { domain } } } });
const open = (host: string, namespace: string | null = 'union-cp') => ingress('open', { host, namespace, paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const at = (line: string) => ({ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.cookieSetting.domain', line });

testRule(cookieDomainMismatch, {
  fires: [
    ['the domain is another one', [...withDomain('example.org'), open(HOST)],
      { ...at('domain: example.org'), expected: `no domain, or one that includes ${HOST}`, found: 'example.org' },
      remedy(['domain: example.org', 'domain: ""'])],
    ['the domain is below the host', [...withDomain(`console.${HOST}`), open(HOST)],
      { ...at(`domain: console.${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `console.${HOST}` }],
    ['the domain is a URL', [...withDomain(`https://${HOST}`), open(HOST)],
      { ...at(`domain: https://${HOST}`), expected: `no domain, or one that includes ${HOST}`, found: `https://${HOST}` }],
    ['the domain only ends like the host', [...withDomain('on.example.com'), open(HOST)],
      { ...at('domain: on.example.com'), expected: `no domain, or one that includes ${HOST}`, found: 'on.example.com' }],
    ['one of two hosts lies outside', [...withDomain('example.com'), open(HOST), open('union.example.org')],
      { ...at('domain: example.com'), expected: 'no domain, or one that includes union.example.org', found: 'example.com' }],
    ['the Ingresses have no host and no authorized URI lies in the domain',
      [...withDomain('example.org', ['http://flyteadmin:80', `https://${HOST}`, 'https://lb.example.net']), ...chartIngresses({ host: null })],
      { ...at('domain: example.org'), expected: `no domain, or one that includes ${HOST} or lb.example.net`, found: 'example.org' }],
  ],
  passes: [
    ['the domain is empty, as in the guide', [...withDomain(''), open(HOST)]],
    ['no domain is set', flyteadmin()],
    ['the domain is the host', [...withDomain(HOST), open(HOST)]],
    ['the domain is a parent, with a dot in front and in capitals', [...withDomain('.Example.com'), open(HOST)]],
    ['a cluster-internal host serves it, too', [...withDomain('example.com'), open(HOST), open('nginx.union-cp.svc.cluster.local')]],
    ['some authorized URI lies in the domain', withDomain('example.com', ['https://lb.internal.example.net', `https://${HOST}`])],
    ['another application has another host',
      [...withDomain('example.com'), open(HOST), ingress('shop', { host: 'shop.example.org', paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false })],
    ['no host is known', [...withDomain('example.org', ['http://flyteadmin:80']), ...chartIngresses({ host: null })]],
    ['a wildcard host serves it', [...withDomain('union.example.org'), open('*.example.org')]],
    ['two control planes without namespaces have a domain each', [
      ...withDomain('example.com', [], null),
      ...withDomain('example.org', [], null).map((each) => JSON.parse(JSON.stringify(each).replace(/flyte-admin-base-config/g, 'other-config'))),
      open(HOST, null),
    ]],
    ['flyteadmin is not in the input', [open(HOST)]],
  ],
});
