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
  --host HOST        host that clients use (default: www.example.com)
  --to SERVICE       service[.namespace]:port behind it (default: web:8080)
  --tls SECRET       Secret with the certificate: serve https, redirect http
  --egress URL       an outside host that workloads may reach, instead of an exposure
  --kpt              write a Kptfile too, when there is none
`;

const options = {
  ...helpOption,
  name: { type: 'string' },
  namespace: { type: 'string' },
  host: { type: 'string' },
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
    const file = `${folder}/gateway.yaml`;
    const present = new Set((system.readFolder(folder) ?? []).map(({ path }) => path));
    if (present.has('gateway.yaml')) return wrongUse(system, `${file} exists already; it is left as it is`, 'init');
    const files = [{ path: file, content: intentText(parsed.values) }];
    if (parsed.values.kpt && !present.has('Kptfile'))
      files.push({ path: `${folder}/Kptfile`, content: kptfile(parsed.values.name ?? 'gateway') });
    system.writeFiles(files);
    await system.out(`written: ${files.map(({ path }) => path).join(', ')}\nnext:    gateway-intent render ${folder}\n`);
    return 0;
  },
};

type Values = Partial<Record<keyof typeof options, string | boolean>>;

function intentText({ name = 'gateway', namespace, host = 'www.example.com', to = 'web:8080', tls, egress }: Values): string {
  const own = namespace ?? `${to}`.split(':')[0]?.split('.')[1] ?? 'default';
  const head = `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata:
  name: ${name}
  namespace: ${own}
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
`;
  if (egress !== undefined) return `${head}  gateways:\n  - name: ${name}\n    type: Egress\n  egress:\n  - url: ${egress}\n`;
  const certificate = tls === undefined ? '' : `    tls: {secretName: ${tls}}\n`;
  return `${head}  gateways:\n  - name: ${name}\n  expose:\n  - hosts: [${host}]\n    to: ${to}\n${certificate}`;
}

const kptfile = (name: string): string => `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: ${name}
  annotations:
    config.kubernetes.io/local-config: "true"
pipeline:
  mutators:
  - exec: gateway-intent
`;
