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
  get input() {
    return process.stdin;
  },
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
  return async ({ as, open: url, endsAt }: SignInRequest) => {
    io.stderr(asked(as, url));
    if (opensBrowser) {
      open(url);
    }
    let end!: (at?: URL) => void;
    const ended = new Promise<URL | undefined>((resolve) => {
      end = resolve;
    });
    const server = as === 'CLI' ? await listening(endsAt, end) : undefined;
    // Open no longer than something may be pasted: it keeps the process alive.
    const lines = createInterface({ input })
      .on('line', (line) => {
        const at = endIn(line.trim(), endsAt);
        if (at !== undefined) {
          end(at);
        } else if (line.trim() !== '') {
          io.stderr(`The address at the end begins with ${printable(placeOf(endsAt))}; paste that one:\n`);
        }
      })
      .on('close', () => server ?? end());
    if (input.readableEnded) {
      lines.close();
    }
    const patience = setTimeout(end, PATIENCE);
    try {
      return await ended;
    } finally {
      clearTimeout(patience);
      lines.close();
      stop(server);
    }
  };
}

/** The address, if it is the one at which the sign-in ends: nobody else's is used. */
function endIn(text: string, endsAt: URL): URL | undefined {
  const url = urlOf(text);
  return url && placeOf(url) === placeOf(endsAt) ? url : undefined;
}

function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** Listens where SDK and CLI do, on this machine alone; nothing where somebody else already does. */
async function listening(endsAt: URL, caught: (end: URL) => void): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const end = endIn(endsAt.origin + request.url, endsAt);
    response
      .writeHead(end ? 200 : 404, { 'content-type': 'text/plain' })
      .end(end ? 'Done. You may close this page.\n' : '');
    if (end) {
      caught(end);
    }
  });
  return new Promise((resolve) => {
    server
      .once('error', () => resolve(undefined))
      .listen(Number(endsAt.port || 80), '127.0.0.1', () => resolve(server));
  });
}
