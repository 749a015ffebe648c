import { goProgram } from '../_support/go-program';

/** Helm 4 comes with npm. Most releases that run were installed by Helm 3, which applies client-side. */
export const helm3 = goProgram({ name: 'helm', module: 'helm.sh/helm/v3', version: '3.18.6', program: 'cmd/helm', minutes: 4 });
