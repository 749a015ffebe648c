/** Programs that make objects with cdk8s alone, written as one would by hand: what our constructs are compared with. */

/** Stands for the index of a plane in the objects of a fleet. */
export const INDEX = 'zzz';

const CDK8S = `const { ApiObject, App, Chart } = require(${JSON.stringify(require.resolve('cdk8s'))});`;

/** Makes the same charts with the same objects. */
export function bareApp(charts: Readonly<Record<string, readonly object[]>>): string {
  const body = Object.entries(charts).flatMap(([name, objects]) => [
    `const chart = new Chart(app, ${JSON.stringify(name)});`,
    ...objects.map((object, position) => `new ApiObject(chart, 'object-${position}', ${literal(object)});`),
  ].join('\n'));
  return [CDK8S, 'const app = new App();', ...body.map((lines) => `{\n${lines}\n}`), 'app.synth();', ''].join('\n');
}

/**
 * Makes a fleet of as many planes as its third argument says, in the folder that its second one names: a chart a plane, or, where the
 * first is `one`, all in one.
 *
 * @param plane the objects of one plane, with `INDEX` in the place of its index
 */
export function bareFleet(plane: readonly object[]): string {
  return `${CDK8S}
const [, , layout, outdir, planes] = process.argv;
const app = new App({ outdir });
const all = layout === 'one' && new Chart(app, 'all');
for (let index = 0; index < Number(planes); index += 1) {
  const chart = all || new Chart(app, \`cluster-\${index}\`);
${plane.map((object, position) => `  new ApiObject(chart, \`plane-\${index}-object-${position}\`, ${literal(object)});`).join('\n')}
}
app.synth();
`;
}

/** The source of an object. */
function literal(object: object): string {
  return JSON.stringify(object).replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.includes(INDEX) ? `\`${text.slice(1, -1).replace(/[`$]/g, '\\$&').replaceAll(INDEX, '${index}')}\`` : text);
}
