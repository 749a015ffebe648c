import { clientOfSubject } from '../../contract/providers/known-providers';
import type { Field } from '../read/field';
import { Authorization, isSubjectOf, SubjectProvider, TRUSTED_IDENTITY } from './authorization';
import { seededClients } from './client-ids-in-secrets';
import { dataPlanesOf } from './data-planes';
import type { Model } from './model';
import { clientsOfPlane } from './trusted-clients';

/** An application that an authorizer must know. */
export interface Application {
  /** What it is for, such as `the operator of us-east`. */
  readonly duty: string;
  readonly clientId: string;
  /** Where it is told its client ID. */
  readonly place: Field;
  /** Its subject, where the input says more than the client ID. */
  readonly subject?: string;
}

/** Those that call Union's services: the control plane's own, and each data plane's. */
export function applicationsFor({ authorizer, services }: Authorization, model: Model): Application[] {
  const configs = [authorizer, ...services];
  const trusted = [...new Set(configs.flatMap((config) => config.text(TRUSTED_IDENTITY)?.trim() || []))];
  const own = clientsOfPlane(model, 'control')
    .filter(({ config }) => configs.includes(config))
    .map(({ clientId }) => ({
      duty: 'the services of the control plane',
      clientId: clientId!.text!,
      place: clientId!.field,
      subject: trusted.length === 1 ? trusted[0] : undefined,
    }));
  const operators = dataPlanesOf(model).flatMap(({ clusterName, clients }) =>
    clients.map(({ clientId }) => ({
      duty: `data plane ${clusterName}`,
      clientId: clientId!.text!,
      place: clientId!.field,
    })),
  );
  return [
    ...new Map([...operators, ...own].map((application) => [application.clientId, application])).values(),
  ];
}

/** Those with which eager tasks call back, as far as the control plane makes their API keys. */
export function eagerApplications(model: Model): Application[] {
  return seededClients(model).map(({ clientId, field }) => ({ duty: 'eager tasks', clientId, place: field }));
}

/** Whether one of these subjects is the application's; nothing where the provider's own ids hide it. */
export function isAmong(
  subjects: readonly string[], { clientId, subject }: Application, provider: SubjectProvider,
): boolean | undefined {
  if (subject !== undefined && provider.writesOwnIds) {
    return subjects.includes(subject);
  }
  const verdicts = subjects.map((each) => isSubjectOf(each, clientId, provider));
  // Each of several ids may be the one.
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false);
}

/** The clients that stand behind subjects, as far as providers write them there. */
export function clientsOf(subjects: readonly string[]): string[] {
  return subjects.flatMap((subject) => [subject, clientOfSubject(subject)]);
}
