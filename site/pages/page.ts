/** A page of the site before it is made: Markdown, at a path without its extension. */
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
