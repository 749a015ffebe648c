import type { ChartVersion } from '../../../src';
import type { ChartName } from '../../../src/contract/union/values-contract';
import { parseManifests } from '../../../src/verify/parse';
import { Report, verifyParsed } from '../../../src/verify/verify';
import { idsInArea } from '../../_tools/rules-in-area';

interface Options {
  readonly release?: ChartVersion;
  readonly chart?: ChartName;
}

/** Judges values files by the rules that ask about values alone. */
export function checkValues(texts: readonly { readonly name: string; readonly text: string }[], options: Options = {}): Report {
  return verifyParsed(parseManifests([], texts.map((text) => ({ ...text, ...options }))), { only: idsInArea('values files') });
}
