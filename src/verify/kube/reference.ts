import { either } from '../../common/data/texts';

/**
 * A text that some tool turns into the value on the way to the cluster: SOPS, vals, Argo CD's vault plugin,
 * bank-vaults, envsubst and Flux substitution. What it becomes is unknown here.
 */
export const WHOLE_REFERENCE = /^(ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|>?>?vault:)/;
/** They may also be part of a text. The variables of nginx are written like those of a shell. */
const PART = either(
  /ENC\[AES256_GCM,|ref\+[a-z0-9]+:\/\/|vault:[^\s"#]+#|<path:[^<>]+>/,
  /\$\{(?!(?:host|http_|request_|scheme|uri|remote_|escaped_|proxy_|server_)\w*\})[^{}]+\}/,
);

/** Whether a text is a reference, or holds one. */
export function holdsReference(text: string): boolean {
  return PART.test(text);
}
