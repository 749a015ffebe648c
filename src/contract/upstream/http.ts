/**
 * How long browsers use only https, also for subdomains: a year. ingress-nginx sends it on every route by
 * default.
 *
 * Source: ingress-nginx, `docs/user-guide/nginx-configuration/configmap.md` (`hsts`,
 * `hsts-include-subdomains`; the age varies by version).
 */
export const HSTS_SECONDS = 31536000;
export const HSTS_VALUE = `max-age=${HSTS_SECONDS}; includeSubDomains`;

/**
 * The exceptions of a proxy, as Go parses them.
 *
 * Source: golang.org/x/net/http/httpproxy, `config.init` and `domainMatch`.
 */
export function exceptionsIn(noProxy: string): readonly string[] {
  return noProxy.split(',').map((each) => each.trim().toLowerCase()).filter((each) => each !== '');
}

const ADDRESS = /^\d+(\.\d+){3}$|:/;

/**
 * Whether an exception other than a network covers a host: `*`, the host itself, or a parent domain; one with
 * a port covers only that port. A leading dot excludes the domain itself.
 */
export function coversHost(exception: string, host: string, port?: number): boolean {
  if (exception === '*') {
    return true;
  }
  const [, bracketed, plain, ofPort] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(exception) ?? [
    undefined, undefined, exception,
  ];
  const name = (bracketed ?? plain).replace(/^\*(?=\.)/, '');
  const suffix = name.startsWith('.') ? name : `.${name}`;
  return (
    (ofPort === undefined || port === undefined || Number(ofPort) === port)
    && (host === name || (!ADDRESS.test(host) && host.endsWith(suffix)))
  );
}
