import { JsonObject } from '../common/data/json';
import { Announcement, announcementOf, nextQuestion, problemsAt, Question } from '../init';
import { BACK, Prompter } from './prompts';

/** Looks the provider of the answers up over the network. What is wrong with it, if anything. */
export type LookUp = (told: Announcement) => Promise<string | undefined>;

/**
 * Asks all that is not known yet, and returns all answers. Each is checked before the next question; the
 * provider is looked up once all is said about it, if the user agrees.
 */
export async function interview(prompter: Prompter, known: JsonObject, lookUp: LookUp): Promise<JsonObject> {
  let now: State = { answers: known, said: new Map(), isLookedUp: false };
  const before: State[] = [];
  // What was said to a question that is asked again.
  const once = new Map<string, string | boolean>();
  for (let question = questionAfter(now); question !== undefined; question = questionAfter(now)) {
    if (!now.isLookedUp && now.answers.provider !== undefined && !isAboutProvider(question)) {
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

/** How far an interview has come. */
interface State {
  readonly answers: JsonObject;
  readonly said: ReadonlyMap<string, string | boolean>;
  readonly isLookedUp: boolean;
}

function questionAfter({ answers, said }: State): Question | undefined {
  return nextQuestion(answers, said);
}

function isAboutProvider({ id }: Question): boolean {
  return id === 'provider' || id.startsWith('provider.');
}

/** Whether to go on: the provider says the same, or the user wants it so. */
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
  return wrong === undefined || !await prompter.confirm('Change what you said about the provider?');
}

/** So that it is asked for again. */
function withoutProvider({ answers: { provider: _, ...answers }, said }: State): State {
  const others = [...said].filter(([id]) => id !== 'provider' && !id.startsWith('provider.'));
  return { answers, said: new Map(others), isLookedUp: false };
}

function wrongWith(question: Question, answers: JsonObject, given: string | boolean): string | undefined {
  if (given === '') {
    return question.optional ? undefined : 'Nobody else knows it; give a value';
  }
  const [problem] = problemsAt(placeOf(question), question.apply(answers, given));
  return problem?.text;
}

/** Questions with names of their own are about several answers. */
export function placeOf({ id }: Question): string {
  const places: Readonly<Record<string, string>> = {
    clusters: 'dataPlanes',
    pipelineNames: 'clients',
    certificate: 'tls',
    versionToInstall: 'planes.charts.version',
    organizationOfRoles: 'organization',
  };
  // What is wrong with a place in the store, or with a cluster, is told of the whole.
  return places[id] ?? id.replace(/\.(key|property)$|(?<=\.destination)\.\w+$/, '');
}
