import { compared } from '../../../src/verify/model/copies';
import { parseManifests } from '../../../src/verify/parse';
import { manifests, secret } from '../_manifests';

const [object] = parseManifests([{ name: 'a.yaml', text: manifests(secret('a')) }]).objects;
const copy = (text: string, place: string, backers = 0) => ({ text, place, backers });
const of = (...copies: ReturnType<typeof copy>[]) => {
  const at = jest.fn(({ place }: ReturnType<typeof copy>) => object.field('data', place));
  const { usual, others, isTied } = compared(copies, { text: ({ text }) => text, at, backers: ({ backers }) => backers });
  return { usual: usual[0]?.text, others: others.map(([{ text }]) => text), isTied, counted: at.mock.calls.length };
};

test('what most places say is meant, wherever the odd one comes', () => {
  expect(of(copy('b', '1'), copy('a', '2'), copy('a', '3'))).toEqual({ usual: 'a', others: ['b'], isTied: false, counted: 3 });
});

test('a place counts once, in however many objects it ends up', () => {
  expect(of(copy('a', '1'), copy('b', '2'), copy('b', '2'))).toMatchObject({ usual: 'a', others: ['b'], isTied: true });
});

test('of as many, what has more backers, else what comes first', () => {
  expect(of(copy('a', '1'), copy('b', '2', 1))).toMatchObject({ usual: 'b', others: ['a'], isTied: true });
  expect(of(copy('a', '1'), copy('b', '2'))).toMatchObject({ usual: 'a', others: ['b'], isTied: true });
});

test('where all agree, or there is nothing, no place is counted', () => {
  expect(of(copy('a', '1'), copy('a', '2'))).toEqual({ usual: 'a', others: [], isTied: false, counted: 0 });
  expect(of()).toEqual({ usual: undefined, others: [], isTied: false, counted: 0 });
});
