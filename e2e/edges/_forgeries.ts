import type { OutgoingHttpHeaders } from 'node:http';
import { CALLER_HEADERS, CallerHeader, HeaderEffect } from '../../src/contract/union/caller-headers';
import type { Caller } from './_cases';
import { FOREIGN_HOST } from './_client';
import { BOBS_TOKEN } from './_flyteadmin';

/** Headers with which a caller tries to be taken for somebody else. */
export interface Forgery {
  readonly name: string;
  readonly headers: OutgoingHttpHeaders;
  /** Some of the names have an underscore: edges drop such headers, refuse them, or take them for those with a dash. */
  readonly hasUnderscores?: boolean;
  /** Its names are on no list: only an edge that takes whole prefixes away takes them. */
  readonly unlisted?: boolean;
}

const { CREDENTIAL, NONE } = HeaderEffect;

/** What the contract says that is believed. A credential proves itself, and the host is what the request is for. */
const BELIEVED = CALLER_HEADERS.filter(({ effect, name }) => ![CREDENTIAL, NONE].includes(effect) && name !== 'Host' && name !== 'X-Forwarded-Host');

/** Metadata of which nobody is taken for somebody else, and which an edge may pass on. */
const HARMLESS = new Set(CALLER_HEADERS.filter(({ effect }) => effect === NONE).map(({ name }) => name.toLowerCase()));

/** A value that is believed where the header is. */
function valueOf({ name, effect }: CallerHeader): string {
  if (effect === HeaderEffect.HIDDEN_CREDENTIAL) {
    return BOBS_TOKEN;
  }
  return /-bin$/i.test(name) ? Buffer.from('{"subject":"admin"}').toString('base64') : effect === HeaderEffect.AUDIENCE ? FOREIGN_HOST : 'admin';
}

const LISTED = BELIEVED.filter(({ name }) => !name.endsWith('*'));

/** Names that have an underscore as they are read are a matter of their own. */
const DASHED = LISTED.filter(({ name }) => !name.includes('_'));

function all(headers: readonly CallerHeader[], spelled: (name: string) => string, times: 1 | 2 = 1): OutgoingHttpHeaders {
  return Object.fromEntries(headers.map((header) => [spelled(header.name), times === 1 ? valueOf(header) : [valueOf(header), 'root']]));
}

/** All of them at once. */
export const FORGED: Forgery = { name: 'forged', headers: all(DASHED, (name) => name) };

export const FORGED_TWICE: Forgery = { name: 'forged, twice', headers: all(DASHED, (name) => name, 2) };

/** All of them at once, in each spelling that some server takes for the same. */
export const SPELLINGS: readonly Forgery[] = [
  FORGED,
  FORGED_TWICE,
  { name: 'forged in lower case', headers: all(DASHED, (name) => name.toLowerCase()) },
  { name: 'forged in upper case', headers: all(DASHED, (name) => name.toUpperCase()) },
  { name: 'forged with underscores', headers: all(LISTED, (name) => name.replace(/-/g, '_')), hasUnderscores: true },
  { name: 'forged with an underscore', headers: all(LISTED, (name) => name.replace(/-([^-]*)$/, '_$1')), hasUnderscores: true },
];

/** Each header of the contract by itself: what one edge does to one must not hang on another. */
export const SINGLE: readonly Forgery[] = BELIEVED.map((header) => ({
  name: header.name,
  headers: { [header.name.replace('*', 'Acme')]: valueOf(header) },
  hasUnderscores: header.name.includes('_'),
  unlisted: header.name.endsWith('*'),
}));

/** A caller who also claims to be somebody else. */
export function forging(caller: Caller, { name, headers }: Forgery): Caller {
  return { ...caller, name: `${caller.name}, ${name}`, headers: { ...caller.headers, ...headers } };
}

/** By what of a request services take its caller for somebody, in whichever spelling; names in lower case. */
export function statedIn(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) =>
    /^(x[-_]user[-_](subject$|token$|claim)|grpc[-_]metadata[-_]|userinfo[-_]bin$|from[-_]http$)/.test(name) && !HARMLESS.has(name)));
}
