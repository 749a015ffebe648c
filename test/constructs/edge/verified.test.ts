import { stringify } from 'yaml';
import { EdgeController } from '../../../src';
import { verify } from '../../../src/verify/verify';
import { oneIn } from '../../_tools/drawn';
import { EDGES, edgeManifests, HOST } from './support';

/** Each judges planes by all rules. */
const it = oneIn(16);

function rulesFinding(edge: EdgeController, props: object = {}): string[] {
  const text = edgeManifests(edge, props).map((manifest) => stringify(manifest)).join('---\n');
  const { findings, crashed, notices } = verify([{ name: 'edge.yaml', text }]);
  expect([crashed, notices]).toEqual([[], []]);
  return [...new Set(findings.map(({ rule }) => rule))];
}

it.each(EDGES)('the verifier has nothing against the routes of %s', (name, edge) => {
  // Without its version nothing is emitted that not every version takes.
  expect(rulesFinding(edge())).toEqual(name === 'Envoy Gateway' ? ['claim-header-spoofable'] : []);
});

it.each(['1.6', '1.7', '1.8'] as const)('nor against those of Envoy Gateway %s', (envoyGatewayVersion) => {
  expect(rulesFinding(EdgeController.envoyGateway({ envoyGatewayVersion }))).toEqual([]);
});

it.each(EDGES)('nor where TLS ends before %s, for all hosts or for one', (name, edge) => {
  for (const tls of [[], [{ secretName: 'union-tls', hosts: [HOST] }]]) {
    expect(rulesFinding(edge(), { tls, tlsEndsElsewhere: true })).toEqual(name === 'Envoy Gateway' ? ['claim-header-spoofable'] : []);
  }
});
