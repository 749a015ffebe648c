import { spawn } from 'node:child_process';
import { createServer, Server } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { urlOf } from '../common/props/url';
import type { Person, SignInRequest } from '../doctor/probes/login';
import { printable } from '../verify/report/printable';
import type { Io } from './io';

/** What a command needs besides to have a person sign in. */
export interface LoginIo {
  /** Where a person pastes an address. */
  readonly input: Readable;
  /** Shows a page to the person. */
  open(url: URL): void;
}

export const REAL_LOGIN: LoginIo = {
  input: process.stdin,
  open: ({ href }) => {
    const [program, ...args] = (
      { darwin: ['open'], win32: ['rundll32', 'url.dll,FileProtocolHandler'] } as Record<string, string[]>
    )[process.platform] ?? ['xdg-open'];
    spawn(program, [...args, href], { stdio: 'ignore', detached: true })
      .once('error', () => undefined)
      .unref();
  },
};

/** Longer than anybody takes to sign in, with a second factor. */
const PATIENCE = 5 * 60_000;

const ENDS = {
  browser:
    'The page at its end stays empty or says 401: that is right. Copy its address from the address bar, and '
      + 'paste it here:',
  CLI: 'When the browser says that it is done, this goes on by itself; on another machine, paste the address '
    + 'at its end here:',
} as const;

function stop(server: Server | undefined): void {
  server?.close();
  server?.closeAllConnections();
}

function asked(as: SignInRequest['as'], url: URL): string {
  const whose = as === 'CLI' ? 'SDK and CLI do' : 'a browser does';
  return `\nSign in as ${whose}: ${printable(url.href)}\n${ENDS[as]}\n`;
}

/**
 * A person who signs in by a browser. The address at the end of a CLI's sign-in is caught on the loopback, as
 * an SDK does; that of a browser's is pasted, as it is one of the deployment.
 */
export function personAt(io: Io, { input, open }: LoginIo, opensBrowser: boolean): Person {
  const lines = createInterface({ input });
  const pasted: string[] = [];
  let wake: () => void = () => undefined;
  lines.on('line', (line) => {
    pasted.push(line.trim());
    wake();
  });
  return async ({ as, open: url, endsAt }: SignInRequest) => {
    io.stderr(asked(as, url));
    if (opensBrowser) {
      open(url);
    }
    const deadline = Date.now() + PATIENCE;
    const caught: URL[] = [];
    const onEnd = (end: URL) => {
      caught.push(end);
      wake();
    };
    const server = as === 'CLI' ? await listening(endsAt, onEnd) : undefined;
    try {
      while (Date.now() < deadline) {
        const end = caught.shift() ?? ends(pasted.splice(0), endsAt);
        if (end !== undefined) {
          return end;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 1000).unref();
        });
      }
      return undefined;
    } finally {
      stop(server);
      if (as === 'browser') {
        lines.close();
      }
    }
  };
}

/** The pasted address, if it is one at which the sign-in may end: nobody else's is used. */
function ends(lines: readonly string[], endsAt: URL): URL | undefined {
  return lines.map((line) => urlOf(line))
    .find((url) => url?.origin === endsAt.origin && url.pathname === endsAt.pathname);
}

/** Listens where SDK and CLI do, on this machine alone; nothing where somebody else already does. */
async function listening(endsAt: URL, caught: (end: URL) => void): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', endsAt);
    const isEnd = url.pathname === endsAt.pathname;
    response
      .writeHead(isEnd ? 200 : 404, { 'content-type': 'text/plain' })
      .end(isEnd ? 'Done. You may close this page.\n' : '');
    if (isEnd) {
      caught(url);
    }
  });
  return new Promise((resolve) => {
    server
      .once('error', () => resolve(undefined))
      .listen(Number(endsAt.port || 80), '127.0.0.1', () => resolve(server));
  });
}
