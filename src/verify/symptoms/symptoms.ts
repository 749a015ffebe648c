import { APPLYING } from './applying';
import { BROWSER_LOGIN } from './browser-login';
import { DATA_PLANE } from './data-plane';
import { OPEN_DOORS } from './open-doors';
import { SDK_CLI } from './sdk-cli';
import { SECRET_DELIVERY } from './secrets';
import { SERVICES } from './services';
import { START_UP } from './start-up';
import type { Symptom, SymptomGroup } from './symptom';

/** Everything that one may see, by place. */
export const SYMPTOM_GROUPS: readonly SymptomGroup[] = [
  BROWSER_LOGIN, SDK_CLI, SERVICES, DATA_PLANE, START_UP, SECRET_DELIVERY, APPLYING, OPEN_DOORS,
];

export const SYMPTOMS: readonly Symptom[] = SYMPTOM_GROUPS.flatMap(({ symptoms }) => symptoms);
