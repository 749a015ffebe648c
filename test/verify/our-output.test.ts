import { App, Chart } from 'cdk8s';
import { AuthProfile, ChartVersion, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EdgeController } from '../../src';
import { DEVIATIONS, FaultVisibility } from '../../src/constructs/identity/deviations';
import { RULES } from '../../src/verify/registry';
import { verify } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { dataPlaneOf, dataPlaneProps, externalSecrets, unionAuth } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';
import { checkValues } from '../constructs/values/_check';

/** Each judges planes by all rules. */
const deep = oneIn(8);

const EDGES = { 'ingress-nginx': EdgeController.ingressNginx(), 'Traefik': EdgeController.traefik(), 'Envoy Gateway': EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }) };

interface Options {
  readonly profile?: AuthProfile;
  readonly chartVersion?: ChartVersion;
  readonly additionalDomains?: string[];
}

/** Both planes in plain YAML. */
function planes(edge: keyof typeof EDGES, { profile = AuthProfile.HARDENED, chartVersion, additionalDomains }: Options = {}): string {
  const app = new App();
  const common = { identity: unionAuth({ profile, additionalDomains }), secrets: externalSecrets(), chartVersion, ...PLAIN };
  new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, edge: { controller: EDGES[edge], tls: [{ secretName: 'union-tls' }] } });
  new DataPlane(new Chart(app, 'union'), 'plane', dataPlaneProps(common));
  return app.synthYaml();
}

const reportOn = (text: string) => verify([{ name: 'planes.yaml', text }]);

describe.each(drawn(ChartVersion._all, 1))('HARDENED, release %s', (chartVersion) => {
  deep.each((Object.keys(EDGES) as (keyof typeof EDGES)[]).flatMap((edge) => [[edge, undefined], [edge, ['union.example.org']]] as const))(
    'behind %s, with further domains %j: no findings, and the guards are seen', (edge, domains) => {
      const { crashed, findings, passed } = reportOn(planes(edge, { chartVersion, additionalDomains: domains && [...domains] }));
      expect({ crashed, findings }).toEqual({ crashed: [], findings: [] });
      expect(passed).toEqual(expect.arrayContaining([
        edge === 'Envoy Gateway' ? 'gateway-route-unguarded' : 'route-unguarded', 'sign-in-route-guarded', 'public-url-unauthorized', 'browser-secret-undelivered',
        'cookie-domain-mismatch', 'identity-header-spoofable', 'identity-chosen-by-caller', 'grpc-sign-in-redirect', 'auth-metadata-guarded',
      ]));
    },
  );
});

describe('without its guards every guarded route is found', () => {
  const foundIn = (text: string, rule: string) => reportOn(text).findings.filter((finding) => finding.rule === rule)
    .flatMap((finding) => [finding, ...finding.also ?? []]).map(({ object }) => object.name).sort();

  deep.each([
    ['ingress-nginx', /^.*\/auth-url: .*\n/gm],
    ['Traefik', / +- name: controlplane-(sign-in|unauthorized)\n/g],
  ] as const)('behind %s', (edge, guards) => {
    const text = planes(edge);
    const guarded = text.match(guards) ?? [];
    expect(guarded.length).toBeGreaterThan(0);
    expect(foundIn(text.replace(guards, ''), 'route-unguarded')).toHaveLength(guarded.length);
  });

  deep('behind Envoy Gateway, route object by route object', () => {
    const text = planes('Envoy Gateway');
    const policies = text.split('---').filter((document) => document.includes('kind: SecurityPolicy')).join('');
    const guarded = [...policies.matchAll(/kind: \w+Route\n +name: (\S+)/g)].map((match) => match[1]).sort();
    expect(guarded.length).toBeGreaterThan(0);
    expect(foundIn(text.replace(/kind: SecurityPolicy/g, 'kind: Forgotten'), 'gateway-route-unguarded')).toEqual(guarded);
  });
});

describe('GUIDE', () => {
  const rules = Object.values(DEVIATIONS).flatMap(({ rule }) => rule ?? []);
  const distinct = (ids: readonly string[]) => [...new Set(ids)].sort();
  const promisedIn = (where: FaultVisibility) => distinct(rules.filter(({ shows }) => shows === where).map(({ id }) => id));

  deep('its planes have exactly the faults that docs/deviations.md promises', () => {
    const promised = promisedIn(FaultVisibility.PLAIN_PLANES);
    expect(promised.length).toBeGreaterThan(8);
    const { findings } = reportOn(planes('ingress-nginx', { profile: AuthProfile.GUIDE }));
    expect(distinct(findings.flatMap(({ rule, consequences = [] }) => [rule, ...consequences.map((each) => each.rule)]))).toEqual(promised);
  });

  deep('its values have the faults that docs/deviations.md promises, on the current release', () => {
    const chart = new Chart(new App(), 'guide');
    const identity = unionAuth({ profile: AuthProfile.GUIDE });
    const secrets = externalSecrets();
    const texts = [new ControlPlaneAuth(chart, 'cp', { identity, secrets }), new DataPlaneAuth(chart, 'dp', { dataPlane: dataPlaneOf(identity), secrets })]
      .map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toString() }));
    const { findings } = checkValues(texts, { release: ChartVersion.V2026_8 });
    expect(distinct(findings.map(({ rule }) => rule))).toEqual(promisedIn(FaultVisibility.VALUES));
  });

  deep('every row names a rule that there is', () => expect(rules.filter(({ id }) => !RULES.ids.includes(id))).toEqual([]));
});
