import type { Asker } from '../../../src/doctor/ask/asker';
import type { Failure } from '../../../src/doctor/ask/failure';
import type { GrpcAnswer } from '../../../src/doctor/ask/grpc';
import type { HttpAnswer, HttpQuestion } from '../../../src/doctor/ask/http';
import { grpc, ORIGIN } from '../_facts';

/** A question as it would go over the wire. */
export interface Sent {
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Nothing where it is asked with GET. */
  readonly form?: Readonly<Record<string, string>>;
}

export { ORIGIN };

export function answer(status: number, body: object | string = '', headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { url: new URL(ORIGIN), status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** An asker that sends nothing, and keeps what would have been sent. */
export function recordingAsker(
  answerTo: (sent: Sent) => HttpAnswer | Failure,
  answerToCall: (method: string) => GrpcAnswer | Failure = () => grpc(0),
): { readonly asker: Asker; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const asked = (to: string, { headers = {}, form }: HttpQuestion = {}) => {
    const question = { to, headers, ...(form ? { form: Object.fromEntries(form) } : {}) };
    sent.push(question);
    return Promise.resolve(answerTo(question));
  };
  const called = (method: string, headers: Readonly<Record<string, string>> = {}) => {
    sent.push({ to: `grpc ${method}`, headers });
    return Promise.resolve(answerToCall(method));
  };
  const asker = {
    origin: ORIGIN,
    deployment: { host: 'union.example.com', port: 443 },
    announcedBy: (url: URL, question?: HttpQuestion) => asked(url.href, question),
    get: (path: string, headers?: Readonly<Record<string, string>>) => asked(ORIGIN + path, { headers }),
    getAs: (headers: Readonly<Record<string, string>>, path: string) => asked(ORIGIN + path, { headers }),
    call: (method: string) => called(method),
    callAs: (headers: Readonly<Record<string, string>>, method: string) => called(method, headers),
    untimed: <T>(ask: () => Promise<T>) => ask(),
  };
  return { asker: asker as unknown as Asker, sent };
}
