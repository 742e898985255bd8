import { explain as explainRequest } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { formatText } from '../explain/format-text.ts';
import type { Source } from '../mesh/trace/request.ts';
import { hasError, render } from '../render.ts';
import { outputOptions, parseArguments } from './arguments.ts';
import { type Package, readAsked } from './read-package.ts';
import { findingsText, summary } from './report-findings.ts';
import { readRequest } from './request-arguments.ts';
import type { Command, ExitCode, System } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Tell what becomes of a request: every proxy on its way, what it decides, and the file and line that make it decide so.

  gateway-intent explain https://shop.example.com/cart                 from outside, with the manifests of this folder
  gateway-intent explain https://shop.example.com/cart DIR             with those of another one
  gateway-intent explain http://reviews.prod:9080/ --from prod/web     as pods of a workload send it
  gateway-intent explain tls://db.example.com:5432 --from prod/web
  kustomize build . | gateway-intent explain https://shop.example.com/ -

Intents are rendered first; hand-written objects count just as well. Nothing is sent anywhere.

The request
  -m, --method METHOD      GET if it is not told
  -H, --header 'NAME: VALUE'
                           may be repeated
      --client-ip ADDRESS  where the client is; not known if it is not told
      --jwt CLAIMS         claims of a valid token, as JSON: '{"iss": "https://issuer.example.com", "sub": "ann"}'
      --http2              the client speaks HTTP/2
      --client-certificate the client shows a certificate
      --subject-alt-name NAME
                           a name in it, such as \`URI:spiffe://example.com/web\`; may be repeated
      --certificate-hash HASH
                           its SHA-256: of the certificate in hexadecimal, or of its public key in base64; may be repeated
      --sni NAME           name in the TLS handshake, where it is not the host; \`none\` sends none

Where it starts
      --from WHO           \`outside\` (default), NAMESPACE/WORKLOAD, or NAMESPACE
      --service-account NAME
                           service account of a workload that is not in the files
      --label NAME=VALUE   label of the pods of the workload; may be repeated
      --gateway NAME       enter by this gateway: NAMESPACE/NAME of its Gateway, Service or Deployment

Options
  -o, --output FORM        text, json (default: text)
      --complete           the files are the whole cluster: what is not in them does not exist
      --color              colour, also where the output is no terminal

Exit codes: 0 reachable, 1 not reachable (or not always, or the intents are wrong), 2 wrong use.
`;

const options = {
  ...outputOptions,
  method: { type: 'string', short: 'm' },
  header: { type: 'string', short: 'H', multiple: true },
  'client-ip': { type: 'string' },
  jwt: { type: 'string' },
  http2: { type: 'boolean' },
  'client-certificate': { type: 'boolean' },
  'subject-alt-name': { type: 'string', multiple: true },
  'certificate-hash': { type: 'string', multiple: true },
  sni: { type: 'string' },
  from: { type: 'string' },
  'service-account': { type: 'string' },
  label: { type: 'string', multiple: true },
  gateway: { type: 'string' },
  complete: { type: 'boolean' },
} as const;

export const explain: Command = {
  summary: 'what becomes of a request, and which object decides it',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, options);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'explain');
    const { values, positionals } = parsed;
    const [url, folder = '.', ...more] = positionals;
    if (url === undefined || (positionals.length === 1 && isFolder(url, system)))
      return wrongUse(system, url === undefined ? 'a URL is missing' : `a URL is missing before the folder "${url}"`, 'explain');
    if (more.length > 0) return wrongUse(system, `"${more[0]}" is one folder too many`, 'explain');
    const form = values.output ?? 'text';
    if (form !== 'text' && form !== 'json') return wrongUse(system, `\`-o ${form}\` must be text or json`, 'explain');
    const asked = readRequest(url, values);
    if ('problem' in asked) return wrongUse(system, asked.problem, 'explain');
    const read = await readAsked(system, folder);
    if (read === undefined) return wrongUse(system, `there is no folder "${folder}"`, 'explain');
    const color = values.color ?? false;
    return answer(read, asked, { complete: values.complete ?? false, form, color }, system);
  },
};

/** A name without a dot, port or scheme that is there as a folder: no host is called so. */
const isFolder = (text: string, system: System): boolean => /^[\w-]*\/?$|^\.{0,2}\//.test(text) && system.readFolder(text) !== undefined;

interface Asked {
  readonly source: Source;
  readonly request: Parameters<typeof explainRequest>[2];
}

interface Form {
  readonly complete: boolean;
  readonly form: 'text' | 'json';
  readonly color: boolean;
}

async function answer(read: Package, { source, request }: Asked, { complete, form, color }: Form, system: System): Promise<ExitCode> {
  const rendering = render(read.items, undefined, {
    version: system.version,
    steps: ['expand', 'patch'],
    complete,
    merge: { writesBack: false },
  });
  const errors = [...read.diagnostics, ...rendering.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) system.err(await findingsText(errors, 'text', system, color || system.columns !== undefined));
  const mesh = rendering.mesh();
  if (mesh === undefined) {
    system.err(`${summary(errors)}; nothing can be explained\n`);
    return 1;
  }
  const explanation = explainRequest(mesh, source, request);
  await system.out(form === 'json' ? `${JSON.stringify(explanation, null, 2)}\n` : formatText(explanation, color));
  return hasError(errors) || !isGood(explanation) ? 1 : 0;
}

const isGood = ({ result }: Explanation): boolean => result === 'reachable';
