import { merged, releaseIn, releasesHere, textOf } from '../../../scripts/custom-resources';
import { CUSTOM_RESOURCES } from '../../../src/contract/upstream/custom-resources';
import { GROUPS } from '../../../src/verify/kube/custom-resource';
import { drawn } from '../../_tools/drawn';
import { needing } from '../../_tools/needs';

test('every group is there, with the releases that it comes from', () => {
  expect(Object.keys(CUSTOM_RESOURCES.groups).sort()).toEqual([...GROUPS].sort());
  const isEmpty = (of: object) => Object.keys(of).length === 0;
  expect(Object.values(CUSTOM_RESOURCES.groups).filter(({ releases, kinds }) => isEmpty(releases) || isEmpty(kinds))).toEqual([]);
});

test('no words of others are in it: names of fields and choices alone', () => {
  expect(JSON.stringify(CUSTOM_RESOURCES.groups).match(/"description":"[^"#]{2,}/)).toBeNull();
  expect(JSON.stringify(CUSTOM_RESOURCES).match(/[a-z]+ [a-z]+ [a-z]+ [a-z]+/)).toBeNull();
});

const RELEASES = releasesHere();

needing('custom resource definitions', RELEASES.length > 0).describe('what the definitions have is known', () => {
  test.each(drawn(RELEASES, 1))('of %s %s', (...release) => {
    expect(textOf(merged(CUSTOM_RESOURCES, releaseIn(...release)))).toBe(textOf(CUSTOM_RESOURCES));
  });
});

test('a release adds fields and choices, keeps others, and demands only what all demand', () => {
  const definition = (properties: object, required: string[], version = 'v1') => ({
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.com',
      names: { kind: 'Thing' },
      versions: [{ name: version, served: true, schema: { openAPIV3Schema: { properties: { spec: { type: 'object', properties, required } } } } }],
    },
  });
  const text = { type: 'string' };
  const first = merged({ groups: {}, shared: [] }, { project: 'Things', version: '1.9.0', definitions: [definition({ a: text, b: { enum: ['x'] } }, ['a', 'b'])] });
  const both = merged(first, { project: 'Things', version: '1.10.0', definitions: [definition({ a: text, b: { enum: ['x', 'y'] }, c: { type: 'array', items: text } }, ['a', 'c'])] });
  expect(both).toEqual({
    groups: { 'example.com': { project: 'Things', releases: ['1.9.0', '1.10.0'], kinds: { Thing: { v1: { spec: { 'a!': 's', 'b': '=x|y', 'c': ['s'] } } } } } },
    shared: [],
  });
  const newer = merged(both, { project: 'Things', version: '2.0.0', definitions: [definition({}, [], 'v2')] });
  expect(Object.keys(newer.groups['example.com'].kinds.Thing)).toEqual(['v2']);
});
