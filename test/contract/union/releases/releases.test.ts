import { isObject } from '../../../../src/common/data/json';
import { ReleaseContract } from '../../../../src/contract/union/release-contract';
import { ChartVersion } from '../../../../src/contract/union/releases/chart-version';
import { linesFor } from '../../../_tools/by-version';
import { plain } from '../../_facts';

/** The contract of a release as lines: one for each key and default of the values, and for each other setting. */
function linesOf({ controlPlane, dataPlane, ...release }: ReleaseContract): string[] {
  const { values: ofControl, flyteadmin, scheduler, routes: _, gatewayRoutes: __, blocks, globals, secretReaders: readers, ...control } =
    controlPlane;
  const { values: ofData, workloads, blocks: dataBlocks, globals: dataGlobals, secretReaders, ...data } = dataPlane;
  const mounts = [flyteadmin, scheduler].map(({ name, secretMounts }) => [name, secretMounts.map(({ mountPath }) => mountPath)]);
  return [
    ...settings('version', { ...release, changes: release.changes.map(({ since }) => since), judges: release.judges?.from }),
    ...settings('controlplane', { ...control, ...named('block', blocks), ...named('global', globals), ...Object.fromEntries(mounts) as object }),
    ...settings('dataplane', { ...data, ...named('block', dataBlocks), ...named('global', dataGlobals), workloads: workloads.map(({ name }) => name) }),
    ...readers.map((reader) => `controlplane reader ${json(reader)}`),
    ...secretReaders.map((reader) => `dataplane reader ${json(reader)}`),
    ...[ofControl, ofData].flatMap(({ chart, keys, closed, dead, defaults }) => [
      ...keys.map(({ path, type, ...key }) => ['reads', path, type, json(key)].join(' ').replace(/ \{\}$/, '')),
      ...closed.map((path) => `closes ${path}`),
      ...dead.map(({ path, replacedBy }) => ['ignores', path, ...replacedBy].join(' ')),
      ...leaves(defaults).map((line) => `default ${line}`),
    ].map((line) => `${chart} ${line}`)),
  ];
}

const json = (value: unknown): string => JSON.stringify(plain(value));

function named(word: string, of: object): object {
  return Object.fromEntries(Object.entries(of).map(([name, value]: [string, unknown]) => [`${word} ${name}`, value]));
}

function settings(of: string, all: object): string[] {
  return Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => `${of} ${name} ${json(value)}`);
}

/** Values by their dotted paths; annotations are whole. */
function leaves(value: unknown, path = ''): string[] {
  return isObject(value) && !Object.keys(value).some((key) => key.includes('/'))
    ? Object.entries(value).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))
    : [`${path} ${json(value)}`];
}

/** Read in the charts at their tags: values.yaml, the templates that read it, MIGRATION.md and RELEASE.md. */
test.each(ChartVersion._all)('release %s reads, sets and ignores what its charts do', ({ version, _contract }) => {
  expect(linesOf(_contract).sort()).toEqual(linesFor(version, __dirname, 'releases.txt').sort());
});
