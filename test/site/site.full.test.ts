import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { requireCompiled } from '../_tools/compiled';

const ROOT = join(__dirname, '..', '..');
const BASE = '/cdk8s-union-auth/';

requireCompiled();

let folder: string;
let pages: ReadonlyMap<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  // With more room for what is soon forgotten it takes four fifths of the time.
  execFileSync(process.execPath, ['--max-semi-space-size=32', '--import', 'tsx', 'site/build.ts', '--out', folder], {
    cwd: ROOT, stdio: 'pipe', env: { ...process.env, SITE_BASE: BASE },
  });
  pages = new Map(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}, 600_000);

/** The links of the pages that stay on the site: from where, to which file, to which heading. */
function linksOf(): { readonly from: string; readonly file: string; readonly anchor: string }[] {
  // Texts of scripts hold tags that are none.
  const markup = (html: string) => html.replace(/<script>[^]*?<\/script>/g, '');
  return [...pages].flatMap(([from, html]) => [...markup(html).matchAll(/<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g)].map(([, link]) => link.replace(/&amp;/g, '&'))
    .filter((link) => !/^(?:[a-z]+:|\/\/)/i.test(link))
    .map((link) => {
      const [path, anchor = ''] = link.split('#');
      const file = path === '' ? from : path.startsWith('/') ? path : posix.join(BASE, dirname(from), path);
      return { from, file: file.startsWith(BASE) ? file.slice(BASE.length) : file, anchor: decodeURIComponent(anchor) };
    }));
}

test('every link leads somewhere, under the path that the site is served at', () => {
  const broken = linksOf().filter(({ file, anchor }) => {
    const target = ['', 'index.html', '.html'].map((end) => `${file}${end}`).find((each) => !each.endsWith('/') && each !== '' && existsSync(join(folder, each)) && /\.\w+$/.test(each));
    return target === undefined || (anchor !== '' && target.endsWith('.html') && !pages.get(target)!.includes(`id="${anchor}"`));
  });
  expect([...new Set(broken.map(({ from, file, anchor }) => `${from}: ${file}#${anchor}`))]).toEqual([]);
});

test('nothing is loaded from elsewhere', () => {
  const foreign = [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/<(?:script|img|iframe|link rel="(?:stylesheet|preload|modulepreload)")\b[^>]*?\s(?:src|href)="(https?:[^"]+)"/g)].map(([, link]) => `${page}: ${link}`));
  expect(foreign).toEqual([]);
});

test('search knows rules, symptoms, props, error texts and codes of providers', () => {
  const index = readdirSync(join(folder, 'assets'), { recursive: true, encoding: 'utf8' }).find((file) => file.includes('localSearchIndex'))!;
  const text = readFileSync(join(folder, 'assets', index), 'utf8').toLowerCase();
  const words = ['unmounted', 'loop', 'serviceaccountkey', 'invalid_client', 'aadsts50011', 'x509'];
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});

test('the pages that are programs may not connect to anything, and are one file', () => {
  for (const app of ['judge', 'make']) {
    const html = pages.get(`${app}/index.html`)!;
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)!;
    expect(policy).toMatch(/^default-src 'none'; script-src(?: 'sha256-[^']+')+; style-src 'sha256-[^']+';.* connect-src 'none';/);
    const [, style] = /^<style>([^]*?)<\/style>$/m.exec(html)!;
    const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script);
    expect(policy.match(/script-src((?: 'sha256-[^']+')+)/)![1].trim().split(' ')).toHaveLength(scripts.length);
    for (const content of [style, ...scripts]) {
      expect(policy).toContain(createHash('sha256').update(content).digest('base64'));
    }
    expect(readdirSync(join(folder, app))).toEqual(['index.html']);
  }
});

test('a type has a signature and an example in four languages', () => {
  const html = pages.get('api/SecretRotation.html')!;
  for (const title of ['TypeScript', 'Python', 'Java', 'Go']) {
    expect(html.split(`>${title}</label>`)).toHaveLength(3);
  }
  const text = html.replace(/<[^>]*>/g, '');
  for (const call of ['SecretDelivery.externalSecrets({', 'SecretDelivery.external_secrets(', 'ExternalSecretsDeliveryProps.builder()', 'SecretDelivery_ExternalSecrets(']) {
    expect(text).toContain(call);
  }
});

test('a type that no guide shows has the example of its docstring in four languages', () => {
  const text = pages.get('api/SecretStoreProvider.html')!.replace(/<[^>]*>/g, '');
  const java = 'AwsSecretsManagerProps.builder()';
  for (const call of ['SecretStoreProvider.awsSecretsManager({', 'aws_secrets_manager(', java, 'SecretStoreProvider_AwsSecretsManager(']) {
    expect(text).toContain(call);
  }
});
