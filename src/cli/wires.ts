import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../contract/union/flyteadmin';
import { Asker } from '../doctor/ask/asker';
import { Failure } from '../doctor/ask/failure';
import { REAL_WIRES, Wires } from '../doctor/ask/network';
import { ProxyError, proxiesIn } from '../doctor/ask/proxy';
import { quoted } from '../doctor/ask/remote-text';
import { jsonOf, textAt } from '../doctor/probes/reading';
import { Announcement } from '../init';
import { printable } from '../verify/report/printable';
import { cannotBe, Io, UsageError } from './command';

/** The network options of commands. */
export const WIRE_OPTIONS = {
  'ca': { value: 'FILE', help: 'trust this certificate authority, too (PEM)' },
  'connect-to': {
    value: 'HOST:PORT:HOST:PORT',
    multiple: true,
    help: 'connect to the second endpoint in the place of the first, as curl does',
  },
} as const;

/** @throws UsageError when a value is invalid. */
export function wiresOf(ca: string | undefined, connectTo: readonly string[], env: Io['env']): Wires {
  const routes = connectTo.map((text) => {
    const [, host, port, toHost, toPort] =
      /^([^:]+|\[[^\]]+\]):(\d{1,5}):([^:]+|\[[^\]]+\]):(\d{1,5})$/.exec(text) ?? [];
    if (host === undefined) {
      throw new UsageError(`--connect-to: ${printable(text)} is not of the form HOST:PORT:HOST:PORT`);
    }
    return {
      from: { host: host.toLowerCase(), port: Number(port) },
      to: { host: toHost, port: Number(toPort) },
    };
  });
  return {
    ...REAL_WIRES,
    route: ({ host, port }) => routes.find(({ from }) => from.host === host && from.port === port)?.to,
    authorities: ca === undefined ? undefined : authorityIn(ca),
    proxy: proxies(env),
  };
}

function proxies(env: Io['env']): Wires['proxy'] {
  try {
    return proxiesIn(env);
  } catch (error) {
    throw error instanceof ProxyError ? new UsageError(error.message) : error;
  }
}

function authorityIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--ca: ${printable(file)} ${cannotBe('read', error)}`);
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs);
  if (certificates === null) {
    throw new UsageError(`--ca: ${printable(file)} has no certificate in PEM form`);
  }
  // TLS skips invalid ones, and would trust none.
  const broken = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (broken >= 0) {
    throw new UsageError(`--ca: certificate ${broken + 1} of ${certificates.length} in ${printable(file)} is `
      + 'broken; copy it again');
  }
  return text;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** Milliseconds for all requests. */
const PATIENCE = 20_000;

/** The metadata of the provider, as far as it has some. */
interface Published {
  readonly url: URL;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
}

/** The possible metadata URLs of a provider: that of flyteadmin first. */
function metadataUrls({ issuer, metadataPath }: Announcement): URL[] {
  const base = issuer.replace(/\/$/, '');
  return [...new Set([metadataPath, OIDC_METADATA_PATH, OAUTH_METADATA_PATH])].map((path) =>
    new URL(`${base}/${path}`));
}

/**
 * Requests the provider's metadata, only over HTTPS and without credentials, and compares it with the
 * answers.
 *
 * @returns the difference and the remedy; undefined if there is none
 */
export async function askIssuer(told: Announcement, wires: Wires): Promise<string | undefined> {
  // A user can give an issuer in any network, except those with cloud metadata servers.
  const asker = new Asker({ host: 'init.invalid', port: 443 }, ['127.0.0.1'], wires, Date.now() + PATIENCE);
  const said: string[] = [];
  for (const url of metadataUrls(told)) {
    const found = await published(asker, url);
    if (found instanceof Failure) {
      return `${url.href} cannot be asked: ${found.text}`;
    }
    if (typeof found !== 'string') {
      return compared(told, found);
    }
    said.push(`${url.href}: ${found}`);
  }
  return `the provider shows no metadata of this issuer: ${said.join('; ')}`;
}

async function published(asker: Asker, url: URL): Promise<Published | Failure | string> {
  const answer = await asker.announcedBy(url);
  if (answer instanceof Failure) {
    return answer;
  }
  if (answer.status !== 200) {
    return `answers ${answer.status}`;
  }
  const document = jsonOf(answer);
  return document === undefined ? 'answers with something that is not a JSON object'
    : { url, issuer: textAt(document, 'issuer'), tokenEndpoint: textAt(document, 'token_endpoint') };
}

function compared(told: Announcement, { url, issuer, tokenEndpoint }: Published): string | undefined {
  if (issuer !== told.issuer) {
    return `${url.href} names the issuer ${JSON.stringify(quoted(issuer ?? 'nothing'))}, and the answers `
      + `make it ${JSON.stringify(told.issuer)}; `
      + 'flyteadmin and every token check compare the two letter by letter, slashes included';
  }
  if (tokenEndpoint !== told.tokenEndpoint) {
    return `${url.href} names the token endpoint ${JSON.stringify(quoted(tokenEndpoint ?? 'nothing'))}, and `
      + 'the answers make it '
      + `${JSON.stringify(told.tokenEndpoint)}`;
  }
  return url.href === metadataUrls(told)[0].href ? undefined
    : `${metadataUrls(told)[0].href} is where flyteadmin looks for the metadata, but it is `
      + `at ${url.href}`;
}
