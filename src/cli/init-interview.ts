import { JsonObject } from '../common/data/json';
import { Announcement, Question, announcementOf, nextQuestion, problemsAt } from '../init';

/** A reply that returns to the question before. */
export const BACK = Symbol('back');

/** The text of that reply. */
const BACK_SIGN = '<';
const TO_QUESTION_BEFORE = { value: BACK_SIGN, label: 'back to the previous question' };

/** A question, with the earlier reply if the user came back. */
export interface Asked extends Question {
  readonly said?: string | boolean;
}

/** How `init` asks questions. Tests replace it. */
export interface Prompter {
  start(title: string): void;
  /** @param wrong the problem of the reply, if any */
  ask(
    question: Asked, wrong: (said: string | boolean) => string | undefined,
  ): Promise<string | boolean | typeof BACK>;
  confirm(message: string): Promise<boolean>;
  tell(text: string, title: string): void;
  end(text: string): void;
}

/** Thrown when the user cancels. */
export class Cancelled extends Error {
  public override readonly name = 'Cancelled';
}

function hint({ example, default: taken, optional }: Question): string {
  return [
    ...(example === undefined ? [] : [`such as ${example}`]),
    ...(optional ? [`blank: ${taken ?? 'none'}`] : []),
  ].join('; ');
}

const YES = 'yes';
const YES_OR_NO = [{ value: YES, label: 'Yes' }, { value: 'no', label: 'No' }];

function textOf(said: string | boolean): string {
  return typeof said === 'string' ? said : YES_OR_NO[said ? 0 : 1].value;
}

function labelled({ value, label }: { readonly value: string; readonly label: string }) {
  return { value, label: label === value ? value : `${value || '-'}: ${label}` };
}

/** Asks on the terminal, on standard error: standard output is for data. */
export async function terminalPrompter(): Promise<Prompter> {
  const clack = await import('@clack/prompts');
  const output = process.stderr;
  const answered = <T>(value: T): Exclude<T, symbol> => {
    if (clack.isCancel(value)) {
      throw new Cancelled();
    }
    return value as Exclude<T, symbol>;
  };
  return {
    start: (title) => clack.intro(`${title}. "${BACK_SIGN}" goes back to the previous question`, { output }),
    ask: async (question, wrong) => {
      const { message, kind, options, initial, said } = question;
      if (kind !== 'text') {
        const choices = kind === 'choice' ? options.map(labelled) : YES_OR_NO;
        const initialValue = said === undefined ? initial : textOf(said);
        const chosen = answered(await clack.select({
          message, options: [...choices, TO_QUESTION_BEFORE], initialValue, output,
        }));
        if (chosen === BACK_SIGN) {
          return BACK;
        }
        return kind === 'choice' ? chosen : chosen === YES;
      }
      const written = answered(await clack.text({
        message: hint(question) === '' ? message : `${message} (${hint(question)})`,
        initialValue: said === undefined ? undefined : textOf(said),
        output,
        validate: (value) => {
          const text = (value ?? '').trim();
          return text === BACK_SIGN ? undefined : wrong(text);
        },
      })).trim();
      return written === BACK_SIGN ? BACK : written;
    },
    confirm: async (message) => answered(await clack.confirm({ message, output })),
    tell: (text, title) => clack.note(text, title, { output }),
    end: (text) => clack.outro(text, { output }),
  };
}

/** Looks up the provider of the answers over the network. Returns its problem, if any. */
export type LookUp = (told: Announcement) => Promise<string | undefined>;

/**
 * Asks for all missing answers, and returns all answers. Each is checked before the next question. The
 * provider is looked up after its last answer, if the user agrees.
 */
export async function interview(prompter: Prompter, known: JsonObject, lookUp: LookUp): Promise<JsonObject> {
  let now: State = { answers: known, said: new Map(), isLookedUp: false };
  const before: State[] = [];
  // The earlier reply to a repeated question.
  const once = new Map<string, string | boolean>();
  for (let question = questionAfter(now); question !== undefined; question = questionAfter(now)) {
    if (!now.isLookedUp && now.answers.identityProvider !== undefined && !isAboutProvider(question)) {
      now = await isAsPublished(prompter, now.answers, lookUp)
        ? { ...now, isLookedUp: true }
        : withoutProvider(now);
      continue;
    }
    const asked: Question = question;
    const { answers, said } = now;
    const value =
      await prompter.ask({ ...asked, said: once.get(asked.id) }, (given) => wrongWith(asked, answers, given));
    if (value === BACK) {
      now = before.pop() ?? now;
      continue;
    }
    before.push(now);
    once.set(asked.id, value);
    now = { ...now, answers: asked.apply(answers, value), said: new Map([...said, [asked.id, value]]) };
  }
  return now.answers;
}

/** The state of an interview. */
interface State {
  readonly answers: JsonObject;
  readonly said: ReadonlyMap<string, string | boolean>;
  readonly isLookedUp: boolean;
}

function questionAfter({ answers, said }: State): Question | undefined {
  return nextQuestion(answers, said);
}

function isAboutProvider({ id }: Pick<Question, 'id'>): boolean {
  return id === 'identityProvider' || id.startsWith('identityProvider.');
}

/** Whether to continue: the provider publishes the same, or the user wants to. */
async function isAsPublished(prompter: Prompter, answers: JsonObject, lookUp: LookUp): Promise<boolean> {
  const told = announcementOf(answers);
  const consent = `Look the provider up over the network? It reads public metadata below ${told?.issuer}, `
    + 'and sends nothing else';
  if (told === undefined || !await prompter.confirm(consent)) {
    return true;
  }
  const wrong = await lookUp(told);
  prompter.tell(
    wrong ?? `It publishes the issuer ${told.issuer} and the token endpoint ${told.tokenEndpoint}`,
    'The provider',
  );
  return wrong === undefined || !await prompter.confirm('Change your answers about the provider?');
}

/** Removes it, so that its question is repeated. */
function withoutProvider({ answers: { identityProvider: _, ...answers }, said }: State): State {
  const others = [...said].filter(([id]) => !isAboutProvider({ id }));
  return { answers, said: new Map(others), isLookedUp: false };
}

function wrongWith(question: Question, answers: JsonObject, given: string | boolean): string | undefined {
  if (given === '') {
    return question.optional ? undefined : 'Required: no default is possible';
  }
  const [problem] = problemsAt(placeOf(question), question.apply(answers, given));
  return problem?.text;
}

/** Questions with their own names concern several answers. */
export function placeOf({ id }: Question): string {
  const places: Readonly<Record<string, string>> = {
    clusters: 'dataPlanes',
    pipelineNames: 'clients',
    certificate: 'edge.tls',
    versionToInstall: 'planes.charts.version',
    organizationOfRoles: 'organization',
  };
  // Problems of a location in the store, or of a cluster, are reported for the whole.
  return places[id] ?? id.replace(/\.(key|property)$|(?<=\.destination)\.\w+$/, '');
}
