import type { Answer, Asker } from '../../test/_tools/flyteadmin/asking';

export interface Arrival extends Answer {
  readonly url: string;
}

/** Follows redirects and keeps cookies, which is all that sign-in at Hydra needs. */
export class Walker {
  private readonly cookies = new Map<string, Map<string, string>>();

  public constructor(private readonly network: Asker) {}

  /** Follows redirects to their end, or to a client's port on localhost. */
  public async open(address: string): Promise<Arrival> {
    for (let url = new URL(address), hops = 0; hops < 20; hops++) {
      const answer = await this.ask(url);
      const { location } = answer.headers;
      if (location === undefined) {
        return { ...answer, url: url.href };
      }
      url = new URL(location, url);
      if (url.hostname === 'localhost') {
        return { ...await this.ask(url).catch(() => answer), url: url.href };
      }
    }
    throw new Error(`${address} redirects in a circle`);
  }

  public forget(host: string): void {
    this.cookies.delete(host);
  }

  public of(host: string): ReadonlyMap<string, string> {
    return this.cookies.get(host) ?? new Map();
  }

  private async ask(url: URL): Promise<Answer> {
    const headers = { cookie: [...this.of(url.hostname)].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = url.protocol === 'https:' ? await this.network.ask(url.href, { headers }) : await overHttp(url, headers);
    this.keep(url.hostname, answer.headers['set-cookie'] ?? []);
    return answer;
  }

  private keep(host: string, set: readonly string[]): void {
    const kept = this.cookies.get(host) ?? new Map<string, string>();
    for (const [, name, value, attributes] of set.map((cookie) => /^([^=]+)=([^;]*)(.*)$/s.exec(cookie)!)) {
      if (/max-age=0\b/i.test(attributes)) {
        kept.delete(name);
      } else {
        kept.set(name, value);
      }
    }
    this.cookies.set(host, kept);
  }
}

/** Sends a request without TLS, to a program on this machine. */
export async function overHttp(url: URL, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  return { status: answer.status, headers: { 'location': answer.headers.get('location') ?? undefined, 'set-cookie': answer.headers.getSetCookie() }, body: await answer.text() };
}
