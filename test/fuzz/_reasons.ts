/** What `npm run fuzz` found, each a file in `corpus/`, in a folder named like the target that it is for; and what was wrong. */
export const REASONS: Readonly<Record<string, string>> = {
  'values-check/many-keys.yaml': 'looking for keys that stand twice took the square of their number',
  'values-migrate/key-in-a-map-with-an-anchor.yaml': 'a key was moved out of a map, and whoever merges that map lost it, too',
  'verify/bad-tag-beside-a-key-twice.yaml': 'with a key twice, what else is wrong came out as an unexpected error',
};
