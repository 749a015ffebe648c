import { isObject, JsonObject } from '../../common/data/json';
import { urlOf } from '../../common/props/checks';
import { Failure } from '../ask/failure';
import { GRPC, GrpcAnswer } from '../ask/grpc';
import type { HttpAnswer } from '../ask/http';
import { quoted } from '../ask/remote-text';

export function jsonOf({ body }: HttpAnswer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of texts; undefined if there is none, unlike an empty one. */
export function textsAt(object: JsonObject, key: string): readonly string[] | undefined {
  const value = object[key];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
}

export function redirectOf({ status, headers, url }: HttpAnswer): URL | undefined {
  const target = status >= 300 && status < 400 ? headers.location : undefined;
  return target === undefined ? undefined : urlOf(target, url.href);
}

/** A web page: the console serves one for every unknown path. */
export function isPage(answer: HttpAnswer): boolean {
  return /^text\/html\b/i.test(answer.headers['content-type'] ?? '') && jsonOf(answer) === undefined;
}

export function answerText(answer: HttpAnswer | Failure): string {
  if (answer instanceof Failure) {
    return answer.text;
  }
  const target = answer.headers.location;
  return target === undefined ? String(answer.status) : `${answer.status} to ${quoted(target)}`;
}

const CODES = new Map<number, string>(Object.entries(GRPC).map(([name, code]) => [code, name]));

/** The text that a gRPC client reports. */
export function grpcText(answer: GrpcAnswer | Failure): string {
  if (answer instanceof Failure) {
    return answer.text;
  }
  const { httpStatus, code, native, text, location } = answer;
  const name = CODES.get(code) ?? `code ${code}`;
  const said = text === '' ? '' : ` (${text})`;
  return native
    ? `${name}${said}`
    : `${name}: HTTP ${httpStatus}${location === undefined ? '' : ` to ${quoted(location)}`}`;
}

/** The claims of a JWT, without verification, which is up to flyteadmin. */
export function claimsOf(token: string): JsonObject | undefined {
  const [, payload, signature] = token.split('.');
  try {
    const claims: unknown =
      signature === undefined ? undefined : JSON.parse(Buffer.from(payload, 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
