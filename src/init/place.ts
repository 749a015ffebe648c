import { PlaceOf } from './program/expression';
import { below } from './questions/check';

/**
 * The places in the answers of the props of a construct, by the first part of the prop; what is not named
 * stands below `rest`.
 */
export function placesOf(rest: string, named: Readonly<Record<string, string>> = {}): PlaceOf {
  return (prop) => {
    const [, first, further] = /^([^.[]*)(.*)$/.exec(prop)!;
    if (prop === '') {
      return rest;
    }
    return first in named ? `${named[first]}${further}` : below(rest, prop);
  };
}
