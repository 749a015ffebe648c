import { App, Chart } from 'cdk8s';
import { parse, stringify } from 'yaml';
import { Authorization, ChartVersion, ControlPlaneAuth, DataPlaneAuth, ControlPlaneEdge, EdgeController, SecretDelivery, SecretStore } from '../../src';
import { parseManifests } from '../../src/verify/parse';
import type { ValuesText } from '../../src/verify/values/values-reader';
import { verifyParsed } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { byCluster, dataPlaneProps, unionAuth } from '../_tools/fixtures';
import { rendered } from './_rendered';

/** Each judges planes by all rules. */
const deep = oneIn(4);

const DELIVERIES = {
  externalSecrets: () => SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') }),
  kubernetesSecrets: () => SecretDelivery.kubernetesSecrets(),
  provisioned: () => SecretDelivery.provisioned(),
};
const EDGES = {
  'ingress-nginx': undefined, 'Traefik': EdgeController.traefik(), 'Envoy Gateway': EdgeController.envoyGateway({ envoyGatewayVersion: '1.8' }),
};

/** How people get at values without the comments at their top. */
const REWRITTEN: Readonly<Record<string, (text: string) => string>> = {
  'as they are emitted': (text) => text,
  'as JSON': (text) => JSON.stringify(parse(text), undefined, 2),
  'as YAML without comments': (text) => stringify(parse(text)),
  'as helm get values prints them': (text) => `USER-SUPPLIED VALUES:\n${stringify(parse(text))}`,
};

interface Planes {
  readonly manifests: string;
  readonly values: readonly ValuesText[];
  /** What stands in for the rendered charts. */
  readonly rendered: string;
}

function planesOf(secrets: SecretDelivery, edge: EdgeController | undefined, clusters: readonly string[], authorization?: Authorization): Planes {
  const app = new App();
  const identity = unionAuth({
    organization: 'acme',
    dataPlanes: byCluster(clusters.map((clusterName) => ({ clusterName, operator: { clientId: `0oa-${clusterName}-4444`, secret: { key: `union/${clusterName}` } } }))),
  });
  const chart = new Chart(app, 'union-cp');
  if (edge !== undefined) {
    new ControlPlaneEdge(chart, 'edge', { identity, controller: edge, tls: [{ secretName: 'union-tls' }] });
  }
  // Without the chart's own Ingresses, where another edge leads the routes.
  const extraValues = edge === undefined ? {} : { 'ingress-nginx': { enabled: false } };
  const planes = [
    new ControlPlaneAuth(chart, 'auth', { identity, secrets, edge: edge && { controller: edge }, authorization, extraValues }),
    ...clusters.map((clusterName) =>
      new DataPlaneAuth(new Chart(app, clusterName), 'auth', dataPlaneProps({ identity, secrets, clusterName, namespace: `union-${clusterName}` }))),
  ];
  const values = planes.map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toString(), release: ChartVersion.V2026_8, namespace: i === 0 ? 'union-cp' : `union-${clusters[i - 1]}` }));
  return { manifests: app.synthYaml(), values, rendered: rendered(values) };
}

type Texts = Readonly<Record<string, string>>;

const verified = (texts: Texts, values: readonly ValuesText[]) => {
  const report = verifyParsed(parseManifests(Object.entries(texts).map(([name, text]) => ({ name, text })), values));
  expect(report.crashed).toEqual([]);
  return report;
};
const findingsIn = (texts: Texts, values: readonly ValuesText[] = []) =>
  verified(texts, values).findings.map(({ rule, file, field, found }) => `${rule} ${file}:${field} ${found}`);
const openIn = (texts: Texts, values: readonly ValuesText[] = []) => verified(texts, values).coverage.open.map(({ question }) => question);
const rewritten = (values: readonly ValuesText[], by: string) => values.map((each) => ({ ...each, text: REWRITTEN[by](each.text) }));
const named = (values: readonly ValuesText[]): Texts => Object.fromEntries(values.map(({ name, text }) => [name, text]));

/** Where secrets come as Secrets, plain values have no manifests beside them. */
const ownOf = ({ manifests }: Planes): Texts => (manifests.trim() === '' ? {} : { 'own.yaml': manifests });

const CASES = (Object.keys(DELIVERIES) as (keyof typeof DELIVERIES)[]).flatMap((delivery) =>
  (Object.keys(EDGES) as (keyof typeof EDGES)[]).map((edge) => [delivery, edge] as const));

describe.each(drawn(CASES, 2))('%s, %s: listed data planes have no fault', (delivery, edge) => {
  deep.each(Object.keys(REWRITTEN))('with values %s', (by) => {
    for (const clusters of [['east'], ['east', 'west']]) {
      const planes = planesOf(DELIVERIES[delivery](), EDGES[edge], clusters);
      const values = rewritten(planes.values, by);
      const own = ownOf(planes);
      const inputs: Parameters<typeof findingsIn>[] = [[named(values)], [{ ...named(values), ...own }], [own, values], [{ ...own, 'rendered.yaml': planes.rendered }, values]];
      expect(inputs.flatMap((input) => findingsIn(...input))).toEqual([]);
    }
  });

  deep('as the charts render them, without values', () => {
    const planes = planesOf(DELIVERIES[delivery](), EDGES[edge], ['east', 'west']);
    expect(findingsIn({ 'rendered.yaml': planes.rendered })).toEqual([]);
    expect(findingsIn({ ...ownOf(planes), 'rendered.yaml': planes.rendered })).toEqual([]);
  });
});

describe('what the comments said', () => {
  const planes = planesOf(SecretDelivery.kubernetesSecrets(), undefined, ['east']);
  const QUESTION = 'whether it accepts 0oa-east-4444 of data planes';
  const replaced = (from: string, to: string, by = 'as JSON') =>
    rewritten(planes.values, by).map((each, i) => (i === 0 ? each : { ...each, text: each.text.replaceAll(from, to) }));
  const mismatches = (...input: Parameters<typeof findingsIn>) => findingsIn(...input).filter((each) => each.startsWith('client-id-mismatch'));

  deep('counts beside the rendered charts, too', () => {
    expect(openIn({ 'rendered.yaml': planes.rendered }, planes.values)).not.toContain(QUESTION);
    expect(openIn({ 'rendered.yaml': planes.rendered })).toContain(QUESTION);
    expect(verified({ 'rendered.yaml': planes.rendered }, []).objects).toBeGreaterThan(10);
  });

  deep('is said by the accounts of the authorizer as well', () => {
    const union = Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada' }] });
    const values = rewritten(planesOf(SecretDelivery.kubernetesSecrets(), undefined, ['east'], union).values, 'as JSON');
    expect(findingsIn({}, values)).toEqual([]);
    expect(openIn({}, values)).not.toContain(QUESTION);
  });

  deep('is an open question where they are lost', () => {
    expect(openIn({}, planes.values)).not.toContain(QUESTION);
    expect(openIn({}, rewritten(planes.values, 'as JSON'))).toContain(QUESTION);
  });

  deep('is what another client contradicts', () => {
    const other = replaced('0oa-east-4444', '0oa-north-7777', 'as they are emitted');
    expect(mismatches({}, other)).toEqual([expect.stringMatching(/ 0oa-north-7777$/)]);
  });

  deep.each([
    ['a slip of the client of the control plane', 'service-cleint-id'],
    ['another separator', 'service.client-id'],
  ])('is not needed to see %s', (_, id) => expect(mismatches({}, replaced('0oa-east-4444', id))).toEqual([expect.stringContaining(` ${id}`)]));

  deep('is not needed where one data plane has two clients', () => {
    const [controlPlane, dataPlane] = rewritten(planes.values, 'as JSON');
    const parsed = JSON.parse(dataPlane.text) as { config: { union: { auth: Record<string, string> } } };
    parsed.config.union.auth.clientId = '0oa-north-7777';
    expect(mismatches({}, [controlPlane, { ...dataPlane, text: JSON.stringify(parsed) }]).length).toBeGreaterThan(0);
  });
});
