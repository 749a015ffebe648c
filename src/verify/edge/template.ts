import { isTemplate } from '../../common/values/template';

/** As `EffectiveValues` leaves what it cannot tell. A variable of nginx (`${host}`) is a word. */
const LEFT_OPEN = /\$\{\w*[^\w}]/;

/** Whether a text becomes another one on its way to the cluster: it may say anything. */
export function isUnevaluated(text: string): boolean {
  return isTemplate(text) || (text.includes('${') && LEFT_OPEN.test(text));
}
