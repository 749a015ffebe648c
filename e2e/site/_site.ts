import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { Browser, BrowserContextOptions, chromium as driver, Page } from 'playwright-core';
import { buildApps } from '../../site/apps/build';
import { place } from '../_support/examples';
import { pathOf } from '../_support/tool';
import { chromium } from '../tools/chromium';

const ROOT = join(__dirname, '..', '..');
const ARTIFACTS = join(__dirname, 'artifacts');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2' };

/** A file server on the loopback, and the paths of all requests. */
export interface Files {
  readonly origin: string;
  readonly asked: readonly string[];
  stop(): Promise<unknown>;
}

export async function served(folder: string): Promise<Files> {
  const asked: string[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url!);
    const path = normalize(new URL(url!, 'http://localhost').pathname);
    const file = [join(folder, path), join(folder, path, 'index.html')].find((each) => existsSync(each) && statSync(each).isFile());
    response.writeHead(file === undefined ? 404 : 200, file === undefined ? {} : { 'content-type': `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8` });
    if (file === undefined) {
      response.end();
    } else {
      createReadStream(file).pipe(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The folder of the whole site, built once for a run. */
export function builtSite(): string {
  // Each run has its own temporary folder.
  const folder = join(tmpdir(), 'built-site');
  if (!existsSync(folder)) {
    const [made, work] = [mkdtempSync(join(tmpdir(), 'site-')), join(ROOT, '.tmp', `site-${process.pid}`)];
    const env = { ...process.env, SITE_BASE: '/', SITE_FOLDER: work };
    execFileSync(process.execPath, [require.resolve('tsx/cli'), 'site/build.ts', '--out', made], { cwd: ROOT, stdio: 'pipe', env });
    rmSync(work, { recursive: true });
    place(made, folder);
  }
  return folder;
}

/** Served files and a browser. */
export class Site {
  /** The pages Judge and Make, built for this run. */
  public static async ofApps(): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'apps-'));
    await buildApps(folder);
    return Site.of(folder);
  }

  public static async of(folder: string): Promise<Site> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return new Site(await served(folder), await driver.launch({ executablePath: pathOf(chromium), args }));
  }

  private constructor(private readonly files: Files, private readonly browser: Browser) {}

  public get origin(): string {
    return this.files.origin;
  }

  public get served(): readonly string[] {
    return this.files.asked;
  }

  /** Opens a page in a new browser context. */
  public async visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ viewport: { width: 1300, height: 900 }, acceptDownloads: true, ...options });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: this.origin });
    const visit = new Visit(await context.newPage());
    await visit.page.goto(path.startsWith('/') ? `${this.origin}${path}` : path);
    return visit;
  }

  public async stop(): Promise<void> {
    await this.browser.close();
    await this.files.stop();
  }
}

/** An open page. */
export class Visit {
  /** The URLs that it has requested, in order. */
  public readonly requests: string[] = [];
  /** The errors in its console. */
  public readonly errors: string[] = [];

  public constructor(public readonly page: Page) {
    page.on('request', (request) => {
      if (!request.url().startsWith('blob:')) {
        this.requests.push(request.url());
      }
    });
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  public async screenshot(name: string, fullPage = true): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    await this.page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage });
  }

  /** By how much the page is wider than its window. */
  public overflow(): Promise<number> {
    return this.page.evaluate(() => document.scrollingElement!.scrollWidth - window.innerWidth);
  }

  /** Violations of accessibility rules, by axe. */
  public async missedByScreenReaders(): Promise<string[]> {
    await this.page.evaluate((await import('axe-core')).source);
    const { violations } = await this.page.evaluate(() => (window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    }).axe.run());
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }

  public close(): Promise<void> {
    return this.page.context().close();
  }
}
