import { element } from './dom';

interface SitePage {
  readonly title: string;
  /** From the root of the site, without a slash at its start. */
  readonly path: string;
}

const MOST = 12;
/** The site's key for the theme. */
const APPEARANCE = 'vitepress-theme-appearance';

/** The search by title, whose data is in the page, and the theme switch. */
export function header(): void {
  const pages = JSON.parse(document.getElementById('site-pages')?.textContent ?? '[]') as readonly SitePage[];
  const input = document.getElementById('search') as HTMLInputElement;
  const list = document.getElementById('search-results')!;
  const show = (): void => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? [] : pages.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    list.replaceChildren(...found.slice(0, MOST).map(({ title, path }) => element('li', {}, element('a', { href: `../${path}` }, title))),
      ...(words.length > 0 && found.length === 0 ? [element('li', { class: 'soft' }, 'No page has these words in its title.')] : []));
    list.hidden = words.length === 0;
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowDown') {
      list.querySelector('a')?.focus();
    } else if (key === 'Escape') {
      input.value = '';
      show();
    }
  });
  list.addEventListener('keydown', (event) => move(event, list, input));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      input.focus();
    }
  });
  themeSwitch();
}

function move(event: KeyboardEvent, list: HTMLElement, input: HTMLElement): void {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    (links[at + (event.key === 'ArrowDown' ? 1 : -1)] ?? input).focus();
  } else if (event.key === 'Escape') {
    input.focus();
  }
}

function themeSwitch(): void {
  const button = document.getElementById('theme')!;
  const told = (): void => button.setAttribute('aria-checked', String(document.documentElement.classList.contains('dark')));
  button.addEventListener('click', () => {
    const isDark = document.documentElement.classList.toggle('dark');
    localStorage.setItem(APPEARANCE, isDark ? 'dark' : 'light');
    told();
  });
  told();
}
