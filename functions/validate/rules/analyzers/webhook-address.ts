import type { Rule } from '../../rule.ts';
import { at, deep, isSet, text, wrong } from '../../spot.ts';
import { controlPlaneWebhooks } from '../../spots/webhooks.ts';
import { isAddress } from '../../syntax/address.ts';

export const webhookAddress: Rule = {
  code: 'GI3023',
  name: 'webhook-address',
  severity: 'warning',
  summary: 'A webhook of the control plane should have a Service, or a URL with a host name.',
  why: 'the API server cannot call istiod, or not by a name that its certificate has',
  fix: 'set `clientConfig.url` to `https://HOST:15017/…`, or `clientConfig.service`',
  source: 'https://istio.io/latest/docs/setup/install/external-controlplane/',
  upstream: ['IST0163', 'IST0164'],
  *check(world) {
    for (const { webhook } of controlPlaneWebhooks(world)) {
      const client = at(webhook, 'clientConfig');
      const url = at(client, 'url');
      if (!isSet(url)) {
        if (!isSet(deep(client, 'service'))) yield wrong(client, 'names neither a URL nor a Service', { upstream: ['IST0163'] });
        continue;
      }
      const host = hostOf(text(url));
      if (host === undefined) yield wrong(url, `must be a URL, not ${JSON.stringify(text(url))}`, { upstream: ['IST0163'] });
      else if (isAddress(host)) yield wrong(url, `names the address ${host}, not a host`, { severity: 'info', upstream: ['IST0164'] });
    }
  },
};

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return undefined;
  }
}
