import { either } from '../../common/data/texts';
import { CHART_DEFAULT_CLIENT_SECRET, PLACEHOLDER } from '../../contract/union/secrets';
import { WHOLE_REFERENCE, unreplacedIn } from './placeholder';

/**
 * What is where a secret value belongs.
 *
 * `reference`: a pointer or a cipher that some tool turns into the value on the way to the cluster (SOPS,
 * vals, Argo CD's vault plugin, bank-vaults, Flux substitution), or a file that the service reads.
 * `withheld`: a value of the cluster that anyone who wrote the input down has left where it is.
 */
export type SecretValueKind = 'empty' | 'placeholder' | 'reference' | 'value' | 'withheld';

const REFERENCE = either(WHOLE_REFERENCE, /^(<path:|file:\/\/|\$\{[^{}]+\}$|\$\([^()]+\)$)/);

/** What kind of secret value a text is. The text itself must never be handed on. */
export function secretValueKind(value: string): SecretValueKind {
  const text = value.trim();
  if (text === '') {
    return 'empty';
  }
  if (REFERENCE.test(text)) {
    return 'reference';
  }
  const stands = [PLACEHOLDER, CHART_DEFAULT_CLIENT_SECRET].includes(text.toLowerCase());
  return stands || unreplacedIn(text) === text ? 'placeholder' : 'value';
}
