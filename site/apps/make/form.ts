import { element } from '../shared/dom';
import type { ShownQuestion } from './protocol';

type Say = (id: string, value: string | boolean) => void;

interface Drawn {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  readonly problem: HTMLElement;
  /** What the question looks like; another look makes it anew. */
  readonly look: string;
}

/** The questions as a form, which changes under the fingers of who types and keeps what has the focus. */
export class Form {
  private readonly drawn = new Map<string, Drawn>();

  public constructor(private readonly root: HTMLElement, private readonly say: Say) {}

  public show(questions: readonly ShownQuestion[]): void {
    const ids = new Set(questions.map(({ id }) => id));
    [...this.drawn].filter(([id]) => !ids.has(id)).forEach(([id, { root }]) => { root.remove(); this.drawn.delete(id); });
    let before: Element | null = null;
    for (const question of questions) {
      const { root } = this.update(question);
      const place: Element | null = before === null ? this.root.firstElementChild : before.nextElementSibling;
      if (place !== root) {
        this.root.insertBefore(root, place);
      }
      before = root;
    }
  }

  private update(question: ShownQuestion): Drawn {
    const { id, message, kind, options, example, default: otherwise, optional, value, problem } = question;
    const look = JSON.stringify([message, kind, options, example, otherwise, optional]);
    let drawn = this.drawn.get(id);
    if (drawn === undefined || drawn.look !== look) {
      const fresh = this.draw(question, look);
      drawn?.root.replaceWith(fresh.root);
      drawn = fresh;
      this.drawn.set(id, drawn);
    }
    const { input } = drawn;
    const text = value === undefined ? '' : String(value);
    if (document.activeElement !== input && input.value !== text) {
      input.value = text;
    }
    drawn.problem.textContent = problem ?? '';
    drawn.problem.hidden = problem === undefined;
    input.setAttribute('aria-invalid', String(problem !== undefined));
    return drawn;
  }

  private draw(question: ShownQuestion, look: string): Drawn {
    const { id, message, kind, options, example, default: otherwise, optional } = question;
    const key = `q-${id.replace(/\W+/g, '-')}`;
    const problem = element('p', { class: 'error', id: `${key}-problem`, hidden: true });
    const hint = [example === undefined ? '' : `Such as ${example}.`, otherwise === undefined ? '' : `Left out: ${otherwise}.`].filter(Boolean).join(' ');
    const described = `${key}-problem${hint === '' ? '' : ` ${key}-hint`}`;
    const input = kind === 'text'
      ? element('input', { 'id': key, 'type': 'text', 'spellcheck': 'false', 'autocomplete': 'off', 'autocapitalize': 'off', 'aria-describedby': described })
      : element('select', { 'id': key, 'aria-describedby': described }, ...choices(question));
    const tell = () => this.say(id, kind === 'confirm' ? input.value === 'true' : input.value);
    input.addEventListener(kind === 'text' ? 'input' : 'change', tell);
    const root = element('div', { class: 'question' },
      element('label', { for: key }, message, kind !== 'confirm' && optional && options.length === 0 ? element('span', { class: 'soft' }, ' (optional)') : undefined),
      input, hint !== '' && element('p', { class: 'soft hint', id: `${key}-hint` }, hint), problem);
    return { root, input, problem, look };
  }
}

function choices({ kind, options, value, optional, default: otherwise }: ShownQuestion): HTMLOptionElement[] {
  const all = kind === 'confirm' ? [{ value: 'false', label: 'No' }, { value: 'true', label: 'Yes' }] : options;
  const none = kind === 'choice' && !options.some((option) => option.value === '') && (optional || value === undefined);
  return [
    ...(none ? [element('option', { value: '' }, optional ? otherwise ?? 'nothing' : 'Choose…')] : []),
    ...all.map((option) => element('option', { value: option.value }, option.label)),
  ];
}
