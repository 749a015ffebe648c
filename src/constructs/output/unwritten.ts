/** What to do with a text that nothing writes or reads, as a warning at synth says. */
export const UNWRITTEN = {
  values: 'helmValues are neither written nor read, so that no chart gets them; call '
    + 'helmValues.writeTo(app, "values.yaml") before app.synth(), or pass them to what installs the chart',
  script: 'secretScript is neither written nor read, and delivers the client secrets; call '
    + 'secretScript.writeTo(app, "secrets.sh") before app.synth()',
} as const;
