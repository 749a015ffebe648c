import fc from 'fast-check';
import { anyText, word } from './texts';

const scalar = fc.oneof(anyText, fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const content = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.dictionary(word, scalar, { maxKeys: 2 }));

/** The one name that values may not have. */
const key = anyText.filter((text) => text !== '__proto__');

/** Values that are not about authentication: below unknown keys, and beside ours. */
export const extraValues = fc.record({
  env: fc.dictionary(key, content, { maxKeys: 3 }),
  flyte: fc.record({ acmeSetting: content }, { requiredKeys: [] }),
  podAnnotations: fc.dictionary(word, anyText, { maxKeys: 1 }),
}, { requiredKeys: [] });

/** Configuration of a service besides ours. */
export const extraConfig = fc.record({ acme: fc.dictionary(key, content, { maxKeys: 2 }) });
