import data from './custom-resources.json';

/**
 * What a field of a custom resource holds: `s` text, `i` integer, `n` number, `b` boolean, `x` integer or
 * text, `*` anything, `=A|B` one of these, `#3` the shape of that number in `shared`; a list has the shape of
 * its entries, a map the one of its values under `*`, and any other object those of its fields, of which
 * `name!` is required.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** The kinds of an API group, by the version of the API, as the newest of the releases serves them. */
export interface ApiGroup {
  readonly project: string;
  /** Those of the project that were merged: a field of any of them is known. */
  readonly releases: readonly string[];
  readonly kinds: Readonly<Record<string, Readonly<Record<string, Shape>>>>;
}

/**
 * The fields of custom resources as their projects define them, without words: `scripts/custom-resources.ts`
 * takes them out of their CustomResourceDefinitions. Loaded when an input has such an object.
 */
export const CUSTOM_RESOURCES = data as unknown as {
  readonly groups: Readonly<Record<string, ApiGroup>>;
  readonly shared: readonly Shape[];
};
