import type { JsonObject } from '../../common/data/json';
import { AUTH_METADATA_SERVICES, OAUTH_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import type { GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { jsonOf, textAt, textsAt } from './reading';

export const PUBLIC_CLIENT_PATH = '/config/v1/flyte_client';
export const METADATA_PATH = `/${OAUTH_METADATA_PATH}`;

/**
 * The settings for clients. Source: flyteidl 1.16.1, service/auth.proto, `PublicClientAuthConfigResponse`.
 */
export interface PublicClient {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly header: string;
  readonly audience: string;
}

export interface AuthMetadataFacts {
  readonly metadata: HttpAnswer | Failure;
  readonly publicClient: HttpAnswer | Failure;
  /** `GetPublicClientConfig` by full method name; empty if the edge has no HTTP/2. */
  readonly calls: ReadonlyMap<string, GrpcAnswer | Failure>;
  readonly document?: JsonObject;
  readonly client?: PublicClient;
}

export async function askAuthMetadata(asker: Asker, overGrpc: boolean): Promise<AuthMetadataFacts> {
  const methods = overGrpc
    ? AUTH_METADATA_SERVICES.map((service) => `/${service}/GetPublicClientConfig`)
    : [];
  const [metadata, publicClient, ...answers] = await Promise.all([
    asker.get(METADATA_PATH), asker.get(PUBLIC_CLIENT_PATH), ...methods.map((method) => asker.call(method)),
  ]);
  const calls = new Map(methods.map((method, i) => [method, answers[i]]));
  const document = answered(metadata) && metadata.status === 200 ? jsonOf(metadata) : undefined;
  return {
    metadata,
    publicClient,
    calls,
    document,
    client:
      clientOverHttp(publicClient)
      ?? [...calls.values()].map(clientOverGrpc).find((client) => client !== undefined),
  };
}

function clientOverHttp(answer: HttpAnswer | Failure): PublicClient | undefined {
  const told = answered(answer) && answer.status === 200 ? jsonOf(answer) : undefined;
  // grpc-gateway writes fields as in the proto file, or in camel case, depending on its settings.
  const text = (name: string) =>
    told === undefined ? '' : (textAt(told, name) ?? textAt(told, camel(name)) ?? '');
  return told && {
    clientId: text('client_id'),
    redirectUri: text('redirect_uri'),
    scopes: textsAt(told, 'scopes') ?? [],
    header: text('authorization_metadata_key'),
    audience: text('audience'),
  };
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function clientOverGrpc(answer: GrpcAnswer | Failure): PublicClient | undefined {
  const fields =
    answered(answer) && answer.code === 0 && answer.message !== undefined
      ? textFields(answer.message)
      : undefined;
  return fields && {
    clientId: fields.get(1)?.[0] ?? '',
    redirectUri: fields.get(2)?.[0] ?? '',
    scopes: fields.get(3) ?? [],
    header: fields.get(4)?.[0] ?? '',
    audience: fields.get(6)?.[0] ?? '',
  };
}

/** The text fields of a message by number, in order; undefined if the bytes are not a message. */
export function textFields(message: Buffer): ReadonlyMap<number, readonly string[]> | undefined {
  const fields = new Map<number, string[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++];
      value += (byte % 128) * shift;
      if (byte < 128) {
        return value;
      }
    }
    return NaN;
  };
  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    if (wireType === 0) {
      varint();
    } else if (wireType === 1 || wireType === 5) {
      at += wireType === 1 ? 8 : 4;
    } else if (wireType === 2) {
      const length = varint();
      if (!(at + length <= message.length)) {
        return undefined;
      }
      const number = Math.floor(tag / 8);
      fields.set(number, [...fields.get(number) ?? [], message.toString('utf8', at, at + length)]);
      at += length;
    } else {
      return undefined;
    }
  }
  return at === message.length ? fields : undefined;
}
