import { examine } from '../../../src/init';
import { loginPicture, secretsWiring, wiringPicture } from '../../../src/verify/drawing';
import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { LEAST } from '../../init/_answers';

const { objects, valueSets } = parseManifests(examine(LEAST).files.filter(({ path }) => /\.(k8s|values)\.yaml$/.test(path)).map(({ path, text }) => ({ name: path, text })));
const made = new Model(objects, valueSets);

test('a login is drawn for this host, this provider and this client, in its order', () => {
  const { nodes, edges } = loginPicture(made)!;
  expect(nodes.map(({ lines }) => lines.join(' '))).toEqual([
    'browser a person',
    'edge union.example.com',
    expect.stringMatching(/^guard http:\/\/union-auth-gate/),
    'flyteadmin flyteadmin',
    'issuer https://acme.okta.example.com/ oauth2/default',
  ]);
  expect(edges.map(({ title }) => Number(title[0]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(edges.map(({ title }) => title)).toContain('5 signs in, for 0oa-web-1111');
});

test('without a flyteadmin there is no login to draw', () => {
  expect(loginPicture(new Model([]))).toBeUndefined();
});

test('each secret is drawn from its entry in the store to the workload that reads it', () => {
  const { nodes, edges } = wiringPicture(secretsWiring(made, wiringOf(made)));
  const entries = nodes.filter(({ kind }) => kind === 'store');
  expect(entries.map(({ title }) => title).sort()).toEqual(['union/service in ClusterSecretStore default', 'union/web in ClusterSecretStore default']);
  const next = (id: string) => edges.filter(({ from }) => from === id).map(({ to }) => to);
  const reached = new Set<string>();
  for (const todo = entries.map(({ id }) => id); todo.length > 0;) {
    const id = todo.pop()!;
    todo.push(...next(id).filter((to) => !reached.has(to)));
    reached.add(id);
  }
  const keys = nodes.filter(({ kind }) => kind === 'secret');
  expect(keys.length).toBeGreaterThan(2);
  expect(keys.filter(({ id }) => !reached.has(id)).map(({ title }) => title)).toEqual([]);
  expect(nodes.map(({ kind }) => kind)).toContain('workload');
});
