/**
 * The environment variable that carries a client secret, by the short name of the client:
 * `UNION_<NAME>_CLIENT_SECRET`.
 */
export function clientSecretVariable(name: string): string {
  return `UNION_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_CLIENT_SECRET`;
}
