/**
 * Whether a host name never leaves the machine or the cluster: loopback, a bare Service name, `*.svc`,
 * `*.cluster.local`.
 */
export function staysInside(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return (
    !/[.:]/.test(name)
    || /^127\./.test(name)
    || name === '[::1]'
    || /\.(svc|cluster\.local|localhost)$/.test(name)
  );
}
