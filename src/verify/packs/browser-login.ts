import type { Rule } from '../rule';
import { signInRouteGuarded } from '../rules/sign-in-route-guarded';

/** The sign-in of people in a browser. */
export const BROWSER_LOGIN: readonly Rule[] = [
  signInRouteGuarded,
];
