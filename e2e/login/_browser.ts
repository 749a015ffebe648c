import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser as Chromium, BrowserContext, chromium as driver, Page } from 'playwright-core';
import { pathOf } from '../_support/tool';
import { chromium } from '../tools/chromium';
import { KEYCLOAK_HOST } from './_keycloak';
import { ALICE } from './_people';
import { Provider } from './_world';

const ARTIFACTS = join(__dirname, 'artifacts');

/** A headless browser, which ignores certificate errors and reaches the hosts by the proxy. */
export class Browser {
  public static async start(provider: Provider): Promise<Browser> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return new Browser(await driver.launch({ executablePath: pathOf(chromium), args, proxy: { server: provider.network.proxy, bypass: 'localhost,127.0.0.1' } }));
  }

  private constructor(private readonly browser: Chromium) {}

  /** A person without a session. */
  public async visitor(): Promise<BrowserContext> {
    const visitor = await this.browser.newContext({ ignoreHTTPSErrors: true });
    // A first page waits for flyteadmin and Keycloak, perhaps on a busy machine.
    visitor.setDefaultTimeout(120_000);
    return visitor;
  }

  public async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** Sends Keycloak's form as Alice. */
export async function signIn(page: Page): Promise<void> {
  await page.locator('#username').fill(ALICE.username);
  await page.locator('#password').fill(ALICE.password);
  await page.locator('#kc-login').click();
}

/** Whether Keycloak shows its form. */
export async function isAskedToSignIn(page: Page): Promise<boolean> {
  return new URL(page.url()).hostname === KEYCLOAK_HOST && await page.locator('#kc-login').isVisible();
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}
