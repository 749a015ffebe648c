import { FlyteadminConfig } from './config';

/** An answer of AuthMetadataService, as JSON (the HTTP routes) and as a protobuf message (gRPC and Connect). */
export interface MetadataAnswer {
  readonly json: Readonly<Record<string, unknown>>;
  readonly message: Buffer;
}

/** Field numbers, the same in both packages. Source: flyteidl v1.16.1, service/auth.proto; flyteidl2 2.0.51, auth/auth_service.proto. */
const OAUTH2_METADATA: Readonly<Record<string, number>> = {
  issuer: 1,
  authorization_endpoint: 2,
  token_endpoint: 3,
  response_types_supported: 4,
  scopes_supported: 5,
  token_endpoint_auth_methods_supported: 6,
  jwks_uri: 7,
  code_challenge_methods_supported: 8,
  grant_types_supported: 9,
  device_authorization_endpoint: 10,
};
const PUBLIC_CLIENT_CONFIG: Readonly<Record<string, number>> = {
  client_id: 1,
  redirect_uri: 2,
  scopes: 3,
  authorization_metadata_key: 4,
  service_http_endpoint: 5,
  audience: 6,
};
/** Source: the same files. */
const REPEATED = /^(scopes|\w+_supported)$/;

/** The provider's own metadata, as far as the message has fields for it. */
export function oauth2Metadata(providers: Readonly<Record<string, unknown>>): MetadataAnswer {
  return answer(providers, OAUTH2_METADATA);
}

/** What clients are told to sign in with. */
export function publicClientConfig({ client, grpcHeader }: FlyteadminConfig): MetadataAnswer {
  return answer({
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scopes: client.scopes,
    authorization_metadata_key: grpcHeader,
    audience: client.audience,
  }, PUBLIC_CLIENT_CONFIG);
}

/** In JSON a field that is not set has the value that its type begins with; on the wire it is left out. */
function answer(values: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, number>>): MetadataAnswer {
  const value = (name: string) => values[name] ?? (REPEATED.test(name) ? [] : '');
  const names = Object.keys(fields);
  const strings = names.flatMap((name) => [value(name)].flat().filter((text) => text !== '').map((text) => lengthDelimited(fields[name], String(text))));
  return { json: Object.fromEntries(names.map((name) => [name, value(name)])), message: Buffer.concat(strings) };
}

/** A string field of protobuf: tag, length, bytes. Both numbers are varints. */
function lengthDelimited(field: number, value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
