import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort } from '../_support/processes';
import type { Served } from './_flyteadmin';

const FIELDS = { path: '$uri', status: '$status', grpc: '$sent_http_grpc_status$sent_trailer_grpc_status', subject: 'SUBJECT' };

/** Further claims of `/me`, as JSON. */
const CLAIMS = ['sub', 'aud', 'azp', 'client_id', 'scp', 'identitytype', 'preferred_username'];

/**
 * The callers that an edge let through, by its log. nginx writes an entry after it has sent the answer, so reading first makes one more
 * call and waits for its entry.
 */
export class EdgeLog {
  public static async in(folder: string): Promise<EdgeLog> {
    return new EdgeLog(join(folder, 'served.log'), await freePort());
  }

  private calls = 0;

  private constructor(private readonly file: string, private readonly port: number) {}

  /** Lets nginx log the identity of `/me` and the status of each call. */
  public logging(config: string): string {
    const header = (name: string): string => new RegExp(`auth_request_set (\\$\\w+) \\$upstream_http_${name};`).exec(config)![1];
    const subject = header('x_user_subject');
    const fields = { ...FIELDS, subject, ...Object.fromEntries(CLAIMS.map((claim) => [claim, `$told_${claim}`])) };
    const format = Object.entries(fields).map(([name, value]) => `"${name}":"${value}"`).join(',');
    const told = CLAIMS.map((claim) => `auth_request_set $told_${claim} $upstream_http_x_user_claim_${claim};`).join(' ');
    const off = 'access_log off;';
    if (!config.includes(off)) {
      throw new Error('the translated configuration has no "access_log off;" to replace');
    }
    const last = `server { listen 127.0.0.1:${this.port}; location / { return 204; } }`;
    return config
      .replace(off, () => `log_format served escape=json '{${format}}'; access_log ${this.file} served; ${last}`)
      .replaceAll(`auth_request_set ${subject} `, (set) => `${told} ${set}`);
  }

  /** The calls so far with an identity that were answered. */
  public async served(): Promise<Served[]> {
    this.calls += 1;
    const last = `/last/${this.calls}`;
    await fetch(`http://127.0.0.1:${this.port}${last}`);
    await eventually(() => this.lines().some(({ path }) => path === last), 'the edge to log a call');
    return servedIn(this.lines());
  }

  private lines(): Record<string, string>[] {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line) => JSON.parse(line) as Record<string, string>);
  }
}

function servedIn(lines: readonly Record<string, string>[]): Served[] {
  return lines
    .filter(({ status, grpc, subject }) => subject !== '' && status === '200' && ['', '0'].includes(grpc))
    .map((entry) => ({ path: entry.path, identity: { subject: entry.subject, claims: claimsIn(entry) } }));
}

function claimsIn(entry: Readonly<Record<string, string>>): Record<string, unknown> {
  const stated = CLAIMS.filter((claim) => entry[claim] !== '');
  return Object.fromEntries(stated.map((claim) => [claim, JSON.parse(entry[claim]) as unknown]));
}
