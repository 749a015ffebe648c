import { Problems } from '../_internal/problems';
import { UnionAuth } from '../identity/union-auth';
import { ClientRegistration } from './client-registration';

/** What everything that emits registrations is given. */
export interface RegistrationsProps {
  /** The identity of the deployment. */
  readonly auth: UnionAuth;

  /**
   * Further clients, beside the three applications: `ClientRegistration.service(…)` for each data plane and pipeline.
   *
   * @default - none
   */
  readonly further?: ClientRegistration[];
}

/** The three applications and the further clients; each id and each client ID is one client's alone. */
export function allRegistrations(subject: string, props: RegistrationsProps): ClientRegistration[] {
  const further = props.further ?? [];
  const problems = new Problems(subject);
  further.forEach((registration, i) => {
    const earlier = further.slice(0, i);
    const prop = `further[${i}]`;
    if (registration.auth !== props.auth) {
      problems.add(prop, registration.id, 'belongs to another identity; make it with the same auth');
    }
    if (earlier.some((other) => other.id === registration.id)) {
      problems.add(`${prop}.id`, registration.id, 'is given twice; choose an id for each client');
    }
    if (earlier.some((other) => other.clientId === registration.clientId)) {
      problems.add(`${prop}.clientId`, registration.clientId, 'is given twice; a client that two share cannot be rotated or revoked for one of them');
    }
  });
  problems.throwIfAny();
  return [...ClientRegistration.forApplications(props.auth), ...further];
}
