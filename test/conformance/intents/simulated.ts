import type { Request } from './generate.ts';

interface Call {
  readonly error?: string | null;
  readonly cluster?: string;
  readonly redirect?: { readonly scheme?: string; readonly path?: string; readonly prefix?: string; readonly [key: string]: unknown };
  readonly directResponse?: { readonly status: number };
  readonly rewrite?: { readonly resultPath?: string };
}

/** The simulator's answer in the words of the reference. */
export function simulated(call: Call, request: Request): string {
  const { error, cluster, redirect, directResponse } = call;
  if (redirect !== undefined)
    return redirect.scheme === 'https' ? 'redirect https' : `redirect ${redirect.path ?? JSON.stringify(redirect)}`;
  if (directResponse !== undefined) return `respond ${directResponse.status}`;
  if (error !== undefined && error !== null) return errors[error] ?? error;
  const [, port, , host = ''] = (cluster ?? '').split('|');
  const [service, namespace] = host.split('.');
  return `${service}.${namespace}:${port} ${(call.rewrite?.resultPath ?? request.path).split('?')[0]}`;
}

const errors: Readonly<Record<string, string>> = {
  'no listener matched': 'closed',
  'no service port': 'closed',
  'no filter chains matched': 'reset',
  'no virtual host matched': '404',
  'no route matched': '404',
  'tls required, sending 301': 'redirect https',
};
