import { JsonObject, mergeValues } from '../../common/data/json';

/** Content of config files, by file name. */
export type ConfigFiles = ReadonlyMap<string, JsonObject>;

/** All of them; where two write one file, the later wins by key. */
export function withFiles(...all: readonly ConfigFiles[]): Map<string, JsonObject> {
  const merged = new Map<string, JsonObject>();
  for (const [file, content] of all.flatMap((files) => [...files])) {
    merged.set(file, mergeValues(merged.get(file) ?? {}, content));
  }
  return merged;
}
