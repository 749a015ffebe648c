import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ClientRegistration } from '../../../../src/constructs/registrations/registrations';

/** The registrations that a provider holds, and the secrets that it made up for the confidential ones. */
export interface ProviderSetup {
  readonly registrations: ClientRegistration[];
  readonly secrets: Record<string, string>;
  readonly audience: string;
  /** A mistake in their registration. */
  readonly mistake?: (clients: RegisteredClient[]) => RegisteredClient[];
  /** Further clients that require PKCE. */
  readonly demandPkceOf?: readonly string[];
}

/** A client as oidc-provider takes it. Source: its documentation, "Client metadata". */
export type RegisteredClient = Record<string, unknown>;

interface Address {
  readonly issuer: string;
  readonly ca: string;
  readonly port: number;
}

/** A host name, and the certificate for it. */
export interface NamedHost {
  readonly host: string;
  readonly cert: string;
  readonly private: string;
}

/** An OpenID Provider in a process of its own: `oidc-provider` is an ES module, which jest does not load. */
export class TestProvider {
  /** Under a name, a caller must know its port, which is not in its URLs; otherwise they name the loopback and the port. */
  public static async start(named?: NamedHost): Promise<TestProvider> {
    const env = { ...process.env, ...(named ? { PROVIDER_NAMED: JSON.stringify(named) } : {}) };
    const child = fork(join(__dirname, 'server.mjs'), { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    return new TestProvider(child, await answer<Address>(child));
  }

  private constructor(private readonly child: ChildProcess, private readonly address: Address) {}

  public get issuer(): string {
    return this.address.issuer;
  }

  public get port(): number {
    return this.address.port;
  }

  /** The certificate that its clients have to trust. */
  public get ca(): string {
    return this.address.ca;
  }

  /** Registers exactly what was emitted, and nothing more than the client secrets; in the place of what was registered before. */
  public async register(setup: ProviderSetup): Promise<void> {
    const { mistake = (clients) => clients } = setup;
    this.child.send({
      issuer: this.issuer,
      audience: setup.audience,
      scopes: [...new Set(setup.registrations.flatMap((registration) => registration.scopes))],
      pkceClients: [
        ...setup.registrations.filter((registration) => registration.requirePkce).map((registration) => registration.clientId),
        ...setup.demandPkceOf ?? [],
      ],
      clients: mistake(setup.registrations.map((registration) => ({
        ...registration.toObject(),
        ...(registration.hasClientSecret ? { client_secret: setup.secrets[registration.clientId] } : {}),
      }))),
    });
    await answer(this.child);
  }

  public async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill();
    await exit;
  }
}

/** The next message, or what the process said when it died instead. */
async function answer<T>(child: ChildProcess): Promise<T> {
  const errors: unknown[] = [];
  const heard = new AbortController();
  const { signal } = heard;
  const note = (chunk: unknown) => errors.push(chunk);
  child.stderr!.on('data', note);
  const died = async () => {
    const [code] = await once(child, 'exit', { signal }) as [number | null];
    throw new Error(`the provider ended with ${code}:\n${errors.join('')}`);
  };
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), died()]) as [T];
    return message;
  } finally {
    heard.abort();
    child.stderr!.off('data', note);
  }
}
