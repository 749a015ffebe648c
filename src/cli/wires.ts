import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { REAL_WIRES, Wires } from '../doctor/ask/network';
import { ProxyError, proxiesIn } from '../doctor/ask/proxy';
import { printable } from '../verify/report/printable';
import { Io, UsageError } from './io';

/** How commands that ask the network reach it. */
export const WIRE_OPTIONS = {
  'ca': { type: 'string' },
  'connect-to': { type: 'string', multiple: true },
} as const;

export const WIRE_HELP = `  --ca FILE           trust this certificate authority, too (PEM)
  --connect-to HOST:PORT:HOST:PORT
                      connect to the second endpoint in the place of the first, as curl does; may be repeated
`;

/** @throws UsageError when a value is none. */
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
    throw new UsageError(
      `--ca: ${printable(file)} cannot be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs);
  if (certificates === null) {
    throw new UsageError(`--ca: ${printable(file)} holds no certificate in PEM form`);
  }
  // TLS passes over those that are none, and would trust nobody.
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
