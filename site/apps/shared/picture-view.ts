import { pictureOf, svgOf } from '../../../src/verify/drawing';
import type { Flow } from '../../../src/verify/report/flow';
import { drawing, element, framed } from './dom';

/** The whole drawing: folded items open in place, and faults link to their findings. */
export class PictureView {
  public readonly root: HTMLElement;
  private readonly heading = element('h2', {});
  private readonly holder = element('div', {});
  private readonly close = element('button', { type: 'button', class: 'quiet', hidden: true, click: () => this.reset() }, 'Close opened items');
  private readonly opened = new Set<string>();

  public constructor(private readonly flow: Flow, private readonly openFinding: (fault: number) => void = () => undefined) {
    this.root = element('section', { 'class': 'picture', 'aria-label': 'Drawing' }, element('div', { class: 'picture-head' }, this.heading, this.close), this.holder);
    this.draw();
  }

  public get isEmpty(): boolean {
    return this.flow.homes.length + this.flow.servers.length === 0;
  }

  /** Marks a fault and brings it into the frame; the page stays where it is. */
  public show(fault: number): void {
    const links = [...this.root.querySelectorAll<SVGAElement>(`a[data-fault="${fault}"]`)];
    this.choose(links);
    const frame = this.root.querySelector('.drawing');
    if (links[0] !== undefined && frame !== null) {
      const [at, around] = [links[0].getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollBy({ left: at.left - around.left - around.width / 3, top: at.top - around.top - around.height / 3 });
      links[0].focus({ preventScroll: true });
    }
  }

  private reset(): void {
    this.opened.clear();
    this.draw();
  }

  private draw(): void {
    const picture = pictureOf(this.flow, { opened: this.opened });
    const svg = drawing(svgOf(picture, { styled: false, linkTo: (fault) => `#finding-${fault}`, openTo: () => '#results' }));
    svg.addEventListener('click', (event) => this.onClick(event));
    this.heading.textContent = picture.title;
    this.close.hidden = this.opened.size === 0;
    const [old] = this.holder.children;
    const frame = framed(picture.title, svg);
    const [left, top] = [old?.scrollLeft ?? 0, old?.scrollTop ?? 0];
    this.holder.replaceChildren(frame);
    frame.scrollTo(left, top);
  }

  private onClick(event: Event): void {
    const link = (event.target as Element).closest<SVGAElement>('a');
    if (link === null) {
      return;
    }
    event.preventDefault();
    const { fault, open } = link.dataset;
    if (fault !== undefined) {
      this.choose([link]);
      this.openFinding(Number(fault));
    } else if (open !== undefined) {
      this.opened.add(open);
      this.draw();
    }
  }

  private choose(links: readonly Element[]): void {
    this.root.querySelectorAll('.chosen').forEach((each) => each.classList.remove('chosen'));
    links.forEach((link) => link.classList.add('chosen'));
  }
}
