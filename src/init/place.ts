import { PlaceOf } from './program/expression';
import { below } from './questions/check';

/**
 * The places in the answers of the props of a construct, by the first part of the prop; what is not named
 * stands below `rest`. Under the empty text stands what the answers have without a name around it.
 */
export function placesOf(rest: string, named: Readonly<Record<string, string>> = {}): PlaceOf {
  return (prop) => {
    const [, first, further] = /^([^.[]*)(.*)$/.exec(prop)!;
    if (prop === '') {
      return rest;
    }
    if (!(first in named)) {
      return below(rest, prop);
    }
    return named[first] === '' ? further.replace(/^\./, '') : `${named[first]}${further}`;
  };
}
