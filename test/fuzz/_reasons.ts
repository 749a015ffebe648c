/** What `npm run fuzz` found, each a file in `corpus/`, in a folder named like the target that it is for; and what was wrong. */
export const REASONS: Readonly<Record<string, string>> = {
  'documents/byte-order-mark-on-the-second-line.yaml': 'alone it was a letter of the key, and read together with other files none',
  'values-check/scopes-that-are-no-texts.yaml': 'a list of maps was shown as [object Object]',
  'values-migrate/bracket-at-the-left.yaml': 'what reads the file moves the bracket to where it belongs, what edits it did not: the result was no YAML any more',
  'values-migrate/carriage-return-alone.yaml': 'one parser takes it for the end of a line, the other does not: keys were added at the wrong place',
  'values-migrate/empty-text-for-a-map.yaml': 'an empty text was taken for no editor',
  'values-migrate/key-in-a-map-with-an-anchor.yaml': 'a key was moved out of a map, and whoever merges that map lost it, too',
  'values-migrate/lines-of-json.yaml': 'a new key was added behind the last brace',
  'values-migrate/map-that-merges-itself.yaml': 'what edits the file follows the merge key without an end',
  'values-migrate/map-where-a-list-belongs.yaml': 'any map in the place of a list was taken for API key overrides, written at the wrong column, and what was no map in it was lost',
  'values-migrate/nothing-but-what-moves.yaml': 'a key was added to the map of a text without content',
  'values-migrate/one-line-of-json.yaml': 'a text where a map belongs was replaced, and what moved there was added behind the last brace',
  'values-migrate/quotes-further-left-than-their-key.yaml': 'what edits the file took the text within the quotes for keys',
  'values-migrate/url-of-another-host.yaml': 'a list was completed before the host was set that its entries are compared with: a second run added one more',
  'verify/bad-tag-beside-a-key-twice.yaml': 'with a key twice, what else is wrong came out as an unexpected error',
  'verify/blank-lines-in-what-is-no-yaml.yaml': 'the search for templates took the square of the number of blank lines',
};

/** Those that are a size and nothing else, by the same folders. */
export const GROWN: readonly (readonly [file: string, reason: string, text: string])[] = [
  ['config/many-keys-on-a-line.yaml', 'a call for each key of a line overflowed the stack', `${'a: '.repeat(15_424)}!!seq [\n  1\n  ]\n  c: *x\n`],
  ['nginx/many-directives-in-a-block.conf', 'as many arguments of a call as a block has directives overflowed the stack', `${'{'.repeat(124_261)}uest off;\n`],
  ['values-check/many-keys.yaml', 'looking for keys that stand twice took the square of their number', Array.from({ length: 7_000 }, (_, index) => `k${index + 1}: *a${index}\n`).join('')],
];
