import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const folder = process.env.SITE_FOLDER!;
const { sidebar, version, repository } = JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8'));

/** Braces of Helm and shells are not templates of Vue. */
const asText = (html: string) => html.replace(/\{\{/g, '&#123;&#123;');

/** The anchor of a heading as on GitHub, so that links work in both places. */
const asOnGitHub = (heading: string) => heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replace(/ /g, '-');

type Highlight = (code: string, language: string, attributes: string) => string;

/** Each page is rendered twice, the second time for search, and half of that is highlighting. */
function onceEach(highlight: Highlight): Highlight {
  const known = new Map<string, string>();
  return (...args) => {
    const key = args.join('\n');
    const html = known.get(key) ?? highlight(...args);
    known.set(key, html);
    return html;
  };
}

export default defineConfig({
  title: 'cdk8s-union-auth',
  description: 'Authentication of a self-hosted Union.ai deployment: emit, check and explain it.',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: join(folder, 'pages'),
  outDir: process.env.SITE_OUT,
  cacheDir: join(folder, 'cache'),
  metaChunk: true,
  // The modules that draw also set the style of drawings.
  vite: { resolve: { alias: { '#drawing.css': join(folder, 'drawing.css') } } },
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: asOnGitHub },
    config(md) {
      // Addresses in texts are examples.
      md.set({ linkify: false });
      const { text, code_inline: code } = md.renderer.rules;
      md.renderer.rules.text = (...args) => asText(text!(...args));
      md.renderer.rules.code_inline = (...args) => asText(code!(...args));
      md.set({ highlight: onceEach(md.options.highlight!) });
      // A column without a heading has no header cell.
      md.core.ruler.push('empty-headers', ({ tokens }) => tokens.forEach((token, i) => {
        if (token.type === 'th_open' && tokens[i + 1].content === '') {
          [token, tokens[i + 2]].forEach((cell) => { cell.tag = 'td'; });
        }
      }));
    },
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guides/getting-started', activeMatch: '/guides/' },
      { text: 'Rules', link: '/rules/', activeMatch: '/rules/' },
      { text: 'Symptoms', link: '/symptoms/', activeMatch: '/symptoms/' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
      { text: 'Judge', link: '/judge/index.html', target: '_self' },
      { text: 'Make', link: '/make/index.html', target: '_self' },
      { text: version, link: '/changelog' },
    ],
    sidebar,
    outline: 'deep',
    search: { provider: 'local', options: { detailedView: true } },
    socialLinks: [{ icon: 'github', link: repository }],
    footer: { message: 'Apache-2.0' },
  },
});
