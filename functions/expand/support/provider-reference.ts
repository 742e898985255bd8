import type { ProviderName } from '../../intent/model.ts';
import { authLimits } from './auth-limits.ts';
import { gatewayLimits } from './gateway-limits.ts';
import type { Limit } from './limit.ts';
import { meshLimits } from './mesh-limits.ts';
import { type ProviderNote, providerNotes } from './provider-notes.ts';
import { routeLimits } from './route-limits.ts';
import { tlsLimits } from './tls-limits.ts';
import { valueLimits } from './value-limits.ts';

const sections: readonly { readonly title: string; readonly limits: readonly Limit[] }[] = [
  { title: 'Gateways and policies', limits: gatewayLimits },
  { title: 'Pods and Services of the MeshGateway operators', limits: meshLimits },
  { title: 'TLS and protocols', limits: tlsLimits },
  { title: 'Routes and backends', limits: routeLimits },
  { title: 'Values', limits: valueLimits },
  { title: 'Access', limits: authLimits },
];

const columns: readonly ProviderName[] = providerNotes.map(({ provider }) => provider);

/** The page docs/reference/providers.md: what each provider makes, and what it cannot do. */
export function providerReference(): string {
  return `${[
    '# Providers',
    'Made by `npm run generate` from functions/expand/support/. `provider` in an intent says what implements its gateways. Whatever a provider cannot do is an error (GI0501) at the field; nothing is left out silently. Every field that is not in the tables below, every provider can do.',
    ...providerNotes.map(noteText),
    '## What a provider cannot do',
    'A cross marks who cannot. `**.` stands for every place where the field may be, `*` for every key.',
    ...sections.map(({ title, limits }) => `### ${title}\n\n${table(limits)}`),
  ].join('\n\n')}\n`;
}

const noteText = ({ provider, summary, notes }: ProviderNote): string =>
  [`## ${provider}`, summary, notes.map((note) => `- ${note}`).join('\n')].join('\n\n');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Rows of one field, and rows that say the same of several places, stand together. */
function table(limits: readonly Limit[]): string {
  const same = new Map<string, Limit[]>();
  for (const limit of limits) {
    const { providers, reason, alternative, only } = limit;
    const key = JSON.stringify([providers, reason, alternative, only?.words, lastOf(limit.field)]);
    same.set(key, [...(same.get(key) ?? []), limit]);
  }
  const rows = [...same.values()].map((group) => {
    const [{ providers, reason, alternative, only }] = group as [Limit, ...Limit[]];
    const fields = group.map(({ field }) => `\`${field}\``).join('<br>');
    const marks = columns.map((provider) => (providers.includes(provider) ? '✗' : ''));
    return [fields, only?.words ?? '', ...marks, reason, alternative].map(cell);
  });
  const header = ['Field', 'Only', ...columns.map((name) => `\`${name}\``), 'Why', 'Instead'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const lastOf = (field: string): string => field.split('.').at(-1) ?? '';
