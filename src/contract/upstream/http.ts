/**
 * How long browsers keep to https, subdomains included: a year. ingress-nginx tells them so on every route by
 * default.
 *
 * Source: ingress-nginx, `docs/user-guide/nginx-configuration/configmap.md` (`hsts`,
 * `hsts-include-subdomains`; the age varies by version).
 */
export const HSTS_SECONDS = 31536000;
export const HSTS_VALUE = `max-age=${HSTS_SECONDS}; includeSubDomains`;

/**
 * The exceptions of a proxy, as Go reads them.
 *
 * Source: golang.org/x/net/http/httpproxy, `config.init` and `domainMatch`.
 */
export function exceptionsIn(noProxy: string): readonly string[] {
  return noProxy.split(',').map((each) => each.trim().toLowerCase()).filter((each) => each !== '');
}

const ADDRESS = /^\d+(\.\d+){3}$|:/;

/**
 * Whether an exception other than a network covers a host: `*` does, the host itself, and a domain that it
 * lies below; one with a port for that port alone. A leading dot leaves out the domain itself.
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
