import { checkServerIdentity, PeerCertificate } from 'node:tls';
import type { Asker } from '../ask/asker';
import { bareHost } from '../ask/endpoint';
import { Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';

/** The edge's TLS properties, before any request. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Why the chain is not trusted, in Node's terms. */
  readonly untrusted?: string;
  /** Why it is not for the host. */
  readonly foreign?: string;
  /** The protocol that the edge chose from HTTP/2 and HTTP/1.1. */
  readonly protocol: string | undefined;
}

export async function askCertificate(asker: Asker): Promise<CertificateFacts | Failure> {
  const socket = await asker.tls(['h2', 'http/1.1']);
  if (socket instanceof Failure) {
    return socket;
  }
  const certificate = socket.getPeerCertificate();
  const { authorized, authorizationError, alpnProtocol } = socket;
  socket.destroy();
  const foreign = checkServerIdentity(bareHost(asker.deployment.host), certificate);
  const reason = authorized ? undefined : quoted(String(authorizationError));
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: quoted((certificate.subjectaltname ?? '').replace(/(DNS|IP Address):/g, '')),
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    untrusted:
      reason !== undefined && !/ALTNAME|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(reason)
        ? reason
        : undefined,
    foreign: foreign === undefined ? undefined : quoted(foreign.message),
    protocol: alpnProtocol || undefined,
  };
}

function nameOf(subject: PeerCertificate['subject'] | undefined): string {
  return quoted(String(subject?.CN ?? subject?.O ?? 'no name'));
}
