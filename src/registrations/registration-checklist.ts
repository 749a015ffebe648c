import { checklist } from '../identity/checklist';
import { TextFile } from '../output';
import { RegistrationsProps, allRegistrations } from './registrations';

/**
 * What a person must set up at the identity provider: the authorization server, the three applications of the guide, and
 * the further clients. Markdown, with a box to tick for each step.
 *
 * Guide: section "Configuring your Identity Provider". `UnionAuth.checklist` is the same without further clients.
 */
export class RegistrationChecklist {
  /** The checklist. */
  public readonly markdown: TextFile;

  /** @throws when two clients share an id or a client ID. */
  public constructor(props: RegistrationsProps) {
    const applications = allRegistrations('RegistrationChecklist', props).map((registration) => registration._application);
    this.markdown = TextFile._of(checklist(props.auth, applications));
  }
}
