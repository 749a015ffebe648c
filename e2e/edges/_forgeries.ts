import type { OutgoingHttpHeaders } from 'node:http';
import { CALLER_HEADERS, CallerHeader, HeaderEffect } from '../../src/contract/union/caller-headers';
import type { Caller } from './_cases';
import { FOREIGN_HOST } from './_client';
import { BOBS_TOKEN } from './_flyteadmin';

/** Headers with which a caller claims another identity. */
export interface Forgery {
  readonly name: string;
  readonly headers: OutgoingHttpHeaders;
  /** Some names have an underscore: edges drop such headers, refuse them, or read them as with a dash. */
  readonly hasUnderscores?: boolean;
  /** Its names are on no list: only an edge that removes whole prefixes removes them. */
  readonly unlisted?: boolean;
}

const { CREDENTIAL, NONE } = HeaderEffect;

/** The headers that services believe, by the contract, without credentials and the host. */
const BELIEVED = CALLER_HEADERS.filter(({ effect, name }) => ![CREDENTIAL, NONE].includes(effect) && name !== 'Host' && name !== 'X-Forwarded-Host');

/** Metadata that changes no identity, and that an edge may pass on. */
const HARMLESS = new Set(CALLER_HEADERS.filter(({ effect }) => effect === NONE).map(({ name }) => name.toLowerCase()));

/** A value that forges an identity in this header. */
function valueOf({ name, effect }: CallerHeader): string {
  if (effect === HeaderEffect.HIDDEN_CREDENTIAL) {
    return BOBS_TOKEN;
  }
  return /-bin$/i.test(name) ? Buffer.from('{"subject":"admin"}').toString('base64') : effect === HeaderEffect.AUDIENCE ? FOREIGN_HOST : 'admin';
}

const LISTED = BELIEVED.filter(({ name }) => !name.endsWith('*'));

/** Without names that contain an underscore in the contract, which `SPELLINGS` adds. */
const DASHED = LISTED.filter(({ name }) => !name.includes('_'));

function all(headers: readonly CallerHeader[], spelled: (name: string) => string, times: 1 | 2 = 1): OutgoingHttpHeaders {
  return Object.fromEntries(headers.map((header) => [spelled(header.name), times === 1 ? valueOf(header) : [valueOf(header), 'root']]));
}

/** All headers at once. */
export const FORGED: Forgery = { name: 'forged', headers: all(DASHED, (name) => name) };

export const FORGED_TWICE: Forgery = { name: 'forged, twice', headers: all(DASHED, (name) => name, 2) };

/** All headers at once, in each spelling that a server may treat as the same. */
export const SPELLINGS: readonly Forgery[] = [
  FORGED,
  FORGED_TWICE,
  { name: 'forged in lower case', headers: all(DASHED, (name) => name.toLowerCase()) },
  { name: 'forged in upper case', headers: all(DASHED, (name) => name.toUpperCase()) },
  { name: 'forged with underscores', headers: all(LISTED, (name) => name.replace(/-/g, '_')), hasUnderscores: true },
  { name: 'forged with an underscore', headers: all(LISTED, (name) => name.replace(/-([^-]*)$/, '_$1')), hasUnderscores: true },
];

/** Each header of the contract by itself, since an edge may remove it only together with another. */
export const SINGLE: readonly Forgery[] = BELIEVED.map((header) => ({
  name: header.name,
  headers: { [header.name.replace('*', 'Acme')]: valueOf(header) },
  hasUnderscores: header.name.includes('_'),
  unlisted: header.name.endsWith('*'),
}));

/** The caller with forged headers. */
export function forging(caller: Caller, { name, headers }: Forgery): Caller {
  return { ...caller, name: `${caller.name}, ${name}`, headers: { ...caller.headers, ...headers } };
}

/** The headers of a request, in any spelling, by which services identify its caller; names in lower case. */
export function statedIn(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) =>
    /^(x[-_]user[-_](subject$|token$|claim)|grpc[-_]metadata[-_]|userinfo[-_]bin$|from[-_]http$)/.test(name) && !HARMLESS.has(name)));
}
