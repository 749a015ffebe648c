import type { Symptom } from './symptom';
import { SYMPTOM_GROUPS } from './symptom-groups';

/** All known symptoms, by place. */
export const SYMPTOMS: readonly Symptom[] = SYMPTOM_GROUPS.flatMap(({ symptoms }) => symptoms);
