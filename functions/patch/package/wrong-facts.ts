import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path, valueAt } from '../../diagnostics/path.ts';
import { quote } from '../../diagnostics/quote.ts';
import type { Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import { placed } from './findings.ts';
import { homesOf } from './homes.ts';
import { readText } from './settle.ts';

/** Facts of `spec.mesh`, where the mesh configuration says the same, and how it spells it. */
const facts: readonly (readonly [fact: string, field: Path, spelling?: (value: unknown) => unknown])[] = [
  ['outboundTrafficPolicy', ['outboundTrafficPolicy', 'mode']],
  ['trustDomain', ['trustDomain']],
  ['rootNamespace', ['rootNamespace']],
  [
    'dnsCapture',
    ['defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE'],
    (value) => (String(value) === 'true' ? 'Enabled' : 'Disabled'),
  ],
];

/** Facts that the mesh configuration of the package contradicts. A fact changes nothing; what is asked for by a policy is changed instead. */
export function wrongFacts(items: readonly Item[], { intents, facts: resolved }: Model): Diagnostic[] {
  const [only, ...others] = homesOf(items, 'meshConfig', resolved);
  if (only === undefined || others.length > 0) return [];
  const { home, item } = only;
  const config = home.textField === undefined ? valueAt(item.object, home.meshConfig) : readText(item, home.textField);
  const asked = intents.some(({ spec }) => spec.policies?.outboundTrafficPolicy !== undefined);
  return intents.flatMap((intent) =>
    facts.flatMap(([fact, field, spelling = (value: unknown) => value]): Diagnostic[] => {
      const said = valueAt(intent.spec.mesh, [fact]);
      const written = valueAt(config, field);
      if (said === undefined || written === undefined || said === spelling(written) || (fact === 'outboundTrafficPolicy' && asked))
        return [];
      return [
        findingAt('GI0614', intent.item, ['spec', 'mesh', fact], {
          message: `\`spec.mesh.${fact}\` is ${quote(said)}, but ${placed(item)} says ${quote(written)} (\`${formatPath([...home.meshConfig, ...field])}\`)`,
          ...(fact === 'outboundTrafficPolicy'
            ? { fix: 'correct the fact, or use `spec.policies.outboundTrafficPolicy` to change the mesh' }
            : {}),
        }),
      ];
    }),
  );
}
