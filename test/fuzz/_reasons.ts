/** What `npm run fuzz` found, each a file in `corpus/`, in a folder named like the target that it is for; and what was wrong. */
export const REASONS: Readonly<Record<string, string>> = {
  'values-check/many-keys.yaml': 'looking for keys that stand twice took the square of their number',
  'values-check/scopes-that-are-no-texts.yaml': 'a list of maps was shown as [object Object]',
  'values-migrate/carriage-return-alone.yaml': 'one parser takes it for the end of a line, the other does not: keys were added at the wrong place',
  'values-migrate/key-in-a-map-with-an-anchor.yaml': 'a key was moved out of a map, and whoever merges that map lost it, too',
  'values-migrate/lines-of-json.yaml': 'a new key was added behind the last brace',
  'values-migrate/map-where-a-list-belongs.yaml': 'any map in the place of a list was taken for API key overrides, written at the wrong column, and what was no map in it was lost',
  'values-migrate/one-line-of-json.yaml': 'a text where a map belongs was replaced, and what moved there was added behind the last brace',
  'values-migrate/url-of-another-host.yaml': 'a list was completed before the host was set that its entries are compared with: a second run added one more',
  'verify/bad-tag-beside-a-key-twice.yaml': 'with a key twice, what else is wrong came out as an unexpected error',
  'verify/blank-lines-in-what-is-no-yaml.yaml': 'the search for templates took the square of the number of blank lines',
};
