/** What an API key says besides the client secret. */
export interface ApiKeyFields {
  readonly host: string;
  readonly clientId: string;
  /** Empty for none. */
  readonly organization: string;
  /** Key under which the client secret is delivered. */
  readonly secretKey: string;
}

/**
 * The Go template with which External Secrets Operator encodes an API key in the cluster: base64 of
 * `host:clientId:clientSecret:organization`. It refuses a client secret with a colon, and an empty one.
 *
 * Source: flyte-sdk 2.12.1 `remote/_client/auth/_auth_utils.py`.
 */
export function apiKeyTemplate({ host, clientId, organization, secretKey }: ApiKeyFields): string {
  return [
    `{{- $secret := .${secretKey} | trim -}}`,
    '{{- if not $secret }}{{ fail "the entry of the client secret is empty; the API key stays as it is" }}{{ '
      + 'end -}}',
    '{{- if contains ":" $secret }}{{ fail "the client secret contains a colon, which ends a field of the '
      + 'API key" }}{{ end -}}',
    `{{- printf "%s:%s:%s:%s" "${host}" "${clientId}" $secret "${organization}" | b64enc -}}`,
  ].join('');
}
