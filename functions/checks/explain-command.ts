import { shellWord } from '../diagnostics/shell-word.ts';
import type { Check } from '../intent/generated/gateway-intent.ts';

/** The command that explains the request of a check. */
export function explainCommand({ request, headers = {}, clientIP, clientCertificate, jwt, from, expect }: Check): string {
  const [, method, url = ''] = /^(?:(\S+)\s+)?(\S+)$/.exec(request.trim()) ?? [];
  const options = [
    ...(method === undefined || method === 'GET' ? [] : ['-m', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(clientIP === undefined ? [] : ['--client-ip', clientIP]),
    ...certificateOptions(clientCertificate),
    ...(jwt === undefined ? [] : ['--jwt', JSON.stringify(jwt)]),
    ...(from === undefined ? [] : ['--from', from.namespace]),
    ...(from?.serviceAccount === undefined ? [] : ['--service-account', from.serviceAccount]),
    ...Object.entries(from?.labels ?? {}).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...(from === undefined && expect.via !== undefined && expect.via !== 'none' ? ['--gateway', expect.via] : []),
  ];
  return ['gateway-intent', 'explain', url, ...options].map(shellWord).join(' ');
}

function certificateOptions(shown: Check['clientCertificate']): string[] {
  if (shown === undefined) return [];
  const { subjectAltNames = [], hashes = [] } = shown;
  const told = [
    ...subjectAltNames.flatMap((name) => ['--subject-alt-name', name]),
    ...hashes.flatMap((hash) => ['--certificate-hash', hash]),
  ];
  return told.length === 0 ? ['--client-certificate'] : told;
}
