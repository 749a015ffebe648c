import type { TLSSocket } from 'node:tls';
import { mayLeadTo, Reach, reachOf } from './address';
import { Endpoint, originOf } from './endpoint';
import { Failure } from './failure';
import { GrpcAnswer, GrpcChannel } from './grpc';
import { askHttp, HttpAnswer, HttpQuestion } from './http';
import { proven, reached, secured, whereabouts, Wires, withinTime } from './network';
import { quoted } from './remote-text';

const TO_HTTP = ['http/1.1'];
const TO_GRPC = ['h2'];

/** More requests than any healthy deployment needs; a limit for hostile ones. */
const MOST_QUESTIONS = 150;

/** Sends GET, token requests and empty gRPC calls; to other hosts only for metadata, tokens and sign-in. */
export class Asker {
  private asked = 0;
  private channel?: Promise<GrpcChannel | Failure>;
  private readonly announced = new Map<string, readonly string[]>();

  /** @param deadline in milliseconds since the epoch */
  public constructor(
    public readonly deployment: Endpoint,
    private readonly addresses: readonly string[],
    private readonly wires: Wires,
    private deadline: number,
  ) {}

  /** Whether the time is up. */
  public get late(): boolean {
    return Date.now() >= this.deadline;
  }

  /** Waits without a limit for a person. */
  public async untimed<T>(wait: () => Promise<T>): Promise<T> {
    const before = Date.now();
    try {
      return await wait();
    } finally {
      this.deadline += Date.now() - before;
    }
  }

  public get origin(): string {
    return originOf(this.deployment);
  }

  public async tls(protocols: readonly string[]): Promise<TLSSocket | Failure> {
    return this.open(this.deployment, this.addresses, protocols);
  }

  /** Requests a path of the deployment, with any certificate. */
  public async get(
    path: string, headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer | Failure> {
    return this.spend(async () => this.httpOn(await this.tls(TO_HTTP), path, headers));
  }

  /** The same with a credential in the headers: only if the certificate belongs to the deployment. */
  public async getAs(
    credential: Readonly<Record<string, string>>, path: string,
  ): Promise<HttpAnswer | Failure> {
    return this.spend(async () => this.httpOn(proven(await this.tls(TO_HTTP)), path, credential));
  }

  /** The same as a gRPC call. */
  public async callAs(
    credential: Readonly<Record<string, string>>, method: string,
  ): Promise<GrpcAnswer | Failure> {
    return this.spend(async () => {
      const channel = this.grpcOn(proven(await this.tls(TO_GRPC)));
      if (channel instanceof Failure) {
        return channel;
      }
      try {
        return await channel.call(method, credential);
      } finally {
        channel.close();
      }
    });
  }

  /** Calls a method of the deployment with an empty message. */
  public async call(method: string): Promise<GrpcAnswer | Failure> {
    return this.spend(async () => {
      const channel = await this.openChannel();
      return channel instanceof Failure ? channel : channel.call(method);
    });
  }

  /** Requests a host that the deployment announces, over valid TLS. */
  public async announcedBy(url: URL, question: HttpQuestion = {}): Promise<HttpAnswer | Failure> {
    return this.spend(async () => {
      if (url.protocol !== 'https:') {
        return new Failure('forbidden', `${quoted(url.protocol)} is not a protocol that a provider may use`);
      }
      const endpoint = { host: url.hostname, port: Number(url.port || 443) };
      const addresses = await this.addressesFor(endpoint);
      const socket =
        addresses instanceof Failure ? addresses : proven(await this.open(endpoint, addresses, TO_HTTP));
      return socket instanceof Failure ? socket : askHttp(socket, url, question, this.wires);
    });
  }

  public async close(): Promise<void> {
    const channel = await this.channel;
    if (channel instanceof GrpcChannel) {
      channel.close();
    }
  }

  /** The widest range of the deployment's addresses. */
  public get reach(): Reach {
    // For a name that a proxy resolves, the widest range is assumed, so that no redirect leads into a
    // narrower one.
    const circles = this.addresses.length === 0 ? ['public'] : this.addresses.map(reachOf);
    return (['public', 'private', 'loopback'] as const).find((reach) => circles.includes(reach)) ?? 'nowhere';
  }

  /** One for all calls; a new one if the server has closed it. */
  private async openChannel(): Promise<GrpcChannel | Failure> {
    const known = this.channel;
    const channel = await known;
    const isGone = channel === undefined || (channel instanceof GrpcChannel && !channel.isOpen);
    // If several calls find it closed, one opens another.
    if (isGone && this.channel === known) {
      this.channel = this.tls(TO_GRPC).then((socket) => this.grpcOn(socket));
    }
    return this.channel!;
  }

  /** Each name is resolved once, so that it cannot lead elsewhere after the check. */
  private async addressesFor(endpoint: Endpoint): Promise<readonly string[] | Failure> {
    const { host, port } = endpoint;
    if (host === this.deployment.host && port === this.deployment.port) {
      return this.addresses;
    }
    if (this.wires.route?.(endpoint) !== undefined) {
      return whereabouts(endpoint, this.wires);
    }
    const known = this.announced.get(host);
    const addresses = known ?? await whereabouts(endpoint, this.wires);
    if (addresses instanceof Failure) {
      return addresses;
    }
    this.announced.set(host, addresses);
    if (addresses.length === 0) {
      // A proxy of the user resolves the name, and decides what is reachable.
      return addresses;
    }
    const allowed = addresses.filter((address) => mayLeadTo(this.reach, reachOf(address)));
    return allowed.length > 0
      ? allowed
      : new Failure(
        'forbidden',
        `${quoted(host)} is ${addresses.slice(0, 3).join(', ')}, an address that is not followed from a `
            + `${this.reach} deployment`,
      );
  }

  private async httpOn(
    socket: TLSSocket | Failure, path: string, headers: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer | Failure> {
    return socket instanceof Failure
      ? socket
      : askHttp(socket, new URL(path, this.origin), { headers }, this.wires);
  }

  private grpcOn(socket: TLSSocket | Failure): GrpcChannel | Failure {
    return socket instanceof Failure
      ? socket
      : new GrpcChannel(socket, new URL(this.origin).host, this.wires);
  }

  private async open(
    endpoint: Endpoint, addresses: readonly string[], protocols: readonly string[],
  ): Promise<TLSSocket | Failure> {
    const socket = await reached(endpoint, addresses, this.wires);
    return socket instanceof Failure ? socket : secured(socket, endpoint.host, protocols, this.wires);
  }

  private async spend<T>(ask: () => Promise<T | Failure>): Promise<T | Failure> {
    this.asked += 1;
    return this.asked > MOST_QUESTIONS
      ? new Failure('forbidden', `not asked: ${MOST_QUESTIONS} questions are enough`)
      : withinTime(
        ask(),
        new Failure('silence', 'no answer while there was time'),
        Math.max(0, this.deadline - Date.now()),
      );
  }
}
