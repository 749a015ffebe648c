import { JsonObject } from '../../src/common/data/json';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { examine } from '../../src/init';
import { chartStandIn } from '../_tools/chart-stand-in';
import { helmTemplate } from '../_tools/union-charts';
import { manifestsIn } from '../examples/_dist';
import { LEAST } from './_answers';

export const TLS = { tls: [{ secretName: 'union-tls' }] };
/** What is answered for each edge beside Union's chart. */
export const EDGE_ANSWERS: Readonly<Record<string, JsonObject>> = {
  'ingress-nginx': {},
  'traefik': { edge: { controller: { traefik: {} }, ...TLS } },
  'envoy-gateway': { edge: { controller: { envoyGateway: { envoyGatewayVersion: '1.8' } }, ...TLS } },
  'chart gateway': {
    edge: { controller: { chartGateway: { envoyGatewayVersion: '1.8' } } },
    controlPlane: { extraValues: { 'global': { INGRESS_PROVIDER: 'envoy' }, 'ingress-nginx': { enabled: false } } },
  },
};

/** What `init` makes of answers, and what the chart of a release renders with the values among it. */
export function madeBesideChart(answers: JsonObject, release: ChartVersion, chart = chartStandIn(release)) {
  const { version } = release._contract;
  const made = examine({ ...LEAST, organization: 'acme', planes: { charts: { version } }, ...answers });
  const values = made.files.find(({ path }) => path === 'controlplane.values.yaml')!.text;
  const ofChart = helmTemplate(chart, values, { namespace: 'union-cp' });
  const texts = [...made.files.filter(({ path }) => path.endsWith('.yaml')), { path: 'rendered.yaml', text: ofChart }].map(({ path, text }) => ({ name: path, text }));
  const manifests = texts.filter(({ name }) => /\.k8s\.yaml$|^rendered/.test(name)).flatMap(({ text }) => manifestsIn(text));
  return { made, manifests, texts };
}
