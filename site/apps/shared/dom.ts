type Content = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | EventListener>>;

/**
 * An element with its content: boolean attributes are set or not, functions listen to the event of their
 * name.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...content: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...content.filter((each): each is Node | string => each !== undefined && each !== false));
  return made;
}

/** An element of the page's own HTML. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A drawing of ours as part of the page. */
export function drawing(svg: string): SVGSVGElement {
  return document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true) as unknown as SVGSVGElement;
}

/** Markup that we made, in which every name of the input is escaped. */
export function markup(html: string): HTMLElement {
  return document.importNode(new DOMParser().parseFromString(html, 'text/html').body.firstElementChild!, true) as HTMLElement;
}

/** A drawing in its frame, which is as wide as the page, with a readable minimum. */
export function framed(title: string, picture: SVGSVGElement): HTMLElement {
  return element('div', { 'class': 'drawing', 'tabindex': 0, 'role': 'region', 'aria-label': title }, picture);
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
