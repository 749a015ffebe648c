import { existsSync, readFileSync } from 'node:fs';
import { claimsOf } from '../../test/_tools/flyteadmin/tokens';
import type { Served } from './_flyteadmin';

const FIELDS = { path: '$uri', status: '$status', grpc: '$sent_http_grpc_status$sent_trailer_grpc_status', subject: 'SUBJECT', credential: 'CREDENTIAL' };

/** Has nginx note who came through: what it was told by `/me`, and how the call was answered. */
export function logging(config: string, file: string): string {
  const header = (name: string): string => new RegExp(`auth_request_set (\\$\\w+) \\$upstream_http_${name};`).exec(config)![1];
  const told: Record<string, string> = { SUBJECT: header('x_user_subject'), CREDENTIAL: header('x_user_token') };
  const format = Object.entries(FIELDS).map(([name, value]) => `"${name}":"${told[value] ?? value}"`).join(',');
  const off = 'access_log off;';
  if (!config.includes(off)) {
    throw new Error('the translated configuration logs in another way');
  }
  return config.replace(off, () => `log_format served escape=json '{${format}}'; access_log ${file} served;`);
}

/** The calls that had an identity and were answered. */
export function servedOf(file: string): Served[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines
    .map((line) => JSON.parse(line) as Record<keyof typeof FIELDS, string>)
    .filter(({ status, grpc, subject }) => subject !== '' && status === '200' && ['', '0'].includes(grpc))
    .map(({ path, subject, credential }) => ({ path, identity: { subject, claims: credential ? claimsOf(credential) : {} } }));
}
