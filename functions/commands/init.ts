import { join } from 'node:path/posix';
import { formatPath } from '../diagnostics/path.ts';
import { shellWord } from '../diagnostics/shell-word.ts';
import { readIntents } from '../intent/read.ts';
import { flowText } from '../krm/flow-text.ts';
import { parseFile } from '../krm/parse-file.ts';
import { helpOption, parseArguments } from './arguments.ts';
import type { Command } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Write a first intent into a folder.

  gateway-intent init                                    gateway.yaml in this folder
  gateway-intent init DIR --host shop.example.com --to frontend.shop:8080 --tls shop-cert
  gateway-intent init DIR --egress https://api.example.com

Options
  --name NAME        name of the intent and of its gateway (default: gateway)
  --namespace NS     namespace (default: the one in --to, otherwise default)
  --host HOST        host that clients use; may be repeated (default: www.example.com)
  --to SERVICE       service[.namespace]:port behind it (default: web:8080)
  --tls SECRET       Secret with the certificate: serve https, redirect http
  --egress URL       an outside host that workloads may reach, instead of an exposure
  --kpt              write a Kptfile too, when there is none
`;

const options = {
  ...helpOption,
  name: { type: 'string' },
  namespace: { type: 'string' },
  host: { type: 'string', multiple: true },
  to: { type: 'string' },
  tls: { type: 'string' },
  egress: { type: 'string' },
  kpt: { type: 'boolean' },
} as const;

export const init: Command = {
  summary: 'write a first intent',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'init');
    const [folder = '.', ...more] = parsed.positionals;
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'init');
    const mistake = mistakeIn(parsed.values);
    if (folder === '' || mistake !== undefined) return wrongUse(system, mistake ?? '"" is no folder', 'init');
    const file = join(folder, 'gateway.yaml');
    const present = new Set((system.readFolder(folder) ?? []).map(({ path }) => path));
    if (present.has('gateway.yaml')) return wrongUse(system, `${file} exists already; it is left as it is`, 'init');
    const files = [{ path: file, content: intentText(parsed.values) }];
    if (parsed.values.kpt && !present.has('Kptfile'))
      files.push({ path: join(folder, 'Kptfile'), content: kptfile(parsed.values.name ?? 'gateway') });
    system.writeFiles(files);
    await system.out(`written: ${files.map(({ path }) => path).join(', ')}\nnext:    gateway-intent render ${shellWord(folder)}\n`);
    return 0;
  },
};

type Values = Partial<Record<Exclude<keyof typeof options, 'host' | 'kpt' | 'help'>, string>> & { readonly host?: readonly string[] };

/** The options that fields of the intent come from. */
const optionsOf: readonly (readonly [field: RegExp, option: string])[] = [
  [/^metadata\.namespace/, '--namespace'],
  [/\.hosts/, '--host'],
  [/\.to$/, '--to'],
  [/\.tls/, '--tls'],
  [/\.url$/, '--egress'],
  [/name$/, '--name'],
];

/** What is wrong with what was asked for: nothing is written that the next command would refuse. */
function mistakeIn(values: Values): string | undefined {
  const { value = [], diagnostics } = parseFile('gateway.yaml', Buffer.from(intentText(values)));
  const [found] = [...diagnostics, ...readIntents(value, '').diagnostics];
  if (found === undefined)
    return hasPort(values) ? undefined : `\`--to ${values.to}\` must name the port of the Service, such as "${values.to}:8080"`;
  const field = formatPath(found.path ?? []);
  const option = optionsOf.find(([pattern]) => pattern.test(field))?.[1];
  return `${option === undefined ? found.message : found.message.replace(`\`${field}\``, `\`${option}\``)}; ${found.fix}`;
}

const hasPort = ({ to, egress }: Values): boolean => egress !== undefined || to === undefined || to.includes(':');

function intentText({ name = 'gateway', namespace, host = ['www.example.com'], to = 'web:8080', tls, egress }: Values): string {
  const own = namespace ?? to.split(':')[0]?.split('.')[1] ?? 'default';
  const head = `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata:
  name: ${flowText(name)}
  namespace: ${flowText(own)}
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
`;
  if (egress !== undefined)
    return `${head}  gateways:\n  - name: ${flowText(name)}\n    type: Egress\n  egress:\n  - url: ${flowText(egress)}\n`;
  const certificate = tls === undefined ? '' : `    tls: ${flowText({ secretName: tls })}\n`;
  return `${head}  gateways:\n  - name: ${flowText(name)}\n  expose:\n  - hosts: ${flowText(host)}\n    to: ${flowText(to)}\n${certificate}`;
}

const kptfile = (name: string): string => `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: ${flowText(name)}
  annotations:
    config.kubernetes.io/local-config: "true"
pipeline:
  mutators:
  - exec: gateway-intent
`;
