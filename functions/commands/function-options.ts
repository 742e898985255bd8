import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { isIntent } from '../intent/read.ts';
import { findingAt } from '../krm/finding-at.ts';
import type { Host } from '../krm/host.ts';
import type { Item } from '../krm/item.ts';
import type { Step } from '../render.ts';

export interface FunctionOptions {
  /** The steps that the config asks for; absent: those of the command. */
  readonly steps: readonly Step[] | undefined;
  readonly complete: boolean;
  /** Answer with no items: what Kustomize wants of a validator. */
  readonly emitsNone: boolean;
  /** Leave the subpackages of a kpt package alone: they are sets of intents of their own. */
  readonly ownPackage: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const keys: Readonly<Record<string, readonly string[]>> = {
  step: ['all', 'expand', 'patch', 'validate'],
  complete: ['true', 'false'],
  emit: ['all', 'none'],
  packages: ['all', 'own'],
};

/** The settings of a ConfigMap as functionConfig: `data: {step: validate, complete: "true", emit: none, packages: own}`. An intent or nothing is as good. */
export function functionOptions(config: Item | undefined, host: Host): FunctionOptions {
  const none = { steps: undefined, complete: false, emitsNone: false, ownPackage: false, diagnostics: [] };
  if (config === undefined || isIntent(config)) return none;
  if (config.id.kind !== 'ConfigMap')
    return {
      ...none,
      diagnostics: [
        findingAt('GI0013', config, ['kind'], {
          message: `\`functionConfig\` must be a ConfigMap or a GatewayIntent, not ${config.id.kind}`,
        }),
      ],
    };
  // Hosts do not mind a boolean without quotes among the texts of a ConfigMap.
  const data: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(config.object.data ?? {}).map(([key, value]) => [key, String(value)]),
  );
  const diagnostics = Object.entries(data).flatMap(([key, value]) => settingProblems(config, key, value));
  if (host.name === 'kustomize generator')
    diagnostics.push(
      findingAt('GI0013', config, ['kind'], {
        message: 'under `generators:` a function sees its own configuration only, and this one is no intent: nothing would be made',
        fix: 'list it under `transformers:`, or make the intent itself the generator',
      }),
    );
  const emitsNone = data.emit === 'none';
  if (emitsNone && !host.name.startsWith('kustomize'))
    diagnostics.push(
      findingAt('GI0012', config, ['data', 'emit'], { message: '`emit: none` must be used under `validators:` of a kustomization only' }),
    );
  return {
    steps: data.step === undefined || data.step === 'all' ? undefined : [data.step as Step],
    complete: data.complete === 'true',
    emitsNone,
    ownPackage: data.packages === 'own',
    diagnostics,
  };
}

function settingProblems(config: Item, key: string, value: string): Diagnostic[] {
  const allowed = keys[key];
  if (allowed?.includes(value)) return [];
  const near = didYouMean(allowed === undefined ? key : value, allowed ?? Object.keys(keys));
  const message =
    allowed === undefined
      ? `\`data.${key}\` is no setting of gateway-intent`
      : `\`data.${key}\` must be ${allowed.join(' or ')}, not "${value}"`;
  return [
    findingAt('GI0013', config, ['data', key], {
      message,
      fix: near ? `did you mean "${near}"?` : `use ${(allowed ?? Object.keys(keys)).join(', ')}`,
    }),
  ];
}
