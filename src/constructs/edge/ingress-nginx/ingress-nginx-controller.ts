import { GUARDED_HEADERS, GUARDED_PREFIXES } from '../../../contract/union/caller-headers';
import { HTTP_SNIPPET } from '../../../contract/upstream/ingress-nginx';

/** It drops these by itself: `underscores_in_headers` is off. */
const DROPPED = /_/;

/**
 * A setting of the controller that takes from every request, before a guard is asked, the headers that no
 * caller may send: whole prefixes of them, which no annotation can name. The controller's nginx has the
 * directive built in.
 *
 * Source: ingress-nginx 1.15.1, `images/nginx/rootfs/build.sh` (headers-more 0.37; an asterisk at the end of
 * a name since 0.34).
 */
export const CLEARED_HEADERS: Readonly<Record<string, string>> = {
  [HTTP_SNIPPET]: `more_clear_input_headers ${[
    ...GUARDED_PREFIXES.map((prefix) => `${prefix}*`),
    ...GUARDED_HEADERS.filter(
      (name) => !DROPPED.test(name) && !GUARDED_PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  ]
    .map((name) => `'${name}'`)
    .join(' ')};`,
};
