import type { PromisedRequest } from './sample.ts';

/** The parts of a sample's README that follow from the sample. */
export function readmeParts(answers: readonly string[], requests: readonly PromisedRequest[]): Readonly<Record<string, string>> {
  return {
    answers: `\`\`\`\n${answers.join('\n')}\n\`\`\``,
    ...(requests.length > 0 ? { requests: `| request | answer |\n|---|---|\n${requests.map(row).join('\n')}` } : {}),
  };
}

function row({ send, from, gateway, headers, clientIP, clientCertificate, jwt, sni, expect }: PromisedRequest): string {
  const who = from === undefined ? [] : [`from ${from.namespace}/${from.serviceAccount ?? from.workload ?? 'client'}`];
  const how = Object.entries({ gateway, headers, clientIP, 'client certificate': clientCertificate, token: jwt, sni })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (name === 'gateway' ? `at ${value}` : `${name} ${plain(value)}`));
  return `| ${[`\`${send}\``, ...who, ...how].join(', ')} | ${Object.entries(expect)
    .map(([name, value]) => `${words[name] ?? name} ${plain(value)}`)
    .join(', ')} |`;
}

const words: Readonly<Record<string, string>> = {
  to: 'from',
  path: 'path there',
  host: 'host there',
  headers: 'headers there',
  tls: 'TLS there',
  via: 'through',
};

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(' ');
  if (value === null) return 'absent';
  if (typeof value !== 'object') return `\`${String(value).replaceAll('|', '\\|')}\``;
  return Object.entries(value as object)
    .map(([key, child]) => `${key} ${plain(child)}`)
    .join(' ');
}

/** The text with everything between `<!-- name -->` and `<!-- /name -->` replaced. */
export function fill(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce(
    (filled, [name, part]) =>
      filled.replace(new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`), () => `<!-- ${name} -->\n${part}\n<!-- /${name} -->`),
    text,
  );
}
