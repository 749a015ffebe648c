import { stringify } from 'yaml';
import { verify } from '../../../src/verify/verify';
import { EDGES, edgeManifests } from './support';

it.each(EDGES)('the verifier has nothing against the routes of %s', (_, edge) => {
  const text = edgeManifests(edge()).map((manifest) => stringify(manifest)).join('---\n');
  const { findings, crashed, notices } = verify([{ name: 'edge.yaml', text }]);
  expect(findings).toEqual([]);
  expect([crashed, notices]).toEqual([[], []]);
});
