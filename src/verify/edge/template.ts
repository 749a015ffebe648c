// Tests: test/verify/edge/unread-parts.test.ts
import { isTemplate } from '../../common/values/template';

/** As `EffectiveValues` leaves unknown values. An nginx variable (`${host}`) has a single word. */
const LEFT_OPEN = /\$\{\w*[^\w}]/;

/** Whether a text is replaced on its way to the cluster, so that its value is unknown. */
export function isUnevaluated(text: string): boolean {
  return isTemplate(text) || (text.includes('${') && LEFT_OPEN.test(text));
}
