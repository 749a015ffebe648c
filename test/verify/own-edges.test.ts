import { App, Chart } from 'cdk8s';
import { ControlPlane, EdgeController, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity } from '../../src';
import { verify } from '../../src/verify/verify';
import { oneIn } from '../_tools/drawn';
import { PLAIN } from '../_tools/plain-plane';
import { idsInArea } from '../_tools/rules-in-area';

/** Each judges a control plane by all rules. */
const deep = oneIn(8);

const OF_EDGES = idsInArea('browser login', 'the edge', 'SDK and CLI');

function manifestsOf(edge: EdgeController, additionalDomains: string[] = []): string {
  const chart = new Chart(new App(), 'union-cp');
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    additionalDomains,
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web-id', secret: { key: 'union/web' } }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: { key: 'union/service' } } },
  });
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
  new ControlPlane(chart, 'plane', { identity, secrets, ...PLAIN, edge: { controller: edge, tls: [{ secretName: 'union-tls' }] } });
  return App.of(chart).synthYaml();
}

const reportOn = (text: string) => verify([{ name: 'union-cp.yaml', text }], { only: OF_EDGES });

describe.each([
  ['ingress-nginx', EdgeController.ingressNginx(), 'route-unguarded'],
  ['Traefik', EdgeController.traefik(), 'route-unguarded'],
  ['Envoy Gateway', EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }), 'gateway-route-unguarded'],
])('the control plane behind %s', (_, edge, guardRule) => {
  deep.each([['one domain', []], ['two domains', ['union.example.org']]])('has nothing to find on %s, and its guards are seen', (__, more: string[]) => {
    const report = reportOn(manifestsOf(edge, more));
    expect(report.crashed).toEqual([]);
    expect(report.findings).toEqual([]);
    expect(report.passed).toEqual(expect.arrayContaining([
      guardRule, 'sign-in-route-guarded', 'public-url-unauthorized', 'browser-secret-undelivered', 'cookie-domain-mismatch',
      'identity-header-spoofable', 'identity-chosen-by-caller', 'grpc-sign-in-redirect', 'auth-metadata-guarded',
    ]));
  });
});

describe('without its guards every guarded route is found', () => {
  const foundIn = (text: string, rule: string) =>
    reportOn(text).findings.filter((finding) => finding.rule === rule)
      .flatMap((finding) => [finding, ...finding.also ?? []]).map(({ object }) => object.name).sort();

  deep('behind ingress-nginx, Ingress by Ingress', () => {
    const text = manifestsOf(EdgeController.ingressNginx());
    const guarded = text.match(/\/auth-url: /g) ?? [];
    expect(guarded.length).toBeGreaterThan(0);
    expect(foundIn(text.replace(/^.*\/auth-url: .*\n/gm, ''), 'route-unguarded')).toHaveLength(guarded.length);
  });

  deep('behind Envoy Gateway, route object by route object', () => {
    const text = manifestsOf(EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }));
    const policies = text.split('---').filter((document) => document.includes('kind: SecurityPolicy')).join('');
    const guarded = [...policies.matchAll(/kind: \w+Route\n +name: (\S+)/g)].map((match) => match[1]).sort();
    expect(guarded.length).toBeGreaterThan(0);
    expect(foundIn(text.replace(/kind: SecurityPolicy/g, 'kind: Forgotten'), 'gateway-route-unguarded')).toEqual(guarded);
  });

  deep('behind Traefik, route by route', () => {
    const text = manifestsOf(EdgeController.traefik());
    const guards = / +- name: controlplane-(sign-in|unauthorized)\n/g;
    const guarded = text.match(guards)?.length;
    expect(guarded).toBeGreaterThan(0);
    expect(foundIn(text.replace(guards, ''), 'route-unguarded')).toHaveLength(guarded!);
  });
});
