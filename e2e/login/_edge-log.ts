import { existsSync, readFileSync } from 'node:fs';
import type { Served } from './_flyteadmin';

const FIELDS = { path: '$uri', status: '$status', grpc: '$sent_http_grpc_status$sent_trailer_grpc_status', subject: 'SUBJECT' };

/** What `/me` states of a caller besides, as JSON. */
const CLAIMS = ['sub', 'aud', 'azp', 'client_id', 'scp', 'identitytype', 'preferred_username'];

/** Has nginx note who came through: what it was told by `/me`, and how the call was answered. */
export function logging(config: string, file: string): string {
  const header = (name: string): string => new RegExp(`auth_request_set (\\$\\w+) \\$upstream_http_${name};`).exec(config)![1];
  const subject = header('x_user_subject');
  const fields = { ...FIELDS, subject, ...Object.fromEntries(CLAIMS.map((claim) => [claim, `$told_${claim}`])) };
  const format = Object.entries(fields).map(([name, value]) => `"${name}":"${value}"`).join(',');
  const told = CLAIMS.map((claim) => `auth_request_set $told_${claim} $upstream_http_x_user_claim_${claim};`).join(' ');
  const off = 'access_log off;';
  if (!config.includes(off)) {
    throw new Error('the translated configuration logs in another way');
  }
  return config
    .replace(off, () => `log_format served escape=json '{${format}}'; access_log ${file} served;`)
    .replaceAll(`auth_request_set ${subject} `, (set) => `${told} ${set}`);
}

/** The calls that had an identity and were answered. */
export function servedOf(file: string): Served[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines
    .map((line) => JSON.parse(line) as Record<string, string>)
    .filter(({ status, grpc, subject }) => subject !== '' && status === '200' && ['', '0'].includes(grpc))
    .map((entry) => ({ path: entry.path, identity: { subject: entry.subject, claims: claimsIn(entry) } }));
}

function claimsIn(entry: Readonly<Record<string, string>>): Record<string, unknown> {
  const stated = CLAIMS.filter((claim) => entry[claim] !== '');
  return Object.fromEntries(stated.map((claim) => [claim, JSON.parse(entry[claim]) as unknown]));
}
