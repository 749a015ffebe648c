import data from './custom-resources.json';

/**
 * The type of a custom resource's field: `s` string, `i` integer, `n` number, `b` boolean, `x` integer or
 * string, `*` anything, `=A|B` one of these, `#3` the type with that index in `shared`. A list has the type
 * of its entries, a map that of its values under `*`, and any other object those of its fields, with `name!`
 * for required ones.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** The kinds of an API group by API version, from the newest of the releases. */
export interface ApiGroup {
  readonly project: string;
  /** The merged releases of the project: fields of all of them are accepted. */
  readonly releases: readonly string[];
  readonly kinds: Readonly<Record<string, Readonly<Record<string, Shape>>>>;
}

/**
 * The fields of custom resources without descriptions: `scripts/custom-resources.ts` extracts them from the
 * CustomResourceDefinitions. Loaded only if the input has such an object.
 */
export const CUSTOM_RESOURCES = data as unknown as {
  readonly groups: Readonly<Record<string, ApiGroup>>;
  readonly shared: readonly Shape[];
};
