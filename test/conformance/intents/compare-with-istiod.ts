import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { IntentSpec } from '../../../functions/intent/generated/gateway-intent.ts';
import { formatObject } from '../../../functions/krm/format-object.ts';
import { generatedItem } from '../../../functions/krm/generated-item.ts';
import type { Item } from '../../../functions/krm/item.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { parseFile } from '../../../functions/krm/parse-file.ts';
import { render } from '../../../functions/render.ts';
import { startSimulator } from '../judges/istio-sim.ts';

/** A generated package: its intents, and the rest of the cluster. */
export interface Packaged {
  readonly items: readonly Item[];
  readonly world: readonly KubeObject[];
  readonly meshConfig?: object;
}

export interface Comparison<Generated, Request> {
  readonly title: string;
  readonly generated: fc.Arbitrary<Generated>;
  readonly packaged: (generated: Generated) => Packaged;
  readonly requests: readonly Request[];
  /** The proxy that is asked, and the call in the simulator's words. */
  readonly inputOf: (request: Request) => { readonly deployment: string; readonly call: object };
  /** What the intents promise; `undefined` where they promise nothing. */
  readonly promised: (generated: Generated, request: Request) => string | undefined;
  readonly simulated: (answer: unknown, request: Request) => string;
}

/** Intents as items, as if each were a file. */
export const itemsOf = (intents: readonly { readonly namespace: string; readonly spec: IntentSpec }[]): readonly Item[] =>
  intents.flatMap(({ namespace, spec }) => {
    const object = {
      apiVersion: 'gatewayintent.dev/v1alpha1',
      kind: 'GatewayIntent',
      metadata: { name: 'intent', namespace },
      spec,
    } as unknown as KubeObject;
    return parseFile(`${namespace}.yaml`, new TextEncoder().encode(formatObject(object))).value ?? [];
  });

interface Sim {
  readonly error?: string;
  readonly nack?: readonly string[];
  readonly calls?: readonly unknown[];
}

/** The objects of a package, or the codes of the errors that refuse it. */
function rendered({ items, world }: Packaged): { objects: readonly KubeObject[]; errors: readonly string[] } {
  const rest = world.map((object) => generatedItem(object, { item: items[0] as Item, path: [] }));
  const options = { version: '99.0.0', steps: ['expand', 'patch', 'validate'], complete: false, merge: { writesBack: false } } as const;
  const { items: made, diagnostics } = render([...items, ...rest], undefined, options);
  const errors = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  return { objects: made.filter(({ id }) => id.kind !== 'GatewayIntent').map(({ object }) => object), errors: [...errors] };
}

/** What the simulator answers to each request, or why it does not take the objects. */
async function ask<Generated, Request>(
  simulator: ReturnType<typeof startSimulator>,
  objects: readonly KubeObject[],
  { requests, inputOf }: Comparison<Generated, Request>,
  meshConfig: object | undefined,
): Promise<{ problem?: string; answers: readonly unknown[] }> {
  const inputs = requests.map(inputOf);
  const deployments = [...new Set(inputs.map(({ deployment }) => deployment))];
  const sims = deployments.map((deployment) => ({
    name: deployment,
    proxy: { deployment },
    calls: inputs.filter((input) => input.deployment === deployment).map(({ call }) => call),
  }));
  const output = await simulator.simulate({ yaml: objects.map((object) => formatObject(object)).join('---\n'), meshConfig, sims });
  const nacks = (output.sims as readonly Sim[]).flatMap(({ nack = [] }) => nack);
  if (output.fatal !== undefined || (output.rejected ?? []).length > 0 || nacks.length > 0)
    return { problem: `not accepted: ${output.fatal ?? JSON.stringify(output.rejected ?? nacks)}`, answers: [] };
  const calls = new Map(deployments.map((deployment, index) => [deployment, [...((output.sims as readonly Sim[])[index]?.calls ?? [])]]));
  return { answers: inputs.map(({ deployment }) => calls.get(deployment)?.shift()) };
}

/** How many answers are as promised, up to the first that is another one. */
function compare<Generated, Request>(
  { requests, promised, simulated }: Comparison<Generated, Request>,
  one: Generated,
  answers: readonly unknown[],
): { agree: number; difference?: string } {
  const told = requests.map((request, index) => ({
    request,
    wanted: promised(one, request),
    got: simulated(answers[index] ?? {}, request),
  }));
  const compared = told.filter(({ wanted }) => wanted !== undefined);
  const at = compared.findIndex(({ wanted, got }) => wanted !== got);
  const found = compared[at];
  if (found === undefined) return { agree: compared.length };
  return { agree: at, difference: `${JSON.stringify(found.request)}: promised "${found.wanted}", istiod "${found.got}"` };
}

/** Renders generated intents, asks istiod's simulator, and compares. Prints how many answers agree; a difference is shrunk and fails. */
export async function compareWithIstiod<Generated, Request>(comparison: Comparison<Generated, Request>): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } } });
  const simulator = startSimulator();
  const refusals = new Map<string, number>();
  let [agree, refused, last] = [0, 0, ''];
  const began = Date.now();

  const judge = async (one: Generated): Promise<string | undefined> => {
    const { objects, errors } = rendered(comparison.packaged(one));
    if (errors.length > 0) {
      refused++;
      for (const code of errors) refusals.set(code, (refusals.get(code) ?? 0) + 1);
      return undefined;
    }
    const { problem, answers } = await ask(simulator, objects, comparison, comparison.packaged(one).meshConfig);
    if (problem !== undefined) return problem;
    const compared = compare(comparison, one, answers);
    agree += compared.agree;
    return compared.difference;
  };

  try {
    const property = fc.asyncProperty(comparison.generated, async (one) => {
      const difference = await judge(one);
      if (difference === undefined) return;
      last = difference;
      throw new Error(difference);
    });
    const result = await fc.check(property, { numRuns: Number(values.runs), seed: Number(values.seed) });
    if (result.failed && last === '') throw result.errorInstance;
    if (result.failed)
      console.log(`difference after ${result.numRuns} packages:\n${last}\n${JSON.stringify(result.counterexample?.[0], null, 1)}`);
    const codes = [...refusals].map(([code, count]) => `${code} ${count}`).join(', ');
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(
      `${comparison.title}: ${agree} answers agree with istiod, ${result.failed ? 1 : 0} differ; ${refused} of ${result.numRuns} packages were refused (${codes}); ${seconds} s`,
    );
    process.exitCode = result.failed ? 1 : 0;
  } finally {
    simulator.stop();
  }
}
