import fc from 'fast-check';
import { anyText, word } from './texts';

const scalar = fc.oneof(anyText, fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const content = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.dictionary(anyText, scalar, { maxKeys: 2 }));

/** Values that are not about authentication: below keys of nobody's, and beside ours. */
export const extraValues = fc.record({
  acme: fc.dictionary(anyText, content, { maxKeys: 3 }),
  flyte: fc.record({ acmeSetting: content }, { requiredKeys: [] }),
  podAnnotations: fc.dictionary(word, anyText, { maxKeys: 1 }),
}, { requiredKeys: [] });

/** Configuration of a service besides ours. */
export const extraConfig = fc.record({ acme: fc.dictionary(anyText, content, { maxKeys: 2 }) });
