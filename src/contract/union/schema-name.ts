import type { ValuesContract } from './values-contract';

/** The name of the schema's file, by which a values file tells what it is for. */
export function schemaName({ chart }: ValuesContract, release: { toString(): string }): string {
  return `union-${chart}-${release.toString()}.schema.json`;
}
