import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { join } from 'node:path';
import { freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { firefox } from '../tools/firefox';

const ARTIFACTS = join(__dirname, 'artifacts');
/** Firefox must not open other pages or send requests of its own. */
const PREFERENCES = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
};
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Firefox by Marionette, the protocol of its driver: Playwright needs its own build, which no distribution has. */
export class Firefox {
  public static async start(): Promise<Firefox> {
    const [profile, port] = [temporaryDirectory('firefox'), await freePort()];
    const lines = Object.entries({ ...PREFERENCES, 'marionette.port': port }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    writeFileSync(join(profile, 'user.js'), lines.join('\n'));
    let socket: Socket | undefined;
    const server = await start(pathOf(firefox), ['--headless', '--no-remote', '--marionette', '-remote-allow-system-access', '--profile', profile], {
      env: { HOME: profile },
      ready: async () => {
        socket = await connected(port);
        return true;
      },
    });
    const started = new Firefox(server, socket!);
    await started.call('WebDriver:NewSession', { capabilities: {} });
    await started.call('WebDriver:SetTimeouts', { script: 60_000 });
    return started;
  }

  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private read = Buffer.alloc(0);
  private calls = 0;

  private constructor(private readonly server: Running, private readonly socket: Socket) {
    socket.on('data', (data: Buffer) => this.take(data));
  }

  /** Opens a page in a window of this size, with a light or dark theme. */
  public async visit(url: string, { width = 1300, height = 900, dark = false } = {}): Promise<void> {
    await this.call('Marionette:SetContext', { value: 'chrome' });
    await this.run('Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0])', dark ? 0 : 1);
    await this.call('Marionette:SetContext', { value: 'content' });
    await this.call('WebDriver:Navigate', { url: 'about:blank' });
    await this.call('WebDriver:SetWindowRect', { width, height });
    await this.call('WebDriver:Navigate', { url });
  }

  /** The value of an expression in the page; a promise is awaited. */
  public async value<T>(expression: string, ...args: readonly unknown[]): Promise<T> {
    return await this.run(`return (${expression})`, ...args) as T;
  }

  /** Waits until an expression is true in the page. */
  public until(expression: string, seconds = 60): Promise<unknown> {
    return this.value(`(async () => { const end = Date.now() + ${seconds * 1000};
      while (!(${expression})) {
        if (Date.now() > end) { throw new Error('timed out waiting for ' + ${JSON.stringify(expression)} + ': ' + document.body.innerText.slice(0, 2000)); }
        await new Promise((resolve) => setTimeout(resolve, 50));
      } })()`);
  }

  /** Types a text, or chooses a file in a file input. */
  public async type(selector: string, text: string): Promise<void> {
    await this.call('WebDriver:ElementSendKeys', { id: await this.find(selector), text });
  }

  public async click(selector: string): Promise<void> {
    await this.call('WebDriver:ElementClick', { id: await this.find(selector) });
  }

  public async screenshot(name: string): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    writeFileSync(join(ARTIFACTS, `${name}.png`), Buffer.from(await this.call('WebDriver:TakeScreenshot', { full: false }) as string, 'base64'));
  }

  /** The printed page as PDF. */
  public async printed(name: string): Promise<Buffer> {
    mkdirSync(ARTIFACTS, { recursive: true });
    const pdf = Buffer.from(await this.call('WebDriver:Print', { background: false }) as string, 'base64');
    writeFileSync(join(ARTIFACTS, `${name}.pdf`), pdf);
    return pdf;
  }

  public async stop(): Promise<void> {
    this.socket.destroy();
    await this.server.stop();
  }

  private run(script: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.call('WebDriver:ExecuteScript', { script, args });
  }

  private async find(selector: string): Promise<string> {
    return (await this.call('WebDriver:FindElement', { using: 'css selector', value: selector }) as Record<string, string>)[ELEMENT];
  }

  private call(command: string, parameters: object): Promise<unknown> {
    this.calls += 1;
    const text = JSON.stringify([0, this.calls, command, parameters]);
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(this.calls, ([, , error, result]) => {
      if (error === null) {
        resolve(result !== null && typeof result === 'object' && 'value' in result ? result.value : result);
      } else {
        reject(new Error(`${command}: ${error.error}: ${error.message}`));
      }
    }));
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return answer;
  }

  /** Reads messages, each of which begins with its length. */
  private take(data: Buffer): void {
    this.read = Buffer.concat([this.read, data]);
    for (let colon = this.read.indexOf(':'); colon > 0; colon = this.read.indexOf(':')) {
      const end = colon + 1 + Number(this.read.subarray(0, colon));
      if (this.read.length < end) {
        return;
      }
      const message = JSON.parse(this.read.subarray(colon + 1, end).toString()) as unknown;
      this.read = this.read.subarray(end);
      if (Array.isArray(message)) {
        const answer = message as unknown as Answer;
        this.waiting.get(answer[1])?.(answer);
      }
    }
  }
}

type Answer = readonly [1, number, { readonly error: string; readonly message: string } | null, unknown];

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').once('error', reject).once('connect', () => resolve(socket));
  });
}
