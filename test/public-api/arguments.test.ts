import { entryPoints } from './_reflection';

/** What one reads at a call as it is: what else may be left out has a name, as a member of props. */
const SPEAK_FOR_THEMSELVES = ['struct', 'enum'];

const POSITIONAL = entryPoints().filter(({ name }) => !/^FleetApp/.test(name)).map(({ name, parameters }) => ({
  name,
  given: parameters.filter(({ optional, variadic }) => !optional && !variadic),
  optional: parameters.filter(({ optional }) => optional),
}));

test.each(POSITIONAL)('$name: what may be left out is named', ({ optional }) => {
  expect(optional.filter(({ type }) => !SPEAK_FOR_THEMSELVES.includes(type.kind)).map(({ name }) => name)).toEqual([]);
  expect(optional.length).toBeLessThanOrEqual(1);
});

test.each(POSITIONAL.filter(({ given }) => given.length > 2))('$name has at most two arguments, and props', ({ given }) => {
  // As every construct: scope, id, props.
  expect(given.map(({ name }) => name)).toEqual(['scope', 'id', 'props']);
});

test('methods with an argument that may be left out are looked at', () => {
  expect(POSITIONAL.filter(({ optional }) => optional.length > 0).map(({ name }) => name)).toEqual(expect.arrayContaining(['TraefikGuard#addTo', 'YamlFile#mergeOver']));
});
