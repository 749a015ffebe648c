import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientSections, configKeys, contractName, eagerSections } from '../../../../src/contract/union/releases/config-keys';

const places = (sections: ReturnType<typeof clientSections>) => sections.map(({ workload, file, path }) => `${workload} ${file} ${path}`).sort();
const SHARED = ['* config.yaml admin', '* config.yaml union.auth'];

test.each([
  // What no release names has what all of the union services share, if it is one.
  ['shop', true, SHARED],
  ['shop', false, []],
  ['usage', true, SHARED],
  ['executions', true, [...SHARED, 'executions config.yaml executions.app.adminClient.connection']],
  ['executions', false, ['executions config.yaml executions.app.adminClient.connection']],
  ['union-operator', false, ['union-operator config.yaml union.auth']],
  ['flytepropeller', false, ['flytepropeller admin.yaml admin']],
  ['leaseworker', false, ['leaseworker config.yaml admin', 'leaseworker config.yaml union.auth']],
  ['executor', false, ['executor config.yaml admin', 'executor config.yaml union.auth']],
  // They mount the Secret of the union services, too, and read none of what those share.
  ['flyteadmin', true, ['flyteadmin server.yaml admin']],
  ['flytescheduler', true, ['flytescheduler admin.yaml admin']],
])('%s, with the Secret of the union services %s, is told as whom it calls others in %j', (workload, mounts, sections) => {
  expect(places(clientSections(workload, mounts))).toEqual(sections);
});

test.each([
  ['leaseworker', ['leaseworker config.yaml leaseworker.unionAuth']], ['executor', ['executor config.yaml executor.unionAuth']], ['usage', []], ['shop', []],
])('%s gives tasks the API key by %j', (workload, sections) => expect(places(eagerSections(workload))).toEqual(sections));

test.each([
  ['flytepropeller', 'other', 'flytepropeller'], ['flytepropeller-shard-0', 'flytepropeller', 'flytepropeller'], ['shop', 'server', 'server'],
])('%s with the container %s is called %s', (workload, container, name) => expect(contractName(workload, container)).toBe(name));

/** As the library of Flyte and the charts' templates name them: by map, a map in it with a "/". */
const KEYS = readFileSync(join(__dirname, 'config-keys.txt'), 'utf8').trimEnd().split('\n');

test('each map of a config file has these settings', () => {
  const lines = [...configKeys()].filter(([, keys]) => keys.some(({ isMap }) => !isMap)).map(([map, keys]) =>
    `${map}: ${keys.map(({ path, isMap }) => path.slice(map.length + 1) + (isMap ? '/' : '')).join(' ')}`);
  expect(lines.sort()).toEqual(KEYS);
});
