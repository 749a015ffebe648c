import { element } from '../shared/dom';
import type { ShownQuestion } from './protocol';
import type { SettingGroup } from './settings';

type Say = (id: string, value: string | boolean) => void;

interface Drawn {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  readonly problem: HTMLElement;
  /** The type of the question; another type recreates it. */
  readonly look: string;
}

/** The questions as a form, which keeps the focus when it changes. */
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
    // The button shows the number of entries.
    const look = JSON.stringify([message, kind, options, example, otherwise, optional, kind === 'entries' && value]);
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
    const { id, message, kind, options, example, default: otherwise, optional, place } = question;
    const key = `q-${id.replace(/\W+/g, '-')}`;
    const problem = element('p', { class: 'error', id: `${key}-problem`, hidden: true });
    const hint = [example === undefined ? '' : `Such as ${example}.`, otherwise === undefined ? '' : `Default: ${otherwise}.`, HINTS[kind] ?? ''].filter(Boolean).join(' ');
    const described = `${key}-problem${hint === '' ? '' : ` ${key}-hint`}`;
    const plain = { 'id': key, 'spellcheck': 'false', 'autocomplete': 'off', 'autocapitalize': 'off', 'aria-describedby': described };
    const input = kind === 'text' || kind === 'entries' ? element('input', { ...plain, type: kind === 'text' ? 'text' : 'hidden' })
      : kind === 'lines' || kind === 'yaml' ? element('textarea', { ...plain, rows: '3' })
        : element('select', { 'id': key, 'aria-describedby': described }, ...choices(question));
    const tell = () => this.say(id, kind === 'confirm' ? input.value === 'true' : input.value);
    input.addEventListener(input.tagName === 'SELECT' ? 'change' : 'input', tell);
    const isOptional = kind !== 'confirm' && optional && options.length === 0 && place === undefined;
    const root = element('div', { class: 'question' },
      kind === 'entries' ? element('span', {}, message, ' ') : element('label', { for: key }, message, isOptional ? element('span', { class: 'soft' }, ' (optional)') : undefined),
      input, kind === 'entries' && this.counter(question), hint !== '' && element('p', { class: 'soft hint', id: `${key}-hint` }, hint),
      place !== undefined && element('p', { class: 'soft hint' }, 'As ', element('code', {}, place)), problem);
    return { root, input, problem, look };
  }

  /** Buttons that add an entry to a list and remove the last one. */
  private counter({ id, message, value }: ShownQuestion): HTMLElement {
    const count = Number(value);
    const button = (text: string, next: number) => element('button', {
      'type': 'button', 'class': 'quiet', 'aria-label': `${text}: ${message}`, 'click': () => this.say(id, String(next)),
    }, text);
    return element('span', { class: 'choices' }, button('Add one', count + 1), count > 0 && button('Remove the last', count - 1));
  }
}

const HINTS: Readonly<Partial<Record<ShownQuestion['kind'], string>>> = { lines: 'One a line.', yaml: 'As YAML.' };

function choices({ kind, options, value, optional, default: otherwise }: ShownQuestion): HTMLOptionElement[] {
  const all = kind === 'confirm' ? [{ value: 'false', label: 'No' }, { value: 'true', label: 'Yes' }] : options;
  const none = kind === 'choice' && !options.some((option) => option.value === '') && (optional || value === undefined);
  return [
    ...(none ? [element('option', { value: '' }, optional ? otherwise ?? 'nothing' : 'Choose…')] : []),
    ...all.map((option) => element('option', { value: option.value }, option.label)),
  ];
}

/** Settings, folded by the part of the file to which they belong. */
export class SettingsForm {
  private readonly groups = new Map<string, { readonly root: HTMLDetailsElement; readonly number: HTMLElement; readonly form: Form }>();

  public constructor(private readonly root: HTMLElement, private readonly say: Say) {}

  public show(groups: readonly SettingGroup[]): void {
    const titles = new Set(groups.map(({ title }) => title));
    [...this.groups].filter(([title]) => !titles.has(title)).forEach(([title, { root }]) => { root.remove(); this.groups.delete(title); });
    groups.forEach(({ title, settings }, i) => {
      const { root, number, form } = this.groups.get(title) ?? this.group(title);
      if (this.root.children[i] !== root) {
        this.root.insertBefore(root, this.root.children[i] ?? null);
      }
      form.show(settings);
      const [set, wrong] = [settings.filter(isSet).length, settings.filter(({ problem }) => problem !== undefined).length];
      number.textContent = [set > 0 ? ` ${set} set` : '', wrong > 0 ? ` ${wrong} to correct` : ''].filter(Boolean).join(',');
      number.classList.toggle('error', wrong > 0);
    });
  }

  private group(title: string) {
    const number = element('span', { class: 'soft' });
    const fields = element('form', { autocomplete: 'off' });
    const made = { root: element('details', {}, element('summary', {}, title, number), fields), number, form: new Form(fields, this.say) };
    this.groups.set(title, made);
    return made;
  }
}

function isSet({ kind, value }: ShownQuestion): boolean {
  return value !== undefined && value !== '' && !(kind === 'entries' && value === '0');
}
