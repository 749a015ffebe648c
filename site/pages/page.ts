/** A page of the site before it is built: Markdown, at a path without its extension. */
export interface Page {
  readonly path: string;
  readonly markdown: string;
}

/** An entry of a navigation. */
export interface NavItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly NavItem[];
}

/** Pages, and the way to them. */
export interface Section {
  readonly pages: readonly Page[];
  readonly sidebar: readonly NavItem[];
}

export function capitalized(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

/** A list of links in groups, which readers filter. */
export interface LinkGroup {
  readonly title: string;
  readonly items: readonly { readonly text: string; readonly link: string; readonly about?: string; readonly tag?: string }[];
}

/** A page with such a list: its data precedes the text, where Markdown is not read. */
export function listPage(path: string, title: string, intro: string, label: string, groups: readonly LinkGroup[]): Page {
  return {
    path,
    markdown: ['---', `groups: ${JSON.stringify(groups)}`, '---', '', `# ${title}`, '', intro, '', `<FilterList :groups="$frontmatter.groups" label="${label}" />`, ''].join('\n'),
  };
}
